//! The bytes an image is read from: a window of an inherited descriptor, or memory in tests and
//! fuzzing. Every read is checked against the window; nothing is ever mapped, because a file that
//! shrinks underneath a mapping kills the process.

use crate::failure::{Outcome, malformed};
use std::fs::File;
use std::os::unix::fs::FileExt;

enum Bytes {
    File { file: File, offset: u64 },
    Memory(Vec<u8>),
}

/// A readable window of `size_bytes` bytes.
pub struct Source {
    bytes: Bytes,
    size_bytes: u64,
}

impl Source {
    /// A window of a file: `size_bytes` from `offset`; without a size, up to the end of the file.
    /// Fails when the window does not lie inside the file.
    pub fn from_file(file: File, offset: u64, size_bytes: Option<u64>) -> Outcome<Self> {
        let length = file.metadata()?.len();
        let available =
            length.checked_sub(offset).ok_or_else(|| malformed("the partition begins behind the end of the file"))?;
        let size_bytes = size_bytes.unwrap_or(available);
        if size_bytes > available {
            return Err(malformed("the partition reaches beyond the end of the file"));
        }
        Ok(Source { bytes: Bytes::File { file, offset }, size_bytes })
    }

    /// A window over memory.
    pub fn from_memory(bytes: Vec<u8>) -> Self {
        let size_bytes = bytes.len() as u64;
        Source { bytes: Bytes::Memory(bytes), size_bytes }
    }

    /// Length of the window in bytes.
    pub fn size_bytes(&self) -> u64 {
        self.size_bytes
    }

    /// Fills `buffer` from `position` of the window.
    pub fn read_exact_at(&self, position: u64, buffer: &mut [u8]) -> Outcome<()> {
        let end = position.checked_add(buffer.len() as u64).filter(|&end| end <= self.size_bytes);
        if end.is_none() {
            return Err(malformed("a reference points outside the file system"));
        }
        match &self.bytes {
            Bytes::File { file, offset } => match file.read_exact_at(buffer, offset + position) {
                Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
                    Err(malformed("the file was cut short while it was read"))
                }
                other => Ok(other?),
            },
            Bytes::Memory(bytes) => {
                let start = position as usize;
                buffer.copy_from_slice(&bytes[start..start + buffer.len()]);
                Ok(())
            }
        }
    }
}
