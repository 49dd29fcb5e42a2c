//! The contents of regular files: data blocks, holes and fragment tails. Owns the bounded cache of
//! expanded fragment blocks; a block many files share is expanded once.

use super::image::Squashfs;
use super::inode::ContentPlace;
use super::metadata::Cursor;
use crate::failure::{Outcome, malformed};
use crate::image::Piece;
use crate::image::inode::NONE;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Bytes of expanded fragment blocks kept at most, at least four blocks.
const CACHED_BYTES: usize = 4 << 20;
const STORED_SIZE: u32 = 0x00ff_ffff;
const STORED_RAW: u32 = 0x0100_0000;

type Expanded = Arc<Vec<u8>>;
type Slot = Arc<Mutex<Option<Outcome<Expanded>>>>;

/// Slots by position with the time of their last use, and that time.
type Slots = (HashMap<u64, (Slot, u64)>, u64);

/// Expanded fragment blocks by position.
pub struct BlockCache {
    capacity: usize,
    slots: Mutex<Slots>,
}

impl BlockCache {
    /// A cache for blocks of this size.
    pub fn new(block_bytes: u32) -> Self {
        let capacity = (CACHED_BYTES / block_bytes as usize).clamp(4, 32);
        BlockCache { capacity, slots: Mutex::default() }
    }

    /// The block at `position`, expanded by `load` unless someone has done it or is doing it.
    fn get(&self, position: u64, load: impl FnOnce() -> Outcome<Vec<u8>>) -> Outcome<Expanded> {
        let slot = {
            let mut guard = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
            let (slots, clock) = &mut *guard;
            *clock += 1;
            let now = *clock;
            if slots.len() >= self.capacity && !slots.contains_key(&position) {
                let oldest = slots.iter().min_by_key(|(_, (_, used))| *used).map(|(&position, _)| position);
                if let Some(oldest) = oldest {
                    slots.remove(&oldest);
                }
            }
            let slot = slots.entry(position).or_default();
            slot.1 = now;
            slot.0.clone()
        };
        let mut state = slot.lock().unwrap_or_else(PoisonError::into_inner);
        state.get_or_insert_with(|| load().map(Arc::new)).clone()
    }
}

/// An expanded fragment block and the place of one file's tail in it.
pub type Tail = (Arc<Vec<u8>>, std::ops::Range<usize>);

/// The data blocks of a file in order.
pub struct Blocks<'a> {
    list: Option<Cursor<'a>>,
    position: u64,
    block_bytes: u64,
    left_bytes: u64,
    has_tail: bool,
}

impl Blocks<'_> {
    /// The next block, until only the tail in a fragment is left, if the file has one.
    pub fn next_piece(&mut self) -> Outcome<Option<Piece>> {
        let is_last = self.left_bytes <= self.block_bytes;
        let too_short = self.left_bytes < self.block_bytes;
        if self.left_bytes == 0 || (self.has_tail && too_short) {
            return Ok(None);
        }
        let Some(list) = &mut self.list else { return Ok(None) };
        let word = list.u32()?;
        let stored = u64::from(word & STORED_SIZE);
        if stored > self.block_bytes {
            return Err(malformed("a data block is larger than blocks can be"));
        }
        let length = self.left_bytes.min(self.block_bytes);
        let piece = Piece { position: self.position, word, length: length as usize, is_last };
        self.position =
            self.position.checked_add(stored).ok_or_else(|| malformed("a file lies behind the end of everything"))?;
        self.left_bytes -= length;
        Ok(Some(piece))
    }
}

impl Squashfs {
    /// The data blocks of a file.
    pub fn blocks(&self, file: &ContentPlace, size_bytes: u64) -> Outcome<Blocks<'_>> {
        let block_bytes = u64::from(self.superblock.block_bytes);
        let has_tail = file.fragment != NONE;
        let has_blocks = size_bytes > 0 && !(has_tail && size_bytes < block_bytes);
        let list = if has_blocks { Some(Cursor::new(self, self.inode_region(), file.list)?) } else { None };
        Ok(Blocks { list, position: file.start, block_bytes, left_bytes: size_bytes, has_tail })
    }

    /// Expands a data block, which is no hole, into `target`, which must have the length of the block's contents.
    pub fn expand(&self, piece: &Piece, stored: &mut Vec<u8>, target: &mut [u8]) -> Outcome<()> {
        let size = self.read_stored(piece.position, piece.word, stored, target)?;
        if size < target.len() {
            // A full block may end early, then zeros follow; the last one says exactly how long it is.
            if piece.is_last {
                return Err(malformed("a data block is shorter than the file says"));
            }
            target[size..].fill(0);
        }
        Ok(())
    }

    fn read_stored(&self, position: u64, word: u32, stored: &mut Vec<u8>, target: &mut [u8]) -> Outcome<usize> {
        let size = (word & STORED_SIZE) as usize;
        let end = position.checked_add(size as u64);
        if size > self.superblock.block_bytes as usize || end.is_none_or(|end| end > self.superblock.bytes_used) {
            return Err(malformed("a data block lies outside the file system"));
        }
        if word & STORED_RAW != 0 {
            let target =
                target.get_mut(..size).ok_or_else(|| malformed("a data block is longer than the file says"))?;
            self.source.read_exact_at(position, target)?;
            return Ok(size);
        }
        stored.resize(size, 0);
        self.source.read_exact_at(position, stored)?;
        self.superblock.compressor.expand(stored, target)
    }

    /// The tail of a file that lies in a fragment block: the expanded block and the tail's place in it.
    pub fn tail(&self, file: &ContentPlace, size_bytes: u64) -> Outcome<Option<Tail>> {
        let length = (size_bytes % u64::from(self.superblock.block_bytes)) as usize;
        if file.fragment == NONE || length == 0 {
            return Ok(None);
        }
        let mut entry = self.fragments.cursor(self, u64::from(file.fragment))?;
        let (position, word) = (entry.u64()?, entry.u32()?);
        if word & STORED_SIZE == 0 {
            return Err(malformed("a fragment block is empty"));
        }
        let block = self.blocks.get(position, || {
            let mut block = vec![0u8; self.superblock.block_bytes as usize];
            let size = self.read_stored(position, word, &mut Vec::new(), &mut block)?;
            block.truncate(size);
            Ok(block)
        })?;
        let start = file.fragment_offset as usize;
        match start.checked_add(length) {
            Some(end) if end <= block.len() => Ok(Some((block, start..end))),
            _ => Err(malformed("the tail of a file lies behind the end of its fragment")),
        }
    }
}
