//! Images written field by field, so that any field can lie.
#![allow(dead_code, missing_docs)]

/// A small image: one block each of inodes and directories, stored raw.
#[derive(Clone)]
pub struct Forge {
    pub data: Vec<u8>,
    pub inodes: Vec<u8>,
    pub directories: Vec<u8>,
    pub fragments: Vec<(u64, u32)>,
    pub inode_count: u32,
    pub root: u64,
    pub block_log: u16,
    /// Position and value of bytes to be changed in the finished superblock.
    pub lies: Vec<(usize, Vec<u8>)>,
}

impl Forge {
    pub fn new() -> Self {
        Forge {
            data: Vec::new(),
            inodes: Vec::new(),
            directories: Vec::new(),
            fragments: Vec::new(),
            inode_count: 100,
            root: 0,
            block_log: 12,
            lies: Vec::new(),
        }
    }

    fn common(&mut self, kind: u16, mode: u16, number: u32) -> u16 {
        let at = self.inodes.len() as u16;
        for value in [kind, mode, 0, 0] {
            self.inodes.extend(value.to_le_bytes());
        }
        self.inodes.extend(1_500_000_000u32.to_le_bytes());
        self.inodes.extend(number.to_le_bytes());
        at
    }

    fn words(&mut self, words: &[u32]) {
        self.inodes.extend(words.iter().flat_map(|word| word.to_le_bytes()));
    }

    /// A directory whose listing is given; answers the offset of its inode.
    pub fn directory(&mut self, number: u32, listing: &[u8]) -> u16 {
        let offset = self.directories.len() as u16;
        self.directories.extend(listing);
        self.directory_at(number, offset, listing.len() as u16 + 3)
    }

    /// A directory whose listing is where and as long as it says.
    pub fn directory_at(&mut self, number: u32, offset: u16, size: u16) -> u16 {
        let at = self.common(1, 0o755, number);
        self.words(&[0, 2]);
        self.inodes.extend(size.to_le_bytes());
        self.inodes.extend(offset.to_le_bytes());
        self.words(&[1]);
        at
    }

    /// A basic file.
    pub fn file(&mut self, number: u32, start: u32, fragment: u32, offset: u32, size: u32, blocks: &[u32]) -> u16 {
        let at = self.common(2, 0o644, number);
        self.words(&[start, fragment, offset, size]);
        self.words(blocks);
        at
    }

    /// An extended file, whose size can be anything.
    pub fn large_file(&mut self, number: u32, size: u64, blocks: &[u32]) -> u16 {
        let at = self.common(9, 0o644, number);
        for value in [96, size, 0] {
            self.inodes.extend(u64::to_le_bytes(value));
        }
        self.words(&[1, u32::MAX, 0, u32::MAX]);
        self.words(blocks);
        at
    }

    /// A symbolic link with a stored length.
    pub fn symlink(&mut self, number: u32, length: u32, target: &[u8]) -> u16 {
        let at = self.common(3, 0o777, number);
        self.words(&[1, length]);
        self.inodes.extend(target);
        at
    }

    /// The image.
    pub fn build(&self) -> Vec<u8> {
        let mut image = vec![0u8; 96];
        image.extend(&self.data);
        let inode_table = image.len() as u64;
        image.extend(raw_metadata(&self.inodes));
        let directory_table = image.len() as u64;
        image.extend(raw_metadata(&self.directories));
        let mut fragment_table = u64::MAX;
        if !self.fragments.is_empty() {
            let position = image.len() as u64;
            let entry = |(position, word): &(u64, u32)| {
                [&position.to_le_bytes()[..], &word.to_le_bytes()[..], &[0; 4]].concat()
            };
            image.extend(raw_metadata(&self.fragments.iter().flat_map(entry).collect::<Vec<u8>>()));
            fragment_table = image.len() as u64;
            image.extend(position.to_le_bytes());
        }
        let position = image.len() as u64;
        image.extend(raw_metadata(&0u32.to_le_bytes()));
        let id_table = image.len() as u64;
        image.extend(position.to_le_bytes());
        let mut head = Vec::new();
        for value in [0x7371_7368, self.inode_count, 0, 1 << self.block_log, self.fragments.len() as u32] {
            head.extend(u32::to_le_bytes(value));
        }
        for value in [1, self.block_log, 0x0200, 1, 4, 0] {
            head.extend(u16::to_le_bytes(value));
        }
        let used = image.len() as u64;
        for value in [self.root, used, id_table, u64::MAX, inode_table, directory_table, fragment_table, u64::MAX] {
            head.extend(value.to_le_bytes());
        }
        image[..96].copy_from_slice(&head);
        for (at, bytes) in &self.lies {
            image[*at..*at + bytes.len()].copy_from_slice(bytes);
        }
        image
    }
}

fn raw_metadata(bytes: &[u8]) -> Vec<u8> {
    bytes.chunks(8192).flat_map(|block| [&(block.len() as u16 | 0x8000).to_le_bytes()[..], block].concat()).collect()
}

/// A run of entries: offset of the inode, inode number, type, name.
pub fn run(entries: &[(u16, u32, u16, &[u8])]) -> Vec<u8> {
    let mut bytes = (entries.len() as u32 - 1).to_le_bytes().to_vec();
    bytes.extend(0u32.to_le_bytes());
    bytes.extend(0u32.to_le_bytes());
    for (offset, number, kind, name) in entries {
        for value in [*offset, *number as u16, *kind, name.len() as u16 - 1] {
            bytes.extend(value.to_le_bytes());
        }
        bytes.extend(*name);
    }
    bytes
}

/// Bytes as a zlib stream.
pub fn zlib(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}
