//! The data part of an image: contents cut into blocks, compressed on all cores and written in the
//! order they came, so that the same input makes the same image with any number of threads. Small
//! files share fragment blocks, text and everything else apart, because like goes well with like; equal
//! contents, by SHA-256 of all their bytes, are stored once.

use super::output::ImageFile;
use super::packer::{Packed, Packer};
use crate::failure::{Code, Failure, Outcome};
use crate::pool::Pool;
use crate::squashfs::superblock::SUPERBLOCK_BYTES;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

/// Bit of a size word: stored as it is.
pub const RAW: u32 = 1 << 24;
/// No fragment.
pub const NONE: u32 = u32::MAX;
/// Raw bytes under way to the compressors.
const UNDER_WAY_BYTES: usize = 3 << 20;
/// The first bytes of every file, kept to recognise programs.
pub const HEAD_BYTES: usize = 20;

/// Contents of one file or several equal ones.
#[derive(Clone, Debug)]
pub struct Content {
    /// Length.
    pub size_bytes: u64,
    /// Position of the first block.
    pub start: u64,
    /// Index of the first size word.
    pub first_word: usize,
    /// Number of blocks.
    pub blocks: usize,
    /// Fragment block that holds everything, for files below one block.
    pub fragment: u32,
    /// Where in the fragment block.
    pub fragment_offset: u32,
    /// Bytes that are holes.
    pub sparse_bytes: u64,
    /// First bytes.
    pub head: [u8; HEAD_BYTES],
}

/// Bytes by which a small file is taken for text or not.
const TELLING_BYTES: usize = 512;

/// A fragment block that is being filled.
#[derive(Default)]
struct OpenFragment {
    index: u32,
    bytes: Vec<u8>,
}

/// A fragment block.
#[derive(Clone, Copy, Debug, Default)]
pub struct Fragment {
    /// Where it is.
    pub position: u64,
    /// Size word.
    pub word: u32,
    /// Bytes in it.
    pub used: u32,
}

#[derive(Clone, Copy)]
pub(super) enum Target {
    Block { word: usize, content: u32, is_first: bool },
    Fragment(u32),
}

struct Finished {
    sequence: u64,
    raw: Vec<u8>,
    packed: Outcome<Packed>,
}

/// Writes the data part.
pub struct DataWriter {
    pub(super) file: ImageFile,
    pub(super) packer: Packer,
    pub(super) block_bytes: usize,
    pub(super) position: u64,
    pub(super) words: Vec<u32>,
    pub(super) contents: Vec<Content>,
    pub(super) fragments: Vec<Fragment>,
    pool: Arc<Pool>,
    sender: Sender<Finished>,
    receiver: Receiver<Finished>,
    pub(super) targets: VecDeque<Target>,
    submitted: u64,
    written: u64,
    early: BTreeMap<u64, Finished>,
    pub(super) spare: Vec<Vec<u8>>,
    /// One for text, one for everything else.
    open: [OpenFragment; 2],
    pub(super) by_digest: HashMap<[u8; 32], u32>,
    /// Sizes of large files; with the index of contents that have not been digested, because no other
    /// file of their size has come so far.
    pub(super) sizes: HashMap<u64, Option<u32>>,
    /// Bytes of contents that were stored already.
    pub duplicate_bytes: u64,
    /// Bytes of contents taken.
    pub content_bytes: u64,
}

impl DataWriter {
    /// Starts an image.
    pub fn new(file: ImageFile, packer: Packer, block_bytes: usize, pool: Arc<Pool>) -> Self {
        let (sender, receiver) = channel();
        DataWriter {
            file,
            packer,
            block_bytes,
            position: SUPERBLOCK_BYTES as u64,
            words: Vec::new(),
            contents: Vec::new(),
            fragments: Vec::new(),
            pool,
            sender,
            receiver,
            targets: VecDeque::new(),
            submitted: 0,
            written: 0,
            early: BTreeMap::new(),
            spare: Vec::new(),
            open: Default::default(),
            by_digest: HashMap::new(),
            sizes: HashMap::new(),
            duplicate_bytes: 0,
            content_bytes: 0,
        }
    }

    /// What is known about stored contents.
    pub fn content(&self, id: u32) -> &Content {
        &self.contents[id as usize]
    }

    pub(super) fn buffer(&mut self) -> Vec<u8> {
        self.spare.pop().unwrap_or_default()
    }

    fn submit(&mut self, raw: Vec<u8>, target: Target) -> Outcome<()> {
        let most = (UNDER_WAY_BYTES / self.block_bytes).max(self.pool.threads() * 2) as u64;
        while self.submitted - self.written >= most {
            self.receive()?;
        }
        let (sequence, sender, packer, spare) = (self.submitted, self.sender.clone(), self.packer, self.buffer());
        let is_data = matches!(target, Target::Block { .. });
        self.submitted += 1;
        self.targets.push_back(target);
        self.pool.submit(move || {
            let work = || if is_data { packer.pack(&raw, spare) } else { packer.pack_metadata(&raw, spare) };
            let packed = catch_unwind(AssertUnwindSafe(work));
            let packed = packed.map_err(|_| Failure::new(Code::Internal, "a compressor failed"));
            let _ = sender.send(Finished { sequence, raw, packed });
        });
        Ok(())
    }

    /// Waits for one block and writes what has its turn.
    pub(super) fn receive(&mut self) -> Outcome<()> {
        let finished = self.receiver.recv().map_err(|_| Failure::new(Code::Internal, "a worker was lost"))?;
        self.early.insert(finished.sequence, finished);
        while let Some(finished) = self.early.remove(&self.written) {
            self.written += 1;
            let Some(target) = self.targets.pop_front() else { return Ok(()) };
            self.write(target, finished.raw, finished.packed?)?;
        }
        Ok(())
    }

    fn write(&mut self, target: Target, raw: Vec<u8>, packed: Packed) -> Outcome<()> {
        let start = self.position;
        let word = match packed {
            Packed::Hole => 0,
            Packed::Raw => {
                self.file.write_at(start, &raw)?;
                raw.len() as u32 | RAW
            }
            Packed::Compressed(bytes) => {
                self.file.write_at(start, &bytes)?;
                let word = bytes.len() as u32;
                self.spare.push(bytes);
                word
            }
        };
        self.position += u64::from(word & !RAW);
        match target {
            Target::Block { word: index, content, is_first } => {
                self.words[index] = word;
                let content = &mut self.contents[content as usize];
                if is_first {
                    content.start = start;
                }
                if word == 0 {
                    content.sparse_bytes += raw.len() as u64;
                }
            }
            Target::Fragment(index) => {
                let fragment = &mut self.fragments[index as usize];
                fragment.position = start;
                fragment.word = word;
            }
        }
        self.spare.push(raw);
        Ok(())
    }

    /// Waits until everything is written.
    pub(super) fn drain(&mut self) -> Outcome<()> {
        for kind in 0..self.open.len() {
            self.flush_fragment(kind)?;
        }
        while self.written < self.submitted {
            self.receive()?;
        }
        Ok(())
    }

    fn flush_fragment(&mut self, kind: usize) -> Outcome<()> {
        if self.open[kind].bytes.is_empty() {
            return Ok(());
        }
        let mut spare = self.buffer();
        spare.clear();
        let OpenFragment { index, bytes } =
            std::mem::replace(&mut self.open[kind], OpenFragment { index: 0, bytes: spare });
        self.fragments[index as usize].used = bytes.len() as u32;
        self.submit(bytes, Target::Fragment(index))
    }

    /// Puts a tail into the fragment block for its kind; answers which one and where.
    pub(super) fn add_tail(&mut self, bytes: &[u8]) -> Outcome<(u32, u32)> {
        let kind = usize::from(is_text(bytes));
        if self.open[kind].bytes.len() + bytes.len() > self.block_bytes {
            self.flush_fragment(kind)?;
        }
        let open = &mut self.open[kind];
        if open.bytes.is_empty() {
            open.index = self.fragments.len() as u32;
            self.fragments.push(Fragment::default());
        }
        let place = (open.index, open.bytes.len() as u32);
        open.bytes.extend_from_slice(bytes);
        Ok(place)
    }

    pub(super) fn new_content(&mut self, size_bytes: u64, start: &[u8]) -> Outcome<u32> {
        let id = u32::try_from(self.contents.len());
        let id = id.map_err(|_| Failure::new(Code::Limit, "there are too many files"))?;
        let mut head = [0u8; HEAD_BYTES];
        let length = start.len().min(HEAD_BYTES);
        head[..length].copy_from_slice(&start[..length]);
        self.contents.push(Content {
            size_bytes,
            start: 0,
            first_word: self.words.len(),
            blocks: 0,
            fragment: NONE,
            fragment_offset: 0,
            sparse_bytes: 0,
            head,
        });
        Ok(id)
    }

    pub(super) fn emit(&mut self, id: &mut Option<u32>, size: u64, blocks: Vec<Vec<u8>>) -> Outcome<()> {
        for block in blocks {
            let is_first = id.is_none();
            let content = match *id {
                Some(id) => id,
                None => *id.insert(self.new_content(size, &block)?),
            };
            let word = self.words.len();
            self.words.push(0);
            self.contents[content as usize].blocks += 1;
            self.submit(block, Target::Block { word, content, is_first })?;
        }
        Ok(())
    }
}

fn is_text(bytes: &[u8]) -> bool {
    let controls = |&byte: &u8| byte < b'\t' || (byte > b'\r' && byte < b' ');
    !bytes[..bytes.len().min(TELLING_BYTES)].iter().any(controls)
}
