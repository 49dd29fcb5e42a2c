//! Where the contents of an inode are: block maps of ext2 and ext3, extents of ext4. Both are read as far as somebody
//! asks; what no block stands for is a hole.

use super::{EXTENTS, Ext, MAX_FILE_BYTES, Raw};
use crate::bytes::{u16_at, u32_at};
use crate::failure::{Outcome, malformed};
use crate::image::Piece;

/// Bytes of one piece at most.
const PIECE_BYTES: u64 = 128 << 10;
const EXTENT_MAGIC: u16 = 0xf30a;
const MAX_EXTENT_DEPTH: u16 = 5;
/// Lengths above this mean that the blocks were set aside and never written.
const WRITTEN_LENGTH: u16 = 32_768;
/// Blocks that the inode itself names.
const DIRECT: u64 = 12;

/// Neighbouring blocks that are stored together, or not at all.
#[derive(Clone, Copy, Debug)]
struct Run {
    /// First block of the contents.
    logical: u64,
    /// First block of the file system; `None` for a hole.
    physical: Option<u64>,
    blocks: u64,
}

enum Map<'a> {
    Extents(Extents<'a>),
    Blocks(BlockMap<'a>),
}

/// The contents of one inode in order.
pub struct Runs<'a> {
    ext: &'a Ext,
    map: Map<'a>,
    run: Option<Run>,
    at_bytes: u64,
    size_bytes: u64,
}

impl<'a> Runs<'a> {
    pub(super) fn new(ext: &'a Ext, raw: &Raw) -> Outcome<Self> {
        raw.refuse_contents()?;
        let size_bytes = raw.size_bytes();
        if size_bytes > MAX_FILE_BYTES {
            return Err(malformed("a file has an impossible size"));
        }
        let map = if raw.flags() & EXTENTS != 0 {
            Map::Extents(Extents::new(ext, raw.map())?)
        } else {
            Map::Blocks(BlockMap { ext, map: raw.map().to_vec(), levels: Default::default() })
        };
        Ok(Runs { ext, map, run: None, at_bytes: 0, size_bytes })
    }

    /// The next piece, until the contents end.
    pub fn next_piece(&mut self) -> Outcome<Option<Piece>> {
        let left = self.size_bytes - self.at_bytes;
        if left == 0 {
            return Ok(None);
        }
        let block_bytes = u64::from(self.ext.superblock.block_bytes);
        let logical = self.at_bytes / block_bytes;
        let run = match self.run {
            Some(run) if logical < run.logical + run.blocks => run,
            _ => {
                let blocks = self.size_bytes.div_ceil(block_bytes);
                match &mut self.map {
                    Map::Extents(extents) => extents.run_at(logical, blocks)?,
                    Map::Blocks(map) => map.run_at(logical, blocks)?,
                }
            }
        };
        self.run = Some(run);
        let into_run = logical - run.logical;
        let length = left.min((run.blocks - into_run) * block_bytes).min(PIECE_BYTES);
        let position = match run.physical {
            Some(first) => self.ext.position(first + into_run)?,
            None => 0,
        };
        self.at_bytes += length;
        let is_last = self.at_bytes == self.size_bytes;
        Ok(Some(Piece { position, word: u32::from(run.physical.is_some()), length: length as usize, is_last }))
    }
}

/// A node of the tree of extents.
struct Node {
    bytes: Vec<u8>,
    depth: u16,
    count: usize,
    next: usize,
}

impl Node {
    fn new(bytes: Vec<u8>) -> Outcome<Self> {
        let (magic, count, depth) = (u16_at(&bytes, 0), usize::from(u16_at(&bytes, 2)), u16_at(&bytes, 6));
        if magic != EXTENT_MAGIC || depth > MAX_EXTENT_DEPTH || 12 + count * 12 > bytes.len() {
            return Err(malformed("a tree of extents is damaged"));
        }
        Ok(Node { bytes, depth, count, next: 0 })
    }
}

struct Extents<'a> {
    ext: &'a Ext,
    path: Vec<Node>,
    /// The extent that was read last, which may lie further on.
    ahead: Option<Run>,
}

impl<'a> Extents<'a> {
    fn new(ext: &'a Ext, map: &[u8]) -> Outcome<Self> {
        Ok(Extents { ext, path: vec![Node::new(map.to_vec())?], ahead: None })
    }

    /// The run that `logical` is in; asked for in rising order.
    fn run_at(&mut self, logical: u64, blocks: u64) -> Outcome<Run> {
        if self.ahead.is_none_or(|run| run.logical + run.blocks <= logical) {
            self.ahead = self.next_extent(logical)?;
        }
        Ok(match self.ahead {
            Some(run) if run.logical <= logical => run,
            Some(run) => Run { logical, physical: None, blocks: run.logical - logical },
            None => Run { logical, physical: None, blocks: blocks - logical },
        })
    }

    fn next_extent(&mut self, least: u64) -> Outcome<Option<Run>> {
        while let Some(node) = self.path.last_mut() {
            if node.next >= node.count {
                self.path.pop();
                continue;
            }
            let at = 12 + node.next * 12;
            node.next += 1;
            let first = u64::from(u32_at(&node.bytes, at));
            if node.depth > 0 {
                let below = u64::from(u32_at(&node.bytes, at + 4)) | (u64::from(u16_at(&node.bytes, at + 8)) << 32);
                let depth = node.depth - 1;
                let child = Node::new(self.ext.read_block(below)?)?;
                // An empty node would cost time and give nothing.
                if child.depth != depth || child.count == 0 {
                    return Err(malformed("a tree of extents is damaged"));
                }
                self.path.push(child);
                continue;
            }
            let length = u16_at(&node.bytes, at + 4);
            let start = u64::from(u32_at(&node.bytes, at + 8)) | (u64::from(u16_at(&node.bytes, at + 6)) << 32);
            let blocks = u64::from(if length > WRITTEN_LENGTH { length - WRITTEN_LENGTH } else { length });
            if blocks == 0 || first < least {
                return Err(malformed("the extents of a file are not in order"));
            }
            let physical = (length <= WRITTEN_LENGTH).then_some(start);
            return Ok(Some(Run { logical: first, physical, blocks }));
        }
        Ok(None)
    }
}

/// A block of pointers that was read last at its level, by its number.
type Level = Option<(u64, Vec<u8>)>;

struct BlockMap<'a> {
    ext: &'a Ext,
    map: Vec<u8>,
    levels: [Level; 3],
}

impl BlockMap<'_> {
    /// The run that `logical` is in, as far as one piece goes.
    fn run_at(&mut self, logical: u64, blocks: u64) -> Outcome<Run> {
        let (first, span) = self.block(logical)?;
        if first == 0 {
            return Ok(Run { logical, physical: None, blocks: span.min(blocks - logical) });
        }
        let most = (PIECE_BYTES / u64::from(self.ext.superblock.block_bytes)).clamp(1, blocks - logical);
        let mut count = 1;
        while count < most && self.block(logical + count)?.0 == first + count {
            count += 1;
        }
        Ok(Run { logical, physical: Some(first), blocks: count })
    }

    /// The block that stands for `logical`, zero for none, and how many from there on one missing pointer stands for.
    fn block(&mut self, logical: u64) -> Outcome<(u64, u64)> {
        if logical < DIRECT {
            return Ok((u64::from(u32_at(&self.map, logical as usize * 4)), 1));
        }
        let fan = u64::from(self.ext.superblock.block_bytes) / 4;
        let (mut index, mut depth, mut reach) = (logical - DIRECT, 1usize, fan);
        while index >= reach {
            index -= reach;
            depth += 1;
            if depth > 3 {
                return Err(malformed("a file is longer than its block map can say"));
            }
            reach *= fan;
        }
        let mut pointer = u64::from(u32_at(&self.map, (DIRECT as usize + depth - 1) * 4));
        for level in (0..depth).rev() {
            if pointer == 0 {
                return Ok((0, reach - index));
            }
            reach /= fan;
            let at = (index / reach) as usize * 4;
            index %= reach;
            pointer = self.pointer(level, pointer, at)?;
        }
        Ok((pointer, 1))
    }

    fn pointer(&mut self, level: usize, block: u64, at: usize) -> Outcome<u64> {
        let slot = &mut self.levels[level];
        if slot.as_ref().is_none_or(|(number, _)| *number != block) {
            *slot = Some((block, self.ext.read_block(block)?));
        }
        Ok(slot.as_ref().map_or(0, |(_, bytes)| u64::from(u32_at(bytes, at))))
    }
}
