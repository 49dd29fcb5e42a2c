//! The bytes of a layer: read from its descriptor, digested if asked, decompressed by what the data
//! shows, on a thread of its own, and handed over in chunks.

use crate::failure::{Outcome, malformed, unsupported};
use crate::pool::Pool;
use flate2::bufread::MultiGzDecoder;
use sha2::{Digest, Sha256};
use std::io::{self, BufRead, BufReader, Read};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};

const CHUNK_BYTES: usize = 64 << 10;
const CHUNKS: usize = 8;

/// A reader that digests what passes.
struct Digesting<R> {
    inner: R,
    hasher: Option<Sha256>,
    size_bytes: u64,
}

impl<R: Read> Read for Digesting<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.size_bytes += count as u64;
        if let Some(hasher) = &mut self.hasher {
            hasher.update(&buffer[..count]);
        }
        Ok(count)
    }
}

/// Decodes concatenated zstd frames.
struct ZstdReader<R> {
    inner: R,
    context: zstd_safe::DCtx<'static>,
    inside_frame: bool,
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

type Chunk = Outcome<Vec<u8>>;

/// The decompressed bytes of a layer.
pub struct LayerStream {
    chunks: Receiver<Chunk>,
    spare: Sender<Vec<u8>>,
    current: Vec<u8>,
    at: usize,
    ended: bool,
}

impl LayerStream {
    /// Starts to read a layer on a thread of `pool`. With a digest (`sha256:` and hexadecimal), what was
    /// read is compared with it at the end.
    pub fn start(pool: &Pool, input: impl Read + Send + 'static, digest: Option<String>) -> Self {
        let (sender, chunks) = sync_channel(CHUNKS);
        let (spare, spares) = channel();
        pool.submit(move || {
            let result = pump(input, digest, &sender, &spares);
            if let Err(failure) = result {
                let _ = sender.send(Err(failure));
            }
        });
        LayerStream { chunks, spare, current: Vec::new(), at: 0, ended: false }
    }
}

impl Read for LayerStream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.current.len() {
            if self.ended {
                return Ok(0);
            }
            match self.chunks.recv() {
                Ok(Ok(chunk)) => {
                    let _ = self.spare.send(std::mem::replace(&mut self.current, chunk));
                    self.at = 0;
                }
                Ok(Err(failure)) => {
                    self.ended = true;
                    return Err(io::Error::other(failure));
                }
                Err(_) => self.ended = true,
            }
        }
        let rest = &self.current[self.at..];
        let count = rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&rest[..count]);
        self.at += count;
        Ok(count)
    }
}

fn pump(
    input: impl Read,
    digest: Option<String>,
    sender: &SyncSender<Chunk>,
    spares: &Receiver<Vec<u8>>,
) -> Outcome<()> {
    let hasher = digest.is_some().then(Sha256::new);
    let mut input = BufReader::with_capacity(CHUNK_BYTES, Digesting { inner: input, hasher, size_bytes: 0 });
    let start = input.fill_buf()?;
    let rest = match start {
        [0x1f, 0x8b, ..] => send_all(&mut MultiGzDecoder::new(&mut input), sender, spares),
        [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => {
            let context = zstd_safe::DCtx::try_create().ok_or_else(|| unsupported("no memory for zstd"))?;
            send_all(&mut ZstdReader { inner: &mut input, context, inside_frame: false }, sender, spares)
        }
        [0xfd, b'7', b'z', b'X', b'Z', ..] => return Err(unsupported("a layer compressed with xz")),
        [b'B', b'Z', b'h', ..] => return Err(unsupported("a layer compressed with bzip2")),
        _ => send_all(&mut input, sender, spares),
    };
    rest?;
    io::copy(&mut input, &mut io::sink())?;
    let Digesting { hasher, .. } = input.into_inner();
    if let (Some(expected), Some(hasher)) = (digest, hasher) {
        let found: String = hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        if expected != format!("sha256:{found}") {
            return Err(malformed(format!("a layer is not what its digest {expected} says")));
        }
    }
    Ok(())
}

fn send_all(decoder: &mut impl Read, sender: &SyncSender<Chunk>, spares: &Receiver<Vec<u8>>) -> Outcome<()> {
    loop {
        let mut chunk = spares.try_recv().unwrap_or_default();
        chunk.resize(CHUNK_BYTES, 0);
        let mut filled = 0;
        while filled < chunk.len() {
            match decoder.read(&mut chunk[filled..]) {
                Ok(0) => break,
                Ok(count) => filled += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                    return Err(malformed("a layer is cut short"));
                }
                Err(error) if matches!(error.kind(), io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput) => {
                    return Err(malformed(format!("a layer cannot be decompressed: {error}")));
                }
                Err(error) => return Err(error.into()),
            }
        }
        if filled == 0 {
            return Ok(());
        }
        chunk.truncate(filled);
        if sender.send(Ok(chunk)).is_err() {
            return Ok(());
        }
    }
}
