//! The native helper of SIF Desktop: reads file systems and writes squashfs in a process of its own.

pub mod bytes;
pub mod descriptors;
pub mod ext;
pub mod extract;
pub mod failure;
pub mod image;
pub mod jail;
pub mod json;
pub mod layers;
pub mod pack;
pub mod pool;
pub mod scrutiny;
pub mod serve;
pub mod source;
pub mod squashfs;
pub mod writer;
