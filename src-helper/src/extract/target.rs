//! Files and directories while they are being written. Everything happens beneath a directory
//! handle, one name at a time, without following a link; what is given up is removed.
//!
//! A directory gets its final mode and time when the last thing that writes in it lets go of it,
//! which is how deepest-first order comes about by itself.

use crate::failure::Outcome;
use rustix::fd::{AsFd, BorrowedFd, OwnedFd};
use rustix::fs::{self, AtFlags, Gid, Mode, OFlags, Timespec, Timestamps, Uid};
use std::ffi::CString;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Entries whose owner the system did not let us set; a helper extracts once.
pub static OWNERS_REFUSED: AtomicU64 = AtomicU64::new(0);

/// What is kept of an entry's metadata.
#[derive(Clone, Copy, Debug)]
pub struct Metadata {
    /// Permission bits, as they are to end up.
    pub mode: u16,
    /// Seconds since 1970.
    pub mtime: u32,
    /// Owner and group, if they are to be set.
    pub owner: Option<(u32, u32)>,
}

impl Metadata {
    fn timestamps(&self) -> Timestamps {
        let time = Timespec { tv_sec: i64::from(self.mtime), tv_nsec: 0 };
        Timestamps { last_access: time, last_modification: time }
    }

    /// Sets owner, mode and time of something open, in the order in which none undoes another.
    fn apply(&self, handle: BorrowedFd<'_>, set_mode: bool) -> Outcome<()> {
        let mut mode = self.mode;
        if let Some((uid, gid)) = self.owner
            && fs::fchown(handle, Some(Uid::from_raw(uid)), Some(Gid::from_raw(gid))).is_err()
        {
            // Without the right owner a set-user-id bit would mean something else.
            OWNERS_REFUSED.fetch_add(1, Ordering::Relaxed);
            mode &= 0o1777;
        }
        if set_mode || self.owner.is_some() {
            fs::fchmod(handle, Mode::from_raw_mode(mode.into()))?;
        }
        fs::futimens(handle, &self.timestamps())?;
        Ok(())
    }

    /// Sets owner and time of something that cannot be opened: a link, a device, a fifo.
    pub fn apply_at(&self, directory: BorrowedFd<'_>, name: &CString, set_mode: bool) -> Outcome<()> {
        let no_follow = AtFlags::SYMLINK_NOFOLLOW;
        if let Some((uid, gid)) = self.owner
            && fs::chownat(directory, name, Some(Uid::from_raw(uid)), Some(Gid::from_raw(gid)), no_follow).is_err()
        {
            OWNERS_REFUSED.fetch_add(1, Ordering::Relaxed);
        }
        if set_mode {
            fs::chmodat(directory, name, Mode::from_raw_mode(self.mode.into()), AtFlags::empty())?;
        }
        fs::utimensat(directory, name, &self.timestamps(), no_follow)?;
        Ok(())
    }
}

/// Directories whose end has to wait until hard links have been made in them.
#[derive(Default)]
pub struct Deferred {
    directories: Mutex<Vec<(Vec<u8>, Metadata)>>,
}

impl Deferred {
    /// Everything deferred, deepest first.
    pub fn take(&self) -> Vec<(Vec<u8>, Metadata)> {
        let mut all = std::mem::take(&mut *self.directories.lock().unwrap_or_else(PoisonError::into_inner));
        all.sort_by_key(|(path, _)| std::cmp::Reverse(path.iter().filter(|&&byte| byte == b'/').count()));
        all
    }
}

/// A directory that is being filled.
pub struct Directory {
    handle: OwnedFd,
    parent: Option<Arc<Directory>>,
    path: Vec<u8>,
    /// `None` for the target itself, which stays as it is.
    metadata: Option<Metadata>,
    waits: AtomicBool,
    deferred: Arc<Deferred>,
}

impl Directory {
    /// The directory everything goes into.
    pub fn target(handle: OwnedFd, deferred: Arc<Deferred>) -> Arc<Self> {
        let waits = AtomicBool::new(false);
        Arc::new(Directory { handle, parent: None, path: Vec::new(), metadata: None, waits, deferred })
    }

    /// Makes a directory in this one, or takes the real directory that is there already.
    pub fn make(self: &Arc<Self>, name: &CString, path: &[u8], metadata: Metadata) -> Outcome<Arc<Self>> {
        match fs::mkdirat(&self.handle, name, Mode::RWXU) {
            Ok(()) | Err(rustix::io::Errno::EXIST) => {}
            Err(error) => return Err(error.into()),
        }
        let flags = OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::RDONLY | OFlags::CLOEXEC;
        let handle = fs::openat(&self.handle, name, flags, Mode::empty())?;
        Ok(Arc::new(Directory {
            handle,
            parent: Some(self.clone()),
            path: path.to_vec(),
            metadata: Some(metadata),
            waits: AtomicBool::new(false),
            deferred: self.deferred.clone(),
        }))
    }

    /// The handle.
    pub fn handle(&self) -> BorrowedFd<'_> {
        self.handle.as_fd()
    }

    /// Lets this directory and those above it keep their working mode until the end.
    pub fn defer(&self) {
        let mut directory = Some(self);
        while let Some(current) = directory {
            if current.waits.swap(true, Ordering::SeqCst) {
                return;
            }
            directory = current.parent.as_deref();
        }
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let Some(metadata) = self.metadata else { return };
        if self.waits.load(Ordering::SeqCst) {
            let mut list = self.deferred.directories.lock().unwrap_or_else(PoisonError::into_inner);
            list.push((std::mem::take(&mut self.path), metadata));
        } else {
            // A file system without modes or times is no reason to lose the files.
            let _ = metadata.apply(self.handle.as_fd(), true);
        }
    }
}

/// A regular file that is being written. It gets its time when the last writer lets go of it, and
/// is removed if one of them failed.
pub struct NewFile {
    handle: OwnedFd,
    directory: Arc<Directory>,
    name: CString,
    metadata: Metadata,
    failed: AtomicBool,
}

impl NewFile {
    /// Makes a file that must not exist.
    pub fn make(directory: &Arc<Directory>, name: &CString, metadata: Metadata) -> Outcome<Self> {
        let flags = OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::WRONLY | OFlags::CLOEXEC;
        let mode = Mode::from_raw_mode((metadata.mode & 0o777).into());
        let handle = fs::openat(&directory.handle, name, flags, mode)?;
        let failed = AtomicBool::new(false);
        Ok(NewFile { handle, directory: directory.clone(), name: name.clone(), metadata, failed })
    }

    /// The handle.
    pub fn handle(&self) -> BorrowedFd<'_> {
        self.handle.as_fd()
    }

    /// Writes all of `bytes` at `offset`.
    pub fn write_at(&self, mut bytes: &[u8], mut offset: u64) -> Outcome<()> {
        while !bytes.is_empty() {
            let written = rustix::io::pwrite(&self.handle, bytes, offset)?;
            bytes = &bytes[written..];
            offset += written as u64;
        }
        Ok(())
    }

    /// Makes the file this long; what is not written stays a hole.
    pub fn set_size(&self, size_bytes: u64) -> Outcome<()> {
        Ok(fs::ftruncate(&self.handle, size_bytes)?)
    }

    /// Gives the file up: it will be removed. Answers whether this is the first time.
    pub fn give_up(&self) -> bool {
        !self.failed.swap(true, Ordering::SeqCst)
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if self.failed.load(Ordering::SeqCst) {
            let _ = fs::unlinkat(&self.directory.handle, &self.name, AtFlags::empty());
        } else {
            let special = self.metadata.mode & 0o7000 != 0;
            let _ = self.metadata.apply(self.handle.as_fd(), special);
        }
    }
}

/// Opens the directory at `path` beneath `target`, name by name and through no link.
pub fn open_beneath(target: BorrowedFd<'_>, path: &[u8]) -> Outcome<OwnedFd> {
    let flags = OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::RDONLY | OFlags::CLOEXEC;
    let mut handle = target.try_clone_to_owned()?;
    for name in path.split(|&byte| byte == b'/').filter(|name| !name.is_empty()) {
        handle = fs::openat(&handle, name, flags, Mode::empty())?;
    }
    Ok(handle)
}

/// Sets mode, owner and time of a deferred directory.
pub fn finish_deferred(target: BorrowedFd<'_>, path: &[u8], metadata: &Metadata) -> Outcome<()> {
    metadata.apply(open_beneath(target, path)?.as_fd(), true)
}
