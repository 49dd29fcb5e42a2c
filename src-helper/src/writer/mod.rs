//! Writing squashfs 4.0: an ordered stream of blocks compressed on all cores, then the tables.

mod compact;
pub mod data;
mod duplicates;
pub mod finish;
pub mod inodes;
mod listing;
mod metadata;
pub mod output;
pub mod packer;
mod tables;
