//! An open squashfs image: its superblock, small tables and caches. Nothing in it changes but the caches.

use super::content::BlockCache;
use super::metadata::{Cursor, MetadataCache, MetadataPlace, Region};
use super::superblock::{NO_TABLE, SUPERBLOCK_BYTES, Superblock};
use super::tables::LookupTable;
use super::xattr::XattrTable;
use crate::failure::{Outcome, malformed};
use crate::image::inode::{Inode, Xattr};
use crate::source::Source;

/// An open image.
pub struct Squashfs {
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

impl Squashfs {
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
        let mut image = Squashfs {
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
        self.inode(self.superblock.root)
    }

    /// The extended attributes of an inode.
    pub fn xattrs(&self, inode: &Inode) -> Outcome<Vec<Xattr>> {
        match &self.xattrs {
            Some(table) => table.set(self, inode.xattr),
            None => Ok(Vec::new()),
        }
    }

    /// Replaces `target` by `length` bytes at `place`.
    pub fn read_link(&self, place: MetadataPlace, length: u32, target: &mut Vec<u8>) -> Outcome<()> {
        Cursor::new(self, self.inode_region(), place)?.bytes(length as usize, target)
    }
}
