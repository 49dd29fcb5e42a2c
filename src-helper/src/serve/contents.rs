//! Operations on the contents of many files: hashes of every file, find by name and content.

use super::entries::{EntryFrames, open_entry, push_entry, send_problem};
use super::glob::Glob;
use super::listing::send_done;
use super::output::Task;
use super::request::Request;
use crate::failure::{Code, Failure, Outcome};
use crate::image::Image;
use crate::image::inode::{Data, FileData, Inode};
use crate::image::walk::{Next, Visit, walk};
use crate::json::{push_hex, push_number};
use crate::pool::{Gate, Pool};
use sha2::{Digest, Sha256};
use std::sync::atomic::{AtomicU64, Ordering};

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Time between two reports of progress.
const REPORT_EVERY: Duration = Duration::from_millis(100);

/// What all workers of one request share.
struct Shared {
    image: Arc<Image>,
    task: Arc<Task>,
    frames: Mutex<EntryFrames>,
    problems: AtomicU64,
    limit: u64,
    failure: Mutex<Option<Failure>>,
    /// Entries looked at.
    looked: AtomicU64,
    /// When progress was last told.
    reported: Mutex<Instant>,
}

impl Shared {
    fn new(image: &Arc<Image>, task: &Arc<Task>, limit: u64) -> Arc<Self> {
        Arc::new(Shared {
            image: image.clone(),
            task: task.clone(),
            frames: Mutex::new(EntryFrames::new(task)),
            problems: AtomicU64::new(0),
            limit,
            failure: Mutex::new(None),
            looked: AtomicU64::new(0),
            reported: Mutex::new(Instant::now()),
        })
    }

    /// Sends what was found so far and how much was looked at, if it is time to.
    fn report(&self) -> Outcome<()> {
        let Ok(mut reported) = self.reported.try_lock() else { return Ok(()) };
        if reported.elapsed() < REPORT_EVERY {
            return Ok(());
        }
        *reported = Instant::now();
        self.frames.lock().unwrap_or_else(PoisonError::into_inner).flush()?;
        let mut frame = self.task.frame("progress");
        frame.extend_from_slice(b",\"looked\":");
        push_number(&mut frame, self.looked.load(Ordering::Relaxed));
        self.task.send_now(frame)
    }

    /// One more entry is looked at.
    fn look(&self) -> Outcome<()> {
        self.looked.fetch_add(1, Ordering::Relaxed);
        self.report()
    }

    fn add(&self, fill: impl FnOnce(&mut Vec<u8>) -> Outcome<()>) -> Outcome<()> {
        let mut frames = self.frames.lock().unwrap_or_else(PoisonError::into_inner);
        if frames.count() >= self.limit { Ok(()) } else { frames.add(fill) }
    }

    fn is_full(&self) -> bool {
        self.frames.lock().unwrap_or_else(PoisonError::into_inner).count() >= self.limit
    }

    fn problem(&self, path: &[u8], failure: &Failure) {
        self.problems.fetch_add(1, Ordering::Relaxed);
        if failure.code == Code::Cancelled || send_problem(&self.task, path, failure).is_err() {
            *self.failure.lock().unwrap_or_else(PoisonError::into_inner) = Some(failure.clone());
        }
    }

    fn finish(&self) -> Outcome<()> {
        self.task.check()?;
        if let Some(failure) = self.failure.lock().unwrap_or_else(PoisonError::into_inner).take() {
            return Err(failure);
        }
        let mut frames = self.frames.lock().unwrap_or_else(PoisonError::into_inner);
        frames.flush()?;
        let full = u64::from(frames.count() >= self.limit);
        let problems = self.problems.load(Ordering::Relaxed);
        send_done(&self.task, &[("total", frames.count()), ("problems", problems), ("limitReached", full)])
    }
}

/// `hash`: SHA-256 of every regular file below a directory, or of one file; in no particular order.
pub fn hash(image: &Arc<Image>, pool: &Pool, task: &Arc<Task>, request: &Request) -> Outcome<()> {
    let (path, inode) = image.resolve(&request.bytes("path")?, true)?;
    let shared = Shared::new(image, task, u64::MAX);
    let hash_one = |shared: &Shared, path: &[u8], inode: &Inode, file: &FileData| -> Outcome<()> {
        let mut hasher = Sha256::new();
        shared.image.read_all(file, |bytes| {
            hasher.update(bytes);
            shared.task.check()
        })?;
        let digest = hasher.finalize();
        shared.add(|out| {
            open_entry(out, path, inode);
            out.extend_from_slice(b",\"sha256\":");
            push_hex(out, &digest);
            out.push(b'}');
            Ok(())
        })
    };
    for_each_file(&shared, pool, &path, &inode, |_| true, hash_one)?;
    shared.finish()
}

/// `find`: entries whose name or path fits `pattern` and, for regular files, whose contents hold `contains`.
pub fn find(image: &Arc<Image>, pool: &Pool, task: &Arc<Task>, request: &Request) -> Outcome<()> {
    let (path, inode) = image.resolve(&request.bytes("path")?, true)?;
    let limit = request.optional_number("limit")?.unwrap_or(u64::MAX);
    let ignore_case = request.flag("ignoreCase");
    let glob = request.optional_bytes("pattern")?.map(|pattern| Glob::new(&pattern, ignore_case));
    let fits = move |path: &[u8]| glob.as_ref().is_none_or(|glob| glob.fits(path));
    let shared = Shared::new(image, task, limit);
    let Some(needle) = request.optional_bytes("contains")? else {
        find_names(&shared, &path, &inode, fits)?;
        return shared.finish();
    };
    let needle = Arc::new(needle);
    let search = move |shared: &Shared, path: &[u8], inode: &Inode, file: &FileData| -> Outcome<()> {
        if contains(shared, file, &needle)? {
            shared.add(|out| push_entry(out, &shared.image, path, inode, &mut Vec::new()))?;
        }
        Ok(())
    };
    for_each_file(&shared, pool, &path, &inode, fits, search)?;
    shared.finish()
}

fn find_names(shared: &Shared, path: &[u8], directory: &Inode, fits: impl Fn(&[u8]) -> bool) -> Outcome<()> {
    let mut scratch = Vec::new();
    let found = walk(&shared.image, path, directory, |visit| {
        shared.task.check()?;
        if matches!(visit, Visit::Entry(..)) {
            shared.look()?;
        }
        match visit {
            Visit::Entry(path, _, inode) if fits(path) => {
                if shared.is_full() {
                    return Err(Failure::new(Code::Limit, "enough"));
                }
                shared.add(|out| push_entry(out, &shared.image, path, inode, &mut scratch))?;
            }
            Visit::Problem(path, failure) => shared.problem(path, &failure),
            Visit::Entry(..) | Visit::Leave(_) => {}
        }
        Ok(Next::Into)
    });
    if shared.is_full() { Ok(()) } else { found }
}

fn contains(shared: &Shared, file: &FileData, needle: &[u8]) -> Outcome<bool> {
    let finder = memchr::memmem::Finder::new(needle);
    let mut window: Vec<u8> = Vec::new();
    let mut found = needle.is_empty();
    let searched = shared.image.read_all(file, |bytes| {
        shared.task.check()?;
        shared.report()?;
        // The end of the last piece is kept, so that a hit across two pieces is seen.
        let keep = window.len().min(needle.len().saturating_sub(1));
        window.drain(..window.len() - keep);
        window.extend_from_slice(bytes);
        found = found || finder.find(&window).is_some();
        if found { Err(Failure::new(Code::Limit, "found")) } else { Ok(()) }
    });
    if found { Ok(true) } else { searched.map(|()| false) }
}

/// Runs `work` on every regular file that `fits`, on all cores.
fn for_each_file(
    shared: &Arc<Shared>,
    pool: &Pool,
    path: &[u8],
    inode: &Inode,
    fits: impl Fn(&[u8]) -> bool,
    work: impl Fn(&Shared, &[u8], &Inode, &FileData) -> Outcome<()> + Send + Sync + 'static,
) -> Outcome<()> {
    if let Data::File(file) = inode.data {
        return work(shared, path, inode, &file);
    }
    let work = Arc::new(work);
    let gate = Gate::new(pool.threads() * 4);
    let image = shared.image.clone();
    let walked = walk(&image, path, inode, |visit| {
        shared.task.check()?;
        if matches!(visit, Visit::Entry(..)) {
            shared.look()?;
        }
        match visit {
            Visit::Entry(path, _, inode) => {
                if let (Data::File(file), true) = (inode.data, fits(path)) {
                    if shared.is_full() {
                        return Err(Failure::new(Code::Limit, "enough"));
                    }
                    let (shared, work, path, inode) = (shared.clone(), work.clone(), path.to_vec(), *inode);
                    let permit = gate.enter();
                    pool.submit(move || {
                        let _permit = permit;
                        if let Err(failure) = work(&shared, &path, &inode, &file) {
                            shared.problem(&path, &failure);
                        }
                    });
                }
            }
            Visit::Problem(path, failure) => shared.problem(path, &failure),
            Visit::Leave(_) => {}
        }
        Ok(Next::Into)
    });
    gate.drain();
    if shared.is_full() { Ok(()) } else { walked }
}
