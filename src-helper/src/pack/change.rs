//! `set`, `move` and `link`: changes to files that are there, as programs that write into a root make them.

use super::building::Building;
use crate::failure::{Code, Failure, Outcome};
use crate::layers::tree::Body;
use crate::serve::request::Request;

/// Changes a file in place. Its names, owner and attributes stay, and its mode unless one is given.
pub fn set(building: &mut Building, request: &Request) -> Outcome<()> {
    let path = building.place(request)?;
    let id = building.tree.find(&path)?.ok_or_else(|| not_there(&path))?;
    if request.optional_bytes("contents")?.is_some() || request.optional_number("fd")?.is_some() {
        if !matches!(building.tree.node(id).body, Body::File(_)) {
            return Err(Failure::new(Code::WrongType, "only regular files have contents"));
        }
        let content = building.new_content(request)?;
        let time = building.time;
        let node = building.tree.node_mut(id);
        node.body = Body::File(content);
        node.mtime = time;
    }
    if let Some(mode) = request.optional_number("mode")? {
        building.tree.node_mut(id).mode = (mode & 0o7777) as u16;
    }
    Ok(())
}

/// Gives what is at `path` the name `to`.
pub fn rename(building: &mut Building, request: &Request) -> Outcome<()> {
    let (path, target) = (request.bytes("path")?, request.bytes("to")?);
    building.layers += 1;
    building.tree.rename(&path, &target, building.layers)?;
    building.tree.touch_directory_of(&path)?;
    building.tree.touch_directory_of(&target)
}

/// Gives the regular file at `to` the further name `path`.
pub fn link(building: &mut Building, request: &Request) -> Outcome<()> {
    let (path, target) = (request.bytes("path")?, request.bytes("to")?);
    building.layers += 1;
    building.tree.link(&path, &target, building.layers)?;
    building.tree.touch_directory_of(&path)
}

fn not_there(path: &[u8]) -> Failure {
    Failure::new(Code::NotFound, format!("{} is not there", String::from_utf8_lossy(path)))
}
