//! An image under construction: what has been merged and added so far, and the rules it was begun with.

use crate::descriptors::inherited_file;
use crate::failure::{Code, Failure, Outcome, malformed, wrong_request};
use crate::image::inode::stored_device;
use crate::layers::merge::{Contents, Owners, XattrSets};
use crate::layers::tree::{Body, Node, Tree};
use crate::pool::Pool;
use crate::serve::request::Request;
use crate::writer::data::DataWriter;
use crate::writer::output::ImageFile;
use crate::writer::packer::Packer;
use std::io::Read;
use std::sync::Arc;

/// Entries of all layers together, unless the caller says otherwise; so many fit into the memory of the jail.
const MOST_ENTRIES: u64 = 4_000_000;

/// An image under construction.
pub struct Building {
    /// The data part.
    pub data: DataWriter,
    /// Names and inodes.
    pub tree: Tree,
    /// Extended attributes.
    pub xattrs: XattrSets,
    /// How owners are treated.
    pub owners: Owners,
    /// Time of the image and of what has no time of its own.
    pub time: u32,
    /// Later times are set back to this.
    pub latest: Option<u32>,
    /// Whether owners get the rights they need to read.
    pub fix_permissions: bool,
    /// Layers and single additions so far.
    pub layers: u32,
    /// Bytes that may still be taken.
    pub left_bytes: u64,
    /// Entries that may still be taken.
    pub left_entries: u64,
}

impl Building {
    /// Begins an image as `request` says.
    pub fn new(file: ImageFile, workers: Arc<Pool>, request: &Request) -> Outcome<Self> {
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
        Ok(Building {
            data: DataWriter::new(file, packer, block_bytes as usize, workers),
            tree: Tree::new(time),
            xattrs: XattrSets::default(),
            owners,
            time,
            latest: request.flag("clampTimes").then_some(time),
            fix_permissions: request.flag("fixPermissions"),
            layers: 0,
            left_bytes: request.optional_number("maxBytes")?.unwrap_or(u64::MAX),
            left_entries: request.optional_number("maxEntries")?.unwrap_or(MOST_ENTRIES),
        })
    }

    /// The path a request means; with `follow`, the one that links lead to.
    pub fn place(&mut self, request: &Request) -> Outcome<Vec<u8>> {
        let path = request.bytes("path")?;
        if request.flag("follow") { self.tree.follow(&path) } else { Ok(path) }
    }

    /// Puts what a request describes at `path`.
    pub fn add(&mut self, request: &Request, path: &[u8]) -> Outcome<()> {
        let most = || Failure::new(Code::Limit, "there are more entries than may be packed");
        self.left_entries = self.left_entries.checked_sub(1).ok_or_else(most)?;
        let node = self.new_node(request)?;
        self.layers += 1;
        let found = self.tree.find(path)?.map(|id| &self.tree.node(id).body);
        let merges = matches!((found, &node.body), (Some(Body::Directory(_)), Body::Directory(_)));
        self.tree.insert(path, node, self.layers)?;
        // A new name changes its directory.
        if merges { Ok(()) } else { self.tree.touch_directory_of(path) }
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
    pub fn new_content(&mut self, request: &Request) -> Outcome<u32> {
        if let Some(fd) = request.optional_number("fd")? {
            let mut file = inherited_file(fd)?;
            let size = request.number("sizeBytes")?;
            self.spend(size)?;
            return self.data.add(size, &mut |buffer| {
                crate::jail::extend_cpu_budget();
                Ok(file.read(buffer)?)
            });
        }
        let bytes = request.bytes("contents")?;
        let mut rest = bytes.as_slice();
        let size = bytes.len() as u64;
        self.spend(size)?;
        self.data.add(size, &mut |buffer| rest.read(buffer).map_err(|_| malformed("contents are cut short")))
    }

    fn spend(&mut self, bytes: u64) -> Outcome<()> {
        let left = self.left_bytes.checked_sub(bytes);
        self.left_bytes = left.ok_or_else(|| Failure::new(Code::Limit, "there is more than may be packed"))?;
        Ok(())
    }
}
