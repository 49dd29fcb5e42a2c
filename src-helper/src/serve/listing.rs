//! Operations that need no contents: list a directory, list everything, stat, read a link, sizes.

use super::entries::{EntryFrames, open_entry, push_entry, send_problem};
use super::output::Task;
use super::request::Request;
use crate::failure::{Code, Failure, Outcome};
use crate::image::Image;
use crate::image::Listing;
use crate::image::inode::{Data, Kind};
use crate::image::walk::{Next, Visit, walk};
use crate::json::{push_bytes, push_hex, push_number};
use std::collections::HashSet;
use std::sync::Arc;

/// Ends a request that streamed entries.
pub fn send_done(task: &Task, members: &[(&str, u64)]) -> Outcome<()> {
    let mut frame = task.frame("done");
    for (name, value) in members {
        frame.extend_from_slice(b",\"");
        frame.extend_from_slice(name.as_bytes());
        frame.extend_from_slice(b"\":");
        push_number(&mut frame, *value);
    }
    task.send_now(frame)
}

/// `list`: the entries of one directory, from `skip` on, at most `limit`.
pub fn list(image: &Image, task: &Arc<Task>, request: &Request) -> Outcome<()> {
    let skip = request.optional_number("skip")?.unwrap_or(0);
    let limit = request.optional_number("limit")?.unwrap_or(u64::MAX);
    let (mut path, directory) = image.resolve(&request.bytes("path")?, true)?;
    let Data::Directory(data) = directory.data else {
        return Err(Failure::new(Code::WrongType, "not a directory"));
    };
    let mut listing = Listing::new(image, data)?;
    let mut frames = EntryFrames::new(task);
    let mut scratch = Vec::new();
    let parent_bytes = path.len();
    let (mut total, mut problems) = (0u64, 0u64);
    while let Some((entry, name)) = listing.next_entry()? {
        total += 1;
        if total <= skip || total - skip > limit {
            continue;
        }
        task.check()?;
        path.truncate(parent_bytes);
        path.push(b'/');
        path.extend_from_slice(name);
        let added = image
            .inode_of(&entry)
            .and_then(|inode| frames.add(|out| push_entry(out, image, &path, &inode, &mut scratch)));
        if let Err(failure) = added {
            task.check()?;
            problems += 1;
            send_problem(task, &path, &failure)?;
        }
    }
    frames.flush()?;
    send_done(task, &[("total", total), ("problems", problems)])
}

/// `walk`: everything below a directory, in order.
pub fn walk_all(image: &Image, task: &Arc<Task>, request: &Request) -> Outcome<()> {
    let (path, directory) = image.resolve(&request.bytes("path")?, true)?;
    let mut frames = EntryFrames::new(task);
    let mut scratch = Vec::new();
    let mut problems = 0;
    walk(image, &path, &directory, |visit| {
        match visit {
            Visit::Entry(path, _, inode) => {
                task.check()?;
                if let Err(failure) = frames.add(|out| push_entry(out, image, path, inode, &mut scratch)) {
                    task.check()?;
                    problems += 1;
                    send_problem(task, path, &failure)?;
                }
            }
            Visit::Problem(path, failure) => {
                problems += 1;
                send_problem(task, path, &failure)?;
            }
            Visit::Leave(_) => {}
        }
        Ok(Next::Into)
    })?;
    frames.flush()?;
    send_done(task, &[("total", frames.count()), ("problems", problems)])
}

/// `stat`: one entry with its extended attributes and the path it really has.
pub fn stat(image: &Image, task: &Arc<Task>, request: &Request) -> Outcome<()> {
    let (path, inode) = image.resolve(&request.bytes("path")?, request.flag("follow"))?;
    let xattrs = image.xattrs(&inode)?;
    let mut frame = task.frame("done");
    frame.extend_from_slice(b",\"entry\":");
    push_entry(&mut frame, image, &path, &inode, &mut Vec::new())?;
    frame.extend_from_slice(b",\"xattrs\":[");
    for (index, xattr) in xattrs.iter().enumerate() {
        frame.extend_from_slice(if index > 0 { b",{\"name\":" } else { b"{\"name\":" });
        push_bytes(&mut frame, &xattr.name);
        frame.extend_from_slice(b",\"valueHex\":");
        push_hex(&mut frame, &xattr.value);
        frame.push(b'}');
    }
    frame.push(b']');
    task.send_now(frame)
}

/// `readlink`: the target of a symbolic link, as it is.
pub fn read_link(image: &Image, task: &Arc<Task>, request: &Request) -> Outcome<()> {
    let (_, inode) = image.resolve(&request.bytes("path")?, false)?;
    if inode.kind != Kind::Symlink {
        return Err(Failure::new(Code::WrongType, "not a symbolic link"));
    }
    let mut target = Vec::new();
    inode.link_target(image, &mut target)?;
    let mut frame = task.frame("done");
    frame.extend_from_slice(b",\"target\":");
    push_bytes(&mut frame, &target);
    task.send_now(frame)
}

#[derive(Default)]
struct Sums {
    bytes: u64,
    files: u64,
    directories: u64,
    others: u64,
}

impl Sums {
    fn add(&mut self, other: &Sums) {
        self.bytes = self.bytes.saturating_add(other.bytes);
        self.files += other.files;
        self.directories += other.directories;
        self.others += other.others;
    }
}

/// `usage`: how many bytes and files lie below a directory and below each directory down to `depth`
/// levels in it. Contents that several names share count once.
pub fn usage(image: &Image, task: &Arc<Task>, request: &Request) -> Outcome<()> {
    let depth = request.optional_number("depth")?.unwrap_or(1);
    let (path, directory) = image.resolve(&request.bytes("path")?, true)?;
    let mut frames = EntryFrames::new(task);
    let mut linked = HashSet::new();
    let mut open = vec![(directory, Sums::default())];
    let mut problems = 0;
    walk(image, &path, &directory, |visit| {
        task.check()?;
        match visit {
            Visit::Entry(_, _, inode) => {
                let level = open.last_mut().map(|(_, sums)| sums);
                let Some(level) = level else { return Ok(Next::Past) };
                match inode.kind {
                    Kind::Directory => {
                        level.directories += 1;
                        open.push((*inode, Sums::default()));
                    }
                    Kind::File => {
                        level.files += 1;
                        if inode.links < 2 || linked.insert(inode.number) {
                            level.bytes = level.bytes.saturating_add(inode.size_bytes());
                        }
                    }
                    _ => level.others += 1,
                }
            }
            Visit::Leave(path) => {
                if let Some((inode, sums)) = open.pop() {
                    if let Some((_, parent)) = open.last_mut() {
                        parent.add(&sums);
                    }
                    if (open.len() as u64) <= depth {
                        frames.add(|out| {
                            open_entry(out, path, &inode);
                            for (name, value) in [
                                ("totalBytes", sums.bytes),
                                ("files", sums.files),
                                ("directories", sums.directories),
                                ("others", sums.others),
                            ] {
                                out.extend_from_slice(format!(",\"{name}\":{value}").as_bytes());
                            }
                            out.push(b'}');
                            Ok(())
                        })?;
                    }
                }
            }
            Visit::Problem(path, failure) => {
                problems += 1;
                send_problem(task, path, &failure)?;
            }
        }
        Ok(Next::Into)
    })?;
    frames.flush()?;
    send_done(task, &[("total", frames.count()), ("problems", problems)])
}
