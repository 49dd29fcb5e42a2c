//! The native helper of SIF Desktop: reads and writes squashfs file systems in a process of its own.

pub mod descriptors;
pub mod extract;
pub mod failure;
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
