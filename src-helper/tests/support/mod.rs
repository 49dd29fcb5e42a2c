//! What the tests share: running the helper as the engine does, and looking at trees on disk.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, Read, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{FileTypeExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

/// A folder that is removed in the end.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let unique = format!("sif-helper-{name}-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::SeqCst));
        let path = std::env::temp_dir().join(unique);
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = Command::new("chmod").args(["-R", "u+rwX"]).arg(&self.0).output();
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Whether a program is installed; says so if it is not.
pub fn has(program: &str) -> bool {
    let found = Command::new("sh").arg("-c").arg(format!("command -v {program}")).output().unwrap().status.success();
    if !found {
        eprintln!("skipped: {program} is not installed");
    }
    found
}

/// Runs a shell command that must succeed.
pub fn sh(command: &str) -> Vec<u8> {
    let output = Command::new("sh").arg("-c").arg(command).output().unwrap();
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command}: {text}");
    output.stdout
}

/// All answers of a helper: JSON, and the raw bytes by request.
pub struct Answers {
    pub frames: Vec<Value>,
    pub data: BTreeMap<u64, Vec<u8>>,
    pub status: std::process::ExitStatus,
}

impl Answers {
    /// The last frame of a request.
    pub fn end(&self, id: u64) -> &Value {
        self.frames.iter().rfind(|frame| frame["id"] == id).expect("an answer")
    }

    /// All entries of a request.
    pub fn entries(&self, id: u64) -> Vec<&Value> {
        let frames = self.frames.iter().filter(|frame| frame["id"] == id && frame["type"] == "entries");
        frames.flat_map(|frame| frame["entries"].as_array().unwrap()).collect()
    }

    /// All problems of a request.
    pub fn problems(&self, id: u64) -> Vec<&Value> {
        self.frames.iter().filter(|frame| frame["id"] == id && frame["type"] == "problem").collect()
    }
}

/// Starts the helper with descriptors from 3 on and sends it requests.
pub fn helper(arguments: &str, descriptors: &[(&Path, bool)], requests: &[Value]) -> Answers {
    let mut command = format!("exec '{}' {arguments}", env!("CARGO_BIN_EXE_sif-helper"));
    for (index, (path, writable)) in descriptors.iter().enumerate() {
        let direction = if *writable { "<>" } else { "<" };
        command.push_str(&format!(" {}{direction}'{}'", index + 3, path.display()));
    }
    let mut child = Command::new("sh")
        .args(["-c", &command])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = Vec::new();
    for request in requests {
        serde_json::to_writer(&mut lines, request).unwrap();
        lines.push(b'\n');
    }
    let mut input = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || {
        let _ = input.write_all(&lines);
    });
    let mut output = std::io::BufReader::new(child.stdout.take().unwrap());
    let mut answers = Answers { frames: Vec::new(), data: BTreeMap::new(), status: Default::default() };
    let mut line = Vec::new();
    while output.read_until(b'\n', &mut line).unwrap() > 0 {
        let frame: Value = serde_json::from_slice(&line).unwrap();
        if let Some(count) = frame["bytes"].as_u64().filter(|_| frame["type"] == "data") {
            let mut bytes = vec![0; count as usize];
            output.read_exact(&mut bytes).unwrap();
            answers.data.entry(frame["id"].as_u64().unwrap()).or_default().extend(bytes);
        }
        answers.frames.push(frame);
        line.clear();
    }
    writer.join().unwrap();
    answers.status = child.wait().unwrap();
    answers
}

/// Asks a reading helper about an image.
pub fn ask(image: &Path, requests: &[Value]) -> Answers {
    helper("serve --finish", &[(image, false)], requests)
}

/// Packs layers with the given beginning; answers everything the helper said.
pub fn pack(image: &Path, begin: Value, layers: &[&Path], further: &[Value], threads: usize) -> Answers {
    let mut requests = vec![begin];
    for index in 0..layers.len() {
        requests.push(serde_json::json!({"id": index + 2, "op": "layer", "fd": index + 4}));
    }
    requests.extend(further.iter().cloned());
    requests.push(serde_json::json!({"id": 1000, "op": "finish"}));
    let mut descriptors = vec![(image, true)];
    descriptors.extend(layers.iter().map(|layer| (*layer, false)));
    helper(&format!("pack --threads {threads}"), &descriptors, &requests)
}

/// The usual beginning.
pub fn begin(compressor: &str) -> Value {
    serde_json::json!({"id": 1, "op": "begin", "compressor": compressor, "time": 1_600_000_000, "owners": "keep"})
}

/// One entry on disk, as text that shows every difference.
fn describe(path: &Path, first_names: &mut BTreeMap<u64, String>, name: &str) -> String {
    let status = fs::symlink_metadata(path).unwrap();
    let kind = status.file_type();
    let mut text = format!("{:04o} {} {} {}", status.mode() & 0o7777, status.uid(), status.gid(), status.mtime());
    if kind.is_file() {
        let mut hasher = Sha256::new();
        hasher.update(fs::read(path).unwrap());
        let digest: String = hasher.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        let first = first_names.entry(status.ino()).or_insert_with(|| name.to_owned()).clone();
        text.push_str(&format!(" file {} {digest} {first}", status.len()));
    } else if kind.is_symlink() {
        text.push_str(&format!(" link {:?}", fs::read_link(path).unwrap()));
    } else if kind.is_dir() {
        text.push_str(" dir");
    } else if kind.is_fifo() {
        text.push_str(" fifo");
    } else if kind.is_socket() {
        text.push_str(" socket");
    } else {
        text.push_str(&format!(" device {} {}", kind.is_block_device(), status.rdev()));
    }
    if !kind.is_symlink() {
        text.push_str(&xattrs(path));
    }
    text
}

fn xattrs(path: &Path) -> String {
    let mut names = vec![0u8; 4096];
    let Ok(length) = rustix::fs::llistxattr(path, &mut names[..]) else { return String::new() };
    let mut all: Vec<String> = names[..length]
        .split(|&byte| byte == 0)
        .filter(|name| !name.is_empty())
        .map(|name| {
            let mut value = vec![0u8; 65_536];
            let length = rustix::fs::lgetxattr(path, name, &mut value[..]).unwrap_or(0);
            format!(" {}={:?}", String::from_utf8_lossy(name), &value[..length])
        })
        .collect();
    all.sort();
    all.concat()
}

/// Everything below a directory by path.
pub fn snapshot(root: &Path) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    let mut first_names = BTreeMap::new();
    let mut pending = vec![root.to_path_buf()];
    while let Some(directory) = pending.pop() {
        let mut inside: Vec<PathBuf> = fs::read_dir(&directory).unwrap().map(|entry| entry.unwrap().path()).collect();
        inside.sort();
        for path in inside {
            let relative = path.strip_prefix(root).unwrap().as_os_str().as_bytes();
            let name: String = relative.iter().map(|&byte| char::from(byte)).collect();
            all.insert(name.clone(), describe(&path, &mut first_names, &name));
            if fs::symlink_metadata(&path).unwrap().is_dir() {
                pending.push(path);
            }
        }
    }
    all
}

/// Says where two trees differ.
pub fn assert_same(expected: &BTreeMap<String, String>, found: &BTreeMap<String, String>, what: &str) {
    for (path, entry) in expected {
        assert_eq!(Some(entry), found.get(path), "{what}: {path}");
    }
    for path in found.keys() {
        assert!(expected.contains_key(path), "{what}: {path} is too much");
    }
}

/// A tree with everything that file systems hold; devices and owners only for root.
pub fn build_tree(root: &Path) {
    let script = r#"
set -e; cd "$0"; umask 022
mkdir -p a/deep/deeper empty many usr/bin
printf hello > a/small; printf '' > a/empty; head -c 5000 /dev/urandom > a/random
head -c 131072 /dev/urandom > a/block; head -c 131073 /dev/urandom > a/block1; head -c 3000000 /dev/urandom > a/large
yes line | head -c 700000 > a/text; cp a/text a/same-text; cp a/random a/same-random
truncate -s 5000000 a/hole; printf end >> a/hole; truncate -s 400000 a/only-hole; truncate -s 900 a/zeros
ln a/text usr/bin/linked; ln a/small a/deep/again
ln -s ../../a/small usr/bin/link; ln -s /nowhere usr/bin/dangling; ln -s usr/bin bin
ln -s "$(head -c 4000 /dev/zero | tr '\0' x)" a/long-link
mkfifo a/fifo
i=0; while [ $i -lt 1200 ]; do echo "content $i" > "many/file-with-a-rather-long-name-$i"; i=$((i+1)); done
printf x > "$(printf 'n%.0s' $(seq 255))"; printf x > "$(printf 'bad\377\nname')"
chmod 4755 a/small; chmod 1777 empty; chmod 000 a/random; chmod 0555 a/deep
setfattr -n user.note -v value a/text 2>/dev/null || true
setfattr -n user.big -v "$(head -c 3000 /dev/zero | tr '\0' y)" a/deep/deeper 2>/dev/null || true
if [ "$(id -u)" = 0 ]; then
  mknod a/char c 5 1; mknod a/block-device b 259 70000; chown 1000:2000 a/large; chown 70000:70001 a/deep/deeper
  setfattr -n trusted.t -v 1 a/block 2>/dev/null || true
fi
find . -exec touch -h -d @1500000000 {} +
"#;
    fs::create_dir_all(root).unwrap();
    let output = Command::new("sh").args(["-c", script]).arg(root).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
