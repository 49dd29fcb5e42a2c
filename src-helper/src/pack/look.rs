//! `look`: what is at a path of the image so far.

use super::building::Building;
use super::push_member;
use crate::failure::Outcome;
use crate::json::{push_bytes, push_hex, push_text};
use crate::layers::tree::Body;
use crate::serve::output::Task;
use crate::serve::request::Request;

/// Answers what is at the path of `request`.
pub fn look(building: &mut Building, task: &Task, request: &Request) -> Outcome<()> {
    let path = building.place(request)?;
    let found = building.tree.find(&path)?;
    let mut frame = task.frame("done");
    frame.extend_from_slice(b",\"path\":");
    push_bytes(&mut frame, &path);
    frame.extend_from_slice(b",\"kind\":");
    let Some(node) = found.map(|id| building.tree.node(id)) else {
        frame.extend_from_slice(b"null");
        return task.send_now(frame);
    };
    push_text(&mut frame, kind_name(&node.body));
    push_member(&mut frame, "mode", u64::from(node.mode));
    match &node.body {
        Body::Symlink(target) => {
            frame.extend_from_slice(b",\"target\":");
            push_bytes(&mut frame, target);
        }
        Body::File(content) => {
            let content = building.data.content(*content);
            push_member(&mut frame, "sizeBytes", content.size_bytes);
            frame.extend_from_slice(b",\"headHex\":");
            let length = content.head.len().min(content.size_bytes as usize);
            push_hex(&mut frame, &content.head[..length]);
        }
        Body::Directory(names) => {
            frame.extend_from_slice(b",\"names\":[");
            for (index, name) in names.keys().enumerate() {
                if index > 0 {
                    frame.push(b',');
                }
                push_bytes(&mut frame, name);
            }
            frame.push(b']');
        }
        _ => {}
    }
    task.send_now(frame)
}

fn kind_name(body: &Body) -> &'static str {
    match body {
        Body::Directory(_) => "dir",
        Body::File(_) => "file",
        Body::Symlink(_) => "symlink",
        Body::BlockDevice(_) => "block",
        Body::CharDevice(_) => "char",
        Body::Fifo => "fifo",
        Body::Socket => "socket",
    }
}
