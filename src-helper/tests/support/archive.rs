//! Archives written field by field, and layers made of them.
#![allow(dead_code, clippy::unwrap_used, missing_docs)]

use super::support::Folder;
use std::fs;
use std::path::PathBuf;

/// A header of an archive, as small as it can be.
pub fn entry(name: &str, flag: u8, link: &str, contents: &[u8], mode: u32) -> Vec<u8> {
    let mut header = [0u8; 512];
    header[..name.len()].copy_from_slice(name.as_bytes());
    header[100..107].copy_from_slice(format!("{mode:07o}").as_bytes());
    header[108..115].copy_from_slice(b"0000000");
    header[116..123].copy_from_slice(b"0000000");
    header[124..135].copy_from_slice(format!("{:011o}", contents.len()).as_bytes());
    header[136..147].copy_from_slice(format!("{:011o}", 1_500_000_000).as_bytes());
    header[156] = flag;
    header[157..157 + link.len()].copy_from_slice(link.as_bytes());
    header[257..265].copy_from_slice(b"ustar\x0000");
    header[148..156].fill(b' ');
    let sum: u32 = header.iter().map(|&byte| u32::from(byte)).sum();
    header[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
    let mut bytes = header.to_vec();
    bytes.extend_from_slice(contents);
    bytes.resize(bytes.len().next_multiple_of(512), 0);
    bytes
}

pub fn file(name: &str, contents: &[u8]) -> Vec<u8> {
    entry(name, b'0', "", contents, 0o644)
}

pub fn directory(name: &str) -> Vec<u8> {
    entry(name, b'5', "", b"", 0o755)
}

pub fn layers(folder: &Folder, layers: &[Vec<Vec<u8>>]) -> Vec<PathBuf> {
    let write = |(index, entries): (usize, &Vec<Vec<u8>>)| {
        let path = folder.path(&format!("layer{index}"));
        fs::write(&path, [entries.concat(), vec![0; 1024]].concat()).unwrap();
        path
    };
    layers.iter().enumerate().map(write).collect()
}
