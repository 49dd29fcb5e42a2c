//! The bytes of a layer: read from its descriptor, digested if asked, decompressed by what the data
//! shows, on a thread of its own, and handed over in chunks.

use super::decoders::ZstdReader;
use super::digests::{Digests, Expected, Hashing};
use crate::failure::{Code, Failure, Outcome, malformed, unsupported};
use crate::pool::Pool;
use flate2::bufread::MultiGzDecoder;
use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel, sync_channel};
use std::time::Duration;

const CHUNK_BYTES: usize = 128 << 10;
const CHUNKS: usize = 16;
/// How often a stream that gets nothing says that it waits.
const WAITING: Duration = Duration::from_millis(500);

/// How much of a layer has been read so far.
#[derive(Default)]
pub struct Progress {
    /// Bytes as they are stored.
    pub stored_bytes: AtomicU64,
    /// Bytes of the archive in it.
    pub expanded_bytes: AtomicU64,
}

/// What is known of a layer when all of it has been read.
#[derive(Clone, Debug)]
pub struct Facts {
    /// `none`, `gzip` or `zstd`, as the data shows.
    pub compression: &'static str,
    /// Bytes as they are stored.
    pub stored_bytes: u64,
    /// Bytes of the archive in it.
    pub expanded_bytes: u64,
    /// What was digested.
    pub digests: Digests,
}

/// A reader that counts and digests what passes.
struct Counting<R> {
    inner: R,
    hashing: Hashing,
    progress: Arc<Progress>,
}

impl<R: Read> Read for Counting<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.progress.stored_bytes.fetch_add(count as u64, Ordering::Relaxed);
        self.hashing.update(&buffer[..count]);
        Ok(count)
    }
}

enum Message {
    Chunk(Vec<u8>),
    End(Facts),
}

/// Called for every chunk and from time to time while there is none; ends the reading by failing.
type Tick<'a> = Box<dyn FnMut(&Progress) -> Outcome<()> + 'a>;

/// The decompressed bytes of a layer.
pub struct LayerStream<'a> {
    messages: Receiver<Outcome<Message>>,
    spare: Sender<Vec<u8>>,
    current: Vec<u8>,
    at: usize,
    progress: Arc<Progress>,
    left_bytes: u64,
    tick: Tick<'a>,
    end: Option<Outcome<Facts>>,
}

impl<'a> LayerStream<'a> {
    /// Starts to read a layer on a thread of `pool`. What it holds is compared with `expected` at the end; more than
    /// `most_bytes` of archive are not taken.
    pub fn start(
        pool: &Pool,
        input: impl Read + Send + 'static,
        expected: Expected,
        most_bytes: u64,
        tick: impl FnMut(&Progress) -> Outcome<()> + 'a,
    ) -> Self {
        let (sender, messages) = sync_channel(CHUNKS);
        let (spare, spares) = channel();
        let progress = Arc::<Progress>::default();
        let shared = progress.clone();
        pool.submit(move || {
            let mut pump = Pump { sender, spares, progress: shared, inside: Hashing::new(expected.wants_diff_id()) };
            let last = pump.run(input, &expected).map(Message::End);
            let _ = pump.sender.send(last);
        });
        let (current, tick) = (Vec::new(), Box::new(tick));
        LayerStream { messages, spare, current, at: 0, progress, left_bytes: most_bytes, tick, end: None }
    }

    /// What is known of the layer, once it has been read to its end.
    pub fn facts(&self) -> Outcome<Facts> {
        self.end.clone().unwrap_or_else(|| Err(Failure::new(Code::Internal, "a layer was not read to its end")))
    }

    /// Gets the next chunk; answers false at the end.
    fn refill(&mut self) -> Outcome<bool> {
        if let Some(end) = &self.end {
            return end.clone().map(|_| false);
        }
        let message = loop {
            (self.tick)(&self.progress)?;
            match self.messages.recv_timeout(WAITING) {
                Ok(message) => break message,
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    break Err(Failure::new(Code::Internal, "the reader of a layer failed"));
                }
            }
        };
        match message {
            Ok(Message::Chunk(chunk)) => {
                let left = self.left_bytes.checked_sub(chunk.len() as u64);
                self.left_bytes =
                    left.ok_or_else(|| Failure::new(Code::Limit, "the layers hold more than may be packed"))?;
                let _ = self.spare.send(std::mem::replace(&mut self.current, chunk));
                self.at = 0;
                Ok(true)
            }
            Ok(Message::End(facts)) => {
                self.end = Some(Ok(facts));
                Ok(false)
            }
            Err(failure) => {
                self.end = Some(Err(failure.clone()));
                Err(failure)
            }
        }
    }
}

impl Read for LayerStream<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.current.len() {
            if !self.refill().map_err(io::Error::other)? {
                return Ok(0);
            }
        }
        let rest = &self.current[self.at..];
        let count = rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&rest[..count]);
        self.at += count;
        Ok(count)
    }
}

/// The reading half, on its own thread.
struct Pump {
    sender: SyncSender<Outcome<Message>>,
    spares: Receiver<Vec<u8>>,
    progress: Arc<Progress>,
    inside: Hashing,
}

impl Pump {
    fn run(&mut self, input: impl Read, expected: &Expected) -> Outcome<Facts> {
        let hashing = Hashing::new(expected.wants_digest());
        let counting = Counting { inner: input, hashing, progress: self.progress.clone() };
        let mut input = BufReader::with_capacity(CHUNK_BYTES, counting);
        let compression = match input.fill_buf()? {
            [0x1f, 0x8b, ..] => {
                self.send_all(&mut MultiGzDecoder::new(&mut input))?;
                "gzip"
            }
            [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => {
                self.send_all(&mut ZstdReader::new(&mut input)?)?;
                "zstd"
            }
            [0xfd, b'7', b'z', b'X', b'Z', ..] => return Err(unsupported("a layer compressed with xz")),
            [b'B', b'Z', b'h', ..] => return Err(unsupported("a layer compressed with bzip2")),
            _ => {
                self.send_all(&mut input)?;
                "none"
            }
        };
        io::copy(&mut input, &mut io::sink())?;
        let stored = input.into_inner().hashing;
        let digests = Digests { digest: stored.finish(), diff_id: std::mem::take(&mut self.inside).finish() };
        expected.check(&digests)?;
        Ok(Facts {
            compression,
            stored_bytes: self.progress.stored_bytes.load(Ordering::Relaxed),
            expanded_bytes: self.progress.expanded_bytes.load(Ordering::Relaxed),
            digests,
        })
    }

    fn send_all(&mut self, decoder: &mut impl Read) -> Outcome<()> {
        loop {
            let mut chunk = self.spares.try_recv().unwrap_or_default();
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
            self.inside.update(&chunk);
            self.progress.expanded_bytes.fetch_add(filled as u64, Ordering::Relaxed);
            if self.sender.send(Ok(Message::Chunk(chunk))).is_err() {
                return Err(Failure::new(Code::Cancelled, "nobody reads the layer any more"));
            }
        }
    }
}
