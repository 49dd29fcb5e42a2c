//! Another reader as a witness: everything that the crate `backhand` can read of an image (names, modes,
//! owners, times, link targets, devices, contents) it must read as ours does. Hard links and extended
//! attributes it does not know.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use backhand::{FilesystemReader, InnerNode};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::BufReader;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use support::{Folder, ask, assert_same, begin, build_tree, has, pack, sh};

/// A tree of everything but what the crate refuses: link targets of 256 bytes and more.
fn build_readable_tree(tree: &Path) {
    build_tree(tree);
    fs::remove_file(tree.join("a/long-link")).unwrap();
}

/// Bytes as the helper writes them: one character each.
fn wire(bytes: &[u8]) -> String {
    bytes.iter().map(|&byte| char::from(byte)).collect()
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Every entry but the root as the crate sees it.
fn seen_by_the_crate(image: &Path) -> BTreeMap<String, String> {
    let reader = FilesystemReader::from_reader(BufReader::new(File::open(image).unwrap())).unwrap();
    let mut all = BTreeMap::new();
    for node in reader.files() {
        let path = wire(node.fullpath.as_os_str().as_bytes());
        if path == "/" {
            continue;
        }
        let what = match &node.inner {
            InnerNode::File(file) => {
                let mut hasher = Sha256::new();
                let size = std::io::copy(&mut reader.file(file).reader(), &mut HashWriter(&mut hasher)).unwrap();
                format!("file {size} {}", hexadecimal(&hasher.finalize()))
            }
            InnerNode::Symlink(link) => format!("symlink {}", wire(link.link.as_os_str().as_bytes())),
            InnerNode::Dir(_) => "dir".to_owned(),
            InnerNode::CharacterDevice(device) => format!("char {}", device.device_number),
            InnerNode::BlockDevice(device) => format!("block {}", device.device_number),
            InnerNode::NamedPipe => "fifo".to_owned(),
            InnerNode::Socket => "socket".to_owned(),
        };
        let header = node.header;
        let mode = header.permissions & 0o7777;
        all.insert(path, format!("{mode:04o} {} {} {} {what}", header.uid, header.gid, header.mtime));
    }
    all
}

struct HashWriter<'a>(&'a mut Sha256);

impl std::io::Write for HashWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The number of a device as squashfs stores it.
fn stored(major: u64, minor: u64) -> u64 {
    (major << 8) | (minor & 0xff) | ((minor & !0xff) << 12)
}

/// Every entry but the root as the helper answers it.
fn seen_by_us(image: &Path) -> BTreeMap<String, String> {
    let answers = ask(image, &[json!({"id": 1, "op": "walk"}), json!({"id": 2, "op": "hash"})]);
    assert!(answers.problems(1).is_empty() && answers.problems(2).is_empty());
    let digests: BTreeMap<&str, &str> = answers
        .entries(2)
        .into_iter()
        .map(|entry| (entry["path"].as_str().unwrap(), entry["sha256"].as_str().unwrap()))
        .collect();
    let mut all = BTreeMap::new();
    for entry in answers.entries(1) {
        let path = entry["path"].as_str().unwrap();
        let kind = entry["type"].as_str().unwrap();
        let what = match kind {
            "file" => format!("file {} {}", entry["sizeBytes"], digests[path]),
            "symlink" => format!("symlink {}", entry["target"].as_str().unwrap()),
            "char" | "block" => {
                let number = |name: &str| entry[name].as_u64().unwrap();
                format!("{kind} {}", stored(number("major"), number("minor")))
            }
            _ => kind.to_owned(),
        };
        let mode = entry["mode"].as_str().unwrap();
        let text = format!("{mode} {} {} {} {what}", entry["uid"], entry["gid"], entry["mtime"]);
        all.insert(path.to_owned(), text);
    }
    all
}

#[test]
fn images_of_the_usual_tool_are_read_alike() {
    if !has("mksquashfs") {
        return;
    }
    let folder = Folder::new("oracle");
    let (tree, image) = (folder.path("tree"), folder.path("image"));
    build_readable_tree(&tree);
    for options in [
        "-comp gzip",
        "-comp gzip -b 4096 -no-fragments",
        "-comp zstd -b 1M",
        "-comp xz",
        "-comp lz4",
        "-noI -noD -noF",
    ] {
        sh(&format!("mksquashfs {} {} -noappend -quiet -no-progress {options}", tree.display(), image.display()));
        let ours = seen_by_us(&image);
        assert!(ours.len() > 1200);
        assert_same(&seen_by_the_crate(&image), &ours, options);
    }
}

#[test]
fn images_of_our_own_are_read_alike() {
    let folder = Folder::new("oracle-own");
    let (tree, layer, image) = (folder.path("tree"), folder.path("layer"), folder.path("image"));
    build_readable_tree(&tree);
    sh(&format!("tar --format=posix --sparse -C {} -cf {} .", tree.display(), layer.display()));
    for compressor in ["gzip", "zstd"] {
        fs::write(&image, "").unwrap();
        let answers = pack(&image, begin(compressor), &[&layer], &[], 2);
        assert_eq!(answers.end(1000)["type"], "done", "{:?}", answers.frames);
        let ours = seen_by_us(&image);
        assert!(ours.len() > 1200);
        assert_same(&seen_by_the_crate(&image), &ours, compressor);
    }
}
