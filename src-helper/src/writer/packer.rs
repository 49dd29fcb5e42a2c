//! Compressing one block. A block that does not shrink is stored as it is, one of zeros not at all.

use crate::failure::{Outcome, wrong_request};
use crate::squashfs::codec::Compressor;
use libdeflater::{CompressionLvl, Compressor as Deflate};
use std::cell::RefCell;

/// How blocks are compressed.
#[derive(Clone, Copy, Debug)]
pub struct Packer {
    /// The compressor: gzip or zstd.
    pub compressor: Compressor,
    /// The level; for gzip without one, it depends on the block.
    level: Option<i32>,
}

/// What became of a block.
pub enum Packed {
    /// All zeros: nothing is stored.
    Hole,
    /// It did not shrink.
    Raw,
    /// It did.
    Compressed(Vec<u8>),
}

thread_local! {
    /// By level; there are one or two.
    static DEFLATE: RefCell<Vec<(i32, Deflate)>> = const { RefCell::new(Vec::new()) };
    static ZSTD: RefCell<Option<zstd_safe::CCtx<'static>>> = const { RefCell::new(None) };
}

impl Packer {
    /// A packer by the name of its compressor; without a level, what suits it: zstd 3, gzip 5 or 6.
    pub fn new(name: &str, level: Option<u64>) -> Outcome<Self> {
        let (compressor, most) = match name {
            "gzip" | "" => (Compressor::Gzip, 12),
            "zstd" => (Compressor::Zstd, 22),
            _ => return Err(wrong_request(format!("{name} images cannot be written"))),
        };
        if let Some(level) = level.filter(|level| !(1..=most).contains(level)) {
            return Err(wrong_request(format!("{name} has no level {level}")));
        }
        Ok(Packer { compressor, level: level.map(|level| level as i32) })
    }

    /// Compresses a data block.
    pub fn pack(&self, raw: &[u8], spare: Vec<u8>) -> Packed {
        if raw.iter().all(|&byte| byte == 0) {
            return Packed::Hole;
        }
        self.pack_metadata(raw, spare)
    }

    /// Compresses a block that is stored even if it is all zeros.
    pub fn pack_metadata(&self, raw: &[u8], mut spare: Vec<u8>) -> Packed {
        spare.resize(raw.len().saturating_sub(1), 0);
        let size = match self.compressor {
            Compressor::Zstd => self.zstd(raw, &mut spare),
            _ => self.deflate(raw, &mut spare),
        };
        match size {
            Some(size) => {
                spare.truncate(size);
                Packed::Compressed(spare)
            }
            None => Packed::Raw,
        }
    }

    fn deflate(&self, raw: &[u8], target: &mut [u8]) -> Option<usize> {
        let level = self.level.unwrap_or_else(|| fitting_level(raw));
        DEFLATE.with_borrow_mut(|known| {
            let at = known.iter().position(|(of, _)| *of == level).unwrap_or_else(|| {
                known.push((level, Deflate::new(CompressionLvl::new(level).unwrap_or_default())));
                known.len() - 1
            });
            known[at].1.zlib_compress(raw, target).ok()
        })
    }

    fn zstd(&self, raw: &[u8], target: &mut [u8]) -> Option<usize> {
        ZSTD.with_borrow_mut(|slot| {
            if slot.is_none() {
                *slot = zstd_safe::CCtx::try_create();
            }
            slot.as_mut().and_then(|context| context.compress(target, raw, self.level.unwrap_or(3)).ok())
        })
    }
}

/// Blocks with many zero bytes, programs and tables, gain most by the longer search of level 6 for the time it
/// takes; for the others it is spent in vain.
fn fitting_level(raw: &[u8]) -> i32 {
    let zeros = raw.iter().filter(|&&byte| byte == 0).count();
    if zeros > raw.len() / 8 { 6 } else { 5 }
}
