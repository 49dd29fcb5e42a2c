//! Entries as the engine sees them: the members of `ls --json`, with `mtime` in seconds and paths as
//! byte strings. Collects them into frames of a size that a pipe likes.

use super::output::Task;
use crate::failure::{Failure, Outcome};
use crate::image::Image;
use crate::image::inode::{Data, Inode, NONE, device_numbers};
use crate::json::{push_bytes, push_number, push_text};
use std::sync::Arc;

/// A frame is sent when it has grown to this.
const FRAME_BYTES: usize = 60 << 10;

/// Appends one entry as a JSON object.
pub fn push_entry(out: &mut Vec<u8>, image: &Image, path: &[u8], inode: &Inode, scratch: &mut Vec<u8>) -> Outcome<()> {
    open_entry(out, path, inode);
    match inode.data {
        Data::Symlink(..) => {
            inode.link_target(image, scratch)?;
            out.extend_from_slice(b",\"target\":");
            push_bytes(out, scratch);
        }
        Data::Device(stored) => {
            let (major, minor) = device_numbers(stored);
            out.extend_from_slice(b",\"major\":");
            push_number(out, u64::from(major));
            out.extend_from_slice(b",\"minor\":");
            push_number(out, u64::from(minor));
        }
        Data::File(_) | Data::Directory(_) | Data::Nothing => {}
    }
    out.push(b'}');
    Ok(())
}

/// Appends the members every entry has; the caller closes the object.
pub fn open_entry(out: &mut Vec<u8>, path: &[u8], inode: &Inode) {
    out.extend_from_slice(b"{\"path\":");
    push_bytes(out, if path.is_empty() { b"/" } else { path });
    out.extend_from_slice(b",\"type\":\"");
    out.extend_from_slice(inode.kind.name().as_bytes());
    out.extend_from_slice(b"\",\"sizeBytes\":");
    push_number(out, inode.size_bytes());
    out.extend_from_slice(b",\"mode\":\"");
    out.extend([9, 6, 3, 0].map(|shift| b'0' + ((inode.mode >> shift) & 7) as u8));
    out.extend_from_slice(b"\",\"uid\":");
    push_number(out, u64::from(inode.uid));
    out.extend_from_slice(b",\"gid\":");
    push_number(out, u64::from(inode.gid));
    out.extend_from_slice(b",\"mtime\":");
    push_number(out, u64::from(inode.mtime));
    out.extend_from_slice(b",\"inode\":");
    push_number(out, u64::from(inode.number));
    out.extend_from_slice(b",\"links\":");
    push_number(out, u64::from(inode.links));
    if inode.xattr != NONE {
        out.extend_from_slice(b",\"hasXattrs\":true");
    }
}

/// Collects objects into `entries` frames of one request.
pub struct EntryFrames {
    task: Arc<Task>,
    frame: Vec<u8>,
    count: u64,
    in_frame: u64,
}

impl EntryFrames {
    /// Frames of a request.
    pub fn new(task: &Arc<Task>) -> Self {
        EntryFrames { task: task.clone(), frame: Vec::new(), count: 0, in_frame: 0 }
    }

    /// Adds one object, written by `fill`.
    pub fn add(&mut self, fill: impl FnOnce(&mut Vec<u8>) -> Outcome<()>) -> Outcome<()> {
        if self.in_frame == 0 {
            self.frame = self.task.frame("entries");
            self.frame.reserve(FRAME_BYTES + 1024);
            self.frame.extend_from_slice(b",\"entries\":[");
        } else {
            self.frame.push(b',');
        }
        let before = self.frame.len();
        if let Err(failure) = fill(&mut self.frame) {
            self.frame.truncate(before.saturating_sub(usize::from(self.in_frame > 0)));
            return Err(failure);
        }
        self.in_frame += 1;
        self.count += 1;
        if self.frame.len() >= FRAME_BYTES { self.flush() } else { Ok(()) }
    }

    /// Sends what has been collected.
    pub fn flush(&mut self) -> Outcome<()> {
        if self.in_frame == 0 {
            return Ok(());
        }
        self.in_frame = 0;
        let mut frame = std::mem::take(&mut self.frame);
        frame.push(b']');
        self.task.send_part(frame)
    }

    /// Objects added so far.
    pub fn count(&self) -> u64 {
        self.count
    }
}

/// Tells about something that could not be read; the request goes on.
pub fn send_problem(task: &Task, path: &[u8], failure: &Failure) -> Outcome<()> {
    let mut frame = task.frame("problem");
    frame.extend_from_slice(b",\"path\":");
    push_bytes(&mut frame, path);
    frame.extend_from_slice(b",\"code\":");
    push_text(&mut frame, failure.code.name());
    frame.extend_from_slice(b",\"message\":");
    push_text(&mut frame, &failure.message);
    task.send_part(frame)
}
