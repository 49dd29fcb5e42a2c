//! Images made to do harm, given to the helper as the engine would give them. Each must end with
//! named problems; the helper must live on, and nothing may appear outside the target.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "support/forge.rs"]
mod forge;
mod support;

use forge::{Forge, run, zlib};
use serde_json::json;
use sif_helper::scrutiny;
use std::fs;
use support::{Answers, Folder, build_tree, has, helper, sh};

/// What a case must lead to.
enum Expect {
    /// It cannot be opened at all, for this reason.
    Refused(&'static str),
    /// Something is named as a problem; these paths are extracted.
    Problems(&'static [&'static str]),
    /// Extraction stops at the limit.
    Limit,
}

fn root_with(entries: &[(u16, u32, u16, &[u8])], forge: &mut Forge) {
    let listing = if entries.is_empty() { Vec::new() } else { run(entries) };
    let at = forge.directory(99, &listing);
    forge.root = u64::from(at);
}

fn with(change: impl FnOnce(&mut Forge)) -> Vec<u8> {
    let mut forge = Forge::new();
    change(&mut forge);
    forge.build()
}

/// A sound image with one file, and lies in its superblock.
fn lying(at: usize, bytes: &[u8]) -> Vec<u8> {
    with(|forge| {
        let file = forge.file(1, 0, u32::MAX, 0, 0, &[]);
        root_with(&[(file, 1, 2, b"a")], forge);
        forge.lies.push((at, bytes.to_vec()));
    })
}

/// Two names in the root, in this order.
fn two_names(first: &[u8], second: &[u8]) -> Vec<u8> {
    with(|forge| {
        let link = forge.symlink(1, 4, b"/tmp");
        let file = forge.file(2, 0, u32::MAX, 0, 0, &[]);
        root_with(&[(link, 1, 3, first), (file, 2, 2, second)], forge);
    })
}

fn one_file(data: &[u8], size: u32, words: &[u32]) -> Vec<u8> {
    with(|forge| {
        forge.data = data.to_vec();
        let file = forge.file(1, 96, u32::MAX, 0, size, words);
        let good = forge.file(2, 0, u32::MAX, 0, 0, &[]);
        root_with(&[(file, 1, 2, b"bad"), (good, 2, 2, b"good")], forge);
    })
}

fn one_tail(data: &[u8], word: u32, index: u32, offset: u32, size: u32) -> Vec<u8> {
    with(|forge| {
        forge.data = data.to_vec();
        forge.fragments.push((96, word));
        let file = forge.file(1, 0, index, offset, size, &[]);
        let good = forge.file(2, 0, u32::MAX, 0, 0, &[]);
        root_with(&[(file, 1, 2, b"bad"), (good, 2, 2, b"good")], forge);
    })
}

fn cases() -> Vec<(&'static str, Vec<u8>, Expect)> {
    use Expect::{Limit, Problems, Refused};
    const RAW: u32 = 1 << 24;
    let malformed = || Refused("malformed");
    let bomb = zlib(&vec![0; 1 << 20]);
    let long_name = [b'n'; 256];
    let mut cases = vec![
        ("no inodes", lying(4, &[0; 4]), malformed()),
        ("block size of no power", lying(12, &5000u32.to_le_bytes()), malformed()),
        ("block size beyond all blocks", lying(12, &(1u32 << 30).to_le_bytes()), malformed()),
        ("block log that disagrees", lying(22, &[40]), malformed()),
        ("unknown compressor", lying(20, &[9]), Refused("unsupported")),
        ("version 3", lying(28, &[3]), Refused("unsupported")),
        ("longer than its file", lying(40, &u64::MAX.to_le_bytes()), malformed()),
        ("fragments without a table", lying(16, &[255; 4]), malformed()),
        ("no ids", lying(26, &[0; 2]), malformed()),
        ("many ids", lying(26, &[255; 2]), malformed()),
        ("ids before the data", lying(48, &[0; 8]), malformed()),
        ("xattrs in the superblock", lying(56, &[8, 0, 0, 0, 0, 0, 0, 0]), malformed()),
        ("xattrs at the very end", lying(56, &[200, 0, 0, 0, 0, 0, 0, 0]), malformed()),
        ("inodes behind directories", lying(64, &[255, 255, 0, 0, 0, 0, 0, 0]), malformed()),
        ("tables that overlap", lying(72, &[97, 0, 0, 0, 0, 0, 0, 0]), malformed()),
        ("export table of nothing", lying(88, &[140, 0, 0, 0, 0, 0, 0, 0]), malformed()),
        ("root outside", lying(32, &[0, 0, 255, 255, 255, 255, 255, 255]), malformed()),
        ("root behind its block", lying(32, &[255, 31, 0, 0, 0, 0, 0, 0]), malformed()),
        ("root that is a file", lying(32, &[0; 8]), malformed()),
        (
            "a directory in itself",
            with(|forge| {
                let at = forge.inodes.len() as u16;
                root_with(&[(at, 99, 1, b"self")], forge);
            }),
            Problems(&[]),
        ),
        (
            "a directory twice",
            with(|forge| {
                let inner = forge.directory(1, &[]);
                root_with(&[(inner, 1, 1, b"a"), (inner, 1, 1, b"b")], forge);
            }),
            Problems(&["a"]),
        ),
        ("a name twice, a link first", two_names(b"a", b"a"), Problems(&["a"])),
        ("names out of order", two_names(b"b", b"a"), Problems(&["b"])),
        ("a name that climbs", two_names(b"..", b"a"), Problems(&[])),
        ("a name that is the directory", two_names(b".", b"a"), Problems(&[])),
        ("a name with a slash", two_names(b"a/../../b", b"c"), Problems(&[])),
        ("an absolute name", two_names(b"/etc/passwd", b"c"), Problems(&[])),
        ("a name with a NUL", two_names(b"a\0b", b"c"), Problems(&[])),
        ("a name too long", two_names(&long_name, b"o"), Problems(&[])),
        (
            "a link and files through it",
            with(|forge| {
                let link = forge.symlink(1, 2, b"..");
                let file = forge.file(2, 0, u32::MAX, 0, 0, &[]);
                let inner = forge.directory(3, &run(&[(file, 2, 2, b"escaped")]));
                root_with(&[(link, 1, 3, b"a"), (inner, 3, 1, b"a")], forge);
            }),
            Problems(&["a"]),
        ),
        (
            "a listing longer than it is",
            with(|forge| {
                let file = forge.file(1, 0, u32::MAX, 0, 0, &[]);
                let listing = run(&[(file, 1, 2, b"a")]);
                forge.directories = listing.clone();
                forge.root = u64::from(forge.directory_at(99, 0, listing.len() as u16 + 3 + 5));
            }),
            Problems(&["a"]),
        ),
        (
            "a listing behind its table",
            with(|forge| {
                let lost = forge.directory_at(1, 5000, 50);
                let good = forge.file(2, 0, u32::MAX, 0, 0, &[]);
                root_with(&[(lost, 1, 1, b"a"), (good, 2, 2, b"b")], forge);
            }),
            Problems(&["a", "b"]),
        ),
        (
            "inodes that are not there",
            with(|forge| {
                let good = forge.file(1, 0, u32::MAX, 0, 0, &[]);
                root_with(&[(8000, 2, 2, b"far"), (good, 1, 2, b"good")], forge);
            }),
            Problems(&["good"]),
        ),
        (
            "a type that disagrees",
            with(|forge| {
                let file = forge.file(1, 0, u32::MAX, 0, 0, &[]);
                root_with(&[(file, 1, 1, b"a"), (file, 1, 2, b"b")], forge);
            }),
            Problems(&["b"]),
        ),
        (
            "numbers zero, beyond and wrong",
            with(|forge| {
                let zero = forge.file(0, 0, u32::MAX, 0, 0, &[]);
                let beyond = forge.file(5000, 0, u32::MAX, 0, 0, &[]);
                let other = forge.file(3, 0, u32::MAX, 0, 0, &[]);
                root_with(&[(zero, 0, 2, b"a"), (beyond, 5000, 2, b"b"), (other, 4, 2, b"c")], forge);
            }),
            Problems(&[]),
        ),
        (
            "links of no length and beyond",
            with(|forge| {
                let none = forge.symlink(1, 0, b"");
                let beyond = forge.symlink(2, 60_000, b"x");
                let nul = forge.symlink(3, 3, b"a\0b");
                root_with(&[(none, 1, 3, b"a"), (beyond, 2, 3, b"b"), (nul, 3, 3, b"c")], forge);
            }),
            Problems(&[]),
        ),
        ("a block behind the end", one_file(b"", 100, &[RAW | 100_000]), Problems(&["good"])),
        ("a block larger than blocks", one_file(&[1; 5000], 4096, &[RAW | 5000]), Problems(&["good"])),
        ("a block shorter than the file", one_file(&[1; 50], 100, &[RAW | 50]), Problems(&["good"])),
        ("a block longer than the file", one_file(&[1; 200], 100, &[RAW | 200]), Problems(&["good"])),
        ("a block that is no zlib", one_file(&[1; 50], 4096, &[50]), Problems(&["good"])),
        ("a block that expands without end", one_file(&bomb, 4096, &[bomb.len() as u32]), Problems(&["good"])),
        ("fewer blocks than the file", one_file(&[1; 4096], 40_000, &[RAW | 4096]), Problems(&["good"])),
        ("a fragment that is not there", one_tail(b"abc", RAW | 3, 1, 0, 3), Problems(&["good"])),
        ("a tail behind its fragment", one_tail(b"abc", RAW | 3, 0, 2, 3), Problems(&["good"])),
        ("a tail far behind its fragment", one_tail(b"abc", RAW | 3, 0, u32::MAX, 3), Problems(&["good"])),
        ("a fragment of nothing", one_tail(b"abc", 0, 0, 0, 3), Problems(&["good"])),
        ("a fragment that expands without end", one_tail(&bomb, bomb.len() as u32, 0, 0, 3), Problems(&["good"])),
        ("a fragment larger than blocks", one_tail(&[0; 9000], RAW | 9000, 0, 0, 3), Problems(&["good"])),
        (
            "a file of exabytes without blocks",
            with(|forge| {
                let file = forge.large_file(1, 1 << 60, &[]);
                root_with(&[(file, 1, 2, b"huge")], forge);
            }),
            Limit,
        ),
        (
            "a file of holes",
            with(|forge| {
                forge.block_log = 20;
                let file = forge.large_file(1, 1500 << 20, &[0; 1500]);
                root_with(&[(file, 1, 2, b"holes")], forge);
            }),
            Limit,
        ),
        (
            "a hundred files of one block",
            with(|forge| {
                forge.block_log = 20;
                forge.data = bomb.clone();
                let names: Vec<Vec<u8>> = (0..100).map(|index| format!("{index:03}").into_bytes()).collect();
                let mut entries = Vec::new();
                for (index, name) in (1..).zip(&names) {
                    let file = forge.file(index, 96, u32::MAX, 0, 1 << 20, &[bomb.len() as u32]);
                    entries.push((file, index, 2u16, name.as_slice()));
                }
                forge.inode_count = 200;
                root_with(&entries, forge);
            }),
            Limit,
        ),
    ];
    let metadata_bomb = {
        let mut image = lying(0, b"hsqs");
        let packed = zlib(&[0; 20_000]);
        let at = 96;
        image.splice(at..at, [&(packed.len() as u16).to_le_bytes()[..], &packed].concat());
        image
    };
    cases.push(("a metadata block that expands without end", metadata_bomb, malformed()));
    cases
}

fn attack(folder: &Folder, bytes: &[u8]) -> Answers {
    let (image, out) = (folder.path("image"), folder.path("out"));
    let _ = fs::remove_dir_all(&out);
    fs::create_dir(&out).unwrap();
    fs::write(&image, bytes).unwrap();
    let requests = [
        json!({"id": 1, "op": "open"}),
        json!({"id": 2, "op": "walk"}),
        json!({"id": 3, "op": "usage", "depth": 3}),
        json!({"id": 4, "op": "extract", "special": true, "setIds": true, "maxBytes": 50 << 20, "maxEntries": 1000}),
        json!({"id": 5, "op": "find", "contains": "x", "limit": 10}),
    ];
    helper("serve --finish --target-fd 4", &[(&image, false), (&out, false)], &requests)
}

#[test]
fn every_attack_ends_with_a_named_problem() {
    let folder = Folder::new("hostile");
    for (name, bytes, expect) in cases() {
        let answers = attack(&folder, &bytes);
        assert!(answers.status.success(), "{name}: the helper died");
        let internal = answers.frames.iter().find(|frame| frame["code"] == "internal");
        assert!(internal.is_none(), "{name}: {internal:?}");
        let mut extracted: Vec<String> = support::snapshot(&folder.path("out")).into_keys().collect();
        extracted.sort();
        match expect {
            Expect::Refused(code) => assert_eq!(answers.end(1)["code"], code, "{name}: {:?}", answers.frames),
            Expect::Problems(paths) => {
                assert_eq!(answers.end(1)["type"], "done", "{name}");
                assert!(!answers.problems(4).is_empty(), "{name}: {:?}", answers.frames);
                assert_eq!(extracted, paths, "{name}");
            }
            Expect::Limit => assert_eq!(answers.end(4)["code"], "limit", "{name}: {:?}", answers.frames),
        }
        let mut beside: Vec<_> = fs::read_dir(&folder.0).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        beside.sort();
        assert_eq!(beside, ["image", "out"], "{name}");
    }
}

#[test]
fn an_image_cut_anywhere_is_an_error_and_no_crash() {
    if !has("mksquashfs") {
        return;
    }
    let folder = Folder::new("cut");
    let (tree, image) = (folder.path("tree"), folder.path("whole"));
    build_tree(&tree);
    sh(&format!("mksquashfs {} {} -noappend -quiet -no-progress -nopad", tree.display(), image.display()));
    let bytes = fs::read(&image).unwrap();
    for length in (0..bytes.len()).rev().step_by(997).chain(0..200) {
        assert!(scrutiny::image(bytes[..length].to_vec()).is_err(), "cut at {length}");
    }
    let answers = attack(&folder, &bytes[..bytes.len() - 1]);
    assert_eq!(answers.end(1)["code"], "malformed");
}

#[test]
fn changed_bytes_never_lead_to_a_crash() {
    if !has("mksquashfs") {
        return;
    }
    let folder = Folder::new("changed");
    let (tree, image) = (folder.path("tree"), folder.path("image"));
    fs::create_dir_all(tree.join("d/e")).unwrap();
    for index in 0..40 {
        fs::write(tree.join(format!("d/file-{index}")), format!("contents {index}").repeat(index * 20)).unwrap();
    }
    std::os::unix::fs::symlink("../d", tree.join("d/e/link")).unwrap();
    let mut state = 12_345u64;
    let mut random = move |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    for options in ["-noI -noD -noF -noX -noId", "-comp gzip", "-comp zstd", "-comp xz", "-comp lz4", "-comp lzo"] {
        sh(&format!(
            "mksquashfs {} {} -noappend -quiet -no-progress -nopad -b 4096 {options}",
            tree.display(),
            image.display()
        ));
        let bytes = fs::read(&image).unwrap();
        let mut unharmed = 0;
        for _ in 0..600 {
            let mut changed = bytes.clone();
            for _ in 0..=random(6) {
                // Most of the interest is in the superblock and the tables at the end.
                let at = match random(3) {
                    0 => random(96),
                    1 => bytes.len() - 1 - random(bytes.len().min(6000)),
                    _ => random(bytes.len()),
                };
                changed[at] = [0, 1, 0x7f, 0x80, 0xff, random(256) as u8][random(6)];
            }
            unharmed += u32::from(scrutiny::image(changed).is_ok());
        }
        assert!(unharmed > 0, "{options}: every change was fatal, so nothing was tried");
    }
}
