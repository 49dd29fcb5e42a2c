//! Extended attributes of ext: behind the fields of an inode, or in a block of their own.

use super::OLD_INODE_BYTES;
use crate::bytes::{u16_at, u32_at};
use crate::failure::{Outcome, malformed, unsupported};
use crate::image::inode::Xattr;

const MAGIC: u32 = 0xea02_0000;
const HEADER_BYTES: usize = 32;
const ENTRY_BYTES: usize = 16;

/// The prefix that a number stands for; the two of access lists are whole names.
fn prefix_of(number: u8) -> Option<&'static str> {
    Some(match number {
        0 => "",
        1 => "user.",
        2 => "system.posix_acl_access",
        3 => "system.posix_acl_default",
        4 => "trusted.",
        6 => "security.",
        7 => "system.",
        8 => "system.richacl",
        _ => return None,
    })
}

/// The part of an inode behind its fields, if attributes are there.
pub(super) fn inline_part(inode: &[u8], extra_bytes: usize) -> Option<&[u8]> {
    let part = inode.get(OLD_INODE_BYTES + extra_bytes..)?;
    (extra_bytes > 0 && part.len() >= 8 && u32_at(part, 0) == MAGIC).then(|| &part[4..])
}

/// Appends the attributes of an inode's own part.
pub(super) fn read_inline(part: &[u8], all: &mut Vec<Xattr>) -> Outcome<()> {
    read_entries(part, 0, all)
}

/// Appends the attributes of a block.
pub(super) fn read_block(block: &[u8], all: &mut Vec<Xattr>) -> Outcome<()> {
    if u32_at(block, 0) != MAGIC || u32_at(block, 8) != 1 {
        return Err(malformed("a block of extended attributes is damaged"));
    }
    read_entries(block, HEADER_BYTES, all)
}

/// Entries from `at` on until four bytes of zeros; values are found from the beginning of `area`.
fn read_entries(area: &[u8], mut at: usize, all: &mut Vec<Xattr>) -> Outcome<()> {
    let broken = || malformed("an extended attribute lies outside its area");
    while area.len() >= at + 4 && u32_at(area, at) != 0 {
        if area.len() < at + ENTRY_BYTES {
            return Err(broken());
        }
        let (length, number) = (usize::from(area[at]), area[at + 1]);
        let (value_at, elsewhere, size) =
            (usize::from(u16_at(area, at + 2)), u32_at(area, at + 4), u32_at(area, at + 8) as usize);
        if elsewhere != 0 {
            return Err(unsupported("an extended attribute lies in an inode of its own"));
        }
        let suffix = area.get(at + ENTRY_BYTES..at + ENTRY_BYTES + length).ok_or_else(broken)?;
        let value = value_at.checked_add(size).and_then(|end| area.get(value_at..end)).ok_or_else(broken)?;
        let prefix = prefix_of(number).ok_or_else(|| malformed("an extended attribute has an unknown prefix"))?;
        let name = [prefix.as_bytes(), suffix].concat();
        if name.is_empty() || name.contains(&0) {
            return Err(malformed("an extended attribute has an impossible name"));
        }
        all.push(Xattr { name, value: value.to_vec() });
        at += (ENTRY_BYTES + length).next_multiple_of(4);
    }
    Ok(())
}
