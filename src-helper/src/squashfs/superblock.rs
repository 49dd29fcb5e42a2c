//! The superblock of squashfs 4.0: 96 bytes at the start, little-endian.
//!
//! ```text
//!  0 magic  4 inodes  8 time  12 block size  16 fragments  20 compressor u16  22 block log u16
//! 24 flags u16  26 ids u16  28 version 4.0  32 root ref u64  40 bytes used u64  48 id table
//! 56 xattr table  64 inode table  72 directory table  80 fragment table  88 export table
//! ```

use super::codec::Compressor;
use crate::bytes::{u16_at, u32_at, u64_at};
use crate::failure::{Outcome, malformed, unsupported};

/// `hsqs` read as a little-endian number.
pub const MAGIC: u32 = 0x7371_7368;
/// Size of the superblock on disk.
pub const SUPERBLOCK_BYTES: usize = 96;
/// A table that is not there.
pub const NO_TABLE: u64 = u64::MAX;
/// Largest data block.
pub const MAX_BLOCK_BYTES: u32 = 1 << 20;

/// What the superblock says, checked as far as it can be without reading anything else.
#[derive(Clone, Debug)]
pub struct Superblock {
    /// Number of inodes.
    pub inodes: u32,
    /// Time of creation, seconds since 1970.
    pub created: u32,
    /// Size of a data block in bytes, a power of two.
    pub block_bytes: u32,
    /// Number of fragment blocks.
    pub fragments: u32,
    /// How blocks are compressed.
    pub compressor: Compressor,
    /// Flags as stored; informational.
    pub flags: u16,
    /// Number of distinct user and group ids.
    pub ids: u16,
    /// Reference to the root directory's inode.
    pub root: u64,
    /// Length of the file system without padding.
    pub bytes_used: u64,
    /// Position of the array of id blocks.
    pub id_table: u64,
    /// Position of the xattr header, or [`NO_TABLE`].
    pub xattr_table: u64,
    /// Position of the inode table.
    pub inode_table: u64,
    /// Position of the directory table.
    pub directory_table: u64,
    /// Position of the array of fragment blocks, or [`NO_TABLE`].
    pub fragment_table: u64,
    /// Position of the array of export blocks, or [`NO_TABLE`].
    pub export_table: u64,
}

impl Superblock {
    /// Reads a superblock of a file system that has `available` bytes.
    pub fn parse(raw: &[u8; SUPERBLOCK_BYTES], available: u64) -> Outcome<Self> {
        match &raw[..4] {
            b"hsqs" => {}
            b"sqsh" => return Err(unsupported("a big-endian squashfs of version 3 or earlier")),
            b"HSQS" | b"SQSH" => return Err(unsupported("a streamed squashfs whose superblock is at its end")),
            _ => return Err(unsupported("not a squashfs file system")),
        }
        let (major, minor) = (u16_at(raw, 28), u16_at(raw, 30));
        if (major, minor) != (4, 0) {
            return Err(unsupported(format!("squashfs version {major}.{minor}")));
        }
        let block_bytes = u32_at(raw, 12);
        let block_log = u16_at(raw, 22);
        if !block_bytes.is_power_of_two()
            || !(4096..=MAX_BLOCK_BYTES).contains(&block_bytes)
            || u32::from(block_log) != block_bytes.trailing_zeros()
        {
            return Err(malformed("the block size of the file system is impossible"));
        }
        let superblock = Superblock {
            inodes: u32_at(raw, 4),
            created: u32_at(raw, 8),
            block_bytes,
            fragments: u32_at(raw, 16),
            compressor: Compressor::from_id(u16_at(raw, 20))?,
            flags: u16_at(raw, 24),
            ids: u16_at(raw, 26),
            root: u64_at(raw, 32),
            bytes_used: u64_at(raw, 40),
            id_table: u64_at(raw, 48),
            xattr_table: u64_at(raw, 56),
            inode_table: u64_at(raw, 64),
            directory_table: u64_at(raw, 72),
            fragment_table: u64_at(raw, 80),
            export_table: u64_at(raw, 88),
        };
        superblock.check(available)?;
        Ok(superblock)
    }

    fn check(&self, available: u64) -> Outcome<()> {
        if self.bytes_used > available {
            return Err(malformed("the file system is longer than the space it lies in"));
        }
        if self.inodes == 0 || self.ids == 0 {
            return Err(malformed("the file system has no inodes or no ids"));
        }
        let start = SUPERBLOCK_BYTES as u64;
        if self.inode_table < start
            || self.directory_table <= self.inode_table
            || self.directory_table > self.bytes_used
        {
            return Err(malformed("the inode and directory tables are not where they can be"));
        }
        let optional = [self.xattr_table, self.fragment_table, self.export_table];
        let outside = |&position: &u64| position < self.directory_table || position >= self.bytes_used;
        if outside(&self.id_table) || optional.iter().filter(|&&p| p != NO_TABLE).any(outside) {
            return Err(malformed("a table lies outside the file system"));
        }
        if self.fragments > 0 && self.fragment_table == NO_TABLE {
            return Err(malformed("there are fragments but no table of them"));
        }
        Ok(())
    }
}
