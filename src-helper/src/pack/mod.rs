//! A packing session: layers and further files go in, an image comes out. Requests are answered one
//! after the other in the order they come; see PROTOCOL.md.

mod building;
mod change;
mod layer;
mod look;

use crate::failure::{Code, Failure, Outcome, wrong_request};
use crate::jail::Walls;
use crate::json::push_number;
use crate::pool::Pool;
use crate::serve::output::{Output, Task};
use crate::serve::request::Request;
use crate::writer::finish::finish;
use crate::writer::output::ImageFile;
use building::Building;
use std::io::{BufRead, Read};
use std::sync::Arc;

/// Longest request line; small files travel in it.
const MAX_LINE_BYTES: usize = 64 << 20;

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
            "layer" => {
                let building = self.building.as_mut().ok_or_else(nothing_begun)?;
                layer::merge(building, &self.readers, task, request)
            }
            "look" => look::look(self.building()?, task, request),
            "add" => self.add(task, request),
            "set" => {
                change::set(self.building()?, request)?;
                task.send_now(task.frame("done"))
            }
            "move" => {
                change::rename(self.building()?, request)?;
                task.send_now(task.frame("done"))
            }
            "link" => {
                change::link(self.building()?, request)?;
                task.send_now(task.frame("done"))
            }
            "remove" => {
                let tree = &mut self.building()?.tree;
                let path = request.bytes("path")?;
                tree.remove(&path)?;
                tree.touch_directory_of(&path)?;
                task.send_now(task.frame("done"))
            }
            "finish" => self.finish(task),
            other => Err(wrong_request(format!("there is no operation named {other}"))),
        }
    }

    fn building(&mut self) -> Outcome<&mut Building> {
        self.building.as_mut().ok_or_else(nothing_begun)
    }

    fn begin(&mut self, task: &Task, request: &Request) -> Outcome<()> {
        let file = self.file.take().ok_or_else(|| wrong_request("an image has been begun already"))?;
        self.building = Some(Building::new(file, self.workers.clone(), request)?);
        let mut frame = task.frame("done");
        frame.extend_from_slice(b",\"jail\":");
        self.walls.push_json(&mut frame);
        task.send_now(frame)
    }

    fn add(&mut self, task: &Task, request: &Request) -> Outcome<()> {
        let building = self.building()?;
        let path = building.place(request)?;
        let is_there = request.flag("ifMissing") && building.tree.find(&path)?.is_some();
        if !is_there {
            building.add(request, &path)?;
        }
        let mut frame = task.frame("done");
        frame.extend_from_slice(format!(",\"added\":{}", !is_there).as_bytes());
        task.send_now(frame)
    }

    fn finish(&mut self, task: &Task) -> Outcome<()> {
        let mut building = self.building.take().ok_or_else(nothing_begun)?;
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

fn nothing_begun() -> Failure {
    wrong_request("no image has been begun")
}

fn push_member(frame: &mut Vec<u8>, name: &str, value: u64) {
    frame.extend_from_slice(format!(",\"{name}\":").as_bytes());
    push_number(frame, value);
}

/// A session whose threads could not do their work ends with this.
pub fn lost() -> Failure {
    Failure::new(Code::Internal, "the helper made a mistake")
}
