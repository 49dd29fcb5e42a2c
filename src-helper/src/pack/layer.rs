//! `layer`: merges one layer, telling how far it is.

use super::building::Building;
use super::push_member;
use crate::descriptors::inherited_file;
use crate::failure::{Code, Failure, Outcome};
use crate::jail::extend_cpu_budget;
use crate::json::push_text;
use crate::layers::digests::Expected;
use crate::layers::merge::Target;
use crate::layers::stream::LayerStream;
use crate::pool::Pool;
use crate::serve::output::Task;
use crate::serve::request::Request;
use std::cell::Cell;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

const REPORT_EVERY: Duration = Duration::from_millis(100);

/// Merges the layer that `request` names into `building`.
pub fn merge(building: &mut Building, readers: &Pool, task: &Task, request: &Request) -> Outcome<()> {
    let file = inherited_file(request.number("fd")?)?;
    let expected = Expected::new(request.text("digest"), request.text("diffId"), request.flag("digests"))?;
    building.layers += 1;
    let layer = building.layers;
    let entries = Cell::new(0u64);
    let (mut reported, mut read_bytes) = (Instant::now(), 0);
    let mut stream = LayerStream::start(readers, file, expected, building.left_bytes, |progress| {
        if reported.elapsed() < REPORT_EVERY {
            return Ok(());
        }
        reported = Instant::now();
        let (stored, expanded) =
            (progress.stored_bytes.load(Ordering::Relaxed), progress.expanded_bytes.load(Ordering::Relaxed));
        if expanded > read_bytes {
            // A layer may be as long as it wants to be, as long as it goes on.
            extend_cpu_budget();
            read_bytes = expanded;
        }
        let mut frame = task.frame("progress");
        push_member(&mut frame, "layer", u64::from(layer));
        push_member(&mut frame, "entries", entries.get());
        push_member(&mut frame, "readBytes", stored);
        push_member(&mut frame, "expandedBytes", expanded);
        task.send_now(frame)
    });
    let mut target = Target {
        tree: &mut building.tree,
        contents: &mut building.data,
        xattrs: &mut building.xattrs,
        owners: building.owners,
        latest: building.latest,
        fix_permissions: building.fix_permissions,
    };
    let most_entries = building.left_entries;
    let counts = target.apply(&mut stream, layer, |counts| {
        entries.set(counts.entries);
        let limit = || Failure::new(Code::Limit, "the layers hold more entries than may be packed");
        if counts.entries > most_entries { Err(limit()) } else { Ok(()) }
    })?;
    let facts = stream.facts()?;
    building.left_entries -= counts.entries;
    building.left_bytes = building.left_bytes.saturating_sub(facts.expanded_bytes);
    let mut frame = task.frame("done");
    push_member(&mut frame, "entries", counts.entries);
    push_member(&mut frame, "whiteouts", counts.whiteouts);
    push_member(&mut frame, "contentBytes", building.data.content_bytes);
    push_member(&mut frame, "storedBytes", facts.stored_bytes);
    push_member(&mut frame, "expandedBytes", facts.expanded_bytes);
    frame.extend_from_slice(b",\"compression\":");
    push_text(&mut frame, facts.compression);
    for (name, digest) in [("digest", &facts.digests.digest), ("diffId", &facts.digests.diff_id)] {
        if let Some(digest) = digest {
            frame.extend_from_slice(format!(",\"{name}\":").as_bytes());
            push_text(&mut frame, digest);
        }
    }
    task.send_now(frame)
}
