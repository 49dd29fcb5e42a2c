//! The corpus of hostile images: each is one lie, told by [`Forge`].
#![allow(missing_docs)]

use super::forge::{Forge, run, zlib};

/// What a case must lead to.
pub enum Expect {
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

/// Every image: its name, its bytes, what must come of it.
pub fn cases() -> Vec<(&'static str, Vec<u8>, Expect)> {
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
