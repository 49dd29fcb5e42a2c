//! `read`: a byte range of a file. Blocks are expanded on all cores and sent in order.

use super::listing::send_done;
use super::output::Task;
use super::request::Request;
use crate::failure::{Code, Failure, Outcome};
use crate::image::Image;
use crate::image::Piece;
use crate::image::inode::{Data, FileData, Inode};
use crate::pool::Pool;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::ops::Range;
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

/// A block that is being expanded, and the part of it that is wanted.
type Waiting = (Range<usize>, Receiver<Outcome<Vec<u8>>>);

/// Buffers to be used again.
type Spare = Arc<Mutex<Vec<Vec<u8>>>>;

thread_local! {
    static STORED: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

fn file_of(inode: &Inode) -> Outcome<FileData> {
    match inode.data {
        Data::File(file) => Ok(file),
        _ => Err(Failure::new(Code::WrongType, "not a regular file")),
    }
}

/// The part of a piece at `start` that lies in `wanted`.
fn overlap(start: u64, length: usize, wanted: &Range<u64>) -> Range<usize> {
    let from = wanted.start.saturating_sub(start).min(length as u64) as usize;
    let to = wanted.end.saturating_sub(start).min(length as u64) as usize;
    from..to.max(from)
}

/// `read`: the bytes of a file from `offset`, `length` of them or all. Blocks are expanded on all cores.
pub fn read(image: &Arc<Image>, pool: &Pool, task: &Arc<Task>, request: &Request) -> Outcome<()> {
    let (_, inode) = image.resolve(&request.bytes("path")?, true)?;
    let file = file_of(&inode)?;
    let start = request.optional_number("offset")?.unwrap_or(0).min(file.size_bytes);
    let length = request.optional_number("length")?.unwrap_or(u64::MAX);
    let wanted = start..start.saturating_add(length).min(file.size_bytes);
    let ahead = pool.threads() * 2 + 1;
    let spare = Spare::default();
    let mut waiting: VecDeque<Waiting> = VecDeque::new();
    let mut pieces = image.pieces(&file)?;
    let mut at = 0u64;
    while let Some(piece) = pieces.next_piece()? {
        task.check()?;
        if at >= wanted.end {
            break;
        }
        let range = overlap(at, piece.length, &wanted);
        at += piece.length as u64;
        if range.is_empty() {
            continue;
        }
        if waiting.len() >= ahead {
            send_next(task, &mut waiting, &spare)?;
        }
        waiting.push_back((range, expand_elsewhere(image, pool, piece, &spare)));
    }
    while !waiting.is_empty() {
        send_next(task, &mut waiting, &spare)?;
    }
    if wanted.end > at
        && !wanted.is_empty()
        && let Some((block, range)) = image.tail(&file)?
    {
        let part = overlap(at, range.len(), &wanted);
        task.send_data(&block[range][part])?;
    }
    send_done(task, &[("sizeBytes", file.size_bytes), ("offset", wanted.start), ("length", wanted.end - wanted.start)])
}

fn send_next(task: &Task, waiting: &mut VecDeque<Waiting>, spare: &Spare) -> Outcome<()> {
    let Some((range, receiver)) = waiting.pop_front() else { return Ok(()) };
    let lost = |_| Err(Failure::new(Code::Internal, "a worker was lost"));
    let block = receiver.recv().unwrap_or_else(lost)?;
    task.send_data(&block[range])?;
    spare.lock().unwrap_or_else(PoisonError::into_inner).push(block);
    Ok(())
}

fn expand_elsewhere(image: &Arc<Image>, pool: &Pool, piece: Piece, spare: &Spare) -> Receiver<Outcome<Vec<u8>>> {
    let (sender, receiver) = sync_channel(1);
    let (image, spare) = (image.clone(), spare.clone());
    pool.submit(move || {
        let mut block = spare.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default();
        block.resize(piece.length, 0);
        let result = STORED.with_borrow_mut(|stored| image.expand(&piece, stored, &mut block));
        let _ = sender.send(result.map(|()| block));
    });
    receiver
}
