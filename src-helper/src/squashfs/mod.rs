//! Reading squashfs 4.0. Every number of an image is checked before it is used; nothing is
//! allocated by a count that has not been matched with bytes that are there.

pub mod codec;
pub mod content;
pub mod directory;
pub mod image;
pub mod inode;
mod lzo;
pub mod metadata;
pub mod superblock;
pub mod tables;
pub mod xattr;
