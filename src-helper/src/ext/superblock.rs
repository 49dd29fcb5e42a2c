//! The superblock of ext2, ext3 and ext4: which of them it is, how large things are, and which features would
//! make the rest unreadable here.

use crate::bytes::{u16_at, u32_at};
use crate::failure::{Outcome, malformed, unsupported};
use crate::source::Source;

const AT: u64 = 1024;
const BYTES: usize = 1024;
const MAGIC: u16 = 0xef53;

const HAS_JOURNAL: u32 = 0x4;
const JOURNAL_WAITS: u32 = 0x4;
const WIDE_NUMBERS: u32 = 0x80;
/// Of the features without which nothing may be read: entry types, a waiting journal, extents, wide numbers, mount
/// protection, flexible groups, attributes in inodes, checksum seeds, large directories, contents in inodes,
/// encryption and case folding. The last three concern single files.
const READABLE: u32 =
    0x2 | 0x4 | 0x40 | WIDE_NUMBERS | 0x100 | 0x200 | 0x400 | 0x2000 | 0x4000 | 0x8000 | 0x1_0000 | 0x2_0000;
/// What ext3 knows of them, and of those that only writers must know.
const OF_EXT3: (u32, u32) = (0x2 | JOURNAL_WAITS | 0x10, 0x1 | 0x2 | 0x4);

/// What a superblock says.
#[derive(Clone, Debug)]
pub struct Superblock {
    /// `ext2`, `ext3` or `ext4`.
    pub name: &'static str,
    /// Number of inodes, used or not.
    pub inodes: u32,
    /// Inodes in use.
    pub used_inodes: u32,
    /// Number of blocks.
    pub blocks: u64,
    /// Blocks in use.
    pub used_blocks: u64,
    /// Bytes of a block, 1 KiB to 64 KiB.
    pub block_bytes: u32,
    /// Bytes of a stored inode.
    pub inode_bytes: u16,
    /// Inodes of one group.
    pub inodes_per_group: u32,
    /// Bytes of a group's descriptor, 32 or 64.
    pub descriptor_bytes: u16,
    /// When it was made, seconds since 1970; zero when it does not say.
    pub created: u32,
    /// Whether its last changes are only in the journal: it was not unmounted.
    pub journal_waits: bool,
    /// Whether directory entries say the type of what they name.
    pub has_entry_types: bool,
    first_block: u32,
}

/// Whether a window holds an ext file system, by its magic number.
pub fn is_ext(source: &Source) -> bool {
    let mut magic = [0; 2];
    source.read_exact_at(AT + 56, &mut magic).is_ok() && u16::from_le_bytes(magic) == MAGIC
}

impl Superblock {
    /// Reads and checks it.
    pub(super) fn read(source: &Source) -> Outcome<Self> {
        let mut raw = [0; BYTES];
        source.read_exact_at(AT, &mut raw)?;
        let (compatible, needed, for_writers) = (u32_at(&raw, 92), u32_at(&raw, 96), u32_at(&raw, 100));
        if needed & !READABLE != 0 {
            return Err(unsupported(format!("the file system uses features 0x{:x}", needed & !READABLE)));
        }
        let is_old = u32_at(&raw, 76) == 0;
        let is_wide = needed & WIDE_NUMBERS != 0;
        let high = |at: usize| if is_wide { u64::from(u32_at(&raw, at)) << 32 } else { 0 };
        let descriptor_bytes = if is_wide { u16_at(&raw, 254) } else { 32 };
        let blocks = u64::from(u32_at(&raw, 4)) | high(336);
        let free = u64::from(u32_at(&raw, 12)) | high(344);
        let inodes = u32_at(&raw, 0);
        let is_ext3 = needed & !OF_EXT3.0 == 0 && for_writers & !OF_EXT3.1 == 0;
        let superblock = Superblock {
            name: if !is_ext3 {
                "ext4"
            } else if compatible & HAS_JOURNAL != 0 {
                "ext3"
            } else {
                "ext2"
            },
            inodes,
            used_inodes: inodes.saturating_sub(u32_at(&raw, 16)),
            blocks,
            used_blocks: blocks.saturating_sub(free),
            block_bytes: 1024u32.checked_shl(u32_at(&raw, 24)).unwrap_or(0),
            inode_bytes: if is_old { 128 } else { u16_at(&raw, 88) },
            inodes_per_group: u32_at(&raw, 40),
            // Wider descriptors begin as these do.
            descriptor_bytes: descriptor_bytes.min(64),
            created: u32_at(&raw, 264),
            journal_waits: needed & JOURNAL_WAITS != 0,
            has_entry_types: needed & 0x2 != 0,
            first_block: u32_at(&raw, 20),
        };
        superblock.check(descriptor_bytes)?;
        Ok(superblock)
    }

    fn check(&self, descriptor_bytes: u16) -> Outcome<()> {
        let is_power = |value: u16, least: u16| value.is_power_of_two() && value >= least;
        let fits = is_power(self.inode_bytes, 128)
            && u32::from(self.inode_bytes) <= self.block_bytes
            && matches!(descriptor_bytes, 32 | 64)
            && self.inodes_per_group > 0
            && self.first_block <= 1
            && self.blocks <= u64::MAX >> 16;
        if !fits || !matches!(self.block_bytes, 1024..=65_536) {
            return Err(malformed("the superblock contradicts itself"));
        }
        Ok(())
    }

    /// Where the descriptors of the groups are: in the block behind that of the superblock.
    pub(super) fn descriptors_at(&self) -> u64 {
        (u64::from(self.first_block) + 1) * u64::from(self.block_bytes)
    }
}
