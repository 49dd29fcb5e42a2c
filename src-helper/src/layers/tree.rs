//! The tree that layers are merged into. Owns the rules of names: what replaces what, links on the
//! way that cannot leave the root, and which layer touched a name last.

use crate::failure::{Code, Failure, Outcome, malformed};
use std::collections::BTreeMap;

/// Index of a node.
pub type NodeId = u32;
/// The root directory.
pub const ROOT: NodeId = 0;
/// Directories inside each other; a file system path cannot hold many more.
const MAX_DEPTH: usize = 1024;
const MAX_LINKS: u32 = 255;

/// A name in a directory.
#[derive(Clone, Copy, Debug)]
pub struct Name {
    /// What it names.
    pub node: NodeId,
    /// The layer that made it, or something below it.
    pub layer: u32,
}

/// What depends on the kind of file.
#[derive(Clone, Debug)]
pub enum Body {
    /// Names in order.
    Directory(BTreeMap<Box<[u8]>, Name>),
    /// Contents, by their index in the writer.
    File(u32),
    /// Target of a symbolic link.
    Symlink(Box<[u8]>),
    /// A block device, as stored.
    BlockDevice(u32),
    /// A character device, as stored.
    CharDevice(u32),
    /// A named pipe.
    Fifo,
    /// A socket.
    Socket,
}

/// A file of any kind, without its names.
#[derive(Clone, Debug)]
pub struct Node {
    /// The twelve permission bits.
    pub mode: u16,
    /// Owner.
    pub uid: u32,
    /// Group.
    pub gid: u32,
    /// Seconds since 1970, modulo 2^32.
    pub mtime: u32,
    /// Index of the set of extended attributes, or all ones.
    pub xattrs: u32,
    /// What depends on the kind.
    pub body: Body,
}

/// The tree.
pub struct Tree {
    nodes: Vec<Node>,
    /// Time of directories nobody wrote an entry for.
    time: u32,
}

/// A directory and the names that lead to it.
pub(super) struct Place {
    chain: Vec<(NodeId, Box<[u8]>)>,
    pub(super) directory: NodeId,
}

impl Place {
    /// Whether a directory is this one or above it.
    pub(super) fn is_in(&self, id: NodeId) -> bool {
        self.directory == id || self.chain.iter().any(|(above, _)| *above == id)
    }
}

impl Tree {
    /// An empty root; `time` is what directories without an entry of their own get.
    pub fn new(time: u32) -> Self {
        let mut tree = Tree { nodes: Vec::new(), time };
        let root = tree.directory(0o755);
        tree.nodes.push(root);
        tree
    }

    fn directory(&self, mode: u16) -> Node {
        let body = Body::Directory(BTreeMap::new());
        Node { mode, uid: 0, gid: 0, mtime: self.time, xattrs: u32::MAX, body }
    }

    /// A node.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id as usize]
    }

    /// Number of nodes, those without a name included.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is nothing, which is never so.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    pub(super) fn names(&self, id: NodeId) -> Option<&BTreeMap<Box<[u8]>, Name>> {
        match &self.node(id).body {
            Body::Directory(names) => Some(names),
            _ => None,
        }
    }

    pub(super) fn names_mut(&mut self, id: NodeId) -> Option<&mut BTreeMap<Box<[u8]>, Name>> {
        match &mut self.nodes[id as usize].body {
            Body::Directory(names) => Some(names),
            _ => None,
        }
    }

    pub(super) fn add_node(&mut self, node: Node) -> Outcome<NodeId> {
        let id = u32::try_from(self.nodes.len()).ok().filter(|&id| id < u32::MAX - 1);
        let id = id.ok_or_else(|| Failure::new(Code::Limit, "there are too many files"))?;
        self.nodes.push(node);
        Ok(id)
    }

    /// Goes to the directory at `path`, links on the way followed inside the root. With a layer, what is missing is
    /// made and what is in the way replaced; without one, `None` is the answer then.
    pub(super) fn go(&mut self, path: &[Box<[u8]>], layer: Option<u32>) -> Outcome<Option<Place>> {
        let mut place = Place { chain: Vec::new(), directory: ROOT };
        let mut pending: Vec<Box<[u8]>> = path.iter().rev().cloned().collect();
        let mut links = 0;
        while let Some(name) = pending.pop() {
            if &*name == b".." {
                if let Some((parent, _)) = place.chain.pop() {
                    place.directory = parent;
                }
                continue;
            }
            if place.chain.len() + pending.len() > MAX_DEPTH {
                return Err(Failure::new(Code::Limit, "the directories of a layer are too deep"));
            }
            let found = self.names(place.directory).and_then(|names| names.get(&name)).copied();
            let next = match found.map(|found| (found.node, &self.node(found.node).body)) {
                Some((node, Body::Directory(_))) => node,
                Some((_, Body::Symlink(target))) => {
                    links += 1;
                    if links > MAX_LINKS {
                        return Err(malformed("the symbolic links on the way to a file go in circles"));
                    }
                    let target = target.clone();
                    if target.first() == Some(&b'/') {
                        place = Place { chain: Vec::new(), directory: ROOT };
                    }
                    pending.extend(split(&target).into_iter().rev());
                    continue;
                }
                other => {
                    let Some(layer) = layer else { return Ok(None) };
                    // A file in the way leaves its metadata to the directory that replaces it.
                    let body = Body::Directory(BTreeMap::new());
                    let node = match other {
                        Some((in_the_way, _)) => Node { body, ..self.node(in_the_way).clone() },
                        None => self.directory(0o775),
                    };
                    let node = self.add_node(node)?;
                    let parent = place.directory;
                    if let Some(names) = self.names_mut(parent) {
                        names.insert(name.clone(), Name { node, layer });
                    }
                    node
                }
            };
            place.chain.push((place.directory, name));
            place.directory = next;
        }
        if let Some(layer) = layer {
            self.stamp(&place, layer);
        }
        Ok(Some(place))
    }

    /// Notes that a layer made something below all directories of a place.
    fn stamp(&mut self, place: &Place, layer: u32) {
        for (parent, name) in &place.chain {
            if let Some(found) = self.names_mut(*parent).and_then(|names| names.get_mut(name)) {
                found.layer = layer;
            }
        }
    }

    /// Puts a node at a path. A directory over a directory changes only its metadata; anything else replaces.
    pub fn insert(&mut self, path: &[u8], node: Node, layer: u32) -> Outcome<()> {
        let names = clean(path);
        let Some((last, parents)) = names.split_last() else {
            let Body::Directory(_) = node.body else {
                return Err(malformed("a layer replaces the root directory by something else"));
            };
            self.change(ROOT, node);
            return Ok(());
        };
        let Some(place) = self.go(parents, Some(layer))? else { return Ok(()) };
        let existing = self.names(place.directory).and_then(|names| names.get(last)).map(|name| name.node);
        let merges = |tree: &Tree, id: NodeId| tree.names(id).is_some() && matches!(node.body, Body::Directory(_));
        let id = match existing {
            Some(id) if merges(self, id) => {
                self.change(id, node);
                id
            }
            _ => self.add_node(node)?,
        };
        if let Some(names) = self.names_mut(place.directory) {
            names.insert(last.clone(), Name { node: id, layer });
        }
        Ok(())
    }

    fn change(&mut self, id: NodeId, new: Node) {
        let node = &mut self.nodes[id as usize];
        let body = std::mem::replace(&mut node.body, Body::Fifo);
        *node = Node { body, ..new };
    }

    /// What is at a path; a link at its end is not followed.
    pub fn find(&mut self, path: &[u8]) -> Outcome<Option<NodeId>> {
        let names = clean(path);
        let Some((last, parents)) = names.split_last() else { return Ok(Some(ROOT)) };
        let Some(place) = self.go(parents, None)? else { return Ok(None) };
        Ok(self.names(place.directory).and_then(|names| names.get(last)).map(|name| name.node))
    }

    /// The path that a path with links on the way and at its end leads to, whether or not anything is there.
    pub fn follow(&mut self, path: &[u8]) -> Outcome<Vec<u8>> {
        let mut path = path.to_vec();
        for _ in 0..MAX_LINKS {
            let target = match self.find(&path)?.map(|id| &self.node(id).body) {
                Some(Body::Symlink(target)) => target.to_vec(),
                _ => return Ok(path),
            };
            let mut names = clean(&path);
            names.pop();
            if target.first() == Some(&b'/') {
                names.clear();
            }
            path = names.iter().flat_map(|name| [b"/", &**name].concat()).chain([b'/']).chain(target).collect();
        }
        Err(malformed("symbolic links go in circles"))
    }

    /// Gives the directory that a path is in the time of the image, as making or removing a name there does.
    pub fn touch_directory_of(&mut self, path: &[u8]) -> Outcome<()> {
        let names = clean(path);
        let Some((_, parents)) = names.split_last() else { return Ok(()) };
        if let Some(place) = self.go(parents, None)? {
            self.nodes[place.directory as usize].mtime = self.time;
        }
        Ok(())
    }

    /// A node that can be changed in place: its names stay as they are.
    pub fn node_mut(&mut self, id: NodeId) -> &mut Node {
        &mut self.nodes[id as usize]
    }
}

/// The names of a path; `.` and empty ones dropped, `..` kept.
fn split(path: &[u8]) -> Vec<Box<[u8]>> {
    let names = path.split(|&byte| byte == b'/').filter(|name| !name.is_empty() && *name != b".");
    names.map(Box::from).collect()
}

/// The names of a path, cleaned lexically: `..` cannot leave the root.
pub fn clean(path: &[u8]) -> Vec<Box<[u8]>> {
    let mut names: Vec<Box<[u8]>> = Vec::new();
    for name in split(path) {
        if &*name == b".." {
            names.pop();
        } else {
            names.push(name);
        }
    }
    names
}
