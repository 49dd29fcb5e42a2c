//! Hard links: the first name of an inode is written, every further one is linked to it at the end,
//! when no thread is still writing.

use super::Shared;
use super::target::{Directory, open_beneath};
use crate::failure::Outcome;
use crate::image::inode::Inode;
use rustix::fd::{AsFd, OwnedFd};
use rustix::fs::{self, AtFlags};
use std::collections::HashMap;
use std::sync::Arc;

/// A further name of an inode.
struct Another {
    number: u32,
    path: Vec<u8>,
}

/// All names of inodes that have several.
#[derive(Default)]
pub struct Links {
    first: HashMap<u32, Vec<u8>>,
    others: Vec<Another>,
}

impl Links {
    /// Whether the inode has been written under another name; if so this name is noted. The directory
    /// then keeps its working mode until the link has been made.
    pub fn is_another_name(&mut self, directory: &Arc<Directory>, path: &[u8], inode: &Inode) -> bool {
        // The first name's directory must stay searchable, too.
        directory.defer();
        if self.first.contains_key(&inode.number) {
            self.others.push(Another { number: inode.number, path: path.to_vec() });
            return true;
        }
        self.first.insert(inode.number, path.to_vec());
        false
    }

    /// Makes all links.
    pub fn make(self, target: &OwnedFd, shared: &Shared) -> Outcome<()> {
        for another in &self.others {
            shared.check()?;
            let made = self.first.get(&another.number).map_or(Ok(()), |first| link(target, first, &another.path));
            if let Err(failure) = made {
                shared.problem(&another.path, failure);
            }
        }
        Ok(())
    }
}

fn split(path: &[u8]) -> (&[u8], &[u8]) {
    let at = path.iter().rposition(|&byte| byte == b'/').unwrap_or(0);
    (&path[..at], &path[(at + 1).min(path.len())..])
}

fn link(target: &OwnedFd, first: &[u8], another: &[u8]) -> Outcome<()> {
    let ((from_directory, from), (to_directory, to)) = (split(first), split(another));
    let from_directory = open_beneath(target.as_fd(), from_directory)?;
    let to_directory = open_beneath(target.as_fd(), to_directory)?;
    Ok(fs::linkat(&from_directory, from, &to_directory, to, AtFlags::empty())?)
}
