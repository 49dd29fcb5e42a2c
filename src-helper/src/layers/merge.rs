//! Applying one layer to the tree: what each entry of its archive means, whiteouts included.
//! The rules are those of the OCI image specification as the existing tools apply them.

use super::tar::{Archive, Entry, EntryKind};
use super::tree::{Body, Node, Tree};
use crate::failure::{Failure, Outcome};
use crate::image::inode::Xattr;
use crate::image::inode::stored_device;
use crate::squashfs::xattr::PREFIXES;
use std::collections::HashMap;
use std::io::Read;

/// Where contents of regular files go; answers the index they are known by.
pub trait Contents {
    /// Takes `size_bytes` bytes, handed over by `read` in order.
    fn add(&mut self, size_bytes: u64, read: &mut dyn FnMut(&mut [u8]) -> Outcome<usize>) -> Outcome<u32>;
}

/// Sets of extended attributes, each kept once.
#[derive(Default)]
pub struct XattrSets {
    /// The sets by index.
    pub sets: Vec<Vec<Xattr>>,
    known: HashMap<Vec<Xattr>, u32>,
    /// Attributes that squashfs cannot hold or an image should not.
    pub left_out: u64,
}

impl XattrSets {
    /// The index of a set; all ones for an empty one.
    pub fn intern(&mut self, xattrs: Vec<Xattr>) -> u32 {
        let total = xattrs.len();
        let mut kept: Vec<Xattr> = xattrs.into_iter().filter(|xattr| is_kept(&xattr.name)).collect();
        self.left_out += (total - kept.len()) as u64;
        if kept.is_empty() {
            return u32::MAX;
        }
        kept.sort();
        kept.dedup_by(|a, b| a.name == b.name);
        if let Some(&index) = self.known.get(&kept) {
            return index;
        }
        let index = self.sets.len() as u32;
        self.sets.push(kept.clone());
        self.known.insert(kept, index);
        index
    }
}

/// Labels of the machine an image was made on, and owners noted by rootless tools, are not part of it.
fn is_kept(name: &[u8]) -> bool {
    let storable = PREFIXES.iter().any(|prefix| name.len() > prefix.len() && name.starts_with(prefix.as_bytes()));
    storable && name.len() <= 255 && name != b"security.selinux" && name != b"user.rootlesscontainers"
}

/// Counters of one layer.
#[derive(Clone, Copy, Debug, Default)]
pub struct LayerCounts {
    /// Entries, whiteouts included.
    pub entries: u64,
    /// Whiteouts.
    pub whiteouts: u64,
}

/// How owners are treated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owners {
    /// Everything belongs to root, as in images made without privileges.
    Root,
    /// As the layers say.
    Keep,
}

/// Everything a layer is merged into.
pub struct Target<'a, C> {
    /// The tree.
    pub tree: &'a mut Tree,
    /// Where contents go.
    pub contents: &'a mut C,
    /// Where extended attributes go.
    pub xattrs: &'a mut XattrSets,
    /// How owners are treated.
    pub owners: Owners,
    /// Later times are set back to this.
    pub latest: Option<u32>,
    /// Directories get all rights for their owner, regular files reading and writing.
    pub fix_permissions: bool,
}

impl<C: Contents> Target<'_, C> {
    /// Applies layer number `layer`, counted from 1; `stream` is the archive, decompressed.
    pub fn apply<R: Read>(
        &mut self,
        stream: R,
        layer: u32,
        mut check: impl FnMut(&LayerCounts) -> Outcome<()>,
    ) -> Outcome<LayerCounts> {
        let mut archive = Archive::new(stream);
        let mut counts = LayerCounts::default();
        while let Some(entry) = archive.next_entry()? {
            counts.entries += 1;
            check(&counts)?;
            let named = |failure: Failure| {
                let message = format!("{}: {}", String::from_utf8_lossy(&entry.path), failure.message);
                Failure::new(failure.code, message)
            };
            if self.entry(&mut archive, &entry, layer).map_err(named)? {
                counts.whiteouts += 1;
            }
        }
        archive.finish()?;
        Ok(counts)
    }

    /// Takes one entry; answers whether it was a whiteout.
    fn entry<R: Read>(&mut self, archive: &mut Archive<R>, entry: &Entry, layer: u32) -> Outcome<bool> {
        let (directory, name) = split_name(&entry.path);
        if let Some(hidden) = name.strip_prefix(b".wh.") {
            // Without a name, or with that of the directory itself, its older contents are meant.
            let everything = name == b".wh..wh..opq" || hidden.is_empty() || hidden == b".";
            self.tree.white_out(directory, (!everything).then_some(hidden), layer)?;
            return Ok(true);
        }
        let body = match &entry.kind {
            EntryKind::HardLink(target) => {
                self.tree.link(&entry.path, target, layer)?;
                return Ok(false);
            }
            EntryKind::File => {
                let contents = &mut *self.contents;
                Body::File(contents.add(entry.size_bytes, &mut |buffer| archive.read_contents(buffer))?)
            }
            EntryKind::Symlink(target) => Body::Symlink(target.as_slice().into()),
            EntryKind::Directory => Body::Directory(std::collections::BTreeMap::new()),
            EntryKind::CharDevice(major, minor) => Body::CharDevice(stored_device(*major, *minor)),
            EntryKind::BlockDevice(major, minor) => Body::BlockDevice(stored_device(*major, *minor)),
            EntryKind::Fifo => Body::Fifo,
        };
        let node = self.node(entry, body);
        self.tree.insert(&entry.path, node, layer)?;
        Ok(false)
    }

    fn node(&mut self, entry: &Entry, body: Body) -> Node {
        let (uid, gid) = if self.owners == Owners::Root { (0, 0) } else { (entry.uid, entry.gid) };
        let mode = match body {
            Body::Symlink(_) => 0o777,
            Body::Directory(_) if self.fix_permissions => entry.mode | 0o700,
            Body::File(_) if self.fix_permissions => entry.mode | 0o600,
            _ => entry.mode,
        };
        // Whole seconds modulo 2^32 is all that squashfs holds.
        let mtime = self.latest.map_or(entry.mtime, |latest| entry.mtime.min(i64::from(latest)));
        Node { mode, uid, gid, mtime: mtime as u32, xattrs: self.xattrs.intern(entry.xattrs.clone()), body }
    }
}

/// Splits a path at its last name, whatever slashes it ends with.
fn split_name(path: &[u8]) -> (&[u8], &[u8]) {
    let end = path.iter().rposition(|&byte| byte != b'/').map_or(0, |last| last + 1);
    let path = &path[..end];
    match path.iter().rposition(|&byte| byte == b'/') {
        Some(slash) => (&path[..slash], &path[slash + 1..]),
        None => (b"", path),
    }
}
