//! Packed images against the tools of others: what goes in as layers comes out of `unsquashfs`,
//! `rdsquashfs` and our own reader, byte for byte and bit for bit.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "support/archive.rs"]
mod archive;
mod support;

use archive::{directory, entry, file, layers};
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};
use support::{Folder, ask, assert_same, begin, build_tree, has, helper, pack, sh, snapshot};

fn is_root() -> bool {
    String::from_utf8_lossy(&sh("id -u")).trim() == "0"
}

/// Unpacks with the usual tool and with ours; answers both trees.
fn unpack_both(folder: &Folder, image: &Path) -> (PathBuf, PathBuf) {
    let (theirs, ours) = (folder.path("theirs"), folder.path("ours"));
    let _ = fs::remove_dir_all(&theirs);
    let _ = fs::remove_dir_all(&ours);
    sh(&format!("unsquashfs -q -n -d {} {} >/dev/null", theirs.display(), image.display()));
    fs::create_dir(&ours).unwrap();
    let extract = json!({"id": 1, "op": "extract", "owners": true, "setIds": true, "special": true});
    let answers = helper("serve --finish --target-fd 4", &[(image, false), (&ours, false)], &[extract]);
    assert_eq!(answers.end(1)["problems"], 0, "{:?}", answers.problems(1));
    (theirs, ours)
}

#[test]
fn a_tree_through_every_archive_format_comes_out_as_it_was() {
    if !has("unsquashfs") || !has("setfattr") || !is_root() {
        return;
    }
    let folder = Folder::new("formats");
    let tree = folder.path("tree");
    build_tree(&tree);
    let expected = snapshot(&tree);
    let cases = [
        ("gzip", "--format=posix --xattrs --xattrs-include='*' --sparse", "gzip -1", 131_072),
        ("zstd", "--format=posix --xattrs --xattrs-include='*'", "zstd -q", 131_072),
        ("gzip", "--format=posix --xattrs --xattrs-include='*' --sparse --sparse-version=0.1", "cat", 4096),
        ("zstd", "--format=posix --xattrs --xattrs-include='*' --sparse --sparse-version=0.0", "cat", 1 << 20),
    ];
    for (compressor, tar, filter, block_bytes) in cases {
        let (layer, image) = (folder.path("layer"), folder.path("image"));
        fs::write(&image, "").unwrap();
        sh(&format!("tar {tar} -C {} -cf - . | {filter} > {}", tree.display(), layer.display()));
        let mut beginning = begin(compressor);
        beginning["blockBytes"] = json!(block_bytes);
        let answers = pack(&image, beginning, &[&layer], &[], 2);
        assert_eq!(answers.end(1000)["type"], "done", "{tar}: {:?}", answers.frames);
        let (theirs, ours) = unpack_both(&folder, &image);
        assert_same(&expected, &snapshot(&theirs), &format!("unsquashfs after {tar}"));
        assert_same(&expected, &snapshot(&ours), &format!("helper after {tar}"));
    }
    // GNU archives hold no extended attributes, but sparse files and long names of their own kind.
    let (layer, image) = (folder.path("layer"), folder.path("image"));
    sh(&format!("tar --format=gnu --sparse -C {} -cf {} .", tree.display(), layer.display()));
    fs::write(&image, "").unwrap();
    let answers = pack(&image, begin("gzip"), &[&layer], &[], 2);
    assert_eq!(answers.end(1000)["type"], "done", "{:?}", answers.frames);
    let (theirs, _) = unpack_both(&folder, &image);
    let plain = |text: &String| text.split(" user.").next().unwrap().split(" trusted.").next().unwrap().to_owned();
    let strip = |tree: std::collections::BTreeMap<String, String>| {
        tree.into_iter().map(|(path, text)| (path, plain(&text))).collect()
    };
    assert_same(&strip(expected), &strip(snapshot(&theirs)), "unsquashfs after GNU tar");
}

#[test]
fn threads_do_not_change_the_image() {
    if !has("rdsquashfs") {
        return;
    }
    let folder = Folder::new("threads");
    let (tree, layer) = (folder.path("tree"), folder.path("layer"));
    build_tree(&tree);
    sh(&format!("tar -C {} -cf {} .", tree.display(), layer.display()));
    let images = [1, 2, 5].map(|threads| {
        let image = folder.path(&format!("image{threads}"));
        fs::write(&image, "something longer that was there before").unwrap();
        let answers = pack(&image, begin("gzip"), &[&layer], &[], threads);
        assert_eq!(answers.end(1000)["type"], "done");
        image
    });
    let first = fs::read(&images[0]).unwrap();
    assert!(images.iter().all(|image| fs::read(image).unwrap() == first));
    assert_eq!(first.len() % 4096, 0);
    // The other tool lists the same: types, modes, owners, link targets.
    let theirs = sh(&format!("rdsquashfs -d {}", images[0].display()));
    let answers = ask(&images[0], &[json!({"id": 1, "op": "walk"})]);
    let directories_and_files = theirs.split(|&byte| byte == b'\n').filter(|line| !line.is_empty()).count();
    assert!(directories_and_files >= answers.entries(1).len());
}

fn pack_layers(folder: &Folder, all: &[Vec<Vec<u8>>], further: &[serde_json::Value]) -> support::Answers {
    let image = folder.path("image");
    fs::write(&image, "").unwrap();
    let paths = layers(folder, all);
    let paths: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
    pack(&image, begin("gzip"), &paths, further, 2)
}

#[test]
fn what_a_later_layer_removes_leaves_no_trace() {
    let folder = Folder::new("removed");
    let secret = b"a secret that must not stay ".repeat(20_000);
    let mut noise = 1u32;
    let mut random = |length: usize| -> Vec<u8> {
        (0..length)
            .map(|_| {
                noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (noise >> 24) as u8
            })
            .collect()
    };
    let (kept, other, big, replaced) = (random(700), random(900), random(400_000), random(300_000));
    let all = [
        vec![
            directory("d/"),
            file("d/kept", &kept),
            file("d/small-secret", b"hush hush hush"),
            file("d/big-secret", &secret),
            file("d/big", &big),
            file("d/replaced", &replaced),
            file("d/other", &other),
            directory("gone/"),
            file("gone/x", &other),
            file("linked", b"linked contents"),
        ],
        vec![
            file("d/.wh.small-secret", b""),
            file("d/.wh.big-secret", b""),
            file("d/replaced", b"new"),
            file(".wh.gone", b""),
            entry("hard", b'1', "linked", b"", 0o600),
            file(".wh.linked", b""),
            file("d/copy", &big),
        ],
    ];
    let answers = pack_layers(&folder, &all, &[]);
    assert_eq!(answers.end(1000)["type"], "done", "{:?}", answers.frames);
    let image = folder.path("image");
    let requests = [
        json!({"id": 1, "op": "walk"}),
        json!({"id": 2, "op": "read", "path": "d/kept"}),
        json!({"id": 3, "op": "read", "path": "d/big"}),
        json!({"id": 4, "op": "read", "path": "d/replaced"}),
        json!({"id": 5, "op": "read", "path": "d/other"}),
        json!({"id": 6, "op": "read", "path": "hard"}),
        json!({"id": 7, "op": "read", "path": "d/copy"}),
        json!({"id": 8, "op": "open"}),
    ];
    let read = ask(&image, &requests);
    let paths: Vec<_> = read.entries(1).iter().map(|entry| entry["path"].as_str().unwrap().to_owned()).collect();
    assert_eq!(paths, ["/d", "/d/big", "/d/copy", "/d/kept", "/d/other", "/d/replaced", "/hard"]);
    assert_eq!(read.data[&2], kept);
    assert_eq!(read.data[&3], big);
    assert_eq!(read.data[&4], b"new");
    assert_eq!(read.data[&5], other);
    assert_eq!(read.data[&6], b"linked contents");
    assert_eq!(read.data[&7], big);
    // Nothing but what is used: incompressible contents once, and little else.
    let used = read.end(8)["bytesUsed"].as_u64().unwrap();
    assert!(used < 400_000 + 700 + 900 + 2000, "{used} bytes");
    if has("unsquashfs") {
        let (theirs, ours) = unpack_both(&folder, &image);
        assert_same(&snapshot(&theirs), &snapshot(&ours), "both readers");
    }
}

#[test]
fn whiteouts_and_links_follow_the_rules() {
    let folder = Folder::new("rules");
    let link = |name: &str, target: &str| entry(name, b'2', target, b"", 0o777);
    let all = [
        vec![
            directory("real/"),
            file("real/old", b"1"),
            link("alias", "real"),
            link("up", "../../../real"),
            link("absolute", "/real"),
            directory("opaque/"),
            directory("opaque/inner/"),
            file("opaque/inner/old", b"1"),
            file("opaque/gone", b"1"),
            file("was-file", b"1"),
            directory("was-dir/"),
            file("was-dir/x", b"1"),
        ],
        vec![
            file("alias/new", b"2"),
            file("up/new2", b"2"),
            file("absolute/../../escape", b"2"),
            file("alias/.wh.old", b""),
            file("opaque/inner/new", b"2"),
            file("opaque/.wh..wh..opq", b""),
            file("was-file/inside", b"2"),
            file("was-dir", b"now a file"),
            file("../../outside", b"2"),
            file("/rooted", b"2"),
            file("same", b"2"),
            file(".wh.same", b""),
        ],
    ];
    let answers = pack_layers(&folder, &all, &[]);
    assert_eq!(answers.end(1000)["type"], "done", "{:?}", answers.frames);
    let read = ask(&folder.path("image"), &[json!({"id": 1, "op": "walk"})]);
    let found: Vec<_> = read
        .entries(1)
        .iter()
        .map(|entry| format!("{} {}", entry["path"].as_str().unwrap(), entry["type"].as_str().unwrap()))
        .collect();
    let expected = [
        "/absolute symlink",
        "/alias symlink",
        "/escape file",
        "/opaque dir",
        "/opaque/inner dir",
        "/opaque/inner/new file",
        "/outside file",
        "/real dir",
        "/real/new file",
        "/real/new2 file",
        "/rooted file",
        "/same file",
        "/up symlink",
        "/was-dir file",
        "/was-file dir",
        "/was-file/inside file",
    ];
    assert_eq!(found, expected);
}

#[test]
fn broken_layers_are_named_and_end_the_session() {
    let folder = Folder::new("broken");
    let good = file("a", b"1");
    let mut bad_sum = good.clone();
    bad_sum[0] = b'b';
    let cases: Vec<(Vec<u8>, &str)> = vec![
        (entry("h", b'1', "missing", b"", 0o644), "malformed"),
        (entry("./", b'0', "", b"x", 0o644), "malformed"),
        (entry("x", b'Z', "", b"", 0o644), "unsupported"),
        (bad_sum, "malformed"),
        (good[..700].to_vec(), "malformed"),
        (b"\x1f\x8b\x08\0\0\0\0\0\0\x03garbage".to_vec(), "malformed"),
        (b"\x28\xb5\x2f\xfdgarbage".to_vec(), "malformed"),
        (b"\xfd7zXZ\0\0".to_vec(), "unsupported"),
        (b"BZh91AY".to_vec(), "unsupported"),
        (entry("loop", b'2', "loop", b"", 0o777).into_iter().chain(file("loop/x", b"")).collect(), "malformed"),
    ];
    for (index, (bytes, code)) in cases.into_iter().enumerate() {
        let (layer, image) = (folder.path("layer"), folder.path("image"));
        let is_cut = bytes.len() % 512 != 0 || bytes.starts_with(b"\x1f\x8b");
        fs::write(&layer, if is_cut { bytes } else { [bytes, vec![0; 1024]].concat() }).unwrap();
        fs::write(&image, "").unwrap();
        let answers = pack(&image, begin("gzip"), &[&layer], &[], 1);
        assert_eq!(answers.end(2)["code"], code, "case {index}: {:?}", answers.frames);
        assert!(!answers.status.success());
    }
}

#[test]
fn files_can_be_looked_at_and_added() {
    let folder = Folder::new("added");
    let all =
        [vec![file("etc/motd", b"\x7fELF and more than twenty bytes"), entry("etc/hosts", b'2', "../x", b"", 0o777)]];
    let further = [
        json!({"id": 10, "op": "look", "path": "etc/motd"}),
        json!({"id": 11, "op": "look", "path": "etc/hosts", "follow": true}),
        json!({"id": 12, "op": "add", "path": "etc/hosts", "follow": true, "kind": "file", "contents": "h\u{e9}"}),
        json!({"id": 13, "op": "add", "path": "etc/motd", "kind": "file", "ifMissing": true}),
        json!({"id": 14, "op": "add", "path": ".singularity.d/env", "kind": "dir", "mode": 0o755}),
        json!({"id": 15, "op": "add", "path": "environment", "kind": "symlink", "target": ".singularity.d/env/90.sh"}),
        json!({"id": 16, "op": "remove", "path": "etc/motd"}),
        json!({"id": 17, "op": "look", "path": "etc/motd"}),
        json!({"id": 18, "op": "look", "path": "/"}),
    ];
    let answers = pack_layers(&folder, &all, &further);
    assert_eq!(answers.end(10)["headHex"], "7f454c4620616e64206d6f7265207468616e2074");
    assert_eq!(answers.end(11)["path"], "/etc/../x");
    assert_eq!(answers.end(11)["kind"], json!(null));
    assert_eq!(answers.end(13)["added"], false);
    assert_eq!(answers.end(17)["kind"], json!(null));
    assert_eq!(answers.end(18)["names"], json!([".singularity.d", "environment", "etc", "x"]));
    let read = ask(&folder.path("image"), &[json!({"id": 1, "op": "read", "path": "x"})]);
    assert_eq!(read.data[&1], b"h\xe9");
}
