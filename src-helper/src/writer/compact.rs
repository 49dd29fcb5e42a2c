//! Taking out of the data part what later layers have removed, so that an image holds no trace of
//! it: fragment blocks with unused tails are made anew, then everything moves together.

use super::data::{DataWriter, Fragment, NONE, RAW};
use crate::failure::Outcome;
use crate::squashfs::superblock::SUPERBLOCK_BYTES;

/// Something that stays, and where it is.
enum Item {
    Content(usize),
    Fragment(usize),
}

impl DataWriter {
    /// Keeps only the contents that are `used`; ends the data part.
    pub fn compact(&mut self, used: &[bool]) -> Outcome<()> {
        self.drain()?;
        self.remake_fragments(used)?;
        self.drain()?;
        let kept = self.kept_fragments(used);
        let mut items = Vec::new();
        for (index, content) in self.contents.iter().enumerate() {
            if used[index] && content.blocks > 0 {
                let words = &self.words[content.first_word..content.first_word + content.blocks];
                let length = words.iter().map(|word| u64::from(word & !RAW)).sum();
                items.push((content.start, length, Item::Content(index)));
            }
        }
        for (index, fragment) in self.fragments.iter().enumerate() {
            if kept[index] {
                items.push((fragment.position, u64::from(fragment.word & !RAW), Item::Fragment(index)));
            }
        }
        items.sort_by_key(|(position, _, _)| *position);
        let mut end = SUPERBLOCK_BYTES as u64;
        for (position, length, item) in items {
            if position != end && length > 0 {
                self.file.move_down(position, end, length)?;
            }
            match item {
                Item::Content(index) => self.contents[index].start = end,
                Item::Fragment(index) => self.fragments[index].position = end,
            }
            end += length;
        }
        self.position = end;
        self.renumber(&kept);
        Ok(())
    }

    fn kept_fragments(&self, used: &[bool]) -> Vec<bool> {
        let mut kept = vec![false; self.fragments.len()];
        for (content, _) in self.contents.iter().zip(used).filter(|(_, used)| **used) {
            if content.fragment != NONE {
                kept[content.fragment as usize] = true;
            }
        }
        kept
    }

    /// Copies the used tails of partly used fragment blocks into new ones.
    fn remake_fragments(&mut self, used: &[bool]) -> Outcome<()> {
        let mut used_bytes = vec![0u64; self.fragments.len()];
        for (content, _) in self.contents.iter().zip(used).filter(|(_, used)| **used) {
            if content.fragment != NONE {
                used_bytes[content.fragment as usize] += content.size_bytes;
            }
        }
        let is_partly_used = |fragment: &Fragment, bytes: u64| bytes > 0 && bytes < u64::from(fragment.used);
        let partly: Vec<bool> =
            self.fragments.iter().zip(&used_bytes).map(|(fragment, &bytes)| is_partly_used(fragment, bytes)).collect();
        let is_moved = |index: &usize| {
            let fragment = self.contents[*index].fragment;
            used[*index] && fragment != NONE && partly[fragment as usize]
        };
        let mut moved: Vec<usize> = (0..used.len()).filter(is_moved).collect();
        moved.sort_by_key(|&index| (self.contents[index].fragment, self.contents[index].fragment_offset));
        let (mut loaded, mut block) = (NONE, Vec::new());
        for index in moved {
            let content = self.contents[index].clone();
            if loaded != content.fragment {
                self.load_fragment(content.fragment as usize, &mut block)?;
                loaded = content.fragment;
            }
            let start = content.fragment_offset as usize;
            let tail = block[start..start + content.size_bytes as usize].to_vec();
            let (fragment, offset) = self.add_tail(&tail)?;
            let content = &mut self.contents[index];
            (content.fragment, content.fragment_offset) = (fragment, offset);
        }
        Ok(())
    }

    fn load_fragment(&self, index: usize, block: &mut Vec<u8>) -> Outcome<()> {
        let fragment = self.fragments[index];
        let mut stored = vec![0u8; (fragment.word & !RAW) as usize];
        self.file.read_at(fragment.position, &mut stored)?;
        if fragment.word & RAW != 0 {
            *block = stored;
            return Ok(());
        }
        block.resize(fragment.used as usize, 0);
        self.packer.compressor.expand(&stored, block).map(|_| ())
    }

    fn renumber(&mut self, kept: &[bool]) {
        let mut numbers = vec![NONE; kept.len()];
        let mut fragments = Vec::new();
        for (index, fragment) in self.fragments.iter().enumerate().filter(|(index, _)| kept[*index]) {
            numbers[index] = fragments.len() as u32;
            fragments.push(*fragment);
        }
        self.fragments = fragments;
        for content in self.contents.iter_mut().filter(|content| content.fragment != NONE) {
            content.fragment = numbers[content.fragment as usize];
        }
    }
}
