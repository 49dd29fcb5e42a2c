//! Images made to do harm, given to the helper as the engine would give them. Each must end with
//! named problems; the helper must live on, and nothing may appear outside the target.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "support/corpus.rs"]
mod corpus;
#[path = "support/forge.rs"]
mod forge;
mod support;

use corpus::{Expect, cases};
use serde_json::json;
use sif_helper::scrutiny;
use std::fs;
use support::{Answers, Folder, build_tree, has, helper, sh};

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

/// Writes the corpus into the folder that SIF_HELPER_CORPUS names, for whoever wants to try it on something else.
#[test]
fn the_corpus_can_be_written() {
    let Some(folder) = std::env::var_os("SIF_HELPER_CORPUS").map(std::path::PathBuf::from) else { return };
    fs::create_dir_all(&folder).unwrap();
    for (index, (name, bytes, _)) in cases().into_iter().enumerate() {
        fs::write(folder.join(format!("{index:02} {name}.squashfs")), bytes).unwrap();
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
