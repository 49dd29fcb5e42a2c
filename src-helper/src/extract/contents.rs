//! Writing the contents of files on all cores: small files in batches, large ones in runs of blocks.

use super::Shared;
use super::target::{Directory, Metadata, NewFile};
use crate::failure::Outcome;
use crate::image::Piece;
use crate::image::inode::{FileData, Inode, NONE};
use crate::pool::{Gate, Pool};
use rustix::fd::BorrowedFd;
use rustix::fs::{self, XattrFlags};
use std::cell::RefCell;
use std::ffi::CString;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// Files above this are written by several threads.
const LARGE_BYTES: u64 = 4 << 20;
/// A batch is handed over at this many bytes or files.
const BATCH_BYTES: u64 = 1 << 20;
const BATCH_FILES: usize = 64;
/// Bytes of a large file that one job writes.
const RUN_BYTES: usize = 1 << 20;

struct Small {
    directory: Arc<Directory>,
    path: Vec<u8>,
    name: CString,
    inode: Inode,
    file: FileData,
    metadata: Metadata,
}

/// Collects files and hands them to the pool.
pub struct Batch {
    shared: Arc<Shared>,
    gate: Arc<Gate>,
    files: Vec<Small>,
    bytes: u64,
    total_bytes: u64,
}

thread_local! {
    static BUFFERS: RefCell<(Vec<u8>, Vec<u8>)> = const { RefCell::new((Vec::new(), Vec::new())) };
}

impl Batch {
    /// An empty batch.
    pub fn new(shared: Arc<Shared>, gate: Arc<Gate>) -> Self {
        Batch { shared, gate, files: Vec::new(), bytes: 0, total_bytes: 0 }
    }

    /// Counts bytes that are about to be extracted; answers how many that makes.
    pub fn add_total(&mut self, bytes: u64) -> u64 {
        self.total_bytes = self.total_bytes.saturating_add(bytes);
        self.total_bytes
    }

    /// Takes one file.
    #[allow(clippy::too_many_arguments)]
    pub fn add(
        &mut self,
        pool: &Pool,
        directory: &Arc<Directory>,
        path: &[u8],
        name: &CString,
        inode: &Inode,
        file: &FileData,
        metadata: Metadata,
    ) -> Outcome<()> {
        if file.size_bytes > LARGE_BYTES {
            return self.large(pool, directory, path, name, inode, file, metadata);
        }
        let (directory, path, name) = (directory.clone(), path.to_vec(), name.clone());
        self.files.push(Small { directory, path, name, inode: *inode, file: *file, metadata });
        self.bytes += file.size_bytes;
        if self.bytes >= BATCH_BYTES || self.files.len() >= BATCH_FILES {
            self.submit(pool);
        }
        Ok(())
    }

    /// Hands over what has been collected.
    pub fn submit(&mut self, pool: &Pool) {
        if self.files.is_empty() {
            return;
        }
        let files = std::mem::take(&mut self.files);
        self.bytes = 0;
        let (shared, permit) = (self.shared.clone(), self.gate.enter());
        pool.submit(move || {
            let _permit = permit;
            for small in files {
                if shared.check().is_err() {
                    return;
                }
                if let Err(failure) = write_small(&shared, &small) {
                    shared.problem(&small.path, failure);
                }
            }
        });
    }

    #[allow(clippy::too_many_arguments)]
    fn large(
        &mut self,
        pool: &Pool,
        directory: &Arc<Directory>,
        path: &[u8],
        name: &CString,
        inode: &Inode,
        file: &FileData,
        metadata: Metadata,
    ) -> Outcome<()> {
        let mut pieces = self.shared.image.pieces(file)?;
        let new = Arc::new(NewFile::make(directory, name, metadata)?);
        copy_xattrs(&self.shared, inode, new.handle());
        let (mut run, mut run_bytes, mut offset) = (Vec::new(), 0, 0u64);
        let listed = new.set_size(file.size_bytes).and_then(|()| {
            while let Some(piece) = pieces.next_piece()? {
                self.shared.check()?;
                run.push((offset, piece));
                offset += piece.length as u64;
                // A hole costs nothing, but a list of a billion of them would.
                run_bytes += if piece.is_hole() { 64 } else { piece.length };
                if run_bytes >= RUN_BYTES {
                    self.run(pool, &new, path, std::mem::take(&mut run), None);
                    run_bytes = 0;
                }
            }
            Ok(())
        });
        match listed {
            Ok(()) => self.run(pool, &new, path, run, Some((offset, *file))),
            Err(failure) if new.give_up() => return Err(failure),
            Err(_) => {}
        }
        Ok(())
    }

    fn run(
        &self,
        pool: &Pool,
        new: &Arc<NewFile>,
        path: &[u8],
        pieces: Vec<(u64, Piece)>,
        tail: Option<(u64, FileData)>,
    ) {
        let (shared, new, path, permit) = (self.shared.clone(), new.clone(), path.to_vec(), self.gate.enter());
        pool.submit(move || {
            let _permit = permit;
            let mut written = shared.check();
            for (offset, piece) in pieces {
                written = written.and_then(|()| write_piece(&shared, &new, &piece, offset));
            }
            if let Some((offset, file)) = tail {
                written = written.and_then(|()| write_tail(&shared, &new, &file, offset));
            }
            if let Err(failure) = written
                && new.give_up()
            {
                shared.problem(&path, failure);
            }
        });
    }
}

fn write_small(shared: &Shared, small: &Small) -> Outcome<()> {
    let new = NewFile::make(&small.directory, &small.name, small.metadata)?;
    let written = write_pieces(shared, &new, &small.file);
    if written.is_err() {
        new.give_up();
    } else {
        copy_xattrs(shared, &small.inode, new.handle());
    }
    written
}

fn write_pieces(shared: &Shared, new: &NewFile, file: &FileData) -> Outcome<()> {
    let mut pieces = shared.image.pieces(file)?;
    let (mut offset, mut ends_in_hole) = (0u64, false);
    while let Some(piece) = pieces.next_piece()? {
        ends_in_hole = piece.is_hole();
        write_piece(shared, new, &piece, offset)?;
        offset += piece.length as u64;
    }
    if ends_in_hole {
        new.set_size(file.size_bytes)?;
    }
    write_tail(shared, new, file, offset)
}

fn write_piece(shared: &Shared, new: &NewFile, piece: &Piece, offset: u64) -> Outcome<()> {
    if !piece.is_hole() {
        BUFFERS.with_borrow_mut(|(stored, block)| {
            if block.len() < piece.length {
                block.resize(piece.length, 0);
            }
            let block = &mut block[..piece.length];
            shared.image.expand(piece, stored, block)?;
            new.write_at(block, offset)
        })?;
    }
    shared.counters.bytes.fetch_add(piece.length as u64, Ordering::Relaxed);
    Ok(())
}

fn write_tail(shared: &Shared, new: &NewFile, file: &FileData, offset: u64) -> Outcome<()> {
    if let Some((block, range)) = shared.image.tail(file)? {
        shared.counters.bytes.fetch_add(range.len() as u64, Ordering::Relaxed);
        new.write_at(&block[range], offset)?;
    }
    Ok(())
}

/// Sets the extended attributes that are kept: `user.` always, others only with owners. A file
/// system that cannot hold them is no reason to fail.
pub fn copy_xattrs(shared: &Shared, inode: &Inode, handle: BorrowedFd<'_>) {
    if inode.xattr == NONE {
        return;
    }
    for xattr in shared.image.xattrs(inode).unwrap_or_default() {
        if shared.owners || xattr.name.starts_with(b"user.") {
            let _ = fs::fsetxattr(handle, xattr.name.as_slice(), &xattr.value, XattrFlags::empty());
        }
    }
}
