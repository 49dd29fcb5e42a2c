//! ext2, ext3 and ext4 made by the usual tool, read back completely; the crate `ext4-view` is a witness of names,
//! modes, owners, times, targets and contents. What is damaged ends with a named problem.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use ext4_view::{Ext4, FileType, PathBuf as ExtPath};
use serde_json::json;
use sha2::{Digest, Sha256};
use sif_helper::scrutiny;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use support::{Folder, ask, assert_same, build_tree, has, helper, sh, snapshot};

/// Forms of the format, each with a part that the others lack.
const FORMS: &[&str] = &[
    "ext3 -b 4096",
    "ext2 -b 4096 -O none",
    "ext2 -b 4096 -I 128",
    "ext3 -b 4096 -O ^dir_index,^filetype",
    "ext4 -b 4096",
    "ext4 -b 4096 -O ^extents,^64bit,^flex_bg",
    "ext4 -b 4096 -O ^64bit -I 1024",
    "ext4 -b 65536 -O ^metadata_csum",
];

fn make(tree: &Path, image: &Path, form: &str) {
    let (tree, image) = (tree.display(), image.display());
    sh(&format!("rm -f {image}; truncate -s 256M {image}; /sbin/mkfs.{form} -q -F -d {tree} {image}"));
}

/// What is on the disk but for the folder that every new file system has.
fn without_lost(mut all: BTreeMap<String, String>) -> BTreeMap<String, String> {
    all.remove("lost+found");
    all
}

#[test]
fn every_form_extracts_to_what_went_in() {
    if !has("/sbin/mkfs.ext4") {
        return;
    }
    let folder = Folder::new("ext");
    let tree = folder.path("tree");
    build_tree(&tree);
    let expected = snapshot(&tree);
    for (index, form) in FORMS.iter().enumerate() {
        let (image, out) = (folder.path("image"), folder.path(&format!("out{index}")));
        make(&tree, &image, form);
        fs::create_dir(&out).unwrap();
        let requests = [
            json!({"id": 1, "op": "open"}),
            json!({"id": 2, "op": "extract", "owners": true, "setIds": true, "special": true}),
            json!({"id": 3, "op": "list", "path": "/many", "skip": 1000, "limit": 3}),
            json!({"id": 4, "op": "read", "path": "/bin/link"}),
            json!({"id": 5, "op": "read", "path": "/a/hole", "offset": 4_999_998}),
            json!({"id": 6, "op": "stat", "path": "/a/../a/large"}),
            json!({"id": 7, "op": "stat", "path": "/a/nothing"}),
        ];
        let answers = helper("serve --finish --target-fd 4", &[(&image, false), (&out, false)], &requests);
        assert_eq!(answers.end(1)["fileSystem"], &form[..4], "{form}: {:?}", answers.end(1));
        assert_eq!(answers.end(2)["problems"], 0, "{form}: {:?}", answers.problems(2));
        assert_same(&expected, &without_lost(snapshot(&out)), form);
        assert_eq!((answers.entries(3).len(), &answers.end(3)["total"]), (3, &json!(1200)), "{form}");
        assert_eq!(answers.data[&4], b"hello", "{form}");
        assert_eq!(answers.data[&5], b"\0\0end", "{form}");
        assert_eq!(answers.end(6)["entry"]["path"], "/a/large", "{form}");
        assert_eq!(answers.end(7)["code"], "notFound", "{form}");
    }
}

/// Every entry as the witness sees it.
fn seen_by_the_crate(image: &Path) -> BTreeMap<String, String> {
    let ext = Ext4::load_from_path(image).unwrap();
    let mut all = BTreeMap::new();
    let mut pending = vec![ExtPath::try_from("/").unwrap()];
    while let Some(directory) = pending.pop() {
        for entry in ext.read_dir(&directory).unwrap() {
            let entry = entry.unwrap();
            let name: &[u8] = entry.file_name().as_ref().to_vec().leak();
            if name == b"." || name == b".." {
                continue;
            }
            let path = entry.path();
            let facts = ext.symlink_metadata(&path).unwrap();
            let what = match facts.file_type() {
                FileType::Regular => {
                    let digest: String =
                        Sha256::digest(ext.read(&path).unwrap()).iter().map(|byte| format!("{byte:02x}")).collect();
                    format!("file {digest}")
                }
                FileType::Symlink => format!("symlink {}", wire(ext.read_link(&path).unwrap().as_ref())),
                FileType::Directory => {
                    pending.push(path.clone());
                    "dir".to_owned()
                }
                FileType::CharacterDevice => "char".to_owned(),
                FileType::BlockDevice => "block".to_owned(),
                FileType::Fifo => "fifo".to_owned(),
                FileType::Socket => "socket".to_owned(),
            };
            let mode = facts.mode() & 0o7777;
            all.insert(wire(path.as_ref()), format!("{mode:04o} {} {} {what}", facts.uid(), facts.gid()));
        }
    }
    all
}

/// Bytes as the helper writes them: one character each.
fn wire(bytes: &[u8]) -> String {
    bytes.iter().map(|&byte| char::from(byte)).collect()
}

fn seen_by_us(image: &Path) -> BTreeMap<String, String> {
    let answers = ask(image, &[json!({"id": 1, "op": "walk"}), json!({"id": 2, "op": "hash"})]);
    assert!(answers.problems(1).is_empty() && answers.problems(2).is_empty());
    let digests: BTreeMap<&str, &str> = answers
        .entries(2)
        .into_iter()
        .map(|entry| (entry["path"].as_str().unwrap(), entry["sha256"].as_str().unwrap()))
        .collect();
    let text = |entry: &serde_json::Value| {
        let (path, kind) = (entry["path"].as_str().unwrap(), entry["type"].as_str().unwrap());
        let what = match kind {
            "file" => format!("file {}", digests[path]),
            "symlink" => format!("symlink {}", entry["target"].as_str().unwrap()),
            _ => kind.to_owned(),
        };
        (path.to_owned(), format!("{} {} {} {what}", entry["mode"].as_str().unwrap(), entry["uid"], entry["gid"]))
    };
    answers.entries(1).into_iter().map(text).collect()
}

#[test]
fn the_witness_reads_alike() {
    if !has("/sbin/mkfs.ext4") {
        return;
    }
    let folder = Folder::new("ext-oracle");
    let (tree, image) = (folder.path("tree"), folder.path("image"));
    build_tree(&tree);
    // The witness refuses it.
    fs::remove_file(tree.join("a/long-link")).unwrap();
    for form in ["ext4 -b 4096", "ext3 -b 4096"] {
        if form.starts_with("ext3") {
            // The witness cannot read holes in block maps.
            sh(&format!("rm {0}/a/*hole {0}/a/zeros", tree.display()));
        }
        make(&tree, &image, form);
        let ours = seen_by_us(&image);
        assert!(ours.len() > 1200, "{form}");
        assert_same(&seen_by_the_crate(&image), &ours, form);
    }
}

#[test]
fn attributes_in_inodes_and_in_blocks_are_read() {
    if !has("/sbin/debugfs") {
        return;
    }
    let folder = Folder::new("ext-attributes");
    let (tree, image, long) = (folder.path("tree"), folder.path("image"), folder.path("long"));
    fs::create_dir(&tree).unwrap();
    fs::write(tree.join("f"), "x").unwrap();
    fs::write(&long, "y".repeat(3000)).unwrap();
    make(&tree, &image, "ext4 -b 4096");
    sh(&format!("/sbin/debugfs -w -R 'ea_set /f user.note value' {} 2>&1", image.display()));
    sh(&format!("/sbin/debugfs -w -R 'ea_set -f {} /f trusted.long' {} 2>&1", long.display(), image.display()));
    let answers = ask(&image, &[json!({"id": 1, "op": "stat", "path": "/f"})]);
    let hexadecimal = |text: &str| text.bytes().map(|byte| format!("{byte:02x}")).collect::<String>();
    let expected = json!([
        {"name": "trusted.long", "valueHex": hexadecimal(&"y".repeat(3000))},
        {"name": "user.note", "valueHex": hexadecimal("value")},
    ]);
    assert_eq!(answers.end(1)["xattrs"], expected);
    assert_eq!(answers.end(1)["entry"]["hasXattrs"], true);
}

fn small_image(folder: &Folder, form: &str) -> Vec<u8> {
    let (tree, image) = (folder.path("small"), folder.path("small.img"));
    let script = "mkdir -p {t}/d/e; echo hi > {t}/a; ln -f {t}/a {t}/d/b; ln -sf ../a {t}/d/link; \
         yes x | head -c 90000 > {t}/d/long; truncate -s 100K {t}/d/hole; for i in 1 2 3 4 5 6 7 8 9; do : > {t}/d/e/$i; done";
    sh(&script.replace("{t}", &tree.display().to_string()));
    let image_text = image.display();
    sh(&format!(
        "rm -f {image_text}; truncate -s 512K {image_text}; /sbin/mkfs.{form} -q -F -N 32 -d {} {image_text}",
        tree.display()
    ));
    fs::read(&image).unwrap()
}

/// A generator that gives the same numbers every time.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % below
    }
}

#[test]
fn damaged_file_systems_end_with_an_answer() {
    if !has("/sbin/mkfs.ext4") {
        return;
    }
    let folder = Folder::new("ext-damage");
    for form in ["ext2 -b 1024", "ext4 -b 1024 -O ^metadata_csum,^has_journal"] {
        let whole = small_image(&folder, form);
        let sound = scrutiny::image(whole.clone()).unwrap();
        assert!(sound.entries >= 16 && sound.problems == 0, "{form}: {sound:?}");
        // What matters is where the file system says something; most of the image is empty or contents.
        let places: Vec<usize> = (0..whole.len()).filter(|&at| !matches!(whole[at], 0 | b'x' | b'\n')).collect();
        let (mut numbers, mut refused, mut told) = (Numbers(7), 0, 0);
        for _ in 0..4000 {
            let mut bytes = whole.clone();
            for _ in 0..=numbers.next(3) {
                let place = places[numbers.next(places.len())];
                bytes[place] =
                    [0, 1, 0x7f, 0x80, 0xff, bytes[place] ^ 1, bytes[place].wrapping_add(1)][numbers.next(7)];
            }
            match scrutiny::image(bytes) {
                Ok(found) => told += u64::from(found.problems > 0),
                Err(_) => refused += 1,
            }
        }
        // How many depends on where the tool put things this time; that mutations do harm must be seen.
        assert!(refused > 0 && told > 0, "{form}: {refused} refused, {told} with problems");
        let used = whole.iter().rposition(|&byte| byte != 0).unwrap();
        for length in (0..used).step_by(4099) {
            if let Ok(found) = scrutiny::image(whole[..length].to_vec()) {
                assert!(found.problems > 0, "{form}: cut at {length}");
            }
        }
    }
}

/// Offsets of a 1 KiB-block image whose first group begins at block 1.
fn edit(bytes: &[u8], changes: &[(usize, &[u8])]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for (at, new) in changes {
        bytes[*at..*at + new.len()].copy_from_slice(new);
    }
    bytes
}

#[test]
fn what_cannot_be_read_is_said() {
    if !has("/sbin/mkfs.ext4") {
        return;
    }
    let folder = Folder::new("ext-refused");
    let whole = small_image(&folder, "ext2 -b 1024");
    let code = |bytes: Vec<u8>| {
        let path: PathBuf = folder.path("asked");
        fs::write(&path, bytes).unwrap();
        ask(&path, &[json!({"id": 1, "op": "open"})]).end(1).clone()
    };
    for (what, changes, expected) in [
        ("an unknown feature", vec![(1024 + 96, &[2, 0, 0, 0x40][..])], "unsupported"),
        ("compressed contents", vec![(1024 + 96, &[3, 0, 0, 0][..])], "unsupported"),
        ("no inodes in a group", vec![(1024 + 40, &[0, 0, 0, 0][..])], "malformed"),
        ("impossible blocks", vec![(1024 + 24, &[40, 0, 0, 0][..])], "malformed"),
        ("tiny inodes", vec![(1024 + 88, &[16, 0][..])], "malformed"),
        ("a table behind the end", vec![(2048 + 8, &[255, 255, 255, 255][..])], "malformed"),
    ] {
        assert_eq!(code(edit(&whole, &changes))["code"], expected, "{what}");
    }
    let waits = code(edit(&whole, &[(1024 + 96, &[6, 0, 0, 0])]));
    assert_eq!((&waits["journalWaits"], &waits["fileSystem"]), (&json!(true), &json!("ext2")));
}
