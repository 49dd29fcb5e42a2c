//! Writing metadata blocks and the tables made of them, in memory until the end of the image.

use super::packer::{Packed, Packer};
use crate::failure::{Code, Failure, Outcome};
use crate::squashfs::metadata::METADATA_BYTES;

/// Collects records into metadata blocks.
pub struct MetadataWriter {
    packer: Packer,
    pending: Vec<u8>,
    blocks: Vec<u8>,
    starts: Vec<u64>,
}

impl MetadataWriter {
    /// An empty table.
    pub fn new(packer: Packer) -> Self {
        MetadataWriter { packer, pending: Vec::with_capacity(METADATA_BYTES), blocks: Vec::new(), starts: Vec::new() }
    }

    /// Where the next byte goes: start of its block in the table, offset in the expanded block.
    pub fn place(&self) -> Outcome<(u32, u16)> {
        let block = u32::try_from(self.blocks.len());
        let block = block.map_err(|_| Failure::new(Code::Limit, "a table of the image is larger than 4 GiB"))?;
        Ok((block, self.pending.len() as u16))
    }

    /// Appends bytes.
    pub fn push(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let room = METADATA_BYTES - self.pending.len();
            let (now, later) = bytes.split_at(bytes.len().min(room));
            self.pending.extend_from_slice(now);
            bytes = later;
            if self.pending.len() == METADATA_BYTES {
                self.end_block();
            }
        }
    }

    fn end_block(&mut self) {
        self.starts.push(self.blocks.len() as u64);
        let (header, stored) = match self.packer.pack_metadata(&self.pending, Vec::new()) {
            Packed::Compressed(bytes) => (bytes.len() as u16, bytes),
            Packed::Raw | Packed::Hole => (self.pending.len() as u16 | 0x8000, self.pending.clone()),
        };
        self.blocks.extend_from_slice(&header.to_le_bytes());
        self.blocks.extend_from_slice(&stored);
        self.pending.clear();
    }

    /// The blocks, and where each begins in them.
    pub fn finish(mut self) -> (Vec<u8>, Vec<u64>) {
        if !self.pending.is_empty() {
            self.end_block();
        }
        (self.blocks, self.starts)
    }
}
