//! The image while it is being written: positions relative to its start, wherever that is in the file.

use crate::failure::Outcome;
use std::fs::File;
use std::os::unix::fs::FileExt;

/// The file and where the image begins in it.
pub struct ImageFile {
    file: File,
    offset: u64,
}

impl ImageFile {
    /// An image at `offset` of a file that is open for reading and writing.
    pub fn new(file: File, offset: u64) -> Self {
        ImageFile { file, offset }
    }

    /// Writes at a position.
    pub fn write_at(&self, position: u64, bytes: &[u8]) -> Outcome<()> {
        Ok(self.file.write_all_at(bytes, self.offset + position)?)
    }

    /// Reads what was written.
    pub fn read_at(&self, position: u64, bytes: &mut [u8]) -> Outcome<()> {
        Ok(self.file.read_exact_at(bytes, self.offset + position)?)
    }

    /// Moves bytes towards the start.
    pub fn move_down(&self, from: u64, to: u64, length: u64) -> Outcome<()> {
        let mut buffer = vec![0u8; 1 << 20];
        let mut done = 0;
        while done < length {
            let part = &mut buffer[..(length - done).min(1 << 20) as usize];
            self.read_at(from + done, part)?;
            self.write_at(to + done, part)?;
            done += part.len() as u64;
        }
        Ok(())
    }

    /// Makes the image end here and waits until it is on the disk.
    pub fn finish(&self, length: u64) -> Outcome<()> {
        self.file.set_len(self.offset + length)?;
        Ok(self.file.sync_all()?)
    }
}
