//! A packing session: layers and further files go in, an image comes out. Requests are answered one
//! after the other in the order they come; see PROTOCOL.md.

use crate::descriptors::inherited_file;
use crate::failure::{Code, Failure, Outcome, malformed, wrong_request};
use crate::jail::Walls;
use crate::json::{push_bytes, push_hex, push_number, push_text};
use crate::layers::merge::{Contents, Owners, Target, XattrSets};
use crate::layers::stream::LayerStream;
use crate::layers::tree::{Body, Node, Tree};
use crate::pool::Pool;
use crate::serve::output::{Output, Task};
use crate::serve::request::Request;
use crate::squashfs::inode::stored_device;
use crate::writer::data::DataWriter;
use crate::writer::finish::finish;
use crate::writer::output::ImageFile;
use crate::writer::packer::Packer;
use std::io::{BufRead, Read};
use std::sync::Arc;
use std::time::{Duration, Instant};

const REPORT_EVERY: Duration = Duration::from_millis(100);
/// Longest request line; small files travel in it.
const MAX_LINE_BYTES: usize = 64 << 20;

/// An image under construction.
struct Building {
    data: DataWriter,
    tree: Tree,
    xattrs: XattrSets,
    owners: Owners,
    time: u32,
    latest: Option<u32>,
    layers: u32,
}

/// A packing session.
pub struct Session {
    file: Option<ImageFile>,
    building: Option<Building>,
    walls: Walls,
    workers: Arc<Pool>,
    readers: Pool,
    output: Arc<Output>,
}

impl Session {
    /// A session that writes to `file`.
    pub fn new(file: ImageFile, walls: Walls, workers: Arc<Pool>, readers: Pool, output: Arc<Output>) -> Self {
        Session { file: Some(file), building: None, walls, workers, readers, output }
    }

    /// Answers requests until standard input ends. After a failure the session takes nothing more.
    pub fn run(&mut self, mut input: impl BufRead) -> Outcome<()> {
        let mut line = Vec::new();
        loop {
            line.clear();
            let read = Read::take(&mut input, MAX_LINE_BYTES as u64).read_until(b'\n', &mut line)?;
            if read == 0 {
                return Ok(());
            }
            if line.trim_ascii().is_empty() {
                continue;
            }
            let request = Request::parse(&line)?;
            let task = Task::new(request.number("id")?, self.output.clone(), None);
            crate::jail::extend_cpu_budget();
            if let Err(failure) = self.perform(&task, &request) {
                task.send_failure(&failure)?;
                return Err(failure);
            }
        }
    }

    fn perform(&mut self, task: &Task, request: &Request) -> Outcome<()> {
        match request.text("op") {
            "begin" => self.begin(task, request),
            "layer" => self.layer(task, request),
            "look" => self.look(task, request),
            "add" => self.add(task, request),
            "remove" => {
                self.building()?.tree.remove(&request.bytes("path")?)?;
                task.send_now(task.frame("done"))
            }
            "finish" => self.finish(task),
            other => Err(wrong_request(format!("there is no operation named {other}"))),
        }
    }

    fn building(&mut self) -> Outcome<&mut Building> {
        self.building.as_mut().ok_or_else(|| wrong_request("no image has been begun"))
    }

    fn begin(&mut self, task: &Task, request: &Request) -> Outcome<()> {
        let file = self.file.take().ok_or_else(|| wrong_request("an image has been begun already"))?;
        let packer = Packer::new(request.text("compressor"), request.optional_number("level")?)?;
        let block_bytes = request.optional_number("blockBytes")?.unwrap_or(128 << 10);
        if !block_bytes.is_power_of_two() || !(4096..=1 << 20).contains(&block_bytes) {
            return Err(wrong_request("blockBytes is not a power of two from 4096 to 1048576"));
        }
        let owners = match request.text("owners") {
            "keep" => Owners::Keep,
            "root" | "" => Owners::Root,
            other => return Err(wrong_request(format!("there is no way to treat owners named {other}"))),
        };
        let time = request.number("time")? as u32;
        self.building = Some(Building {
            data: DataWriter::new(file, packer, block_bytes as usize, self.workers.clone()),
            tree: Tree::new(time),
            xattrs: XattrSets::default(),
            owners,
            time,
            latest: request.flag("clampTimes").then_some(time),
            layers: 0,
        });
        let mut frame = task.frame("done");
        frame.extend_from_slice(b",\"jail\":");
        self.walls.push_json(&mut frame);
        task.send_now(frame)
    }

    fn layer(&mut self, task: &Task, request: &Request) -> Outcome<()> {
        let file = inherited_file(request.number("fd")?)?;
        let digest = Some(request.text("digest")).filter(|digest| !digest.is_empty()).map(str::to_owned);
        let stream = LayerStream::start(&self.readers, file, digest);
        let building = self.building.as_mut().ok_or_else(|| wrong_request("no image has been begun"))?;
        building.layers += 1;
        let mut reported = Instant::now();
        let layer = building.layers;
        let mut target = Target {
            tree: &mut building.tree,
            contents: &mut building.data,
            xattrs: &mut building.xattrs,
            owners: building.owners,
            latest: building.latest,
        };
        let counts = target.apply(stream, layer, |counts| {
            if reported.elapsed() < REPORT_EVERY {
                return Ok(());
            }
            reported = Instant::now();
            let mut frame = task.frame("progress");
            push_member(&mut frame, "layer", u64::from(layer));
            push_member(&mut frame, "entries", counts.entries);
            task.send_now(frame)
        })?;
        let mut frame = task.frame("done");
        push_member(&mut frame, "entries", counts.entries);
        push_member(&mut frame, "whiteouts", counts.whiteouts);
        push_member(&mut frame, "contentBytes", building.data.content_bytes);
        task.send_now(frame)
    }

    /// `look`: what is at a path so far.
    fn look(&mut self, task: &Task, request: &Request) -> Outcome<()> {
        let building = self.building()?;
        let path = building.place(request)?;
        let found = building.tree.find(&path)?;
        let mut frame = task.frame("done");
        frame.extend_from_slice(b",\"path\":");
        push_bytes(&mut frame, &path);
        frame.extend_from_slice(b",\"kind\":");
        let Some(node) = found.map(|id| building.tree.node(id)) else {
            frame.extend_from_slice(b"null");
            return task.send_now(frame);
        };
        push_text(&mut frame, kind_name(&node.body));
        push_member(&mut frame, "mode", u64::from(node.mode));
        match &node.body {
            Body::Symlink(target) => {
                frame.extend_from_slice(b",\"target\":");
                push_bytes(&mut frame, target);
            }
            Body::File(content) => {
                let content = building.data.content(*content);
                push_member(&mut frame, "sizeBytes", content.size_bytes);
                frame.extend_from_slice(b",\"headHex\":");
                let length = content.head.len().min(content.size_bytes as usize);
                push_hex(&mut frame, &content.head[..length]);
            }
            Body::Directory(names) => {
                frame.extend_from_slice(b",\"names\":[");
                for (index, name) in names.keys().enumerate() {
                    if index > 0 {
                        frame.push(b',');
                    }
                    push_bytes(&mut frame, name);
                }
                frame.push(b']');
            }
            _ => {}
        }
        task.send_now(frame)
    }

    fn add(&mut self, task: &Task, request: &Request) -> Outcome<()> {
        let building = self.building()?;
        let path = building.place(request)?;
        if request.flag("ifMissing") && building.tree.find(&path)?.is_some() {
            let mut frame = task.frame("done");
            frame.extend_from_slice(b",\"added\":false");
            return task.send_now(frame);
        }
        let node = building.new_node(request)?;
        building.layers += 1;
        building.tree.insert(&path, node, building.layers)?;
        let mut frame = task.frame("done");
        frame.extend_from_slice(b",\"added\":true");
        task.send_now(frame)
    }

    fn finish(&mut self, task: &Task) -> Outcome<()> {
        let mut building = self.building.take().ok_or_else(|| wrong_request("no image has been begun"))?;
        let finished = finish(&mut building.data, &building.tree, &building.xattrs, building.time)?;
        let mut frame = task.frame("done");
        push_member(&mut frame, "sizeBytes", finished.size_bytes);
        push_member(&mut frame, "bytesUsed", finished.bytes_used);
        push_member(&mut frame, "inodes", u64::from(finished.inodes));
        push_member(&mut frame, "contentBytes", building.data.content_bytes);
        push_member(&mut frame, "duplicateBytes", building.data.duplicate_bytes);
        push_member(&mut frame, "xattrsLeftOut", building.xattrs.left_out);
        task.send_now(frame)
    }
}

impl Building {
    /// The path a request means; with `follow`, the one that links lead to.
    fn place(&mut self, request: &Request) -> Outcome<Vec<u8>> {
        let path = request.bytes("path")?;
        if request.flag("follow") { self.tree.follow(&path) } else { Ok(path) }
    }

    fn new_node(&mut self, request: &Request) -> Outcome<Node> {
        let device = |request: &Request| -> Outcome<u32> {
            let number = |name| -> Outcome<u32> { Ok(request.number(name)? as u32) };
            Ok(stored_device(number("major")?, number("minor")?))
        };
        let (body, mode) = match request.text("kind") {
            "dir" => (Body::Directory(std::collections::BTreeMap::new()), 0o755),
            "file" => (Body::File(self.new_content(request)?), 0o644),
            "symlink" => (Body::Symlink(request.bytes("target")?.into()), 0o777),
            "char" => (Body::CharDevice(device(request)?), 0o644),
            "block" => (Body::BlockDevice(device(request)?), 0o644),
            "fifo" => (Body::Fifo, 0o644),
            other => return Err(wrong_request(format!("nothing of kind {other} can be added"))),
        };
        let mode = (request.optional_number("mode")?.unwrap_or(mode) & 0o7777) as u16;
        let id = |name| -> Outcome<u32> { Ok(request.optional_number(name)?.unwrap_or(0) as u32) };
        let (uid, gid) = if self.owners == Owners::Root { (0, 0) } else { (id("uid")?, id("gid")?) };
        let mtime = request.optional_number("mtime")?.map_or(self.time, |time| time as u32);
        let mtime = self.latest.map_or(mtime, |latest| mtime.min(latest));
        Ok(Node { mode, uid, gid, mtime, xattrs: u32::MAX, body })
    }

    /// Contents of a request: in the line itself, or `sizeBytes` bytes of a descriptor.
    fn new_content(&mut self, request: &Request) -> Outcome<u32> {
        if let Some(fd) = request.optional_number("fd")? {
            let mut file = inherited_file(fd)?;
            let size = request.number("sizeBytes")?;
            return self.data.add(size, &mut |buffer| Ok(file.read(buffer)?));
        }
        let bytes = request.bytes("contents")?;
        let mut rest = bytes.as_slice();
        let size = bytes.len() as u64;
        self.data.add(size, &mut |buffer| rest.read(buffer).map_err(|_| malformed("contents are cut short")))
    }
}

fn push_member(frame: &mut Vec<u8>, name: &str, value: u64) {
    frame.extend_from_slice(format!(",\"{name}\":").as_bytes());
    push_number(frame, value);
}

fn kind_name(body: &Body) -> &'static str {
    match body {
        Body::Directory(_) => "dir",
        Body::File(_) => "file",
        Body::Symlink(_) => "symlink",
        Body::BlockDevice(_) => "block",
        Body::CharDevice(_) => "char",
        Body::Fifo => "fifo",
        Body::Socket => "socket",
    }
}

/// A session whose threads could not do their work ends with this.
pub fn lost() -> Failure {
    Failure::new(Code::Internal, "the helper made a mistake")
}
