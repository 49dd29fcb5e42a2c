//! Going through everything an untrusted image or archive offers, as fuzzing and property tests do.
//! Whatever the bytes are, this must come to an end with a result: no panic, no loop, no flood.

use crate::failure::{Code, Failure, Outcome};
use crate::image::Image;
use crate::image::inode::Data;
use crate::image::walk::{Next, Visit, walk};
use crate::layers::merge::{Contents, LayerCounts, Owners, Target, XattrSets};
use crate::layers::tree::Tree;
use crate::source::Source;

/// Bytes of contents looked at; a bomb has more.
const MAX_CONTENT_BYTES: u64 = 16 << 20;
/// Entries looked at.
const MAX_ENTRIES: u64 = 50_000;

/// What was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// Entries that could be read.
    pub entries: u64,
    /// What could not.
    pub problems: u64,
    /// Bytes of contents read.
    pub bytes: u64,
}

/// Opens an image in memory and reads every entry, link, attribute and file of it, within bounds.
pub fn image(bytes: Vec<u8>) -> Outcome<Findings> {
    let image = Image::open(Source::from_memory(bytes))?;
    let mut found = Findings::default();
    let root = image.root()?;
    walk(&image, b"", &root, |visit| {
        let Visit::Entry(path, _, inode) = visit else {
            found.problems += u64::from(matches!(visit, Visit::Problem(..)));
            return Ok(Next::Into);
        };
        found.entries += 1;
        if found.entries > MAX_ENTRIES || found.bytes > MAX_CONTENT_BYTES {
            return Err(Failure::new(Code::Limit, "enough"));
        }
        let looked_at = match inode.data {
            Data::File(file) => image.read_all(&file, |bytes| {
                found.bytes += bytes.len() as u64;
                if found.bytes > MAX_CONTENT_BYTES { Err(Failure::new(Code::Limit, "enough")) } else { Ok(()) }
            }),
            Data::Symlink(..) => inode.link_target(&image, &mut Vec::new()),
            _ => Ok(()),
        };
        let attributes = image.xattrs(inode).map(|_| ());
        found.problems += u64::from(looked_at.and(attributes).is_err());
        if found.entries < 100 {
            found.problems += u64::from(image.resolve(path, true).is_err());
        }
        Ok(Next::Into)
    })?;
    Ok(found)
}

/// Takes contents and keeps nothing but their number.
#[derive(Default)]
struct Swallow {
    count: u32,
    bytes: u64,
}

impl Contents for Swallow {
    fn add(&mut self, size_bytes: u64, read: &mut dyn FnMut(&mut [u8]) -> Outcome<usize>) -> Outcome<u32> {
        let mut left = size_bytes;
        let mut buffer = [0u8; 4096];
        while left > 0 {
            let count = read(&mut buffer[..left.min(4096) as usize])?;
            if count == 0 {
                return Err(crate::failure::malformed("a file is shorter than its header says"));
            }
            left -= count as u64;
            self.bytes += count as u64;
            if self.bytes > MAX_CONTENT_BYTES {
                return Err(Failure::new(Code::Limit, "enough"));
            }
        }
        self.count += 1;
        Ok(self.count - 1)
    }
}

/// Merges archives in memory, one layer each; answers the number of entries.
pub fn layers(archives: &[&[u8]]) -> Outcome<u64> {
    let mut tree = Tree::new(0);
    let mut contents = Swallow::default();
    let mut xattrs = XattrSets::default();
    let mut entries = 0;
    for (index, archive) in archives.iter().enumerate() {
        let mut target = Target {
            tree: &mut tree,
            contents: &mut contents,
            xattrs: &mut xattrs,
            owners: Owners::Keep,
            latest: None,
            fix_permissions: false,
        };
        let counts: LayerCounts = target.apply(*archive, index as u32 + 1, |_| Ok(()))?;
        entries += counts.entries;
    }
    crate::writer::inodes::Numbering::new(&tree);
    Ok(entries)
}
