//! Descriptors that were open before the helper started. The only place that takes a number for a
//! descriptor, and does so only after asking the system whether it is one.
#![allow(unsafe_code)]

use crate::failure::{Code, Failure, Outcome};
use rustix::fd::{BorrowedFd, OwnedFd};
use std::fs::File;

/// A private copy of inherited descriptor `number`, closed on exec.
pub fn inherited(number: u64) -> Outcome<OwnedFd> {
    let missing = || Failure::new(Code::Request, format!("descriptor {number} is not open"));
    let raw = i32::try_from(number).ok().filter(|&raw| raw >= 0).ok_or_else(missing)?;
    // SAFETY: the borrow lives for one system call, which answers EBADF if nothing is open there.
    let borrowed = unsafe { BorrowedFd::borrow_raw(raw) };
    rustix::io::fcntl_dupfd_cloexec(borrowed, 3).map_err(|_| missing())
}

/// The same as a file.
pub fn inherited_file(number: u64) -> Outcome<File> {
    inherited(number).map(File::from)
}

/// A private copy of standard output. The original is not used any more, so nothing else can write into the answers.
pub fn standard_output() -> Outcome<File> {
    inherited_file(1)
}
