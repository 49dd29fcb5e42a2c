//! Lookup tables (ids, fragments, export, xattr ids): metadata blocks and an array of their
//! positions. Counts are believed only after the array and the blocks have been found in the image.

use super::image::Squashfs;
use super::metadata::{Cursor, METADATA_BYTES, MetadataPlace, Region};
use crate::failure::{Outcome, malformed};
use crate::source::Source;

/// A table whose array of block positions has been read and checked.
pub struct LookupTable {
    positions: Vec<u64>,
    region: Region,
    entry_bytes: usize,
    count: u64,
}

impl LookupTable {
    /// A table with no entries.
    pub fn empty() -> Self {
        LookupTable { positions: Vec::new(), region: Region { start: 0, end: 0 }, entry_bytes: 1, count: 0 }
    }

    /// Reads the array at `array` of a table of `count` entries, whose blocks lie between `floor` and the array.
    pub fn read(
        source: &Source,
        bytes_used: u64,
        floor: u64,
        array: u64,
        count: u64,
        entry_bytes: usize,
    ) -> Outcome<Self> {
        let per_block = (METADATA_BYTES / entry_bytes) as u64;
        let blocks = count.div_ceil(per_block);
        let end = blocks.checked_mul(8).and_then(|bytes| array.checked_add(bytes));
        if end.is_none_or(|end| end > bytes_used) {
            return Err(malformed("a table is longer than the file system"));
        }
        let mut raw = vec![0u8; blocks as usize * 8];
        source.read_exact_at(array, &mut raw)?;
        let positions: Vec<u64> = raw.as_chunks::<8>().0.iter().map(|bytes| u64::from_le_bytes(*bytes)).collect();
        let largest_step = METADATA_BYTES as u64 + 2;
        let steps_are_possible =
            positions.windows(2).all(|pair| pair[0] < pair[1] && pair[1] - pair[0] <= largest_step);
        let inside = positions.iter().all(|&position| position >= floor && position < array);
        if !steps_are_possible || !inside {
            return Err(malformed("the blocks of a table are not where they can be"));
        }
        let start = positions.first().copied().unwrap_or(array);
        Ok(LookupTable { positions, region: Region { start, end: array }, entry_bytes, count })
    }

    /// Where the blocks of the table begin.
    pub fn start(&self) -> Option<u64> {
        self.positions.first().copied()
    }

    /// A cursor at entry `index`.
    pub fn cursor<'a>(&self, image: &'a Squashfs, index: u64) -> Outcome<Cursor<'a>> {
        let per_block = (METADATA_BYTES / self.entry_bytes) as u64;
        let block = self.positions.get((index / per_block) as usize);
        let Some(&block) = block.filter(|_| index < self.count) else {
            return Err(malformed("an index points behind the end of its table"));
        };
        let offset = (index % per_block) as usize * self.entry_bytes;
        Cursor::new(image, self.region, MetadataPlace { block, offset })
    }
}
