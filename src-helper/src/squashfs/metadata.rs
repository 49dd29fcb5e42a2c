//! Metadata blocks: 8 KiB pieces that inodes, directories and tables are cut into. Owns the bounded
//! cache of expanded blocks and the cursor that reads records across block borders.

use super::image::Squashfs;
use crate::failure::{Outcome, malformed};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// What a metadata block expands to at most.
pub const METADATA_BYTES: usize = 8192;
/// Cached blocks: 4 MiB, enough that a walk in directory order expands every block once.
const CACHED_BLOCKS: usize = 512;

/// The part of an image that a chain of metadata blocks must stay in.
#[derive(Clone, Copy, Debug)]
pub struct Region {
    /// First byte.
    pub start: u64,
    /// First byte behind it.
    pub end: u64,
}

/// An expanded metadata block.
pub struct MetadataBlock {
    data: Box<[u8]>,
    next: u64,
}

#[derive(Default)]
struct Slots {
    blocks: HashMap<u64, (Arc<MetadataBlock>, u64)>,
    clock: u64,
}

/// Expanded blocks by position, the least recently used dropped first.
#[derive(Default)]
pub struct MetadataCache {
    slots: Mutex<Slots>,
}

impl MetadataCache {
    fn get(&self, position: u64) -> Option<Arc<MetadataBlock>> {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        slots.clock += 1;
        let now = slots.clock;
        slots.blocks.get_mut(&position).map(|(block, used)| {
            *used = now;
            block.clone()
        })
    }

    fn put(&self, position: u64, block: Arc<MetadataBlock>) {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        slots.clock += 1;
        let now = slots.clock;
        if slots.blocks.len() >= CACHED_BLOCKS {
            // Dropping a quarter at once keeps the search for the oldest rare.
            let mut ages: Vec<u64> = slots.blocks.values().map(|(_, used)| *used).collect();
            let (_, &mut limit, _) = ages.select_nth_unstable(CACHED_BLOCKS / 4);
            slots.blocks.retain(|_, (_, used)| *used > limit);
        }
        slots.blocks.insert(position, (block, now));
    }
}

/// Reads and expands the block at `position`, which must lie in `region`.
fn load(image: &Squashfs, region: Region, position: u64) -> Outcome<Arc<MetadataBlock>> {
    if position < region.start || position >= region.end {
        return Err(malformed("a metadata reference points outside its table"));
    }
    if let Some(block) = image.metadata.get(position) {
        return Ok(block);
    }
    let mut raw = [0u8; METADATA_BYTES + 2];
    let available = usize::try_from(region.end - position).unwrap_or(usize::MAX).min(raw.len());
    let raw = &mut raw[..available];
    image.source.read_exact_at(position, raw)?;
    let [low, high, stored @ ..] = raw else {
        return Err(malformed("a metadata block is cut short"));
    };
    let header = u16::from_le_bytes([*low, *high]);
    let length = usize::from(header & 0x7fff);
    if length == 0 || length > METADATA_BYTES || length > stored.len() {
        return Err(malformed("a metadata block has an impossible length"));
    }
    let stored = &stored[..length];
    let data = if header & 0x8000 != 0 {
        Box::from(stored)
    } else {
        let mut expanded = [0u8; METADATA_BYTES];
        let size = image.superblock.compressor.expand(stored, &mut expanded)?;
        Box::from(&expanded[..size])
    };
    let block = Arc::new(MetadataBlock { data, next: position + 2 + length as u64 });
    image.metadata.put(position, block.clone());
    Ok(block)
}

/// A place in a table: a block and an offset in it. Never dereferenced without its region.
#[derive(Clone, Copy, Debug)]
pub struct MetadataPlace {
    /// Absolute position of the block.
    pub block: u64,
    /// Offset in the expanded block.
    pub offset: usize,
}

/// Reads records of one table, following the chain of blocks.
pub struct Cursor<'a> {
    image: &'a Squashfs,
    region: Region,
    position: u64,
    block: Arc<MetadataBlock>,
    offset: usize,
}

impl<'a> Cursor<'a> {
    /// A cursor at a place of a table.
    pub fn new(image: &'a Squashfs, region: Region, place: MetadataPlace) -> Outcome<Self> {
        let block = load(image, region, place.block)?;
        if place.offset > block.data.len() {
            return Err(malformed("a metadata offset points behind its block"));
        }
        Ok(Cursor { image, region, position: place.block, block, offset: place.offset })
    }

    /// Where the next byte is.
    pub fn place(&self) -> MetadataPlace {
        MetadataPlace { block: self.position, offset: self.offset }
    }

    fn advance(&mut self) -> Outcome<()> {
        let next = self.block.next;
        let block = load(self.image, self.region, next)?;
        if block.data.is_empty() {
            return Err(malformed("an empty metadata block"));
        }
        self.position = next;
        self.block = block;
        self.offset = 0;
        Ok(())
    }

    /// Hands `count` bytes to `take`, in one or more pieces.
    fn pieces(&mut self, count: usize, mut take: impl FnMut(&[u8])) -> Outcome<()> {
        let mut left = count;
        while left > 0 {
            if self.offset == self.block.data.len() {
                self.advance()?;
            }
            let piece = &self.block.data[self.offset..];
            let piece = &piece[..piece.len().min(left)];
            take(piece);
            self.offset += piece.len();
            left -= piece.len();
        }
        Ok(())
    }

    /// The next `N` bytes.
    pub fn array<const N: usize>(&mut self) -> Outcome<[u8; N]> {
        if let Some(&array) = self.block.data.get(self.offset..).and_then(<[u8]>::first_chunk::<N>) {
            self.offset += N;
            return Ok(array);
        }
        let mut array = [0u8; N];
        let mut filled = 0;
        self.pieces(N, |piece| {
            array[filled..filled + piece.len()].copy_from_slice(piece);
            filled += piece.len();
        })?;
        Ok(array)
    }

    /// Replaces `target` by the next `count` bytes; memory grows only with bytes that are there.
    pub fn bytes(&mut self, count: usize, target: &mut Vec<u8>) -> Outcome<()> {
        target.clear();
        self.pieces(count, |piece| target.extend_from_slice(piece))
    }

    /// Passes over `count` bytes.
    pub fn skip(&mut self, count: usize) -> Outcome<()> {
        self.pieces(count, |_| {})
    }

    /// The next 16-bit number.
    pub fn u16(&mut self) -> Outcome<u16> {
        Ok(u16::from_le_bytes(self.array()?))
    }

    /// The next 32-bit number.
    pub fn u32(&mut self) -> Outcome<u32> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    /// The next 64-bit number.
    pub fn u64(&mut self) -> Outcome<u64> {
        Ok(u64::from_le_bytes(self.array()?))
    }
}
