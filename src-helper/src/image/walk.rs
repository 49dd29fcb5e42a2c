//! Going through everything below a directory, in order, each directory once. A damaged directory
//! or entry is told to the visitor and left out; the walk goes on.

use super::inode::{Data, Inode, Kind};
use super::{DirectoryEntry, Image, Listing};
use crate::failure::{Code, Failure, Outcome, malformed};
use std::collections::HashSet;

/// Directories inside each other.
const MAX_DEPTH: usize = 4096;
/// Bytes of a path.
const MAX_PATH_BYTES: usize = 65_535;

/// What a visitor is told.
pub enum Visit<'a> {
    /// An entry and its inode.
    Entry(&'a [u8], &'a DirectoryEntry, &'a Inode),
    /// A directory whose entries have all been visited.
    Leave(&'a [u8]),
    /// Something at this path could not be read.
    Problem(&'a [u8], Failure),
}

/// How to go on after an entry.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Into it, if it is a directory.
    Into,
    /// Past it.
    Past,
}

struct Level<'a> {
    listing: Listing<'a>,
    path_bytes: usize,
}

/// Visits everything below `directory`, which has the path `path`, itself not included.
/// The visitor decides about each directory whether to go into it; an error of the visitor ends the walk.
pub fn walk(
    image: &Image,
    path: &[u8],
    directory: &Inode,
    mut visitor: impl FnMut(Visit<'_>) -> Outcome<Next>,
) -> Outcome<()> {
    let Data::Directory(data) = directory.data else {
        return Err(Failure::new(Code::WrongType, "not a directory"));
    };
    let mut seen = HashSet::from([directory.number]);
    let mut path = path.to_vec();
    let mut levels = vec![Level { listing: Listing::new(image, data)?, path_bytes: path.len() }];
    while let Some(level) = levels.last_mut() {
        path.truncate(level.path_bytes);
        let (entry, name) = match level.listing.next_entry() {
            Ok(Some(found)) => found,
            Ok(None) => {
                visitor(Visit::Leave(&path))?;
                levels.pop();
                continue;
            }
            Err(failure) => {
                visitor(Visit::Problem(&path, failure))?;
                visitor(Visit::Leave(&path))?;
                levels.pop();
                continue;
            }
        };
        path.push(b'/');
        path.extend_from_slice(name);
        let inode = match image.inode_of(&entry) {
            Ok(inode) => inode,
            Err(failure) => {
                visitor(Visit::Problem(&path, failure))?;
                continue;
            }
        };
        if inode.kind == Kind::Directory && (levels.len() >= MAX_DEPTH || path.len() > MAX_PATH_BYTES) {
            visitor(Visit::Problem(&path, Failure::new(Code::Limit, "the directories are too deep")))?;
            continue;
        }
        if inode.kind == Kind::Directory && !seen.insert(inode.number) {
            visitor(Visit::Problem(&path, malformed("a directory occurs more than once")))?;
            continue;
        }
        let next = visitor(Visit::Entry(&path, &entry, &inode))?;
        if let (Next::Into, Data::Directory(data)) = (next, inode.data) {
            match Listing::new(image, data) {
                Ok(listing) => levels.push(Level { listing, path_bytes: path.len() }),
                Err(failure) => {
                    visitor(Visit::Problem(&path, failure))?;
                    visitor(Visit::Leave(&path))?;
                }
            }
        }
    }
    Ok(())
}
