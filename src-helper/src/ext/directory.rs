//! Directories of ext. They have no order, so a directory is read as a whole, sorted by name, and kept for the next
//! question; names that no file can have, or that occur twice, are refused as in a squashfs.

use super::{Ext, limit};
use crate::bytes::{u16_at, u32_at};
use crate::failure::{Code, Failure, Outcome, malformed};
use crate::image::inode::Kind;
use crate::image::{DirectoryEntry, check_name};
use std::sync::{Arc, Mutex, PoisonError};

/// A larger directory is not read.
const MAX_DIRECTORY_BYTES: u64 = 128 << 20;
/// Directories that are kept, the last ones asked for.
const KEPT: usize = 8;

struct Named {
    at: usize,
    length: u8,
    kind: u8,
    inode: u32,
}

/// All entries of a directory, sorted.
pub struct Names {
    bytes: Vec<u8>,
    entries: Vec<Named>,
}

/// Directories that were read lately, by the number of their inode.
#[derive(Default)]
pub(super) struct Directories {
    kept: Mutex<Vec<(u32, Arc<Names>)>>,
}

/// Goes through a directory.
pub struct ExtListing {
    names: Arc<Names>,
    next: usize,
}

impl ExtListing {
    /// The next entry and its name, until the listing ends.
    pub fn next_entry(&mut self) -> Option<(DirectoryEntry, &[u8])> {
        let entry = self.names.entries.get(self.next)?;
        self.next += 1;
        Some((entry_of(entry), self.names.name(entry)))
    }
}

impl Names {
    fn name(&self, entry: &Named) -> &[u8] {
        &self.bytes[entry.at..entry.at + usize::from(entry.length)]
    }
}

fn entry_of(entry: &Named) -> DirectoryEntry {
    DirectoryEntry { reference: u64::from(entry.inode), kind: kind_of(entry.kind), number: entry.inode }
}

fn kind_of(number: u8) -> Option<Kind> {
    Some(match number {
        1 => Kind::File,
        2 => Kind::Directory,
        3 => Kind::CharDevice,
        4 => Kind::BlockDevice,
        5 => Kind::Fifo,
        6 => Kind::Socket,
        7 => Kind::Symlink,
        _ => return None,
    })
}

impl Ext {
    /// The entries of the directory with this inode.
    pub fn listing(&self, number: u32) -> Outcome<ExtListing> {
        Ok(ExtListing { names: self.names(number)?, next: 0 })
    }

    /// The entry of one name.
    pub fn entry(&self, number: u32, name: &[u8]) -> Outcome<Option<DirectoryEntry>> {
        let names = self.names(number)?;
        let found = names.entries.binary_search_by(|entry| names.name(entry).cmp(name));
        Ok(found.ok().and_then(|at| names.entries.get(at)).map(entry_of))
    }

    fn names(&self, number: u32) -> Outcome<Arc<Names>> {
        let lock = || self.directories.kept.lock().unwrap_or_else(PoisonError::into_inner);
        {
            let mut kept = lock();
            if let Some(at) = kept.iter().position(|(kept, _)| *kept == number) {
                let found = kept.remove(at);
                let names = found.1.clone();
                kept.push(found);
                return Ok(names);
            }
        }
        let names = Arc::new(self.read_names(number)?);
        let mut kept = lock();
        if kept.len() >= KEPT {
            kept.remove(0);
        }
        kept.push((number, names.clone()));
        Ok(names)
    }

    fn read_names(&self, number: u32) -> Outcome<Names> {
        let raw = self.raw(number)?;
        if Kind::from_mode(raw.mode()) != Some(Kind::Directory) {
            return Err(Failure::new(Code::WrongType, "not a directory"));
        }
        let block_bytes = self.superblock.block_bytes as usize;
        let size = raw.size_bytes();
        if size > MAX_DIRECTORY_BYTES || size > self.window_bytes() {
            return Err(limit("a directory is larger than can be read"));
        }
        if size % block_bytes as u64 != 0 {
            return Err(malformed("a directory does not end with a block"));
        }
        let mut bytes = Vec::new();
        self.contents(&raw, &mut bytes)?;
        let mut entries = Vec::new();
        for start in (0..bytes.len()).step_by(block_bytes) {
            self.read_entries(&bytes, start..start + block_bytes, &mut entries)?;
        }
        let mut names = Names { bytes, entries };
        let Names { bytes, entries } = &mut names;
        let name = |entry: &Named| &bytes[entry.at..entry.at + usize::from(entry.length)];
        entries.sort_unstable_by(|one, other| name(one).cmp(name(other)));
        if entries.windows(2).any(|pair| name(&pair[0]) == name(&pair[1])) {
            return Err(malformed("the names of a directory are not unique"));
        }
        Ok(names)
    }

    fn read_entries(&self, bytes: &[u8], block: std::ops::Range<usize>, entries: &mut Vec<Named>) -> Outcome<()> {
        let broken = || malformed("a directory entry is damaged");
        let block_bytes = block.len();
        let mut at = block.start;
        while at < block.end {
            if block.end - at < 8 {
                return Err(broken());
            }
            let (inode, stored, length) = (u32_at(bytes, at), usize::from(u16_at(bytes, at + 4)), bytes[at + 6]);
            let kind = if self.superblock.has_entry_types { bytes[at + 7] } else { 0 };
            // Sixteen bits cannot say the length of a whole block of 64 KiB.
            let record = if block_bytes == 65_536 && (stored == 0 || stored == 65_535) { 65_536 } else { stored };
            if record < 8 + usize::from(length) || record % 4 != 0 || record > block.end - at {
                // A directory block that was never written reads as zeros and holds nothing.
                if inode == 0 && bytes[at..block.end].iter().all(|&byte| byte == 0) {
                    return Ok(());
                }
                return Err(broken());
            }
            if inode != 0 {
                let name = &bytes[at + 8..at + 8 + usize::from(length)];
                if name != b"." && name != b".." {
                    check_name(name)?;
                    entries.push(Named { at: at + 8, length, kind, inode });
                }
            }
            at += record;
        }
        Ok(())
    }
}
