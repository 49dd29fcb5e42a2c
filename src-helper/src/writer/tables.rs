//! The small tables at the end of an image: owners, fragments, export, extended attributes.

use super::data::Fragment;
use super::metadata::MetadataWriter;
use super::packer::Packer;
use crate::failure::{Code, Failure, Outcome};
use crate::image::inode::Xattr;
use crate::squashfs::xattr::PREFIXES;
use std::collections::HashMap;

/// Users and groups, each once.
#[derive(Default)]
pub struct Ids {
    ids: Vec<u32>,
    known: HashMap<u32, u16>,
}

impl Ids {
    /// The index of an id.
    pub fn index(&mut self, id: u32) -> Outcome<u16> {
        if let Some(&index) = self.known.get(&id) {
            return Ok(index);
        }
        let index = u16::try_from(self.ids.len()).ok().filter(|&index| index < u16::MAX);
        let index = index.ok_or_else(|| Failure::new(Code::Limit, "there are more than 65535 owners and groups"))?;
        self.ids.push(id);
        self.known.insert(id, index);
        Ok(index)
    }

    /// All ids.
    pub fn all(&self) -> &[u32] {
        &self.ids
    }
}

/// Bytes to be appended to the image, and where in them the superblock points to.
pub struct Table {
    /// What is appended.
    pub bytes: Vec<u8>,
    /// Position of the array or header, absolute.
    pub position: u64,
}

/// A lookup table that is appended at `start` of the image.
pub fn lookup(packer: Packer, start: u64, records: impl Iterator<Item = Vec<u8>>) -> Table {
    let mut writer = MetadataWriter::new(packer);
    records.for_each(|record| writer.push(&record));
    let (mut bytes, starts) = writer.finish();
    let position = start + bytes.len() as u64;
    bytes.extend(starts.iter().flat_map(|block| (start + block).to_le_bytes()));
    Table { bytes, position }
}

/// The record of a fragment block.
pub fn fragment_record(fragment: &Fragment) -> Vec<u8> {
    let mut record = fragment.position.to_le_bytes().to_vec();
    record.extend_from_slice(&fragment.word.to_le_bytes());
    record.extend_from_slice(&[0; 4]);
    record
}

/// The table of extended attributes.
pub fn xattrs(packer: Packer, start: u64, sets: &[Vec<Xattr>]) -> Outcome<Table> {
    let mut pairs = MetadataWriter::new(packer);
    let mut ids = MetadataWriter::new(packer);
    for set in sets {
        let (block, offset) = pairs.place()?;
        let mut total = 0u32;
        for xattr in set {
            let (kind, suffix) = prefix_of(&xattr.name);
            let value_bytes = u32::try_from(xattr.value.len()).ok().filter(|&bytes| bytes <= 65_536);
            let value_bytes =
                value_bytes.ok_or_else(|| Failure::new(Code::Limit, "an extended attribute is longer than 64 KiB"))?;
            pairs.push(&kind.to_le_bytes());
            pairs.push(&(suffix.len() as u16).to_le_bytes());
            pairs.push(suffix);
            pairs.push(&value_bytes.to_le_bytes());
            pairs.push(&xattr.value);
            total += 8 + suffix.len() as u32 + value_bytes;
        }
        ids.push(&((u64::from(block) << 16) | u64::from(offset)).to_le_bytes());
        ids.push(&(set.len() as u32).to_le_bytes());
        ids.push(&total.to_le_bytes());
    }
    let (mut bytes, _) = pairs.finish();
    let ids_start = start + bytes.len() as u64;
    let (id_bytes, id_starts) = ids.finish();
    bytes.extend_from_slice(&id_bytes);
    let position = start + bytes.len() as u64;
    bytes.extend_from_slice(&start.to_le_bytes());
    bytes.extend_from_slice(&(sets.len() as u32).to_le_bytes());
    bytes.extend_from_slice(&[0; 4]);
    bytes.extend(id_starts.iter().flat_map(|block| (ids_start + block).to_le_bytes()));
    Ok(Table { bytes, position })
}

fn prefix_of(name: &[u8]) -> (u16, &[u8]) {
    let found = PREFIXES
        .iter()
        .enumerate()
        .find_map(|(kind, prefix)| name.strip_prefix(prefix.as_bytes()).map(|suffix| (kind as u16, suffix)));
    found.unwrap_or((0, name))
}
