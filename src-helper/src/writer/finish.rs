//! The end of an image: unused data taken out, tables written, the superblock last.

use super::data::DataWriter;
use super::inodes::{Numbering, write_tables};
use super::tables::{fragment_record, lookup, xattrs};
use crate::failure::Outcome;
use crate::layers::merge::XattrSets;
use crate::layers::tree::{Body, Tree};
use crate::squashfs::codec::Compressor;
use crate::squashfs::superblock::{MAGIC, NO_TABLE};

/// Duplicates removed, exportable: what every image of ours is.
const FLAGS: u16 = 0x0040 | 0x0080;
const NO_XATTRS: u16 = 0x0200;
/// Images end at a multiple of this, because they are mounted through loop devices.
const PADDING: u64 = 4096;

/// What came out.
#[derive(Clone, Copy, Debug)]
pub struct Finished {
    /// Inodes.
    pub inodes: u32,
    /// Bytes with padding.
    pub size_bytes: u64,
    /// Bytes without padding.
    pub bytes_used: u64,
}

/// Ends the image that `data` has begun with the tree and the attributes; `created` is its time of creation.
pub fn finish(data: &mut DataWriter, tree: &Tree, attributes: &XattrSets, created: u32) -> Outcome<Finished> {
    let numbering = Numbering::new(tree);
    let mut used = vec![false; data.contents.len()];
    for id in (0..tree.len() as u32).filter(|&id| numbering.is_used(id)) {
        if let Body::File(content) = tree.node(id).body {
            used[content as usize] = true;
        }
    }
    data.compact(&used)?;
    let tables = write_tables(tree, data, &numbering)?;
    let (packer, inode_table) = (data.packer, data.position);
    let mut position = inode_table;
    let mut append = |bytes: &[u8]| -> Outcome<u64> {
        data.file.write_at(position, bytes)?;
        position += bytes.len() as u64;
        Ok(position)
    };
    let directory_table = append(&tables.inodes)?;
    let mut end = append(&tables.directories)?;
    let fragment_table = if data.fragments.is_empty() {
        NO_TABLE
    } else {
        let table = lookup(packer, end, data.fragments.iter().map(fragment_record));
        end = append(&table.bytes)?;
        table.position
    };
    let export = lookup(packer, end, tables.references.iter().map(|reference| reference.to_le_bytes().to_vec()));
    end = append(&export.bytes)?;
    let ids = lookup(packer, end, tables.ids.all().iter().map(|id| id.to_le_bytes().to_vec()));
    end = append(&ids.bytes)?;
    let xattr_table = if attributes.sets.is_empty() {
        NO_TABLE
    } else {
        let table = xattrs(packer, end, &attributes.sets)?;
        end = append(&table.bytes)?;
        table.position
    };
    let compressor: u16 = if packer.compressor == Compressor::Zstd { 6 } else { 1 };
    let flags = if xattr_table == NO_TABLE { FLAGS | NO_XATTRS } else { FLAGS };
    let block_bytes = data.block_bytes as u32;
    let mut superblock = Vec::with_capacity(96);
    for value in [MAGIC, numbering.count(), created, block_bytes, data.fragments.len() as u32] {
        superblock.extend_from_slice(&value.to_le_bytes());
    }
    let ids_count = tables.ids.all().len() as u16;
    for value in [compressor, block_bytes.trailing_zeros() as u16, flags, ids_count, 4, 0] {
        superblock.extend_from_slice(&value.to_le_bytes());
    }
    for value in
        [tables.root, end, ids.position, xattr_table, inode_table, directory_table, fragment_table, export.position]
    {
        superblock.extend_from_slice(&value.to_le_bytes());
    }
    data.file.write_at(0, &superblock)?;
    let size_bytes = end.next_multiple_of(PADDING);
    data.file.finish(size_bytes)?;
    Ok(Finished { inodes: numbering.count(), size_bytes, bytes_used: end })
}
