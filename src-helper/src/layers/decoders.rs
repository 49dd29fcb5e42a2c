//! Decompression of layers as streams, where the crates have no reader of that kind.

use crate::failure::{Outcome, unsupported};
use std::io::{self, BufRead, Read};

/// Decodes concatenated zstd frames.
pub struct ZstdReader<R> {
    inner: R,
    context: zstd_safe::DCtx<'static>,
    inside_frame: bool,
}

impl<R: BufRead> ZstdReader<R> {
    /// Reads frames from `inner`.
    pub fn new(inner: R) -> Outcome<Self> {
        let context = zstd_safe::DCtx::try_create().ok_or_else(|| unsupported("no memory for zstd"))?;
        Ok(ZstdReader { inner, context, inside_frame: false })
    }
}

impl<R: BufRead> Read for ZstdReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let source = self.inner.fill_buf()?;
            if source.is_empty() {
                let cut = self.inside_frame;
                return if cut { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(0) };
            }
            let mut input = zstd_safe::InBuffer::around(source);
            let mut output = zstd_safe::OutBuffer::around(&mut *buffer);
            let hint = self
                .context
                .decompress_stream(&mut output, &mut input)
                .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "not valid zstd data"))?;
            self.inside_frame = hint != 0;
            let (consumed, produced) = (input.pos(), output.pos());
            self.inner.consume(consumed);
            if produced > 0 {
                return Ok(produced);
            }
        }
    }
}
