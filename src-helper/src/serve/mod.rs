//! Answering requests about one image: reads them from standard input, runs each on a thread of its
//! own, answers on standard output. The protocol is described in PROTOCOL.md.

mod contents;
mod entries;
mod extracting;
pub mod glob;
mod listing;
pub mod output;
mod reading;
pub mod request;

use crate::failure::{Code, Failure, Outcome, wrong_request};
use crate::image::Image;
use crate::jail::{Walls, extend_cpu_budget};
use crate::json::{push_number, push_text};
use crate::pool::Pool;
use crate::source::Source;
use output::{Output, Task};
use request::Request;
use rustix::fd::OwnedFd;
use std::collections::HashMap;
use std::io::BufRead;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Requests answered at the same time.
pub const REQUEST_THREADS: usize = 8;
/// A request is one line of at most this length.
const MAX_LINE_BYTES: usize = 16 << 20;

/// What all requests share.
pub struct Server {
    source: Mutex<Option<Source>>,
    image: OnceLock<Outcome<Arc<Image>>>,
    target: Option<OwnedFd>,
    walls: Walls,
    workers: Pool,
    output: Arc<Output>,
    active: Mutex<HashMap<u64, Arc<Task>>>,
}

impl Server {
    /// A server of the image in `source`, which may extract below `target`.
    pub fn new(source: Source, target: Option<OwnedFd>, walls: Walls, workers: Pool, output: Arc<Output>) -> Arc<Self> {
        let (source, image, active) = (Mutex::new(Some(source)), OnceLock::new(), Mutex::default());
        Arc::new(Server { source, image, target, walls, workers, output, active })
    }

    /// Answers requests until standard input ends; work under way is then cancelled.
    pub fn run(self: &Arc<Self>, requests: &Pool, mut input: impl BufRead) -> Outcome<()> {
        let mut line = Vec::new();
        loop {
            line.clear();
            let read = std::io::Read::take(&mut input, MAX_LINE_BYTES as u64).read_until(b'\n', &mut line)?;
            if read == 0 {
                break;
            }
            if line.last() != Some(&b'\n') && read == MAX_LINE_BYTES {
                return Err(wrong_request("a request is too long"));
            }
            if line.trim_ascii().is_empty() {
                continue;
            }
            self.take(requests, &line);
        }
        if !std::env::args().any(|argument| argument == "--finish") {
            self.each_active(|task| task.cancel());
        }
        Ok(())
    }

    /// Waits until no request is under way.
    pub fn drain(&self) {
        while !self.active.lock().unwrap_or_else(PoisonError::into_inner).is_empty() {
            std::thread::sleep(std::time::Duration::from_millis(2));
        }
    }

    fn each_active(&self, act: impl Fn(&Task)) {
        let active = self.active.lock().unwrap_or_else(PoisonError::into_inner);
        active.values().for_each(|task| act(task));
    }

    fn take(self: &Arc<Self>, requests: &Pool, line: &[u8]) {
        let parsed = Request::parse(line).and_then(|request| Ok((request.number("id")?, request)));
        let (id, request) = match parsed {
            Ok(parsed) => parsed,
            Err(failure) => return self.answer(&Task::new(0, self.output.clone(), None), &failure),
        };
        match request.text("op") {
            "cancel" => self.control(&request, Task::cancel),
            "credit" => {
                let frames = request.optional_number("frames").ok().flatten().unwrap_or(1);
                self.control(&request, |task| task.grant(frames));
            }
            _ => self.start(requests, id, request),
        }
    }

    /// Acts on a request under way; one that has just ended needs nothing any more.
    fn control(&self, request: &Request, act: impl Fn(&Task)) {
        let active = self.active.lock().unwrap_or_else(PoisonError::into_inner);
        let target = request.optional_number("target").ok().flatten();
        if let Some(task) = target.and_then(|id| active.get(&id)) {
            act(task);
        }
    }

    fn start(self: &Arc<Self>, requests: &Pool, id: u64, request: Request) {
        let credit = request.optional_number("credit").ok().flatten();
        let task = Task::new(id, self.output.clone(), credit);
        {
            let mut active = self.active.lock().unwrap_or_else(PoisonError::into_inner);
            if active.contains_key(&id) {
                drop(active);
                return self.answer(&task, &wrong_request("the id is in use"));
            }
            active.insert(id, task.clone());
        }
        let server = self.clone();
        requests.submit(move || {
            let outcome = catch_unwind(AssertUnwindSafe(|| {
                extend_cpu_budget();
                task.check().and_then(|()| server.perform(&task, &request))
            }));
            let outcome = outcome.unwrap_or_else(|_| Err(Failure::new(Code::Internal, "the helper made a mistake")));
            server.active.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
            if let Err(failure) = outcome {
                server.answer(&task, &failure);
            }
        });
    }

    /// Sends a failure; if nobody listens any more the end of standard input will tell.
    fn answer(&self, task: &Task, failure: &Failure) {
        let _ = task.send_failure(failure);
    }

    fn image(&self) -> Outcome<Arc<Image>> {
        let open = || {
            let source = self.source.lock().unwrap_or_else(PoisonError::into_inner).take();
            let source = source.ok_or_else(|| Failure::new(Code::Internal, "the image was lost"))?;
            Image::open(source).map(Arc::new)
        };
        self.image.get_or_init(open).clone()
    }

    fn perform(&self, task: &Arc<Task>, request: &Request) -> Outcome<()> {
        let image = self.image()?;
        match request.text("op") {
            "open" => self.open(task, &image),
            "list" => listing::list(&image, task, request),
            "walk" => listing::walk_all(&image, task, request),
            "stat" => listing::stat(&image, task, request),
            "readlink" => listing::read_link(&image, task, request),
            "usage" => listing::usage(&image, task, request),
            "read" => reading::read(&image, &self.workers, task, request),
            "hash" => contents::hash(&image, &self.workers, task, request),
            "find" => contents::find(&image, &self.workers, task, request),
            "extract" => extracting::run(&image, &self.workers, self.target.as_ref(), task, request),
            other => Err(wrong_request(format!("there is no operation named {other}"))),
        }
    }

    fn open(&self, task: &Task, image: &Image) -> Outcome<()> {
        let facts = image.facts();
        let mut frame = task.frame("done");
        for (name, value) in [("fileSystem", facts.file_system), ("compressor", facts.compressor)] {
            frame.extend_from_slice(format!(",\"{name}\":").as_bytes());
            push_text(&mut frame, value);
        }
        frame.extend_from_slice(format!(",\"journalWaits\":{}", facts.journal_waits).as_bytes());
        for (name, value) in [
            ("inodes", u64::from(facts.inodes)),
            ("createdAt", u64::from(facts.created)),
            ("blockBytes", u64::from(facts.block_bytes)),
            ("fragments", u64::from(facts.fragments)),
            ("flags", u64::from(facts.flags)),
            ("bytesUsed", facts.used_bytes),
            ("windowBytes", image.window_bytes()),
        ] {
            frame.extend_from_slice(format!(",\"{name}\":").as_bytes());
            push_number(&mut frame, value);
        }
        frame.extend_from_slice(b",\"jail\":");
        self.walls.push_json(&mut frame);
        task.send_now(frame)
    }
}
