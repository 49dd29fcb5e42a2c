//! Merging the layers of an OCI image into one tree, without unpacking them.

mod decoders;
pub mod digests;
mod header;
pub mod merge;
mod names;
mod numbers;
mod pax;
mod sparse;
pub mod stream;
pub mod tar;
pub mod tree;
