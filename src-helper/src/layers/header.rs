//! The fields of a header in an archive that are not numbers.

use super::numbers::field;
use crate::failure::{Outcome, malformed};

/// Archives consist of blocks of this size.
pub const BLOCK: usize = 512;

/// Fails when the checksum of a header is wrong. Old programs summed signed bytes.
pub fn check_sum(header: &[u8; BLOCK]) -> Outcome<()> {
    let outside = |index: usize| !(148..156).contains(&index);
    let bytes = || header.iter().enumerate().map(|(index, &byte)| if outside(index) { byte } else { b' ' });
    let unsigned: i64 = bytes().map(i64::from).sum();
    let signed: i64 = bytes().map(|byte| i64::from(byte as i8)).sum();
    let stored = field(&header[148..156])?;
    if stored != unsigned && stored != signed {
        return Err(malformed("a header of an archive has a wrong checksum"));
    }
    Ok(())
}

/// Text of a field.
pub fn until_nul(raw: &[u8]) -> Vec<u8> {
    raw.split(|&byte| byte == 0).next().unwrap_or_default().to_vec()
}

/// Name of a plain header; only POSIX headers have a prefix there.
pub fn header_name(header: &[u8; BLOCK]) -> Vec<u8> {
    let name = until_nul(&header[..100]);
    let prefix = until_nul(&header[345..500]);
    if &header[257..263] != b"ustar\0" || prefix.is_empty() {
        return name;
    }
    [prefix, name].join(&b'/')
}
