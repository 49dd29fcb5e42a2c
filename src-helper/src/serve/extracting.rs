//! `extract`: paths or everything, beneath the directory the helper was started with.

use super::entries::send_problem;
use super::listing::send_done;
use super::output::Task;
use super::request::Request;
use crate::extract::target::OWNERS_REFUSED;
use crate::extract::{Counters, Observer, Options, extract};
use crate::failure::{Failure, Outcome, wrong_request};
use crate::image::Image;
use crate::json::push_number;
use crate::pool::Pool;
use rustix::fd::OwnedFd;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Time between two reports of progress.
const REPORT_EVERY: Duration = Duration::from_millis(100);
/// Problems told one by one; beyond that they are only counted.
const MAX_TOLD_PROBLEMS: u64 = 10_000;

struct Reporter {
    task: Arc<Task>,
    reported: Mutex<Instant>,
    told: AtomicU64,
}

impl Observer for Reporter {
    fn check(&self) -> Outcome<()> {
        self.task.check()
    }

    fn problem(&self, path: &[u8], failure: &Failure) {
        if self.told.fetch_add(1, Ordering::Relaxed) < MAX_TOLD_PROBLEMS {
            let _ = send_problem(&self.task, path, failure);
        }
    }

    fn progress(&self, counters: &Counters) {
        let Ok(mut reported) = self.reported.try_lock() else { return };
        if reported.elapsed() < REPORT_EVERY {
            return;
        }
        *reported = Instant::now();
        let mut frame = self.task.frame("progress");
        for (name, value) in [(",\"entries\":", &counters.entries), (",\"bytes\":", &counters.bytes)] {
            frame.extend_from_slice(name.as_bytes());
            push_number(&mut frame, value.load(Ordering::Relaxed));
        }
        let _ = self.task.send_now(frame);
    }
}

/// Runs one extraction; a second one in the same directory waits for the first.
pub fn run(
    image: &Arc<Image>,
    pool: &Pool,
    target: Option<&OwnedFd>,
    task: &Arc<Task>,
    request: &Request,
) -> Outcome<()> {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let target = target.ok_or_else(|| wrong_request("the helper was started without a directory to write in"))?;
    let options = Options {
        paths: request.byte_strings("paths")?,
        owners: request.flag("owners"),
        set_ids: request.flag("setIds"),
        special: request.flag("special"),
        max_bytes: request.optional_number("maxBytes")?,
        max_entries: request.optional_number("maxEntries")?,
    };
    let observer = Reporter { task: task.clone(), reported: Mutex::new(Instant::now()), told: AtomicU64::new(0) };
    let [entries, bytes, problems, left_out] = extract(image, pool, target.try_clone()?, &options, Arc::new(observer))?;
    let refused = OWNERS_REFUSED.load(Ordering::Relaxed);
    send_done(
        task,
        &[
            ("entries", entries),
            ("bytes", bytes),
            ("problems", problems),
            ("leftOut", left_out),
            ("ownersRefused", refused),
        ],
    )
}
