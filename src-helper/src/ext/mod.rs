//! Reading ext2, ext3 and ext4: overlays in SIF images, and the partitions of old versions. The crate for it
//! (`ext4-view`) knows no hard links, extended attributes or devices and cannot be shared by threads; it is the
//! witness in tests. Every number is checked before it is used; a journal that waits is named, never replayed.
//! Source of the format: the kernel's documentation, filesystems/ext4.

pub mod directory;
pub mod runs;
mod superblock;
mod xattr;

use crate::bytes::{u16_at, u32_at};
use crate::failure::{Code, Failure, Outcome, malformed, unsupported};
use crate::image::inode::{Data, DirectoryData, FileData, Inode, Kind, LinkData, NONE, Place, Xattr, stored_device};
use crate::source::Source;
use directory::Directories;
pub use superblock::{Superblock, is_ext};

/// The root directory's number.
const ROOT: u32 = 2;
/// Contents longer than this the format cannot hold with the usual block size.
const MAX_FILE_BYTES: u64 = 1 << 44;
/// A target of a link is at most a block of this size.
const MAX_LINK_BYTES: u64 = 4096;
/// Shorter targets lie in the inode itself.
const INLINE_LINK_BYTES: u64 = 60;
/// Where the block map or the extents are in an inode, and how many bytes they have.
const MAP_AT: usize = 40;
const MAP_BYTES: usize = 60;
/// The part of an inode that every version has.
const OLD_INODE_BYTES: usize = 128;

const ENCRYPTED: u32 = 0x800;
const EXTENTS: u32 = 0x8_0000;
const VALUE_OF_ATTRIBUTE: u32 = 0x20_0000;
const INLINE_CONTENTS: u32 = 0x1000_0000;

/// An open ext file system.
pub struct Ext {
    source: Source,
    /// What the superblock says.
    pub superblock: Superblock,
    directories: Directories,
}

/// An inode as it is stored, of which only what somebody asks for is read further.
struct Raw {
    bytes: Vec<u8>,
    number: u32,
}

impl Raw {
    fn mode(&self) -> u16 {
        u16_at(&self.bytes, 0)
    }

    fn flags(&self) -> u32 {
        u32_at(&self.bytes, 32)
    }

    fn map(&self) -> &[u8] {
        &self.bytes[MAP_AT..MAP_AT + MAP_BYTES]
    }

    fn size_bytes(&self) -> u64 {
        u64::from(u32_at(&self.bytes, 4)) | (u64::from(u32_at(&self.bytes, 108)) << 32)
    }

    /// The block that holds extended attributes, or zero.
    fn attribute_block(&self) -> u64 {
        u64::from(u32_at(&self.bytes, 104)) | (u64::from(u16_at(&self.bytes, 118)) << 32)
    }

    /// Bytes of the newer fields that follow the old inode.
    fn extra_bytes(&self) -> usize {
        if self.bytes.len() < OLD_INODE_BYTES + 4 { 0 } else { usize::from(u16_at(&self.bytes, OLD_INODE_BYTES)) }
    }

    /// Seconds since 1970; what was before or is after what fits counts as the first or last of them.
    fn mtime(&self) -> u32 {
        let low = i64::from(u32_at(&self.bytes, 16).cast_signed());
        let has_more = self.extra_bytes() >= 12 && self.bytes.len() >= OLD_INODE_BYTES + 12;
        let more = if has_more { u32_at(&self.bytes, OLD_INODE_BYTES + 8) & 3 } else { 0 };
        (low + (i64::from(more) << 32)).clamp(0, i64::from(u32::MAX)) as u32
    }

    fn has_xattrs(&self) -> bool {
        self.attribute_block() != 0 || xattr::inline_part(&self.bytes, self.extra_bytes()).is_some()
    }

    /// Contents that are not read here. @returns the failure that says so
    fn refuse_contents(&self) -> Outcome<()> {
        match self.flags() {
            flags if flags & ENCRYPTED != 0 => Err(unsupported("the contents are encrypted")),
            flags if flags & INLINE_CONTENTS != 0 => Err(unsupported("the contents lie in the inode")),
            flags if flags & VALUE_OF_ATTRIBUTE != 0 => Err(unsupported("this is an attribute, not a file")),
            _ => Ok(()),
        }
    }
}

impl Ext {
    /// Opens a file system: reads its superblock.
    pub fn open(source: Source) -> Outcome<Self> {
        let superblock = Superblock::read(&source)?;
        Ok(Ext { source, superblock, directories: Directories::default() })
    }

    /// Bytes of the window the file system was opened in.
    pub fn window_bytes(&self) -> u64 {
        self.source.size_bytes()
    }

    /// The root directory.
    pub fn root(&self) -> Outcome<Inode> {
        self.inode(ROOT)
    }

    /// Bytes from a position of the file system.
    pub fn read_at(&self, position: u64, target: &mut [u8]) -> Outcome<()> {
        self.source.read_exact_at(position, target)
    }

    /// Where a block begins.
    fn position(&self, block: u64) -> Outcome<u64> {
        if block >= self.superblock.blocks {
            return Err(malformed("a block lies behind the end of the file system"));
        }
        Ok(block * u64::from(self.superblock.block_bytes))
    }

    fn read_block(&self, block: u64) -> Outcome<Vec<u8>> {
        let mut bytes = vec![0; self.superblock.block_bytes as usize];
        self.read_at(self.position(block)?, &mut bytes)?;
        Ok(bytes)
    }

    fn raw(&self, number: u32) -> Outcome<Raw> {
        let superblock = &self.superblock;
        if number == 0 || number > superblock.inodes {
            return Err(malformed("an inode has an impossible number"));
        }
        let (group, index) = ((number - 1) / superblock.inodes_per_group, (number - 1) % superblock.inodes_per_group);
        let descriptor_at = superblock.descriptors_at() + u64::from(group) * u64::from(superblock.descriptor_bytes);
        let mut descriptor = [0; 64];
        let descriptor = &mut descriptor[..usize::from(superblock.descriptor_bytes)];
        self.read_at(descriptor_at, descriptor)?;
        let high = if descriptor.len() >= 64 { u64::from(u32_at(descriptor, 40)) << 32 } else { 0 };
        let table = self.position(u64::from(u32_at(descriptor, 8)) | high)?;
        let mut bytes = vec![0; usize::from(superblock.inode_bytes)];
        self.read_at(table + u64::from(index) * u64::from(superblock.inode_bytes), &mut bytes)?;
        Ok(Raw { bytes, number })
    }

    /// The inode with this number.
    pub fn inode(&self, number: u32) -> Outcome<Inode> {
        let raw = self.raw(number)?;
        let bytes = &raw.bytes;
        let kind = Kind::from_mode(raw.mode()).ok_or_else(|| malformed("an inode has an unknown type"))?;
        let wide = |low: usize, high: usize| u32::from(u16_at(bytes, low)) | (u32::from(u16_at(bytes, high)) << 16);
        Ok(Inode {
            kind,
            mode: raw.mode() & 0o7777,
            uid: wide(2, 120),
            gid: wide(24, 122),
            mtime: raw.mtime(),
            number,
            links: u32::from(u16_at(bytes, 26)),
            xattr: if raw.has_xattrs() { number } else { NONE },
            data: data_of(&raw, kind)?,
        })
    }

    /// The extended attributes of an inode, in the order of their names.
    pub fn xattrs(&self, number: u32) -> Outcome<Vec<Xattr>> {
        let raw = self.raw(number)?;
        let mut all = Vec::new();
        if let Some(part) = xattr::inline_part(&raw.bytes, raw.extra_bytes()) {
            xattr::read_inline(part, &mut all)?;
        }
        if raw.attribute_block() != 0 {
            xattr::read_block(&self.read_block(raw.attribute_block())?, &mut all)?;
        }
        all.sort();
        Ok(all)
    }

    /// Replaces `target` by the target of a symbolic link.
    pub fn read_link(&self, number: u32, target: &mut Vec<u8>) -> Outcome<()> {
        let raw = self.raw(number)?;
        let size = raw.size_bytes();
        target.clear();
        if size > MAX_LINK_BYTES {
            return Err(malformed("a symbolic link has an impossible length"));
        }
        if size < INLINE_LINK_BYTES && raw.flags() & EXTENTS == 0 {
            target.extend_from_slice(&raw.map()[..size as usize]);
            return Ok(());
        }
        self.contents(&raw, target)
    }

    /// Appends everything that an inode holds, which must be known to be little.
    fn contents(&self, raw: &Raw, all: &mut Vec<u8>) -> Outcome<()> {
        let mut runs = runs::Runs::new(self, raw)?;
        while let Some(piece) = runs.next_piece()? {
            let start = all.len();
            all.resize(start + piece.length, 0);
            if !piece.is_hole() {
                self.read_at(piece.position, &mut all[start..])?;
            }
        }
        Ok(())
    }

    /// The contents of a file, run by run.
    pub fn runs(&self, number: u32) -> Outcome<runs::Runs<'_>> {
        runs::Runs::new(self, &self.raw(number)?)
    }
}

fn data_of(raw: &Raw, kind: Kind) -> Outcome<Data> {
    let (size_bytes, place) = (raw.size_bytes(), raw.number);
    Ok(match kind {
        Kind::Directory => {
            let listing_bytes = u32::try_from(size_bytes).unwrap_or(u32::MAX);
            Data::Directory(DirectoryData { listing_bytes, place: Place::Ext(place) })
        }
        Kind::File if size_bytes > MAX_FILE_BYTES => return Err(malformed("a file has an impossible size")),
        Kind::File => Data::File(FileData { size_bytes, place: Place::Ext(place) }),
        Kind::Symlink if size_bytes == 0 || size_bytes > MAX_LINK_BYTES => {
            return Err(malformed("a symbolic link has an impossible length"));
        }
        Kind::Symlink => Data::Symlink(LinkData { length: size_bytes as u32, place: Place::Ext(place) }),
        Kind::BlockDevice | Kind::CharDevice => {
            let (old, new) = (u32_at(raw.map(), 0), u32_at(raw.map(), 4));
            // The old form has eight bits for each number, the new one is Linux's own.
            Data::Device(if old != 0 { stored_device((old >> 8) & 0xff, old & 0xff) } else { new })
        }
        Kind::Fifo | Kind::Socket => Data::Nothing,
    })
}

/// Refuses to read more than a bound.
fn limit(message: &'static str) -> Failure {
    Failure::new(Code::Limit, message)
}
