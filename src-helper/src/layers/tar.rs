//! Reading a tar archive as a stream: ustar, GNU and PAX, sparse files expanded. Owns the format;
//! what an entry means for the tree is decided elsewhere.

use super::header::{BLOCK, check_sum, header_name, until_nul};
use super::numbers::{field, size_field};
use super::pax::Pax;
use super::sparse::{self, Sparse};
use crate::failure::{Outcome, malformed, unsupported};
use crate::image::inode::Xattr;
use std::io::Read;

/// Longest extended header or long name.
const MAX_HEADER_BYTES: u64 = 1 << 20;

/// What an entry is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// A regular file.
    File,
    /// Another name of the file at this path.
    HardLink(Vec<u8>),
    /// A symbolic link with this target.
    Symlink(Vec<u8>),
    /// A character device.
    CharDevice(u32, u32),
    /// A block device.
    BlockDevice(u32, u32),
    /// A directory.
    Directory,
    /// A named pipe.
    Fifo,
}

/// One entry; its contents follow in the stream.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Name as it stands in the archive.
    pub path: Vec<u8>,
    /// What it is.
    pub kind: EntryKind,
    /// The twelve permission bits.
    pub mode: u16,
    /// Owner.
    pub uid: u32,
    /// Group.
    pub gid: u32,
    /// Seconds since 1970, maybe negative.
    pub mtime: i64,
    /// Length of the contents, expanded.
    pub size_bytes: u64,
    /// Extended attributes.
    pub xattrs: Vec<Xattr>,
}

/// A tar archive that is being read.
pub struct Archive<R> {
    input: R,
    /// Bytes of the current entry's data that have not been read, padding not counted.
    left_bytes: u64,
    padding: u64,
    sparse: Option<Sparse>,
    content_left: u64,
    global: Pax,
}

impl<R: Read> Archive<R> {
    /// Reads from `input`, which should be buffered.
    pub fn new(input: R) -> Self {
        Archive { input, left_bytes: 0, padding: 0, sparse: None, content_left: 0, global: Pax::default() }
    }

    /// The next entry, or nothing at the end of the archive.
    pub fn next_entry(&mut self) -> Outcome<Option<Entry>> {
        let mut pax = self.global.clone();
        let (mut long_name, mut long_link) = (None, None);
        loop {
            self.skip_rest()?;
            let mut header = [0u8; BLOCK];
            if !self.read_header(&mut header)? {
                return Ok(None);
            }
            self.set_size(size_field(&header[124..136])?);
            match header[156] {
                b'L' => long_name = Some(self.text()?),
                b'K' => long_link = Some(self.text()?),
                b'x' | b'X' => {
                    let records = self.header_data()?;
                    pax.add(&records)?;
                }
                b'g' => {
                    let records = self.header_data()?;
                    self.global.add(&records)?;
                    pax.add(&records)?;
                }
                flag => return self.entry(&header, flag, pax, long_name, long_link).map(Some),
            }
        }
    }

    fn entry(
        &mut self,
        header: &[u8; BLOCK],
        flag: u8,
        pax: Pax,
        long_name: Option<Vec<u8>>,
        long_link: Option<Vec<u8>>,
    ) -> Outcome<Entry> {
        let path = pax.path.clone().or(long_name).unwrap_or_else(|| header_name(header));
        let link = pax.link.clone().or(long_link).unwrap_or_else(|| until_nul(&header[157..257]));
        let device = || -> Outcome<(u32, u32)> {
            let part = |raw| field(raw).map(|value| u32::try_from(value).unwrap_or(0));
            Ok((part(&header[329..337])?, part(&header[337..345])?))
        };
        let kind = match flag {
            b'0' | 0 | b'7' | b'S' if flag != b'S' && path.last() == Some(&b'/') => EntryKind::Directory,
            b'0' | 0 | b'7' | b'S' => EntryKind::File,
            b'1' => EntryKind::HardLink(link),
            b'2' => EntryKind::Symlink(link),
            b'3' => device().map(|(major, minor)| EntryKind::CharDevice(major, minor))?,
            b'4' => device().map(|(major, minor)| EntryKind::BlockDevice(major, minor))?,
            b'5' | b'D' => EntryKind::Directory,
            b'6' => EntryKind::Fifo,
            _ => return Err(unsupported(format!("an archive entry of type {:?}", char::from(flag)))),
        };
        if let Some(size) = pax.size {
            self.set_size(size);
        }
        match kind {
            EntryKind::File => self.start_contents(header, flag, &pax)?,
            // Some writers give links and directories a size although nothing follows.
            EntryKind::Directory if flag == b'D' => {}
            _ => self.set_size(0),
        }
        let id = |value: Option<u64>, raw: &[u8]| -> Outcome<u32> {
            let value = value.map_or_else(|| field(raw), |value| Ok(i64::try_from(value).unwrap_or(i64::MAX)))?;
            u32::try_from(value).map_err(|_| malformed("an owner in an archive is no 32-bit number"))
        };
        Ok(Entry {
            size_bytes: if kind == EntryKind::File { self.content_left } else { 0 },
            mode: (field(&header[100..108])? & 0o7777) as u16,
            uid: id(pax.uid, &header[108..116])?,
            gid: id(pax.gid, &header[116..124])?,
            mtime: pax.mtime.map_or_else(|| field(&header[136..148]), Ok)?,
            xattrs: pax.xattrs,
            path,
            kind,
        })
    }

    /// Finds out how the contents of a file are stored.
    fn start_contents(&mut self, header: &[u8; BLOCK], flag: u8, pax: &Pax) -> Outcome<()> {
        let (map, size) = if flag == b'S' {
            let mut map = sparse::header_map(&header[386..482])?;
            let mut more = header[482] != 0;
            while more {
                let mut block = [0u8; BLOCK];
                self.fill_raw(&mut block)?;
                map.extend(sparse::header_map(&block[..504])?);
                more = block[504] != 0;
                sparse::check_count(map.len())?;
            }
            (map, size_field(&header[483..495])?)
        } else if pax.is_sparse && pax.sparse_in_data {
            let (map, used) = self.map_in_data()?;
            self.left_bytes -= used;
            (map, pax.sparse_size.ok_or_else(|| malformed("a sparse file has no size"))?)
        } else if pax.is_sparse && pax.sparse_size.is_some() {
            (pax.sparse.clone(), pax.sparse_size.unwrap_or(0))
        } else {
            self.sparse = None;
            self.content_left = self.left_bytes;
            return Ok(());
        };
        self.sparse = Some(Sparse::new(map, size, self.left_bytes)?);
        self.content_left = size;
        Ok(())
    }

    /// The map of PAX sparse 1.0: decimal numbers, one a line, padded to whole blocks.
    fn map_in_data(&mut self) -> Outcome<(Vec<(u64, u64)>, u64)> {
        let mut reader = sparse::MapReader::default();
        let mut used = 0;
        while !reader.is_done() {
            let mut block = [0u8; BLOCK];
            if used + BLOCK as u64 > self.left_bytes {
                return Err(malformed("the map of a sparse file is cut short"));
            }
            self.fill_raw(&mut block)?;
            used += BLOCK as u64;
            reader.feed(&block)?;
        }
        Ok((reader.finish(), used))
    }

    /// Fills `buffer` with the next bytes of the current file's contents; fewer only at their end.
    pub fn read_contents(&mut self, buffer: &mut [u8]) -> Outcome<usize> {
        let length = (buffer.len() as u64).min(self.content_left) as usize;
        let buffer = &mut buffer[..length];
        let Some(mut sparse) = self.sparse.take() else {
            self.fill(buffer)?;
            self.content_left -= length as u64;
            return Ok(length);
        };
        let mut filled = 0;
        while filled < length {
            let (is_hole, run) = sparse.next_run((length - filled) as u64);
            let part = &mut buffer[filled..filled + run as usize];
            if is_hole {
                part.fill(0)
            } else {
                self.fill(part)?
            }
            filled += run as usize;
        }
        self.sparse = Some(sparse);
        self.content_left -= length as u64;
        Ok(length)
    }

    fn set_size(&mut self, size: u64) {
        self.left_bytes = size;
        self.padding = size.wrapping_neg() % BLOCK as u64;
    }

    fn fill_raw(&mut self, buffer: &mut [u8]) -> Outcome<()> {
        self.input.read_exact(buffer).map_err(cut_short)
    }

    fn fill(&mut self, buffer: &mut [u8]) -> Outcome<()> {
        let length = buffer.len() as u64;
        self.left_bytes =
            self.left_bytes.checked_sub(length).ok_or_else(|| malformed("a sparse file has too little data"))?;
        self.fill_raw(buffer)
    }

    /// Reads a header; false at the end of the archive.
    fn read_header(&mut self, header: &mut [u8; BLOCK]) -> Outcome<bool> {
        let mut filled = 0;
        while filled < BLOCK {
            match self.input.read(&mut header[filled..]) {
                Ok(0) if filled == 0 => return Ok(false),
                Ok(0) => return Err(malformed("an archive ends in the middle of a header")),
                Ok(count) => filled += count,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(cut_short(error)),
            }
        }
        if header.iter().all(|&byte| byte == 0) {
            return Ok(false);
        }
        check_sum(header)?;
        Ok(true)
    }

    fn header_data(&mut self) -> Outcome<Vec<u8>> {
        if self.left_bytes > MAX_HEADER_BYTES {
            return Err(malformed("an extended header of an archive is too long"));
        }
        let mut data = vec![0u8; self.left_bytes as usize];
        self.fill(&mut data)?;
        Ok(data)
    }

    fn text(&mut self) -> Outcome<Vec<u8>> {
        Ok(until_nul(&self.header_data()?))
    }

    fn skip_rest(&mut self) -> Outcome<()> {
        let skip = self.left_bytes + self.padding;
        self.left_bytes = 0;
        self.padding = 0;
        self.sparse = None;
        let skipped = std::io::copy(&mut self.input.by_ref().take(skip), &mut std::io::sink()).map_err(cut_short)?;
        if skipped < skip {
            return Err(malformed("an archive ends in the middle of an entry"));
        }
        Ok(())
    }

    /// Reads to the very end, so that checksums behind the archive are looked at.
    pub fn finish(mut self) -> Outcome<R> {
        std::io::copy(&mut self.input, &mut std::io::sink()).map_err(cut_short)?;
        Ok(self.input)
    }
}

fn cut_short(error: std::io::Error) -> crate::failure::Failure {
    match error.kind() {
        std::io::ErrorKind::UnexpectedEof => malformed("an archive ends in the middle of an entry"),
        std::io::ErrorKind::InvalidData | std::io::ErrorKind::InvalidInput => malformed(format!("a layer: {error}")),
        _ => error.into(),
    }
}
