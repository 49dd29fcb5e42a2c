//! The compressors of squashfs: which one an image uses, and expanding one block into a buffer of
//! fixed size. Output never grows beyond the buffer it is given, whatever the block claims.

use super::lzo;
use crate::failure::{Outcome, malformed, unsupported};
use liblzma::stream::{Action, Status, Stream};
use std::cell::RefCell;

/// Memory an xz or lzma decoder may take; the dictionary of a valid block is at most 1 MiB.
const XZ_MEMORY_BYTES: u64 = 16 << 20;

/// A compressor, by its number in the superblock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compressor {
    /// zlib streams.
    Gzip,
    /// Legacy `.lzma` streams.
    Lzma,
    /// LZO1X blocks.
    Lzo,
    /// `.xz` streams.
    Xz,
    /// LZ4 blocks.
    Lz4,
    /// Zstandard frames.
    Zstd,
}

impl Compressor {
    /// The compressor with this number.
    pub fn from_id(id: u16) -> Outcome<Self> {
        Ok(match id {
            1 => Compressor::Gzip,
            2 => Compressor::Lzma,
            3 => Compressor::Lzo,
            4 => Compressor::Xz,
            5 => Compressor::Lz4,
            6 => Compressor::Zstd,
            _ => return Err(unsupported(format!("compressor number {id}"))),
        })
    }

    /// Its name as squashfs tools spell it.
    pub const fn name(self) -> &'static str {
        match self {
            Compressor::Gzip => "gzip",
            Compressor::Lzma => "lzma",
            Compressor::Lzo => "lzo",
            Compressor::Xz => "xz",
            Compressor::Lz4 => "lz4",
            Compressor::Zstd => "zstd",
        }
    }

    /// Expands `source` into `target`; answers how many bytes came out. Broken data and data that
    /// would not fit are the same error.
    pub fn expand(self, source: &[u8], target: &mut [u8]) -> Outcome<usize> {
        let expanded = match self {
            Compressor::Gzip => GZIP.with_borrow_mut(|inflate| inflate.zlib_decompress(source, target).ok()),
            Compressor::Zstd => ZSTD.with_borrow_mut(|slot| {
                if slot.is_none() {
                    *slot = zstd_safe::DCtx::try_create();
                }
                slot.as_mut().and_then(|context| context.decompress(target, source).ok())
            }),
            Compressor::Xz => expand_lzma(Stream::new_stream_decoder(XZ_MEMORY_BYTES, 0), source, target),
            Compressor::Lzma => expand_lzma(Stream::new_lzma_decoder(XZ_MEMORY_BYTES), source, target),
            Compressor::Lz4 => lz4_flex::block::decompress_into(source, target).ok(),
            Compressor::Lzo => lzo::decode(source, target),
        };
        expanded.ok_or_else(|| malformed(format!("a block is not valid {} data", self.name())))
    }
}

fn expand_lzma(stream: Result<Stream, liblzma::stream::Error>, source: &[u8], target: &mut [u8]) -> Option<usize> {
    let mut stream = stream.ok()?;
    loop {
        let before = (stream.total_in(), stream.total_out());
        let (consumed, produced) = (usize::try_from(before.0).ok()?, usize::try_from(before.1).ok()?);
        let status = stream.process(source.get(consumed..)?, target.get_mut(produced..)?, Action::Finish).ok()?;
        let done = usize::try_from(stream.total_out()).ok()?;
        if status == Status::StreamEnd {
            return Some(done);
        }
        // A legacy stream may have no end marker: it is over when nothing moves any more.
        if before == (stream.total_in(), stream.total_out()) {
            return (stream.total_in() == source.len() as u64).then_some(done);
        }
    }
}

thread_local! {
    static GZIP: RefCell<libdeflater::Decompressor> = RefCell::new(libdeflater::Decompressor::new());
    static ZSTD: RefCell<Option<zstd_safe::DCtx<'static>>> = const { RefCell::new(None) };
}
