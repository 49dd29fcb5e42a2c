//! Inodes: everything known about a file but its name. Only the fixed part of a record is read; a
//! block list is read when contents are, so that a file that claims exabytes costs a listing nothing.

use super::bytes::{u16_at, u32_at, u64_at};
use super::image::Image;
use super::metadata::{Cursor, MetadataPlace};
use crate::failure::{Outcome, malformed};

/// "No fragment", "no xattr": all ones.
pub const NONE: u32 = u32::MAX;

/// The seven types of file, with the numbers that directory entries use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A directory.
    Directory = 1,
    /// A regular file.
    File,
    /// A symbolic link.
    Symlink,
    /// A block device.
    BlockDevice,
    /// A character device.
    CharDevice,
    /// A named pipe.
    Fifo,
    /// A socket.
    Socket,
}

impl Kind {
    /// The kind with this basic number, 1 to 7.
    pub fn from_basic(number: u16) -> Option<Self> {
        Some(match number {
            1 => Kind::Directory,
            2 => Kind::File,
            3 => Kind::Symlink,
            4 => Kind::BlockDevice,
            5 => Kind::CharDevice,
            6 => Kind::Fifo,
            7 => Kind::Socket,
            _ => return None,
        })
    }

    /// Its name in answers.
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Directory => "dir",
            Kind::File => "file",
            Kind::Symlink => "symlink",
            Kind::BlockDevice => "block",
            Kind::CharDevice => "char",
            Kind::Fifo => "fifo",
            Kind::Socket => "socket",
        }
    }
}

/// Where the listing of a directory is.
#[derive(Clone, Copy, Debug)]
pub struct DirectoryData {
    /// Block, relative to the directory table.
    pub block: u32,
    /// Offset in the expanded block.
    pub offset: u16,
    /// Bytes of the listing.
    pub listing_bytes: u32,
}

/// Where the contents of a file are.
#[derive(Clone, Copy, Debug)]
pub struct FileData {
    /// Position of the first data block.
    pub start: u64,
    /// Length of the contents.
    pub size_bytes: u64,
    /// Index of the fragment block that holds the tail, or [`NONE`].
    pub fragment: u32,
    /// Where the tail begins in the expanded fragment block.
    pub fragment_offset: u32,
    /// Where the list of block sizes is.
    pub list: MetadataPlace,
}

/// What depends on the kind.
#[derive(Clone, Copy, Debug)]
pub enum Data {
    /// Listing of a directory.
    Directory(DirectoryData),
    /// Contents of a regular file.
    File(FileData),
    /// Length of the target and where it is.
    Symlink(u32, MetadataPlace),
    /// Device number, as stored.
    Device(u32),
    /// A fifo or a socket.
    Nothing,
}

/// One inode.
#[derive(Clone, Copy, Debug)]
pub struct Inode {
    /// The type of file.
    pub kind: Kind,
    /// The twelve permission bits.
    pub mode: u16,
    /// Owner.
    pub uid: u32,
    /// Group.
    pub gid: u32,
    /// Time of the last change, seconds since 1970.
    pub mtime: u32,
    /// Number of the inode, 1 to the number of inodes.
    pub number: u32,
    /// Link count as stored; for basic files, which do not store one, 1.
    pub links: u32,
    /// Index into the xattr table, or [`NONE`].
    pub xattr: u32,
    /// What depends on the kind.
    pub data: Data,
}

impl Inode {
    /// Reads the inode a reference points to.
    pub fn read(image: &Image, reference: u64) -> Outcome<Self> {
        let region = image.inode_region();
        let place = image.place(region, reference >> 16, (reference & 0xffff) as usize)?;
        let mut cursor = Cursor::new(image, region, place)?;
        let common: [u8; 16] = cursor.array()?;
        let stored_kind = u16_at(&common, 0);
        let extended = stored_kind > 7;
        let kind = Kind::from_basic(if extended { stored_kind - 7 } else { stored_kind })
            .ok_or_else(|| malformed("an inode has an unknown type"))?;
        let mut inode = Inode {
            kind,
            mode: u16_at(&common, 2) & 0o7777,
            uid: image.id(u16_at(&common, 4))?,
            gid: image.id(u16_at(&common, 6))?,
            mtime: u32_at(&common, 8),
            number: u32_at(&common, 12),
            links: 1,
            xattr: NONE,
            data: Data::Nothing,
        };
        if inode.number == 0 || inode.number > image.superblock.inodes {
            return Err(malformed("an inode has an impossible number"));
        }
        inode.read_rest(image, &mut cursor, extended)?;
        if inode.xattr != NONE && !image.has_xattr(inode.xattr) {
            return Err(malformed("an inode refers to extended attributes that do not exist"));
        }
        Ok(inode)
    }

    fn read_rest(&mut self, image: &Image, cursor: &mut Cursor<'_>, extended: bool) -> Outcome<()> {
        match (self.kind, extended) {
            (Kind::Directory, false) => {
                let rest: [u8; 16] = cursor.array()?;
                self.links = u32_at(&rest, 4);
                self.set_directory(u32_at(&rest, 0), u16_at(&rest, 10), u32::from(u16_at(&rest, 8)));
            }
            (Kind::Directory, true) => {
                let rest: [u8; 24] = cursor.array()?;
                self.links = u32_at(&rest, 0);
                self.xattr = u32_at(&rest, 20);
                self.set_directory(u32_at(&rest, 8), u16_at(&rest, 18), u32_at(&rest, 4));
            }
            (Kind::File, false) => {
                let rest: [u8; 16] = cursor.array()?;
                let (start, size) = (u64::from(u32_at(&rest, 0)), u64::from(u32_at(&rest, 12)));
                self.set_file(image, start, size, u32_at(&rest, 4), u32_at(&rest, 8), cursor.place())?;
            }
            (Kind::File, true) => {
                let rest: [u8; 40] = cursor.array()?;
                self.links = u32_at(&rest, 24);
                self.xattr = u32_at(&rest, 36);
                let (start, size) = (u64_at(&rest, 0), u64_at(&rest, 8));
                self.set_file(image, start, size, u32_at(&rest, 28), u32_at(&rest, 32), cursor.place())?;
            }
            (Kind::Symlink, _) => {
                let rest: [u8; 8] = cursor.array()?;
                self.links = u32_at(&rest, 0);
                let length = u32_at(&rest, 4);
                if length == 0 || length > 0xffff {
                    return Err(malformed("a symbolic link has an impossible length"));
                }
                self.data = Data::Symlink(length, cursor.place());
                if extended {
                    cursor.skip(length as usize)?;
                    self.xattr = cursor.u32()?;
                }
            }
            (Kind::BlockDevice | Kind::CharDevice, _) => {
                let rest: [u8; 8] = cursor.array()?;
                self.links = u32_at(&rest, 0);
                self.data = Data::Device(u32_at(&rest, 4));
                if extended {
                    self.xattr = cursor.u32()?;
                }
            }
            (Kind::Fifo | Kind::Socket, _) => {
                self.links = cursor.u32()?;
                if extended {
                    self.xattr = cursor.u32()?;
                }
            }
        }
        Ok(())
    }

    fn set_directory(&mut self, block: u32, offset: u16, size: u32) {
        // The stored size counts three bytes for `.` and `..`, which are not stored.
        self.data = Data::Directory(DirectoryData { block, offset, listing_bytes: size.saturating_sub(3) });
    }

    fn set_file(
        &mut self,
        image: &Image,
        start: u64,
        size_bytes: u64,
        fragment: u32,
        fragment_offset: u32,
        list: MetadataPlace,
    ) -> Outcome<()> {
        if size_bytes > i64::MAX as u64 {
            return Err(malformed("a file has an impossible size"));
        }
        if fragment != NONE && fragment >= image.superblock.fragments {
            return Err(malformed("a file refers to a fragment that does not exist"));
        }
        self.data = Data::File(FileData { start, size_bytes, fragment, fragment_offset, list });
        Ok(())
    }

    /// Length of the contents: of files their size, of links their target's, of directories their listing's.
    pub fn size_bytes(&self) -> u64 {
        match self.data {
            Data::File(file) => file.size_bytes,
            Data::Symlink(length, _) => u64::from(length),
            Data::Directory(directory) => u64::from(directory.listing_bytes),
            Data::Device(_) | Data::Nothing => 0,
        }
    }

    /// Replaces `target` by the target of this symbolic link.
    pub fn link_target(&self, image: &Image, target: &mut Vec<u8>) -> Outcome<()> {
        let Data::Symlink(length, place) = self.data else {
            return Err(malformed("not a symbolic link"));
        };
        Cursor::new(image, image.inode_region(), place)?.bytes(length as usize, target)?;
        if target.contains(&0) {
            return Err(malformed("a symbolic link holds a NUL"));
        }
        Ok(())
    }
}

/// Major and minor of a device number as squashfs stores it.
pub fn device_numbers(stored: u32) -> (u32, u32) {
    ((stored >> 8) & 0xfff, (stored & 0xff) | ((stored >> 12) & 0xf_ff00))
}

/// The stored form of a device number.
pub fn stored_device(major: u32, minor: u32) -> u32 {
    (minor & 0xff) | ((major & 0xfff) << 8) | ((minor & 0xf_ff00) << 12)
}
