//! Extraction of paths or everything beneath an open directory. Owns the order of things and the
//! bounds; never writes by a path that leaves the target, never through a link.

mod contents;
mod links;
pub mod target;

use crate::failure::{Code, Failure, Outcome, malformed};
use crate::image::Image;
use crate::image::inode::{Data, FileData, Inode, Kind, device_numbers};
use crate::image::walk::{Next, Visit, walk};
use crate::pool::{Gate, Pool};
use contents::Batch;
use links::Links;
use rustix::fd::OwnedFd;
use rustix::fs::{self, FileType, Mode};
use std::ffi::CString;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use target::{Deferred, Directory, Metadata};

/// Pieces of work under way at once; bounds open files and expanded blocks.
const UNDER_WAY: usize = 24;

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Paths to extract with all that is below them; everything if empty.
    pub paths: Vec<Vec<u8>>,
    /// Set owners, and the extended attributes that only root may set.
    pub owners: bool,
    /// Keep set-user-id and set-group-id bits.
    pub set_ids: bool,
    /// Make devices, fifos and sockets.
    pub special: bool,
    /// Most bytes of contents, holes counted.
    pub max_bytes: Option<u64>,
    /// Most entries.
    pub max_entries: Option<u64>,
}

/// Counters that change while extraction runs.
#[derive(Default)]
pub struct Counters {
    /// Entries done or under way.
    pub entries: AtomicU64,
    /// Bytes of contents written.
    pub bytes: AtomicU64,
    /// Entries that could not be made.
    pub problems: AtomicU64,
    /// Devices, fifos and sockets left out because nobody asked for them.
    pub left_out: AtomicU64,
}

/// Who is told about progress and problems.
pub trait Observer: Send + Sync {
    /// Fails if the work was cancelled.
    fn check(&self) -> Outcome<()>;
    /// An entry was left out.
    fn problem(&self, path: &[u8], failure: &Failure);
    /// Something was done; called often.
    fn progress(&self, counters: &Counters);
}

/// What all threads of one extraction share.
pub(crate) struct Shared {
    pub(crate) image: Arc<Image>,
    pub(crate) observer: Arc<dyn Observer>,
    pub(crate) counters: Counters,
    pub(crate) owners: bool,
    fatal: Mutex<Option<Failure>>,
}

impl Shared {
    /// Notes a failed entry; a full disk and a cancelled request end everything.
    pub(crate) fn problem(&self, path: &[u8], failure: Failure) {
        if matches!(failure.code, Code::OutOfSpace | Code::Cancelled) {
            self.fatal.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(failure);
            return;
        }
        self.counters.problems.fetch_add(1, Ordering::Relaxed);
        self.observer.problem(path, &failure);
    }

    pub(crate) fn check(&self) -> Outcome<()> {
        self.observer.check()?;
        let fatal = self.fatal.lock().unwrap_or_else(PoisonError::into_inner);
        fatal.clone().map_or(Ok(()), Err)
    }
}

/// Extracts into `target`; answers the counters at the end.
pub fn extract(
    image: &Arc<Image>,
    pool: &Pool,
    target: OwnedFd,
    options: &Options,
    observer: Arc<dyn Observer>,
) -> Outcome<[u64; 4]> {
    let shared = Arc::new(Shared {
        image: image.clone(),
        observer,
        counters: Counters::default(),
        owners: options.owners,
        fatal: Mutex::new(None),
    });
    let deferred = Arc::new(Deferred::default());
    let gate = Gate::new(UNDER_WAY);
    let mut run = Run {
        selected: selection(image, &options.paths)?,
        options,
        links: Links::default(),
        batch: Batch::new(shared.clone(), gate.clone()),
        directories: vec![Directory::target(target.try_clone()?, deferred.clone())],
        shared: shared.clone(),
        pool,
    };
    let walked = walk(image, b"", &image.root()?, |visit| run.visit(visit));
    run.batch.submit(pool);
    gate.drain();
    let Run { links, directories, .. } = run;
    drop(directories);
    let links_made = if walked.is_ok() { links.make(&target, &shared) } else { Ok(()) };
    for (path, metadata) in deferred.take() {
        if let Err(failure) = target::finish_deferred(rustix::fd::AsFd::as_fd(&target), &path, &metadata) {
            shared.problem(&path, failure);
        }
    }
    walked.and(links_made).and(shared.check())?;
    let counters = &shared.counters;
    Ok([&counters.entries, &counters.bytes, &counters.problems, &counters.left_out].map(|n| n.load(Ordering::Relaxed)))
}

/// The real paths that are asked for; `None` for everything.
fn selection(image: &Image, paths: &[Vec<u8>]) -> Outcome<Option<Vec<Vec<u8>>>> {
    let mut selected = Vec::new();
    for path in paths {
        let (real, _) = image.resolve(path, false).map_err(|failure| {
            let message = format!("{}: {}", String::from_utf8_lossy(path), failure.message);
            Failure::new(failure.code, message)
        })?;
        if real.is_empty() {
            return Ok(None);
        }
        selected.push(real);
    }
    Ok(if selected.is_empty() { None } else { Some(selected) })
}

/// `path` is `of` or lies below it.
fn is_below(path: &[u8], of: &[u8]) -> bool {
    path.strip_prefix(of).is_some_and(|rest| rest.is_empty() || rest[0] == b'/')
}

/// Extraction as the walk sees it.
struct Run<'a> {
    selected: Option<Vec<Vec<u8>>>,
    options: &'a Options,
    links: Links,
    batch: Batch,
    directories: Vec<Arc<Directory>>,
    shared: Arc<Shared>,
    pool: &'a Pool,
}

impl Run<'_> {
    fn visit(&mut self, visit: Visit<'_>) -> Outcome<Next> {
        self.shared.check()?;
        match visit {
            Visit::Entry(path, _, inode) => {
                let wanted = self.selected.as_ref().is_none_or(|all| all.iter().any(|one| is_below(path, one)));
                let on_the_way = inode.kind == Kind::Directory
                    && self.selected.as_ref().is_some_and(|all| all.iter().any(|one| is_below(one, path)));
                if !wanted && !on_the_way {
                    return Ok(Next::Past);
                }
                self.count()?;
                match self.entry(path, inode) {
                    Ok(next) => return Ok(next),
                    Err(failure) if failure.code == Code::Limit => return Err(failure),
                    Err(failure) => self.shared.problem(path, failure),
                }
                return Ok(Next::Past);
            }
            Visit::Leave(_) => {
                self.directories.pop();
            }
            Visit::Problem(path, failure) => self.shared.problem(path, failure),
        }
        Ok(Next::Past)
    }

    fn count(&mut self) -> Outcome<()> {
        let entries = self.shared.counters.entries.fetch_add(1, Ordering::Relaxed) + 1;
        if self.options.max_entries.is_some_and(|most| entries > most) {
            return Err(Failure::new(Code::Limit, "there are more entries than may be extracted"));
        }
        self.shared.observer.progress(&self.shared.counters);
        Ok(())
    }

    fn metadata(&self, inode: &Inode) -> Metadata {
        let kept = match inode.kind {
            Kind::Directory if !self.options.set_ids => 0o1777,
            _ if !self.options.set_ids => 0o777,
            _ => 0o7777,
        };
        let owner = self.options.owners.then_some((inode.uid, inode.gid));
        Metadata { mode: inode.mode & kept, mtime: inode.mtime, owner }
    }

    fn entry(&mut self, path: &[u8], inode: &Inode) -> Outcome<Next> {
        let Some(directory) = self.directories.last().cloned() else { return Ok(Next::Past) };
        let name = path.rsplit(|&byte| byte == b'/').next().unwrap_or(path);
        let name = CString::new(name).map_err(|_| malformed("a name holds a NUL"))?;
        let metadata = self.metadata(inode);
        match inode.data {
            Data::Directory(_) => {
                let made = directory.make(&name, path, metadata)?;
                contents::copy_xattrs(&self.shared, inode, made.handle());
                self.directories.push(made);
                return Ok(Next::Into);
            }
            Data::File(file) => self.file(&directory, path, &name, inode, &file, metadata)?,
            Data::Symlink(..) => {
                let mut link = Vec::new();
                inode.link_target(&self.shared.image, &mut link)?;
                fs::symlinkat(link.as_slice(), directory.handle(), &name)?;
                metadata.apply_at(directory.handle(), &name, false)?;
            }
            Data::Device(_) | Data::Nothing if !self.options.special => {
                self.shared.counters.left_out.fetch_add(1, Ordering::Relaxed);
            }
            Data::Device(_) | Data::Nothing => make_special(&directory, &name, inode, &metadata)?,
        }
        Ok(Next::Past)
    }

    fn file(
        &mut self,
        directory: &Arc<Directory>,
        path: &[u8],
        name: &CString,
        inode: &Inode,
        file: &FileData,
        metadata: Metadata,
    ) -> Outcome<()> {
        if inode.links > 1 && self.links.is_another_name(directory, path, inode) {
            return Ok(());
        }
        let bytes = self.batch.add_total(file.size_bytes);
        if self.options.max_bytes.is_some_and(|most| bytes > most) {
            return Err(Failure::new(Code::Limit, "there is more than may be extracted"));
        }
        self.batch.add(self.pool, directory, path, name, inode, file, metadata)
    }
}

#[cfg(target_os = "linux")]
fn make_special(directory: &Directory, name: &CString, inode: &Inode, metadata: &Metadata) -> Outcome<()> {
    let kind = match inode.kind {
        Kind::BlockDevice => FileType::BlockDevice,
        Kind::CharDevice => FileType::CharacterDevice,
        Kind::Fifo => FileType::Fifo,
        _ => FileType::Socket,
    };
    let device = match inode.data {
        Data::Device(stored) => {
            let (major, minor) = device_numbers(stored);
            fs::makedev(major, minor)
        }
        _ => 0,
    };
    fs::mknodat(directory.handle(), name, kind, Mode::from_raw_mode((metadata.mode & 0o777).into()), device)?;
    metadata.apply_at(directory.handle(), name, metadata.mode & 0o7000 != 0 || metadata.owner.is_some())
}

#[cfg(not(target_os = "linux"))]
fn make_special(_: &Directory, _: &CString, _: &Inode, _: &Metadata) -> Outcome<()> {
    Err(crate::failure::unsupported("devices, fifos and sockets cannot be made here"))
}
