//! Merging layers as the existing programs do: images whose results with both of them are known.
//! The data lie beside the repository; without them there is nothing to test.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use support::{Folder, ask, begin, pack};

fn fixtures() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/fixtures/oci-to-sif");
    if !path.is_dir() {
        eprintln!("skipped: {} is not there", path.display());
        return None;
    }
    Some(path)
}

fn blob(layout: &Path, digest: &Value) -> PathBuf {
    layout.join("blobs").join(digest.as_str().unwrap().replace(':', "/"))
}

fn read_json(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

/// The layers of the one image in a layout, if it is of the simple kind.
fn layers(layout: &Path) -> Option<Vec<PathBuf>> {
    let index = fs::read(layout.join("index.json")).ok()?;
    let index: Value = serde_json::from_slice(&index).ok()?;
    let [manifest] = index["manifests"].as_array()?.as_slice() else { return None };
    let manifest = read_json(&blob(layout, &manifest["digest"]));
    let layers: Vec<PathBuf> =
        manifest["layers"].as_array()?.iter().map(|layer| blob(layout, &layer["digest"])).collect();
    layers.iter().all(|layer| layer.exists()).then_some(layers)
}

/// Paths that the programs make or change when they turn layers into a container.
fn is_made_by_the_builder(path: &str) -> bool {
    // Emptied through links that lead there.
    let emptied = ["/run/resolv.conf"];
    let made = [
        "/",
        "/.exec",
        "/.run",
        "/.shell",
        "/.test",
        "/dev",
        "/environment",
        "/etc",
        "/etc/hosts",
        "/etc/resolv.conf",
        "/home",
        "/proc",
        "/root",
        "/singularity",
        "/sys",
        "/tmp",
        "/var",
        "/var/tmp",
    ];
    made.contains(&path) || emptied.contains(&path) || path.starts_with("/.singularity.d")
}

/// What we found at a path, in the words of the expectation.
fn facts(entry: &Value, digest: Option<&str>, first_names: &BTreeMap<u64, String>) -> Value {
    let mut facts = json!({
        "type": entry["type"], "mode": entry["mode"], "uid": entry["uid"], "gid": entry["gid"], "mtime": entry["mtime"],
    });
    if entry["type"] == "file" {
        facts["size"] = entry["sizeBytes"].clone();
        facts["sha256"] = json!(digest);
        if entry["links"].as_u64() > Some(1) {
            facts["hardlinkOf"] = json!(first_names[&entry["inode"].as_u64().unwrap()]);
        }
    }
    if entry["type"] == "symlink" {
        facts["target"] = entry["target"].clone();
    }
    facts
}

fn compare(case: &str, expected: &[Value], image: &Path) -> usize {
    let answers = ask(image, &[json!({"id": 1, "op": "walk"}), json!({"id": 2, "op": "hash"})]);
    let hashes: BTreeMap<&str, &str> = answers
        .entries(2)
        .iter()
        .map(|entry| (entry["path"].as_str().unwrap(), entry["sha256"].as_str().unwrap()))
        .collect();
    let mut first_names = BTreeMap::new();
    let entries = answers.entries(1);
    let mut paths: Vec<&Value> = entries.clone();
    paths.sort_by_key(|entry| entry["path"].as_str().unwrap().to_owned());
    for entry in paths {
        let path = entry["path"].as_str().unwrap().to_owned();
        first_names.entry(entry["inode"].as_u64().unwrap()).or_insert(path);
    }
    let found: BTreeMap<&str, &&Value> = entries.iter().map(|entry| (entry["path"].as_str().unwrap(), entry)).collect();
    let mut compared = 0;
    let mut known = Vec::new();
    for wanted in expected {
        let path = match (wanted["path"].as_str(), wanted["pathHex"].as_str()) {
            // The wire has a character for every byte.
            (Some(path), _) => path.bytes().map(char::from).collect::<String>(),
            (None, Some(hex)) => (0..hex.len())
                .step_by(2)
                .map(|at| char::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()))
                .collect(),
            _ => panic!("{case}: an entry without a path"),
        };
        known.push(path.clone());
        if is_made_by_the_builder(&path) {
            continue;
        }
        let Some(entry) = found.get(path.as_str()) else { panic!("{case}: {path} is missing") };
        let mut facts = facts(entry, hashes.get(path.as_str()).copied(), &first_names);
        for name in ["type", "mode", "uid", "gid", "size", "sha256", "hardlinkOf", "mtime", "target"] {
            if name == "mtime" && wanted[name] == "build" {
                continue;
            }
            let wire = wanted[name].as_str().map(|text| text.bytes().map(char::from).collect::<String>());
            let value = wire.map_or_else(|| wanted[name].clone(), Value::String);
            assert_eq!(facts[name].take(), value, "{case}: {name} of {path}");
        }
        compared += 1;
    }
    for path in found.keys() {
        assert!(known.iter().any(|known| known == path), "{case}: {path} is too much");
    }
    compared
}

#[test]
fn merged_trees_are_those_of_the_existing_programs() {
    let Some(fixtures) = fixtures() else { return };
    let folder = Folder::new("conversions");
    let mut cases: Vec<PathBuf> = fs::read_dir(&fixtures).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    let (mut compared, mut seen) = (0, 0);
    for case in cases {
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        let (layout, expect) = (case.join("input"), case.join("expect.json"));
        if !expect.exists() {
            continue;
        }
        let Some(layers) = layers(&layout) else { continue };
        let expect = read_json(&expect);
        let image = folder.path("image");
        fs::write(&image, "").unwrap();
        let layers: Vec<&Path> = layers.iter().map(PathBuf::as_path).collect();
        let answers = pack(&image, begin("gzip"), &layers, &[], 2);
        let is_done = answers.frames.last().is_some_and(|frame| frame["id"] == 1000 && frame["type"] == "done");
        let Some(tree) = expect["tree"].as_array().filter(|tree| !tree.is_empty()) else {
            eprintln!("{name}: refused by the programs, {} by us", if is_done { "taken" } else { "refused" });
            continue;
        };
        if name.starts_with("err-") && !is_done {
            eprintln!("{name}: refused by us");
            continue;
        }
        assert!(is_done, "{name}: {:?}", answers.frames.last());
        seen += 1;
        compared += compare(&name, tree, &image);
    }
    assert!(seen > 20 && compared > 100, "only {compared} entries of {seen} images were compared");
}
