//! Inodes as squashfs stores them. Only the fixed part of a record is read; a
//! block list is read when contents are, so that a file that claims exabytes costs a listing nothing.

use super::image::Squashfs;
use super::metadata::{Cursor, MetadataPlace};
use crate::bytes::{u16_at, u32_at, u64_at};
use crate::failure::{Outcome, malformed};
use crate::image::inode::{Data, DirectoryData, FileData, Inode, Kind, LinkData, NONE, Place};

/// Where the listing of a directory is.
#[derive(Clone, Copy, Debug)]
pub struct ListingPlace {
    /// Block, relative to the directory table.
    pub block: u32,
    /// Offset in the expanded block.
    pub offset: u16,
}

/// Where the contents of a file are.
#[derive(Clone, Copy, Debug)]
pub struct ContentPlace {
    /// Position of the first data block.
    pub start: u64,
    /// Index of the fragment block that holds the tail, or [`NONE`].
    pub fragment: u32,
    /// Where the tail begins in the expanded fragment block.
    pub fragment_offset: u32,
    /// Where the list of block sizes is.
    pub list: MetadataPlace,
}

impl Squashfs {
    /// Reads the inode a reference points to.
    pub fn inode(&self, reference: u64) -> Outcome<Inode> {
        let region = self.inode_region();
        let place = self.place(region, reference >> 16, (reference & 0xffff) as usize)?;
        let mut cursor = Cursor::new(self, region, place)?;
        let common: [u8; 16] = cursor.array()?;
        let stored_kind = u16_at(&common, 0);
        let extended = stored_kind > 7;
        let kind = Kind::from_basic(if extended { stored_kind - 7 } else { stored_kind })
            .ok_or_else(|| malformed("an inode has an unknown type"))?;
        let mut inode = Inode {
            kind,
            mode: u16_at(&common, 2) & 0o7777,
            uid: self.id(u16_at(&common, 4))?,
            gid: self.id(u16_at(&common, 6))?,
            mtime: u32_at(&common, 8),
            number: u32_at(&common, 12),
            links: 1,
            xattr: NONE,
            data: Data::Nothing,
        };
        if inode.number == 0 || inode.number > self.superblock.inodes {
            return Err(malformed("an inode has an impossible number"));
        }
        self.read_rest(&mut inode, &mut cursor, extended)?;
        if inode.xattr != NONE && !self.has_xattr(inode.xattr) {
            return Err(malformed("an inode refers to extended attributes that do not exist"));
        }
        Ok(inode)
    }

    fn read_rest(&self, inode: &mut Inode, cursor: &mut Cursor<'_>, extended: bool) -> Outcome<()> {
        match (inode.kind, extended) {
            (Kind::Directory, false) => {
                let rest: [u8; 16] = cursor.array()?;
                inode.links = u32_at(&rest, 4);
                inode.data = directory(u32_at(&rest, 0), u16_at(&rest, 10), u32::from(u16_at(&rest, 8)));
            }
            (Kind::Directory, true) => {
                let rest: [u8; 24] = cursor.array()?;
                inode.links = u32_at(&rest, 0);
                inode.xattr = u32_at(&rest, 20);
                inode.data = directory(u32_at(&rest, 8), u16_at(&rest, 18), u32_at(&rest, 4));
            }
            (Kind::File, false) => {
                let rest: [u8; 16] = cursor.array()?;
                let (start, size) = (u64::from(u32_at(&rest, 0)), u64::from(u32_at(&rest, 12)));
                inode.data = self.file(start, size, u32_at(&rest, 4), u32_at(&rest, 8), cursor.place())?;
            }
            (Kind::File, true) => {
                let rest: [u8; 40] = cursor.array()?;
                inode.links = u32_at(&rest, 24);
                inode.xattr = u32_at(&rest, 36);
                let (start, size) = (u64_at(&rest, 0), u64_at(&rest, 8));
                inode.data = self.file(start, size, u32_at(&rest, 28), u32_at(&rest, 32), cursor.place())?;
            }
            (Kind::Symlink, _) => {
                let rest: [u8; 8] = cursor.array()?;
                inode.links = u32_at(&rest, 0);
                let length = u32_at(&rest, 4);
                if length == 0 || length > 0xffff {
                    return Err(malformed("a symbolic link has an impossible length"));
                }
                inode.data = Data::Symlink(LinkData { length, place: Place::Squashfs(cursor.place()) });
                if extended {
                    cursor.skip(length as usize)?;
                    inode.xattr = cursor.u32()?;
                }
            }
            (Kind::BlockDevice | Kind::CharDevice, _) => {
                let rest: [u8; 8] = cursor.array()?;
                inode.links = u32_at(&rest, 0);
                inode.data = Data::Device(u32_at(&rest, 4));
                if extended {
                    inode.xattr = cursor.u32()?;
                }
            }
            (Kind::Fifo | Kind::Socket, _) => {
                inode.links = cursor.u32()?;
                if extended {
                    inode.xattr = cursor.u32()?;
                }
            }
        }
        Ok(())
    }

    fn file(
        &self,
        start: u64,
        size_bytes: u64,
        fragment: u32,
        fragment_offset: u32,
        list: MetadataPlace,
    ) -> Outcome<Data> {
        if size_bytes > i64::MAX as u64 {
            return Err(malformed("a file has an impossible size"));
        }
        if fragment != NONE && fragment >= self.superblock.fragments {
            return Err(malformed("a file refers to a fragment that does not exist"));
        }
        let place = Place::Squashfs(ContentPlace { start, fragment, fragment_offset, list });
        Ok(Data::File(FileData { size_bytes, place }))
    }
}

fn directory(block: u32, offset: u16, size: u32) -> Data {
    // The stored size counts three bytes for `.` and `..`, which are not stored.
    let listing_bytes = size.saturating_sub(3);
    Data::Directory(DirectoryData { listing_bytes, place: Place::Squashfs(ListingPlace { block, offset }) })
}
