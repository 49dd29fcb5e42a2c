//! Digests of a layer: of its bytes as they are stored, which manifests name, and of the archive in
//! it, which image configurations name (`diff_ids`). Both are `sha256:` and hexadecimal.

use crate::failure::{Code, Failure, Outcome, unsupported};
use sha2::{Digest, Sha256};

/// What the caller knows and wants to know.
#[derive(Clone, Debug, Default)]
pub struct Expected {
    /// Digest of the stored bytes.
    pub digest: Option<String>,
    /// Digest of the archive.
    pub diff_id: Option<String>,
    /// Whether both are wanted even if nothing is known.
    pub wanted: bool,
}

/// What was found; only what was asked for is digested.
#[derive(Clone, Debug, Default)]
pub struct Digests {
    /// Digest of the stored bytes.
    pub digest: Option<String>,
    /// Digest of the archive.
    pub diff_id: Option<String>,
}

impl Expected {
    /// Fails for digests of a kind that cannot be checked.
    pub fn new(digest: &str, diff_id: &str, wanted: bool) -> Outcome<Self> {
        let known = |text: &str| -> Outcome<Option<String>> {
            let hexadecimal =
                |hex: &str| hex.len() == 64 && hex.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
            match text.strip_prefix("sha256:") {
                Some(hex) if hexadecimal(hex) => Ok(Some(text.to_owned())),
                None if text.is_empty() => Ok(None),
                _ => Err(unsupported(format!("a layer with the digest {text}"))),
            }
        };
        Ok(Expected { digest: known(digest)?, diff_id: known(diff_id)?, wanted })
    }

    /// Whether the stored bytes must be digested.
    pub fn wants_digest(&self) -> bool {
        self.wanted || self.digest.is_some()
    }

    /// Whether the archive must be digested.
    pub fn wants_diff_id(&self) -> bool {
        self.wanted || self.diff_id.is_some()
    }

    /// Fails when something else was found.
    pub fn check(&self, found: &Digests) -> Outcome<()> {
        for (what, expected, found) in
            [("digest", &self.digest, &found.digest), ("diff_id", &self.diff_id, &found.diff_id)]
        {
            if let (Some(expected), Some(found)) = (expected, found)
                && expected != found
            {
                return Err(Failure::new(Code::Digest, format!("its {what} should be {expected} and is {found}")));
            }
        }
        Ok(())
    }
}

/// A digest in the making, if one is wanted.
#[derive(Default)]
pub struct Hashing(Option<Sha256>);

impl Hashing {
    /// Digests only if `wanted`.
    pub fn new(wanted: bool) -> Self {
        Hashing(wanted.then(Sha256::new))
    }

    /// Takes bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        if let Some(hasher) = &mut self.0 {
            hasher.update(bytes);
        }
    }

    /// The digest as it is written in manifests.
    pub fn finish(self) -> Option<String> {
        let bytes = self.0?.finalize();
        Some(bytes.iter().fold("sha256:".to_owned(), |text, byte| format!("{text}{byte:02x}")))
    }
}
