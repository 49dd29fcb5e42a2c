//! Directory listings: runs of entries that share an inode block. Names must be in order, without
//! duplicates and harmless; a listing that breaks this is refused, because two entries of one name
//! are how files get written through links.

use super::image::Squashfs;
use super::inode::ListingPlace;
use super::metadata::{Cursor, MetadataPlace};
use crate::failure::{Outcome, malformed};
use crate::image::inode::Kind;
use crate::image::{DirectoryEntry, check_name};

/// Reads a listing entry by entry; memory does not grow with the directory.
pub struct SquashfsListing<'a> {
    cursor: Option<Cursor<'a>>,
    left_bytes: u32,
    left_in_run: u32,
    run_block: u64,
    run_number: u32,
    name: Vec<u8>,
    previous: Vec<u8>,
}

impl<'a> SquashfsListing<'a> {
    /// Opens the listing of a directory.
    pub fn new(image: &'a Squashfs, at: ListingPlace, listing_bytes: u32) -> Outcome<Self> {
        let cursor = if listing_bytes == 0 {
            None
        } else {
            let region = image.directory_region();
            let place: MetadataPlace = image.place(region, u64::from(at.block), usize::from(at.offset))?;
            Some(Cursor::new(image, region, place)?)
        };
        Ok(SquashfsListing {
            cursor,
            left_bytes: listing_bytes,
            left_in_run: 0,
            run_block: 0,
            run_number: 0,
            name: Vec::new(),
            previous: Vec::new(),
        })
    }

    fn spend(&mut self, bytes: u32) -> Outcome<()> {
        self.left_bytes = self
            .left_bytes
            .checked_sub(bytes)
            .ok_or_else(|| malformed("a directory listing does not end where it should"))?;
        Ok(())
    }

    /// The next entry and its name, until the listing ends.
    pub fn next_entry(&mut self) -> Outcome<Option<(DirectoryEntry, &[u8])>> {
        if self.left_in_run == 0 {
            if self.left_bytes == 0 {
                return Ok(None);
            }
            self.spend(12)?;
            let Some(cursor) = &mut self.cursor else { return Ok(None) };
            let count = cursor.u32()?;
            self.run_block = u64::from(cursor.u32()?);
            self.run_number = cursor.u32()?;
            if count >= 256 {
                return Err(malformed("a directory run has too many entries"));
            }
            self.left_in_run = count + 1;
        }
        self.spend(8)?;
        let Some(cursor) = &mut self.cursor else { return Ok(None) };
        let fixed: [u8; 8] = cursor.array()?;
        let offset = u16::from_le_bytes([fixed[0], fixed[1]]);
        let difference = i16::from_le_bytes([fixed[2], fixed[3]]);
        let kind = Kind::from_basic(u16::from_le_bytes([fixed[4], fixed[5]]))
            .ok_or_else(|| malformed("a directory entry has an unknown type"))?;
        let length = u32::from(u16::from_le_bytes([fixed[6], fixed[7]])) + 1;
        if length > 255 {
            return Err(malformed("a name is longer than 255 bytes"));
        }
        std::mem::swap(&mut self.name, &mut self.previous);
        cursor.bytes(length as usize, &mut self.name)?;
        self.spend(length)?;
        self.left_in_run -= 1;
        check_name(&self.name)?;
        if !self.previous.is_empty() && self.previous >= self.name {
            return Err(malformed("the names of a directory are not in order or not unique"));
        }
        let entry = DirectoryEntry {
            reference: (self.run_block << 16) | u64::from(offset),
            kind: Some(kind),
            number: self.run_number.wrapping_add_signed(i32::from(difference)),
        };
        Ok(Some((entry, &self.name)))
    }
}
