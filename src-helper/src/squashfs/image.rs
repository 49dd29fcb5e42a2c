//! An open squashfs image: its superblock, small tables and caches, and finding an inode by path.
//! Shared by all requests; nothing in it changes but the caches.

use super::content::BlockCache;
use super::directory::{DirectoryEntry, Listing};
use super::inode::{Data, Inode, Kind};
use super::metadata::{MetadataCache, MetadataPlace, Region};
use super::superblock::{NO_TABLE, SUPERBLOCK_BYTES, Superblock};
use super::tables::LookupTable;
use super::xattr::{Xattr, XattrTable};
use crate::failure::{Code, Failure, Outcome, malformed};
use crate::source::Source;

/// Links followed on the way to one path before it counts as a loop, as Linux does.
const MAX_LINKS: u32 = 40;
/// Names in one path.
const MAX_DEPTH: usize = 4096;

/// An open image.
pub struct Image {
    pub(super) source: Source,
    /// What the superblock says.
    pub superblock: Superblock,
    pub(super) metadata: MetadataCache,
    pub(super) blocks: BlockCache,
    pub(super) fragments: LookupTable,
    ids: Vec<u32>,
    xattrs: Option<XattrTable>,
    directory_end: u64,
}

impl Image {
    /// Opens an image: reads the superblock and the small tables, a few reads whatever its size.
    pub fn open(source: Source) -> Outcome<Self> {
        let mut raw = [0u8; SUPERBLOCK_BYTES];
        if source.size_bytes() < raw.len() as u64 {
            return Err(malformed("too short for a squashfs file system"));
        }
        source.read_exact_at(0, &mut raw)?;
        let superblock = Superblock::parse(&raw, source.size_bytes())?;
        let used = superblock.bytes_used;
        let floor = superblock.directory_table;
        let fragments = if superblock.fragments == 0 {
            LookupTable::empty()
        } else {
            let count = u64::from(superblock.fragments);
            LookupTable::read(&source, used, floor, superblock.fragment_table, count, 16)?
        };
        let ids = LookupTable::read(&source, used, floor, superblock.id_table, u64::from(superblock.ids), 4)?;
        let export = if superblock.export_table == NO_TABLE {
            LookupTable::empty()
        } else {
            let count = u64::from(superblock.inodes);
            LookupTable::read(&source, used, floor, superblock.export_table, count, 8)?
        };
        let xattrs = XattrTable::read(&source, &superblock)?;
        let ends = [fragments.start(), ids.start(), export.start(), xattrs.as_ref().map(XattrTable::start)];
        let directory_end = ends.into_iter().flatten().min().unwrap_or(used);
        let mut image = Image {
            blocks: BlockCache::new(superblock.block_bytes),
            source,
            superblock,
            metadata: MetadataCache::default(),
            fragments,
            ids: Vec::new(),
            xattrs,
            directory_end,
        };
        image.ids = image.read_ids(&ids)?;
        if image.root()?.kind != Kind::Directory {
            return Err(malformed("the root of the file system is not a directory"));
        }
        Ok(image)
    }

    fn read_ids(&self, table: &LookupTable) -> Outcome<Vec<u32>> {
        let mut cursor = table.cursor(self, 0)?;
        (0..self.superblock.ids).map(|_| cursor.u32()).collect()
    }

    pub(super) fn inode_region(&self) -> Region {
        Region { start: self.superblock.inode_table, end: self.superblock.directory_table }
    }

    pub(super) fn directory_region(&self) -> Region {
        Region { start: self.superblock.directory_table, end: self.directory_end }
    }

    /// Turns a position relative to a table into a place, checked for overflow.
    pub(super) fn place(&self, region: Region, relative: u64, offset: usize) -> Outcome<MetadataPlace> {
        let block = region.start.checked_add(relative);
        let block = block.ok_or_else(|| malformed("a metadata reference is impossibly large"))?;
        Ok(MetadataPlace { block, offset })
    }

    pub(super) fn id(&self, index: u16) -> Outcome<u32> {
        let id = self.ids.get(usize::from(index));
        id.copied().ok_or_else(|| malformed("an inode refers to an owner that does not exist"))
    }

    pub(super) fn has_xattr(&self, index: u32) -> bool {
        self.xattrs.as_ref().is_some_and(|table| index < table.count())
    }

    /// Bytes of the window the image was opened in, padding included.
    pub fn window_bytes(&self) -> u64 {
        self.source.size_bytes()
    }

    /// The root directory.
    pub fn root(&self) -> Outcome<Inode> {
        Inode::read(self, self.superblock.root)
    }

    /// The extended attributes of an inode.
    pub fn xattrs(&self, inode: &Inode) -> Outcome<Vec<Xattr>> {
        match &self.xattrs {
            Some(table) if inode.xattr != super::inode::NONE => table.set(self, inode.xattr),
            _ => Ok(Vec::new()),
        }
    }

    /// The inode of a directory entry; entry and inode must agree.
    pub fn inode_of(&self, entry: &DirectoryEntry) -> Outcome<Inode> {
        let inode = Inode::read(self, entry.reference)?;
        if inode.kind != entry.kind || inode.number != entry.number {
            return Err(malformed("a directory entry and its inode contradict each other"));
        }
        Ok(inode)
    }

    /// Finds one name in a directory.
    pub fn lookup(&self, directory: &Inode, name: &[u8]) -> Outcome<Option<Inode>> {
        let Data::Directory(data) = directory.data else {
            return Err(Failure::new(Code::WrongType, "not a directory"));
        };
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
}

/// The names of a path, last one first.
fn components(path: &[u8]) -> Vec<Vec<u8>> {
    let names = path.split(|&byte| byte == b'/').filter(|name| !name.is_empty() && name != b".");
    names.rev().map(<[u8]>::to_vec).collect()
}

fn not_found() -> Failure {
    Failure::new(Code::NotFound, "there is no such path in the image")
}
