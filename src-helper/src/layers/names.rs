//! Names of what is in the tree already: a further one, another one, none any more. Whiteouts of layers.

use super::tree::{Body, Name, NodeId, Tree, clean};
use crate::failure::{Code, Failure, Outcome, malformed};

impl Tree {
    /// Gives the file at `target` another name. Only regular files share; anything else is copied.
    pub fn link(&mut self, path: &[u8], target: &[u8], layer: u32) -> Outcome<()> {
        let missing =
            || malformed(format!("a hard link leads to {}, which is not there", String::from_utf8_lossy(target)));
        let id = self.find(target)?.ok_or_else(missing)?;
        let names = clean(path);
        let Some((last, parents)) = names.split_last() else {
            return Err(malformed("a layer replaces the root directory by a hard link"));
        };
        let id = match self.node(id).body {
            Body::Directory(_) => return Err(malformed("a hard link leads to a directory")),
            Body::File(_) => id,
            _ => self.add_node(self.node(id).clone())?,
        };
        if let Some(place) = self.go(parents, Some(layer))?
            && let Some(names) = self.names_mut(place.directory)
        {
            names.insert(last.clone(), Name { node: id, layer });
        }
        Ok(())
    }

    /// Removes what is at `directory`/`name`, except what this layer made. Without a name: everything in it.
    pub fn white_out(&mut self, directory: &[u8], name: Option<&[u8]>, layer: u32) -> Outcome<()> {
        let names = clean(directory);
        let Some(place) = self.go(&names, None)? else { return Ok(()) };
        match name {
            Some(name) => self.remove_older(place.directory, name, layer),
            None => self.remove_children(place.directory, layer),
        }
        Ok(())
    }

    fn remove_older(&mut self, directory: NodeId, name: &[u8], layer: u32) {
        let Some(found) = self.names(directory).and_then(|names| names.get(name)).copied() else { return };
        if found.layer == layer {
            self.remove_children(found.node, layer);
        } else if let Some(names) = self.names_mut(directory) {
            names.remove(name);
        }
    }

    fn remove_children(&mut self, directory: NodeId, layer: u32) {
        let mut pending = vec![directory];
        while let Some(directory) = pending.pop() {
            let Some(names) = self.names_mut(directory) else { continue };
            names.retain(|_, name| name.layer == layer);
            pending.extend(names.values().map(|name| name.node));
        }
    }

    /// Gives what is at `path` the name `target` instead; its directory must be there and not below it, the name free.
    pub fn rename(&mut self, path: &[u8], target: &[u8], layer: u32) -> Outcome<()> {
        let missing = || Failure::new(Code::NotFound, format!("{} is not there", String::from_utf8_lossy(path)));
        let node = self.find(path)?.ok_or_else(missing)?;
        let names = clean(target);
        let (Some((last, parents)), None) = (names.split_last(), self.find(target)?) else {
            return Err(Failure::new(Code::Exists, format!("{} is there already", String::from_utf8_lossy(target))));
        };
        let Some(place) = self.go(parents, None)? else {
            return Err(Failure::new(Code::NotFound, format!("{} has no directory", String::from_utf8_lossy(target))));
        };
        if place.is_in(node) {
            let text = format!("{} cannot be moved into itself", String::from_utf8_lossy(path));
            return Err(Failure::new(Code::WrongType, text));
        }
        self.remove(path)?;
        if let Some(names) = self.names_mut(place.directory) {
            names.insert(last.clone(), Name { node, layer });
        }
        Ok(())
    }

    /// Removes what is at a path, whoever made it.
    pub fn remove(&mut self, path: &[u8]) -> Outcome<()> {
        let names = clean(path);
        let Some((last, parents)) = names.split_last() else { return Ok(()) };
        if let Some(place) = self.go(parents, None)?
            && let Some(names) = self.names_mut(place.directory)
        {
            names.remove(last);
        }
        Ok(())
    }
}
