//! Taking contents in, equal ones once. Equal means the same SHA-256 of all bytes. A large file is
//! digested only when a second one of its size comes, since most never meet their like.

use super::data::{DataWriter, RAW, Target};
use crate::failure::{Code, Failure, Outcome};
use crate::layers::merge::Contents;
use sha2::{Digest, Sha256};

/// A file that may be a duplicate is held back up to this length before its blocks are compressed.
const HELD_BYTES: u64 = 4 << 20;

impl Contents for DataWriter {
    fn add(&mut self, size_bytes: u64, read: &mut dyn FnMut(&mut [u8]) -> Outcome<usize>) -> Outcome<u32> {
        self.content_bytes = self.content_bytes.saturating_add(size_bytes);
        if size_bytes == 0 {
            self.new_content(0, &[])
        } else if size_bytes < self.block_bytes as u64 {
            self.small(size_bytes as usize, read)
        } else {
            self.large(size_bytes, read)
        }
    }
}

impl DataWriter {
    fn small(&mut self, size: usize, read: &mut dyn FnMut(&mut [u8]) -> Outcome<usize>) -> Outcome<u32> {
        let mut bytes = self.buffer();
        bytes.resize(size, 0);
        fill(&mut bytes, read)?;
        let digest: [u8; 32] = Sha256::digest(&bytes).into();
        if let Some(&id) = self.by_digest.get(&digest) {
            self.duplicate_bytes += size as u64;
            self.spare.push(bytes);
            return Ok(id);
        }
        let id = self.new_content(size as u64, &bytes)?;
        let (fragment, offset) = self.add_tail(&bytes)?;
        let content = &mut self.contents[id as usize];
        (content.fragment, content.fragment_offset) = (fragment, offset);
        self.by_digest.insert(digest, id);
        self.spare.push(bytes);
        Ok(id)
    }

    fn large(&mut self, size: u64, read: &mut dyn FnMut(&mut [u8]) -> Outcome<usize>) -> Outcome<u32> {
        let is_new_size = !self.sizes.contains_key(&size);
        let mut hasher = (!is_new_size).then(Sha256::new);
        let mut held: Option<Vec<Vec<u8>>> = (!is_new_size).then(Vec::new);
        let mut id = None;
        let mut left = size;
        while left > 0 {
            let mut block = self.buffer();
            block.resize(left.min(self.block_bytes as u64) as usize, 0);
            fill(&mut block, read)?;
            if let Some(hasher) = &mut hasher {
                hasher.update(&block);
            }
            left -= block.len() as u64;
            let mut ready = Vec::new();
            match &mut held {
                Some(blocks) if ((blocks.len() + 1) * self.block_bytes) as u64 <= HELD_BYTES => blocks.push(block),
                _ => {
                    ready = held.take().unwrap_or_default();
                    ready.push(block);
                }
            }
            self.emit(&mut id, size, ready)?;
        }
        if let Some(hasher) = hasher {
            let digest: [u8; 32] = hasher.finalize().into();
            if let Some(Some(first)) = self.sizes.insert(size, None) {
                let first_digest = self.digest_stored(first)?;
                self.by_digest.insert(first_digest, first);
            }
            if let Some(&known) = self.by_digest.get(&digest) {
                // Blocks that are under way already become unused; they are squeezed out at the end.
                self.duplicate_bytes += size;
                self.spare.extend(held.take().unwrap_or_default());
                return Ok(known);
            }
            self.emit(&mut id, size, held.take().unwrap_or_default())?;
            let id = id.ok_or_else(no_blocks)?;
            self.by_digest.insert(digest, id);
            return Ok(id);
        }
        let id = id.ok_or_else(no_blocks)?;
        self.sizes.insert(size, Some(id));
        Ok(id)
    }

    /// Digests contents that are in the image already.
    fn digest_stored(&mut self, id: u32) -> Outcome<[u8; 32]> {
        while self.targets.iter().any(|target| matches!(target, Target::Block { content, .. } if *content == id)) {
            self.receive()?;
        }
        let content = self.contents[id as usize].clone();
        let words = &self.words[content.first_word..content.first_word + content.blocks];
        let (mut hasher, mut position, mut left) = (Sha256::new(), content.start, content.size_bytes);
        let mut block = vec![0u8; self.block_bytes];
        for word in words {
            let length = left.min(self.block_bytes as u64) as usize;
            let mut stored = vec![0u8; (word & !RAW) as usize];
            self.file.read_at(position, &mut stored)?;
            match word {
                0 => block[..length].fill(0),
                word if word & RAW != 0 => block[..stored.len()].copy_from_slice(&stored),
                _ => {
                    self.packer.compressor.expand(&stored, &mut block[..length])?;
                }
            }
            hasher.update(&block[..length]);
            position += stored.len() as u64;
            left -= length as u64;
        }
        Ok(hasher.finalize().into())
    }
}

fn no_blocks() -> Failure {
    Failure::new(Code::Internal, "a file has no blocks")
}

fn fill(buffer: &mut [u8], read: &mut dyn FnMut(&mut [u8]) -> Outcome<usize>) -> Outcome<()> {
    let mut filled = 0;
    while filled < buffer.len() {
        match read(&mut buffer[filled..])? {
            0 => return Err(crate::failure::malformed("a file is shorter than its header says")),
            count => filled += count,
        }
    }
    Ok(())
}
