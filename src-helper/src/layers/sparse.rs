//! Sparse files in archives: which parts of the contents are stored and which are holes.

use super::numbers::{decimal, size_field};
use crate::failure::{Outcome, malformed};

/// No file needs more parts.
const MAX_PARTS: usize = 1 << 20;

/// Fails when a map grows beyond all measure.
pub fn check_count(parts: usize) -> Outcome<()> {
    if parts > MAX_PARTS { Err(malformed("a sparse file has too many parts")) } else { Ok(()) }
}

/// The pairs of offset and length in a GNU header.
pub fn header_map(raw: &[u8]) -> Outcome<Vec<(u64, u64)>> {
    let pairs = raw.as_chunks::<24>().0.iter().take_while(|pair| pair[0] != 0);
    pairs.map(|pair| Ok((size_field(&pair[..12])?, size_field(&pair[12..])?))).collect()
}

/// Where the reading of a sparse file stands.
pub struct Sparse {
    parts: Vec<(u64, u64)>,
    at: usize,
    position: u64,
    size_bytes: u64,
}

impl Sparse {
    /// Checks the map of a file of `size_bytes`, of which `stored_bytes` are in the archive.
    pub fn new(parts: Vec<(u64, u64)>, size_bytes: u64, stored_bytes: u64) -> Outcome<Self> {
        check_count(parts.len())?;
        let (mut end, mut stored) = (0u64, 0u64);
        for &(offset, length) in &parts {
            let after = offset.checked_add(length).filter(|&after| offset >= end && after <= size_bytes);
            end = after.ok_or_else(|| malformed("the parts of a sparse file overlap or lie outside"))?;
            stored += length;
        }
        if stored != stored_bytes {
            return Err(malformed("the parts of a sparse file are not as long as its data"));
        }
        Ok(Sparse { parts, at: 0, position: 0, size_bytes })
    }

    /// The next run of at most `wanted` bytes: whether it is a hole, and its length, at least 1.
    pub fn next_run(&mut self, wanted: u64) -> (bool, u64) {
        while self.parts.get(self.at).is_some_and(|(offset, length)| offset + length <= self.position) {
            self.at += 1;
        }
        let (is_hole, end) = match self.parts.get(self.at) {
            Some(&(offset, _)) if self.position < offset => (true, offset),
            Some(&(offset, length)) => (false, offset + length),
            None => (true, self.size_bytes),
        };
        let run = end.saturating_sub(self.position).clamp(1, wanted.max(1));
        self.position += run;
        (is_hole, run)
    }
}

/// Reads the map that stands in front of the data: a count, then pairs, one number a line.
#[derive(Default)]
pub struct MapReader {
    digits: Vec<u8>,
    count: Option<u64>,
    numbers: Vec<u64>,
}

impl MapReader {
    /// Whether all numbers have been read.
    pub fn is_done(&self) -> bool {
        self.count.is_some_and(|count| self.numbers.len() as u64 >= count * 2)
    }

    /// Takes one block.
    pub fn feed(&mut self, block: &[u8]) -> Outcome<()> {
        for &byte in block {
            if self.is_done() {
                return Ok(());
            }
            if byte != b'\n' {
                self.digits.push(byte);
                if self.digits.len() > 20 {
                    return Err(malformed("the map of a sparse file is malformed"));
                }
                continue;
            }
            let number = decimal(&self.digits)?;
            self.digits.clear();
            if self.count.is_some() {
                self.numbers.push(number);
            } else {
                check_count(usize::try_from(number).unwrap_or(usize::MAX))?;
                self.count = Some(number);
            }
        }
        Ok(())
    }

    /// The map.
    pub fn finish(self) -> Vec<(u64, u64)> {
        self.numbers.as_chunks::<2>().0.iter().map(|&[offset, length]| (offset, length)).collect()
    }
}
