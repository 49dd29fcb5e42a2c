//! Writing inodes and directories of the merged tree. Children come before their directory, so every
//! reference is known when it is written; all children of a directory lie side by side.

use super::data::{Content, DataWriter, NONE};
use super::listing::{Listed, ListingEntry, write_listing};
use super::metadata::MetadataWriter;
use super::tables::Ids;
use crate::failure::{Code, Failure, Outcome};
use crate::layers::tree::{Body, Name, Node, NodeId, ROOT, Tree};

/// The finished inode and directory tables.
pub struct Tables {
    /// Inode table.
    pub inodes: Vec<u8>,
    /// Directory table.
    pub directories: Vec<u8>,
    /// Reference of each inode, by number, from 1.
    pub references: Vec<u64>,
    /// Reference of the root.
    pub root: u64,
    /// Owners and groups.
    pub ids: Ids,
}

/// Numbers and link counts of the nodes that have a name.
pub struct Numbering {
    numbers: Vec<u32>,
    links: Vec<u32>,
    parents: Vec<u32>,
    count: u32,
}

impl Numbering {
    /// Numbers everything that can be reached, in the order in which it will be written.
    pub fn new(tree: &Tree) -> Self {
        let size = tree.len();
        let mut numbering =
            Numbering { numbers: vec![0; size], links: vec![0; size], parents: vec![0; size], count: 0 };
        numbering.directory(tree, ROOT);
        numbering.count += 1;
        numbering.numbers[ROOT as usize] = numbering.count;
        numbering.links[ROOT as usize] = 1;
        numbering
    }

    fn directory(&mut self, tree: &Tree, id: NodeId) {
        let Body::Directory(names) = &tree.node(id).body else { return };
        for name in names.values() {
            self.directory(tree, name.node);
        }
        for name in names.values() {
            let node = name.node as usize;
            self.links[node] += 1;
            self.parents[node] = id;
            if self.numbers[node] == 0 {
                self.count += 1;
                self.numbers[node] = self.count;
            }
        }
    }

    /// Number of inodes.
    pub fn count(&self) -> u32 {
        self.count
    }

    /// Whether a node can be reached.
    pub fn is_used(&self, id: NodeId) -> bool {
        self.numbers[id as usize] != 0
    }
}

struct Writer<'a> {
    tree: &'a Tree,
    data: &'a DataWriter,
    numbering: &'a Numbering,
    inodes: MetadataWriter,
    directories: MetadataWriter,
    references: Vec<u64>,
    ids: Ids,
}

/// Writes all inodes and directories.
pub fn write_tables(tree: &Tree, data: &DataWriter, numbering: &Numbering) -> Outcome<Tables> {
    let mut writer = Writer {
        tree,
        data,
        numbering,
        inodes: MetadataWriter::new(data.packer),
        directories: MetadataWriter::new(data.packer),
        references: vec![u64::MAX; numbering.count as usize],
        ids: Ids::default(),
    };
    let listed = writer.directory(ROOT)?;
    let root = writer.inode(ROOT, Some(&listed))?;
    let Writer { inodes, directories, references, ids, .. } = writer;
    Ok(Tables { inodes: inodes.finish().0, directories: directories.finish().0, references, root, ids })
}

impl Writer<'_> {
    fn reference(&self, id: NodeId) -> u64 {
        self.references[self.numbering.numbers[id as usize] as usize - 1]
    }

    /// Writes everything below a directory and its listing, not its own inode.
    fn directory(&mut self, id: NodeId) -> Outcome<Listed> {
        let Body::Directory(names) = &self.tree.node(id).body else { return Ok(Listed::default()) };
        let mut listings = Vec::new();
        for name in names.values() {
            if matches!(self.tree.node(name.node).body, Body::Directory(_)) {
                listings.push(self.directory(name.node)?);
            }
        }
        let mut listings = listings.iter();
        for name in names.values() {
            let is_directory = matches!(self.tree.node(name.node).body, Body::Directory(_));
            let listing = if is_directory { listings.next() } else { None };
            if self.reference(name.node) == u64::MAX {
                self.inode(name.node, listing)?;
            }
        }
        let numbers = &self.numbering.numbers;
        let entries: Vec<ListingEntry<'_>> = names
            .iter()
            .map(|(text, name)| ListingEntry {
                name: text,
                reference: self.reference(name.node),
                number: numbers[name.node as usize],
                kind: basic_kind(&self.tree.node(name.node).body),
            })
            .collect();
        write_listing(&mut self.directories, entries.into_iter())
    }

    /// Writes an inode; answers its reference.
    fn inode(&mut self, id: NodeId, listing: Option<&Listed>) -> Outcome<u64> {
        let node = self.tree.node(id);
        let number = self.numbering.numbers[id as usize];
        let links = self.numbering.links[id as usize];
        let mut rest = Vec::new();
        let extended = match &node.body {
            Body::Directory(names) => {
                let empty = Listed::default();
                {
                    let is_directory = |name: &&Name| matches!(self.tree.node(name.node).body, Body::Directory(_));
                    let inner = names.values().filter(is_directory).count();
                    self.directory_rest(&mut rest, id, node, inner, listing.unwrap_or(&empty))?
                }
            }
            Body::File(content) => file_rest(&mut rest, node, links, self.data.content(*content), &self.data.words),
            Body::Symlink(target) => {
                let length = u16::try_from(target.len()).ok().filter(|&length| length > 0);
                let length = length.ok_or_else(|| Failure::new(Code::Limit, "a symbolic link is empty or too long"))?;
                push_all(&mut rest, &[links, u32::from(length)]);
                rest.extend_from_slice(target);
                push_xattr(&mut rest, node)
            }
            Body::BlockDevice(device) | Body::CharDevice(device) => {
                push_all(&mut rest, &[links, *device]);
                push_xattr(&mut rest, node)
            }
            Body::Fifo | Body::Socket => {
                push_all(&mut rest, &[links]);
                push_xattr(&mut rest, node)
            }
        };
        let (block, offset) = self.inodes.place()?;
        let kind = basic_kind(&node.body) + if extended { 7 } else { 0 };
        let (uid, gid) = (self.ids.index(node.uid)?, self.ids.index(node.gid)?);
        for value in [kind, node.mode & 0o7777, uid, gid] {
            self.inodes.push(&value.to_le_bytes());
        }
        self.inodes.push(&node.mtime.to_le_bytes());
        self.inodes.push(&number.to_le_bytes());
        self.inodes.push(&rest);
        let reference = (u64::from(block) << 16) | u64::from(offset);
        self.references[number as usize - 1] = reference;
        Ok(reference)
    }

    fn directory_rest(
        &self,
        rest: &mut Vec<u8>,
        id: NodeId,
        node: &Node,
        inner: usize,
        listed: &Listed,
    ) -> Outcome<bool> {
        let parent = match id {
            ROOT => self.numbering.count + 1,
            _ => self.numbering.numbers[self.numbering.parents[id as usize] as usize],
        };
        let links = u32::try_from(inner).unwrap_or(u32::MAX - 2) + 2;
        let size = listed.bytes.checked_add(3);
        let size = size.ok_or_else(|| Failure::new(Code::Limit, "a directory has too many entries"))?;
        if let (u32::MAX, 0, Ok(size)) = (node.xattrs, listed.index_count, u16::try_from(size)) {
            push_all(rest, &[listed.block, links]);
            rest.extend_from_slice(&size.to_le_bytes());
            rest.extend_from_slice(&listed.offset.to_le_bytes());
            push_all(rest, &[parent]);
            return Ok(false);
        }
        push_all(rest, &[links, size, listed.block, parent]);
        rest.extend_from_slice(&listed.index_count.to_le_bytes());
        rest.extend_from_slice(&listed.offset.to_le_bytes());
        push_all(rest, &[node.xattrs]);
        rest.extend_from_slice(&listed.index);
        Ok(true)
    }
}

/// The part of a file's inode that depends on its contents; answers whether it is the extended form.
fn file_rest(rest: &mut Vec<u8>, node: &Node, links: u32, content: &Content, words: &[u32]) -> bool {
    let basic = (u32::try_from(content.start), u32::try_from(content.size_bytes));
    let is_plain = links == 1 && node.xattrs == NONE && content.sparse_bytes == 0;
    let extended = match basic {
        (Ok(start), Ok(size)) if is_plain => {
            push_all(rest, &[start, content.fragment, content.fragment_offset, size]);
            false
        }
        _ => {
            for value in [content.start, content.size_bytes, content.sparse_bytes] {
                rest.extend_from_slice(&value.to_le_bytes());
            }
            push_all(rest, &[links, content.fragment, content.fragment_offset, node.xattrs]);
            true
        }
    };
    push_all(rest, &words[content.first_word..content.first_word + content.blocks]);
    extended
}

fn push_all(rest: &mut Vec<u8>, values: &[u32]) {
    rest.extend(values.iter().flat_map(|value| value.to_le_bytes()));
}

fn push_xattr(rest: &mut Vec<u8>, node: &Node) -> bool {
    if node.xattrs != NONE {
        push_all(rest, &[node.xattrs]);
    }
    node.xattrs != NONE
}

fn basic_kind(body: &Body) -> u16 {
    match body {
        Body::Directory(_) => 1,
        Body::File(_) => 2,
        Body::Symlink(_) => 3,
        Body::BlockDevice(_) => 4,
        Body::CharDevice(_) => 5,
        Body::Fifo => 6,
        Body::Socket => 7,
    }
}
