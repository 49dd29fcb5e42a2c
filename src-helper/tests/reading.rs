//! Images made by the usual tool, with every compressor and layout, read back completely.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use serde_json::json;
use std::fs;
use support::{Folder, ask, assert_same, build_tree, has, helper, sh, snapshot};

const VARIANTS: &[&str] = &[
    "-comp gzip",
    "-comp gzip -b 4096",
    "-comp gzip -b 1M",
    "-comp gzip -no-fragments",
    "-comp gzip -tailends",
    "-comp gzip -noI -noD -noF -noX",
    "-comp gzip -no-exports -no-duplicates",
    "-comp xz",
    "-comp xz -Xbcj x86 -b 256K",
    "-comp zstd",
    "-comp zstd -Xcompression-level 19",
    "-comp lz4",
    "-comp lz4 -Xhc",
    "-comp lzo",
    "-comp lzma",
];

#[test]
fn every_layout_extracts_to_what_went_in() {
    if !has("mksquashfs") {
        return;
    }
    let folder = Folder::new("reading");
    let tree = folder.path("tree");
    build_tree(&tree);
    let expected = snapshot(&tree);
    let help = sh("mksquashfs -help 2>&1 || true");
    let known = String::from_utf8_lossy(&help).into_owned();
    for (index, options) in VARIANTS.iter().enumerate() {
        let compressor = options.split(' ').nth(1).unwrap();
        if !known.contains(&format!("\t{compressor}")) {
            eprintln!("skipped: mksquashfs without {compressor}");
            continue;
        }
        let image = folder.path("image");
        let (tree, out) = (tree.display(), folder.path(&format!("out{index}")));
        sh(&format!("mksquashfs {tree} {} -noappend -quiet -no-progress {options}", image.display()));
        fs::create_dir(&out).unwrap();
        let extract = json!({"id": 1, "op": "extract", "owners": true, "setIds": true, "special": true});
        let answers = helper("serve --finish --target-fd 4", &[(&image, false), (&out, false)], &[extract]);
        assert_eq!(answers.end(1)["type"], "done", "{options}: {:?}", answers.frames);
        assert_eq!(answers.end(1)["problems"], 0, "{options}: {:?}", answers.problems(1));
        assert_same(&expected, &snapshot(&out), options);
    }
}

#[test]
fn an_image_inside_a_file_is_read_at_its_offset() {
    if !has("mksquashfs") {
        return;
    }
    let folder = Folder::new("offset");
    let (tree, image, outer) = (folder.path("tree"), folder.path("image"), folder.path("outer"));
    build_tree(&tree);
    sh(&format!("mksquashfs {} {} -noappend -quiet -no-progress", tree.display(), image.display()));
    let bytes = fs::read(&image).unwrap();
    fs::write(&outer, [&[7u8; 5000][..], &bytes, b"behind"].concat()).unwrap();
    let requests = [
        json!({"id": 1, "op": "open"}),
        json!({"id": 2, "op": "read", "path": "/a/large", "offset": 131_000, "length": 300_000}),
        json!({"id": 3, "op": "read", "path": "bin/linked"}),
        json!({"id": 4, "op": "stat", "path": "/usr/bin/link"}),
        json!({"id": 5, "op": "stat", "path": "/usr/bin/link", "follow": true}),
        json!({"id": 6, "op": "readlink", "path": "/usr/bin/dangling"}),
        json!({"id": 7, "op": "list", "path": "/many", "skip": 10, "limit": 5}),
        json!({"id": 8, "op": "find", "path": "/", "pattern": "same-*"}),
        json!({"id": 9, "op": "find", "path": "/", "contains": "content 77"}),
        json!({"id": 10, "op": "read", "path": "/usr"}),
        json!({"id": 11, "op": "read", "path": "/none"}),
        json!({"id": 12, "op": "usage", "path": "/", "depth": 1}),
        json!({"id": 13, "op": "hash", "path": "/a"}),
        json!({"id": 14, "op": "nonsense"}),
        json!({"id": 15, "op": "stat", "path": "a/text"}),
        json!({"id": 16, "op": "read", "path": "/a/hole", "offset": 4_999_998}),
    ];
    let size = bytes.len();
    let answers = helper(&format!("serve --finish --offset 5000 --size {size}"), &[(&outer, false)], &requests);
    assert!(answers.status.success());
    assert_eq!(answers.end(1)["compressor"], "gzip");
    assert_eq!(answers.data[&2], fs::read(tree.join("a/large")).unwrap()[131_000..431_000]);
    assert_eq!(answers.data[&3], fs::read(tree.join("a/text")).unwrap());
    assert_eq!(answers.end(4)["entry"]["target"], "../../a/small");
    assert_eq!(answers.end(5)["entry"]["path"], "/a/small");
    assert_eq!(answers.end(5)["entry"]["mode"], "4755");
    assert_eq!(answers.end(6)["target"], "/nowhere");
    assert_eq!(answers.entries(7).len(), 5);
    assert_eq!(answers.end(7)["total"], 1200);
    let names = |id| {
        let mut names: Vec<_> = answers.entries(id).iter().map(|e| e["path"].as_str().unwrap().to_owned()).collect();
        names.sort();
        names
    };
    assert_eq!(names(8), ["/a/same-random", "/a/same-text"]);
    let expected: Vec<String> = ["", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]
        .iter()
        .map(|end| format!("/many/file-with-a-rather-long-name-77{end}"))
        .collect();
    assert_eq!(names(9), expected);
    assert_eq!(answers.end(10)["code"], "wrongType");
    assert_eq!(answers.end(11)["code"], "notFound");
    let usage = answers.entries(12);
    let many = usage.iter().find(|entry| entry["path"] == "/many").unwrap();
    assert_eq!((many["files"].as_u64(), many["directories"].as_u64()), (Some(1200), Some(0)));
    assert_eq!(names(13).len(), 13);
    let small = answers.entries(13).into_iter().find(|entry| entry["path"] == "/a/small").unwrap();
    assert_eq!(small["sha256"], "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
    assert_eq!(answers.end(14)["code"], "request");
    assert_eq!(answers.end(15)["type"], "done");
    assert_eq!(answers.data[&16], b"\0\0end");
}

#[test]
fn extraction_keeps_to_what_was_asked() {
    if !has("mksquashfs") {
        return;
    }
    let folder = Folder::new("asked");
    let (tree, image, out) = (folder.path("tree"), folder.path("image"), folder.path("out"));
    build_tree(&tree);
    sh(&format!("mksquashfs {} {} -noappend -quiet -no-progress", tree.display(), image.display()));
    fs::create_dir(&out).unwrap();
    fs::create_dir(out.join("a")).unwrap();
    fs::write(out.join("a/text"), "mine").unwrap();
    fs::write(folder.path("victim"), "untouched").unwrap();
    std::os::unix::fs::symlink(folder.path("victim"), out.join("a/large")).unwrap();
    std::os::unix::fs::symlink(&folder.0, out.join("many")).unwrap();
    let extract = json!({"id": 1, "op": "extract", "paths": ["/a", "many"]});
    let answers = helper("serve --finish --target-fd 4", &[(&image, false), (&out, false)], &[extract]);
    assert_eq!(answers.end(1)["type"], "done");
    let mut problems: Vec<_> = answers.problems(1).iter().map(|p| p["path"].as_str().unwrap().to_owned()).collect();
    problems.sort();
    assert_eq!(problems, ["/a/large", "/a/text", "/many"]);
    assert_eq!(fs::read(out.join("a/text")).unwrap(), b"mine");
    assert_eq!(fs::read(folder.path("victim")).unwrap(), b"untouched");
    let found = snapshot(&out);
    assert!(!found.contains_key("usr") && !found.contains_key("a/fifo"));
    assert!(found["a/small"].starts_with("0755 "), "no set-user-id bit: {}", found["a/small"]);
    let limited = json!({"id": 1, "op": "extract", "maxBytes": 1000});
    let limited_out = folder.path("limited");
    fs::create_dir(&limited_out).unwrap();
    let answers = helper("serve --finish --target-fd 4", &[(&image, false), (&limited_out, false)], &[limited]);
    assert_eq!(answers.end(1)["code"], "limit");
}

#[test]
fn what_is_no_image_is_refused_with_a_reason() {
    let folder = Folder::new("refused");
    let image = folder.path("image");
    for (bytes, code) in [(&b""[..], "malformed"), (&[0u8; 4096][..], "unsupported"), (&[b's'; 96][..], "unsupported")]
    {
        fs::write(&image, bytes).unwrap();
        let answers = ask(&image, &[json!({"id": 1, "op": "open"}), json!({"id": 2, "op": "walk"})]);
        assert_eq!(answers.end(1)["code"], code);
        assert_eq!(answers.end(2)["code"], code);
    }
    let answers = helper("serve --finish", &[(&image, false)], &[json!([1]), json!({"op": "open"})]);
    assert_eq!(answers.frames.iter().filter(|frame| frame["code"] == "request").count(), 2);
}
