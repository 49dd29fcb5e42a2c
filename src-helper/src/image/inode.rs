//! Inodes as every file system here has them: everything known about a file but its name. Where its contents
//! are is known to the file system it came from only.

use super::Image;
use crate::failure::{Outcome, malformed};
use crate::squashfs;

/// "No fragment", "no xattr": all ones.
pub const NONE: u32 = u32::MAX;

/// The seven types of file, with the numbers that squashfs gives them.
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
    /// The kind with this number, 1 to 7.
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

    /// The kind that the upper four bits of a Unix mode stand for.
    pub fn from_mode(mode: u16) -> Option<Self> {
        Some(match mode >> 12 {
            0o01 => Kind::Fifo,
            0o02 => Kind::CharDevice,
            0o04 => Kind::Directory,
            0o06 => Kind::BlockDevice,
            0o10 => Kind::File,
            0o12 => Kind::Symlink,
            0o14 => Kind::Socket,
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

/// Where something is: squashfs has a place of its own for each purpose, ext finds all of it by the inode's number.
#[derive(Clone, Copy, Debug)]
pub enum Place<InSquashfs> {
    /// In a squashfs.
    Squashfs(InSquashfs),
    /// In an ext file system: the number of the inode.
    Ext(u32),
}

/// The listing of a directory.
#[derive(Clone, Copy, Debug)]
pub struct DirectoryData {
    /// Bytes of the listing.
    pub listing_bytes: u32,
    /// Where it is.
    pub place: Place<squashfs::inode::ListingPlace>,
}

/// The contents of a file.
#[derive(Clone, Copy, Debug)]
pub struct FileData {
    /// Length of the contents.
    pub size_bytes: u64,
    /// Where they are.
    pub place: Place<squashfs::inode::ContentPlace>,
}

/// The target of a symbolic link.
#[derive(Clone, Copy, Debug)]
pub struct LinkData {
    /// Its length in bytes.
    pub length: u32,
    /// Where it is.
    pub place: Place<squashfs::metadata::MetadataPlace>,
}

/// What depends on the kind.
#[derive(Clone, Copy, Debug)]
pub enum Data {
    /// Listing of a directory.
    Directory(DirectoryData),
    /// Contents of a regular file.
    File(FileData),
    /// Target of a link.
    Symlink(LinkData),
    /// Device number, packed as squashfs and Linux do.
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
    /// Link count as stored; where none is stored, 1.
    pub links: u32,
    /// What the file system finds the extended attributes by, or [`NONE`].
    pub xattr: u32,
    /// What depends on the kind.
    pub data: Data,
}

impl Inode {
    /// Length of the contents: of files their size, of links their target's, of directories their listing's.
    pub fn size_bytes(&self) -> u64 {
        match self.data {
            Data::File(file) => file.size_bytes,
            Data::Symlink(link) => u64::from(link.length),
            Data::Directory(directory) => u64::from(directory.listing_bytes),
            Data::Device(_) | Data::Nothing => 0,
        }
    }

    /// Replaces `target` by the target of this symbolic link.
    pub fn link_target(&self, image: &Image, target: &mut Vec<u8>) -> Outcome<()> {
        let Data::Symlink(link) = self.data else {
            return Err(malformed("not a symbolic link"));
        };
        image.read_link(&link, target)?;
        if target.contains(&0) {
            return Err(malformed("a symbolic link holds a NUL"));
        }
        Ok(())
    }
}

/// An extended attribute with its full name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Xattr {
    /// Name with its prefix.
    pub name: Vec<u8>,
    /// Value.
    pub value: Vec<u8>,
}

/// Major and minor of a packed device number.
pub fn device_numbers(stored: u32) -> (u32, u32) {
    ((stored >> 8) & 0xfff, (stored & 0xff) | ((stored >> 12) & 0xf_ff00))
}

/// The packed form of a device number.
pub fn stored_device(major: u32, minor: u32) -> u32 {
    (minor & 0xff) | ((major & 0xfff) << 8) | ((minor & 0xf_ff00) << 12)
}
