//! Changes to an image in making: contents replaced in place, further and other names, times of directories.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use serde_json::{Value, json};
use std::fs;
use support::{Folder, ask, begin, pack};

/// Time of the image, as `begin` gives it, and that of everything added with another.
const NOW: u64 = 1_600_000_000;
const OLD: u64 = 1000;

fn add(id: u64, path: &str, kind: &str, more: &Value) -> Value {
    let mut request = json!({"id": id, "op": "add", "path": path, "kind": kind, "mtime": OLD});
    for (name, value) in more.as_object().unwrap() {
        request[name] = value.clone();
    }
    request
}

#[test]
fn what_is_there_is_changed_in_place() {
    let folder = Folder::new("changing");
    let image = folder.path("image");
    fs::write(&image, "").unwrap();
    let owner = json!({"uid": 7, "gid": 8, "mode": 0o640, "contents": "before"});
    let requests = [
        add(10, "/d", "dir", &json!({})),
        add(11, "/d/file", "file", &owner),
        json!({"id": 12, "op": "link", "path": "/d/again", "to": "/d/file"}),
        add(13, "/link", "symlink", &json!({"target": "d/file"})),
        add(14, "/quiet", "dir", &json!({})),
        add(15, "/quiet/x", "file", &json!({"contents": "x"})),
        add(16, "/quiet", "dir", &json!({})),
        json!({"id": 17, "op": "set", "path": "/link", "follow": true, "contents": "after"}),
        json!({"id": 18, "op": "set", "path": "/quiet/x", "mode": 0o600}),
        add(19, "/from", "dir", &json!({})),
        add(20, "/from/y", "file", &json!({"contents": "y"})),
        add(21, "/to", "dir", &json!({})),
        json!({"id": 22, "op": "move", "path": "/from/y", "to": "/to/z"}),
    ];
    let answers = pack(&image, begin("gzip"), &[], &requests, 1);
    assert_eq!(answers.end(1000)["type"], "done", "{:?}", answers.frames);
    let answers = ask(&image, &[json!({"id": 1, "op": "walk"}), json!({"id": 2, "op": "read", "path": "/d/again"})]);
    assert_eq!(answers.data[&2], b"after");
    let entries = answers.entries(1);
    let entry = |path: &str| *entries.iter().find(|entry| entry["path"] == path).expect(path);
    let (file, again) = (entry("/d/file"), entry("/d/again"));
    assert_eq!(file["inode"], again["inode"]);
    assert_eq!((&file["uid"], &file["gid"], &file["mode"]), (&json!(7), &json!(8), &json!("0640")));
    assert_eq!(file["mtime"], NOW, "new contents are of now");
    assert_eq!(entry("/d")["mtime"], NOW, "a new name changes its directory");
    assert_eq!(entry("/quiet")["mtime"], OLD, "an entry of its own changes it back");
    assert_eq!((&entry("/quiet/x")["mode"], &entry("/quiet/x")["mtime"]), (&json!("0600"), &json!(OLD)));
    assert_eq!(entry("/to/z")["mtime"], OLD, "another name is the same file");
    assert_eq!((&entry("/from")["mtime"], &entry("/to")["mtime"]), (&json!(NOW), &json!(NOW)));
    assert!(!entries.iter().any(|entry| entry["path"] == "/from/y"));
}

#[test]
fn what_cannot_be_changed_is_refused() {
    let folder = Folder::new("refused");
    let image = folder.path("image");
    let cases = [
        (json!({"op": "set", "path": "/no", "contents": ""}), "notFound"),
        (json!({"op": "set", "path": "/d", "contents": ""}), "wrongType"),
        (json!({"op": "move", "path": "/no", "to": "/x"}), "notFound"),
        (json!({"op": "move", "path": "/f", "to": "/d"}), "exists"),
        (json!({"op": "move", "path": "/f", "to": "/no/x"}), "notFound"),
        (json!({"op": "move", "path": "/d", "to": "/d/x"}), "wrongType"),
        (json!({"op": "link", "path": "/x", "to": "/d"}), "malformed"),
        (json!({"op": "link", "path": "/x", "to": "/no"}), "malformed"),
    ];
    for (mut request, code) in cases {
        fs::write(&image, "").unwrap();
        request["id"] = json!(12);
        let requests =
            [add(10, "/d", "dir", &json!({})), add(11, "/f", "file", &json!({"contents": ""})), request.clone()];
        let answers = pack(&image, begin("gzip"), &[], &requests, 1);
        assert_eq!(answers.end(12)["code"], code, "{request}");
    }
}
