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
    level: i32,
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
    static DEFLATE: RefCell<Option<(i32, Deflate)>> = const { RefCell::new(None) };
    static ZSTD: RefCell<Option<zstd_safe::CCtx<'static>>> = const { RefCell::new(None) };
}

impl Packer {
    /// A packer by the name of its compressor; without a level, the one that suits it.
    pub fn new(name: &str, level: Option<u64>) -> Outcome<Self> {
        let (compressor, default, most) = match name {
            "gzip" | "" => (Compressor::Gzip, 6, 12),
            "zstd" => (Compressor::Zstd, 3, 22),
            _ => return Err(wrong_request(format!("{name} images cannot be written"))),
        };
        let level = level.unwrap_or(default);
        if level == 0 || level > most {
            return Err(wrong_request(format!("{name} has no level {level}")));
        }
        Ok(Packer { compressor, level: level as i32 })
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
        DEFLATE.with_borrow_mut(|slot| {
            if slot.as_ref().is_none_or(|(level, _)| *level != self.level) {
                let level = CompressionLvl::new(self.level).unwrap_or_default();
                *slot = Some((self.level, Deflate::new(level)));
            }
            slot.as_mut().and_then(|(_, deflate)| deflate.zlib_compress(raw, target).ok())
        })
    }

    fn zstd(&self, raw: &[u8], target: &mut [u8]) -> Option<usize> {
        ZSTD.with_borrow_mut(|slot| {
            if slot.is_none() {
                *slot = zstd_safe::CCtx::try_create();
            }
            slot.as_mut().and_then(|context| context.compress(target, raw, self.level).ok())
        })
    }
}
