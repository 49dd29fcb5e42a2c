//! Writing the listing of a directory: runs of entries, and the index that lets the kernel jump in a
//! long listing.

use super::metadata::MetadataWriter;
use crate::failure::{Code, Failure, Outcome};
use crate::squashfs::metadata::METADATA_BYTES;

/// One entry to be written.
pub struct ListingEntry<'a> {
    /// Name.
    pub name: &'a [u8],
    /// Reference to the inode.
    pub reference: u64,
    /// Inode number.
    pub number: u32,
    /// Basic type.
    pub kind: u16,
}

/// Where a listing went.
#[derive(Clone, Debug, Default)]
pub struct Listed {
    /// Block in the directory table.
    pub block: u32,
    /// Offset in the block.
    pub offset: u16,
    /// Bytes of the listing.
    pub bytes: u32,
    /// The index as it stands in the inode.
    pub index: Vec<u8>,
    /// Entries of the index.
    pub index_count: u16,
}

struct Run {
    entries: Vec<u8>,
    count: u32,
    inode_block: u32,
    number: u32,
    table_block: usize,
}

/// Writes one listing; entries must be in order of their names.
pub fn write_listing<'a>(
    table: &mut MetadataWriter,
    entries: impl Iterator<Item = ListingEntry<'a>>,
) -> Outcome<Listed> {
    let (block, offset) = table.place()?;
    let mut listed = Listed { block, offset, ..Listed::default() };
    let mut written = 0usize;
    let mut run: Option<Run> = None;
    let mut last_index_block = 0;
    for entry in entries {
        let inode_block = (entry.reference >> 16) as u32;
        let fits = run.as_ref().is_some_and(|run| {
            let difference = i64::from(entry.number) - i64::from(run.number);
            let position = usize::from(offset) + written + 12 + run.entries.len();
            run.count < 256
                && run.inode_block == inode_block
                && i16::try_from(difference).is_ok()
                && position / METADATA_BYTES == run.table_block
        });
        if !fits {
            written += end_run(table, run.take());
            let table_block = (usize::from(offset) + written) / METADATA_BYTES;
            if table_block != last_index_block && listed.index_count < u16::MAX {
                last_index_block = table_block;
                let (start, _) = table.place()?;
                listed.index.extend_from_slice(&(written as u32).to_le_bytes());
                listed.index.extend_from_slice(&start.to_le_bytes());
                listed.index.extend_from_slice(&(entry.name.len() as u32 - 1).to_le_bytes());
                listed.index.extend_from_slice(entry.name);
                listed.index_count += 1;
            }
            run = Some(Run { entries: Vec::new(), count: 0, inode_block, number: entry.number, table_block });
        }
        if let Some(run) = &mut run {
            let difference = entry.number.wrapping_sub(run.number) as u16;
            run.entries.extend_from_slice(&(entry.reference as u16).to_le_bytes());
            run.entries.extend_from_slice(&difference.to_le_bytes());
            run.entries.extend_from_slice(&entry.kind.to_le_bytes());
            run.entries.extend_from_slice(&(entry.name.len() as u16 - 1).to_le_bytes());
            run.entries.extend_from_slice(entry.name);
            run.count += 1;
        }
    }
    written += end_run(table, run);
    let too_long = |_| Failure::new(Code::Limit, "a directory has too many entries");
    listed.bytes = u32::try_from(written).map_err(too_long)?;
    Ok(listed)
}

fn end_run(table: &mut MetadataWriter, run: Option<Run>) -> usize {
    let Some(run) = run else { return 0 };
    table.push(&(run.count - 1).to_le_bytes());
    table.push(&run.inode_block.to_le_bytes());
    table.push(&run.number.to_le_bytes());
    table.push(&run.entries);
    12 + run.entries.len()
}
