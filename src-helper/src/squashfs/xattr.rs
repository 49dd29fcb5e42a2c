//! Extended attributes: sets of name and value pairs, shared by inodes. A value may lie elsewhere in
//! the table, one level deep.

use super::image::Squashfs;
use super::metadata::{Cursor, Region};
use super::superblock::{NO_TABLE, Superblock};
use super::tables::LookupTable;
use crate::failure::{Outcome, malformed};
use crate::image::inode::Xattr;
use crate::source::Source;

/// Linux allows no longer value.
const MAX_VALUE_BYTES: u32 = 65_536;
/// No sensible set has more attributes.
const MAX_PAIRS: u32 = 65_536;
/// Name prefixes by their stored number.
pub const PREFIXES: [&str; 3] = ["user.", "trusted.", "security."];

/// The table of attribute sets.
pub struct XattrTable {
    ids: LookupTable,
    count: u32,
    region: Region,
}

impl XattrTable {
    /// Reads the header of the table, if the image has one.
    pub fn read(source: &Source, superblock: &Superblock) -> Outcome<Option<Self>> {
        let header = superblock.xattr_table;
        if header == NO_TABLE {
            return Ok(None);
        }
        let mut raw = [0u8; 16];
        source.read_exact_at(header, &mut raw)?;
        let start = crate::bytes::u64_at(&raw, 0);
        let count = crate::bytes::u32_at(&raw, 8);
        if start < superblock.directory_table || start > header {
            return Err(malformed("the extended attributes are not where they can be"));
        }
        let ids = LookupTable::read(source, superblock.bytes_used, start, header + 16, u64::from(count), 16)?;
        let end = ids.start().unwrap_or(header).min(header);
        Ok(Some(XattrTable { ids, count, region: Region { start, end } }))
    }

    /// Number of sets.
    pub fn count(&self) -> u32 {
        self.count
    }

    /// Where the table begins.
    pub fn start(&self) -> u64 {
        self.region.start
    }

    /// All attributes of set `index`, in stored order.
    pub fn set(&self, image: &Squashfs, index: u32) -> Outcome<Vec<Xattr>> {
        let mut entry = self.ids.cursor(image, u64::from(index))?;
        let (reference, pairs) = (entry.u64()?, entry.u32()?);
        if pairs > MAX_PAIRS {
            return Err(malformed("an inode has too many extended attributes"));
        }
        let mut cursor = self.at(image, reference)?;
        let mut set = Vec::new();
        for _ in 0..pairs {
            set.push(self.pair(image, &mut cursor)?);
        }
        Ok(set)
    }

    fn at<'a>(&self, image: &'a Squashfs, reference: u64) -> Outcome<Cursor<'a>> {
        let place = image.place(self.region, reference >> 16, (reference & 0xffff) as usize)?;
        Cursor::new(image, self.region, place)
    }

    fn pair(&self, image: &Squashfs, cursor: &mut Cursor<'_>) -> Outcome<Xattr> {
        let (kind, name_bytes) = (cursor.u16()?, cursor.u16()?);
        let prefix = PREFIXES
            .get(usize::from(kind & 0xff))
            .ok_or_else(|| malformed("an extended attribute has an unknown prefix"))?;
        let mut suffix = Vec::new();
        cursor.bytes(usize::from(name_bytes), &mut suffix)?;
        let mut name = prefix.as_bytes().to_vec();
        name.extend_from_slice(&suffix);
        if suffix.contains(&0) || name.len() > 255 {
            return Err(malformed("an extended attribute has an impossible name"));
        }
        let value = if kind & 0x0100 == 0 {
            read_value(cursor)?
        } else {
            cursor.skip(4)?;
            let reference = cursor.u64()?;
            read_value(&mut self.at(image, reference)?)?
        };
        Ok(Xattr { name, value })
    }
}

fn read_value(cursor: &mut Cursor<'_>) -> Outcome<Vec<u8>> {
    let length = cursor.u32()?;
    if length > MAX_VALUE_BYTES {
        return Err(malformed("an extended attribute is longer than 64 KiB"));
    }
    let mut value = Vec::new();
    cursor.bytes(length as usize, &mut value)?;
    Ok(value)
}
