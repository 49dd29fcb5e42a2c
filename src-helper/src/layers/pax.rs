//! PAX records: `length key=value\n`, where the length counts everything. Values are bytes.

use super::numbers::decimal;
use crate::failure::{Outcome, malformed};
use crate::image::inode::Xattr;

/// What the records of one entry say.
#[derive(Clone, Debug, Default)]
pub struct Pax {
    /// `path`.
    pub path: Option<Vec<u8>>,
    /// `linkpath`.
    pub link: Option<Vec<u8>>,
    /// `size`.
    pub size: Option<u64>,
    /// `uid`.
    pub uid: Option<u64>,
    /// `gid`.
    pub gid: Option<u64>,
    /// `mtime`.
    pub mtime: Option<i64>,
    /// Extended attributes with full names.
    pub xattrs: Vec<Xattr>,
    /// The parts of a sparse file: offset and length.
    pub sparse: Vec<(u64, u64)>,
    /// Length of a sparse file when expanded.
    pub sparse_size: Option<u64>,
    /// Whether the parts stand at the beginning of the data.
    pub sparse_in_data: bool,
    /// Whether the file is sparse at all.
    pub is_sparse: bool,
}

const XATTR: &[u8] = b"SCHILY.xattr.";

impl Pax {
    /// Adds the records in `raw`; later ones win.
    pub fn add(&mut self, mut raw: &[u8]) -> Outcome<()> {
        while !raw.is_empty() {
            let bad = || malformed("a PAX record is malformed");
            let blank = raw.iter().take(20).position(|&byte| byte == b' ').ok_or_else(bad)?;
            let length = usize::try_from(decimal(&raw[..blank])?).map_err(|_| bad())?;
            let record = raw.get(blank + 1..length).ok_or_else(bad)?;
            let record = record.strip_suffix(b"\n").ok_or_else(bad)?;
            let equals = record.iter().position(|&byte| byte == b'=').ok_or_else(bad)?;
            self.record(&record[..equals], &record[equals + 1..])?;
            raw = &raw[length..];
        }
        Ok(())
    }

    fn record(&mut self, key: &[u8], value: &[u8]) -> Outcome<()> {
        // An empty value takes an earlier record back.
        let text = (!value.is_empty()).then(|| value.to_vec());
        let number = || text.as_deref().map(decimal).transpose();
        match key {
            b"path" | b"GNU.sparse.name" => self.path = text,
            b"linkpath" => self.link = text,
            b"size" => self.size = number()?,
            b"uid" => self.uid = number()?,
            b"gid" => self.gid = number()?,
            b"mtime" => self.mtime = text.as_deref().map(super::numbers::seconds).transpose()?,
            b"GNU.sparse.major" => {
                self.is_sparse = true;
                self.sparse_in_data = value == b"1";
            }
            b"GNU.sparse.realsize" | b"GNU.sparse.size" => {
                self.is_sparse = true;
                self.sparse_size = number()?;
            }
            b"GNU.sparse.offset" => self.sparse.push((decimal(value)?, 0)),
            b"GNU.sparse.numbytes" => {
                let last = self.sparse.last_mut().ok_or_else(|| malformed("a sparse part has no offset"))?;
                last.1 = decimal(value)?;
            }
            b"GNU.sparse.map" => {
                let numbers: Vec<u64> = value.split(|&byte| byte == b',').map(decimal).collect::<Outcome<_>>()?;
                self.sparse = numbers.as_chunks::<2>().0.iter().map(|&[offset, length]| (offset, length)).collect();
            }
            _ => {
                if let Some(name) = key.strip_prefix(XATTR) {
                    self.xattrs.retain(|xattr| xattr.name != name);
                    if let Some(value) = text {
                        self.xattrs.push(Xattr { name: name.to_vec(), value });
                    }
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_with_any_bytes() {
        let mut pax = Pax::default();
        pax.add(b"14 path=a\nb=c\n").unwrap();
        pax.add(b"27 SCHILY.xattr.user.x=\0\n=\n").unwrap();
        assert_eq!(pax.path.as_deref(), Some(&b"a\nb=c"[..]));
        assert_eq!(pax.xattrs, [Xattr { name: b"user.x".to_vec(), value: b"\0\n=".to_vec() }]);
        pax.add(b"8 path=\n").unwrap();
        assert_eq!(pax.path, None);
        for bad in [&b"x"[..], b"5 a=b", b"99 a=b\n", b"6 path\n", b" 1\n"] {
            assert!(Pax::default().add(bad).is_err(), "{bad:?}");
        }
    }
}
