//! An open image of any file system that can be read here, and finding an inode in it by path. What it is inside
//! is known to `squashfs` and `ext`; nobody else needs to ask.

pub mod inode;
pub mod walk;

use crate::ext::{self, Ext};
use crate::failure::{Code, Failure, Outcome, malformed};
use crate::source::Source;
use crate::squashfs::content::{Blocks, Tail};
use crate::squashfs::directory::SquashfsListing;
use crate::squashfs::image::Squashfs;
use inode::{Data, DirectoryData, FileData, Inode, Kind, LinkData, Place, Xattr};

/// Links followed on the way to one path before it counts as a loop, as Linux does.
const MAX_LINKS: u32 = 40;
/// Names in one path.
const MAX_DEPTH: usize = 4096;

/// An open image. Shared by all requests; nothing in it changes but caches.
pub enum Image {
    /// What SIF images hold.
    Squashfs(Box<Squashfs>),
    /// ext2, ext3 or ext4: overlays, and images of old versions.
    Ext(Box<Ext>),
}

/// What an open file system says of itself.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    /// `squashfs`, `ext2`, `ext3` or `ext4`.
    pub file_system: &'static str,
    /// How contents are compressed, `none` where they are not.
    pub compressor: &'static str,
    /// Inodes in use.
    pub inodes: u32,
    /// When it was made, seconds since 1970.
    pub created: u32,
    /// Bytes of a block.
    pub block_bytes: u32,
    /// Fragment blocks.
    pub fragments: u32,
    /// Flags of a squashfs.
    pub flags: u16,
    /// Bytes in use.
    pub used_bytes: u64,
    /// Whether the last changes are in a journal that nobody has replayed; they are not shown.
    pub journal_waits: bool,
}

/// One entry of a directory, without its name.
#[derive(Clone, Copy, Debug)]
pub struct DirectoryEntry {
    /// What the file system finds the inode by.
    pub reference: u64,
    /// The type of file that the entry claims; not every ext file system says one.
    pub kind: Option<Kind>,
    /// The inode number that the entry claims.
    pub number: u32,
}

/// A part of a file's contents.
#[derive(Clone, Copy, Debug)]
pub struct Piece {
    /// Where it is stored.
    pub position: u64,
    /// How it is stored, zero for a hole: in a squashfs the size word, in ext one.
    pub word: u32,
    /// Bytes of contents it stands for.
    pub length: usize,
    /// Whether it is the last of a file without a tail.
    pub is_last: bool,
}

impl Piece {
    /// Whether it is all zeros and stored nowhere.
    pub fn is_hole(&self) -> bool {
        self.word & 0x00ff_ffff == 0
    }
}

/// Reads the entries of one directory, in the order of their names.
pub enum Listing<'a> {
    /// Of a squashfs: memory does not grow with the directory.
    Squashfs(SquashfsListing<'a>),
    /// Of ext, which has no order of its own.
    Ext(ext::directory::ExtListing),
}

impl<'a> Listing<'a> {
    /// Opens the listing of a directory.
    pub fn new(image: &'a Image, directory: DirectoryData) -> Outcome<Self> {
        Ok(match (image, directory.place) {
            (Image::Squashfs(image), Place::Squashfs(place)) => {
                Listing::Squashfs(SquashfsListing::new(image, place, directory.listing_bytes)?)
            }
            (Image::Ext(image), Place::Ext(number)) => Listing::Ext(image.listing(number)?),
            _ => return Err(mixed_up()),
        })
    }

    /// The next entry and its name, until the listing ends.
    pub fn next_entry(&mut self) -> Outcome<Option<(DirectoryEntry, &[u8])>> {
        match self {
            Listing::Squashfs(listing) => listing.next_entry(),
            Listing::Ext(listing) => Ok(listing.next_entry()),
        }
    }
}

/// The pieces of a file in order.
pub enum Pieces<'a> {
    /// Blocks of a squashfs.
    Squashfs(Blocks<'a>),
    /// Runs of blocks.
    Ext(ext::runs::Runs<'a>),
}

impl Pieces<'_> {
    /// The next piece, until only the tail is left, if the file has one.
    pub fn next_piece(&mut self) -> Outcome<Option<Piece>> {
        match self {
            Pieces::Squashfs(blocks) => blocks.next_piece(),
            Pieces::Ext(runs) => runs.next_piece(),
        }
    }
}

impl Image {
    /// Opens an image: a few reads whatever its size.
    pub fn open(source: Source) -> Outcome<Self> {
        let image = if ext::is_ext(&source) {
            Image::Ext(Box::new(Ext::open(source)?))
        } else {
            Image::Squashfs(Box::new(Squashfs::open(source)?))
        };
        if image.root()?.kind != Kind::Directory {
            return Err(malformed("the root of the file system is not a directory"));
        }
        Ok(image)
    }

    /// What it says of itself.
    pub fn facts(&self) -> Facts {
        match self {
            Image::Squashfs(image) => {
                let superblock = &image.superblock;
                Facts {
                    file_system: "squashfs",
                    compressor: superblock.compressor.name(),
                    inodes: superblock.inodes,
                    created: superblock.created,
                    block_bytes: superblock.block_bytes,
                    fragments: superblock.fragments,
                    flags: superblock.flags,
                    used_bytes: superblock.bytes_used,
                    journal_waits: false,
                }
            }
            Image::Ext(image) => {
                let superblock = &image.superblock;
                Facts {
                    file_system: superblock.name,
                    compressor: "none",
                    inodes: superblock.used_inodes,
                    created: superblock.created,
                    block_bytes: superblock.block_bytes,
                    fragments: 0,
                    flags: 0,
                    used_bytes: superblock.used_blocks.saturating_mul(u64::from(superblock.block_bytes)),
                    journal_waits: superblock.journal_waits,
                }
            }
        }
    }

    /// The root directory.
    pub fn root(&self) -> Outcome<Inode> {
        match self {
            Image::Squashfs(image) => image.root(),
            Image::Ext(image) => image.root(),
        }
    }

    /// Bytes of the window the image was opened in, padding included.
    pub fn window_bytes(&self) -> u64 {
        match self {
            Image::Squashfs(image) => image.window_bytes(),
            Image::Ext(image) => image.window_bytes(),
        }
    }

    /// The extended attributes of an inode.
    pub fn xattrs(&self, inode: &Inode) -> Outcome<Vec<Xattr>> {
        if inode.xattr == inode::NONE {
            return Ok(Vec::new());
        }
        match self {
            Image::Squashfs(image) => image.xattrs(inode),
            Image::Ext(image) => image.xattrs(inode.number),
        }
    }

    /// The inode of a directory entry; entry and inode must agree.
    pub fn inode_of(&self, entry: &DirectoryEntry) -> Outcome<Inode> {
        let inode = match self {
            Image::Squashfs(image) => image.inode(entry.reference)?,
            Image::Ext(image) => image.inode(entry.number)?,
        };
        if entry.kind.is_some_and(|kind| kind != inode.kind) || inode.number != entry.number {
            return Err(malformed("a directory entry and its inode contradict each other"));
        }
        Ok(inode)
    }

    pub(crate) fn read_link(&self, link: &LinkData, target: &mut Vec<u8>) -> Outcome<()> {
        match (self, link.place) {
            (Image::Squashfs(image), Place::Squashfs(place)) => image.read_link(place, link.length, target),
            (Image::Ext(image), Place::Ext(number)) => image.read_link(number, target),
            _ => Err(mixed_up()),
        }
    }

    /// Finds one name in a directory.
    pub fn lookup(&self, directory: &Inode, name: &[u8]) -> Outcome<Option<Inode>> {
        let Data::Directory(data) = directory.data else {
            return Err(Failure::new(Code::WrongType, "not a directory"));
        };
        if let (Image::Ext(image), Place::Ext(number)) = (self, data.place) {
            return image.entry(number, name)?.map(|entry| self.inode_of(&entry)).transpose();
        }
        let mut listing = Listing::new(self, data)?;
        while let Some((entry, found)) = listing.next_entry()? {
            if found == name {
                return self.inode_of(&entry).map(Some);
            }
            if found > name {
                break;
            }
        }
        Ok(None)
    }

    /// Finds the inode of a path from the root and the path it really has. Links on the way are followed and cannot
    /// leave the image; a link at the end is followed when `follow` says so.
    pub fn resolve(&self, path: &[u8], follow: bool) -> Outcome<(Vec<u8>, Inode)> {
        let mut links = 0;
        let mut chain: Vec<(Vec<u8>, Inode)> = Vec::new();
        let root = self.root()?;
        let mut pending: Vec<Vec<u8>> = components(path);
        while let Some(name) = pending.pop() {
            if name == b".." {
                chain.pop();
                continue;
            }
            if chain.len() + pending.len() > MAX_DEPTH {
                return Err(Failure::new(Code::Limit, "the path is too deep"));
            }
            let directory = chain.last().map_or(&root, |(_, inode)| inode);
            let inode = self.lookup(directory, &name)?.ok_or_else(not_found)?;
            if inode.kind == Kind::Symlink && (follow || !pending.is_empty()) {
                links += 1;
                if links > MAX_LINKS {
                    return Err(Failure::new(Code::Limit, "too many symbolic links on the way"));
                }
                let mut target = Vec::new();
                inode.link_target(self, &mut target)?;
                if target.first() == Some(&b'/') {
                    chain.clear();
                }
                pending.append(&mut components(&target));
                continue;
            }
            chain.push((name, inode));
        }
        let inode = chain.last().map_or(root, |(_, inode)| *inode);
        let real = chain.iter().fold(Vec::new(), |mut path, (name, _)| {
            path.push(b'/');
            path.extend_from_slice(name);
            path
        });
        Ok((real, inode))
    }

    /// The pieces of a file.
    pub fn pieces(&self, file: &FileData) -> Outcome<Pieces<'_>> {
        Ok(match (self, file.place) {
            (Image::Squashfs(image), Place::Squashfs(place)) => {
                Pieces::Squashfs(image.blocks(&place, file.size_bytes)?)
            }
            (Image::Ext(image), Place::Ext(number)) => Pieces::Ext(image.runs(number)?),
            _ => return Err(mixed_up()),
        })
    }

    /// Puts the contents of a piece into `target`, which must have their length; `stored` is for its use.
    pub fn expand(&self, piece: &Piece, stored: &mut Vec<u8>, target: &mut [u8]) -> Outcome<()> {
        if piece.is_hole() {
            target.fill(0);
            return Ok(());
        }
        match self {
            Image::Squashfs(image) => image.expand(piece, stored, target),
            Image::Ext(image) => image.read_at(piece.position, target),
        }
    }

    /// The tail of a file that lies in a fragment block: the expanded block and the tail's place in it.
    pub fn tail(&self, file: &FileData) -> Outcome<Option<Tail>> {
        match (self, file.place) {
            (Image::Squashfs(image), Place::Squashfs(place)) => image.tail(&place, file.size_bytes),
            _ => Ok(None),
        }
    }

    /// The whole contents of a file, handed over piece by piece; for callers without threads.
    pub fn read_all(&self, file: &FileData, mut take: impl FnMut(&[u8]) -> Outcome<()>) -> Outcome<()> {
        let mut pieces = self.pieces(file)?;
        let (mut stored, mut block) = (Vec::new(), Vec::new());
        while let Some(piece) = pieces.next_piece()? {
            block.resize(piece.length, 0);
            self.expand(&piece, &mut stored, &mut block)?;
            take(&block)?;
        }
        if let Some((block, range)) = self.tail(file)? {
            take(&block[range])?;
        }
        Ok(())
    }
}

/// The names of a path, last one first.
fn components(path: &[u8]) -> Vec<Vec<u8>> {
    let names = path.split(|&byte| byte == b'/').filter(|name| !name.is_empty() && name != b".");
    names.rev().map(<[u8]>::to_vec).collect()
}

fn not_found() -> Failure {
    Failure::new(Code::NotFound, "there is no such path in the image")
}

fn mixed_up() -> Failure {
    Failure::new(Code::Internal, "an inode of another file system")
}

/// A name that no file can have would be written somewhere else.
pub(crate) fn check_name(name: &[u8]) -> Outcome<()> {
    if name.is_empty() || name == b"." || name == b".." || name.contains(&b'/') || name.contains(&0) {
        return Err(malformed("a directory holds a name that cannot be a file name"));
    }
    Ok(())
}
