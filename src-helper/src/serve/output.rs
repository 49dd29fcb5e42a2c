//! The answering half of the protocol: one JSON document a line, some followed by raw bytes.
//! Owns standard output; frames of different requests never mix.

use crate::failure::{Failure, Outcome, cancelled};
use crate::json::{push_number, push_text};
use std::io::{IoSlice, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// Where frames go.
pub struct Output {
    writer: Mutex<Box<dyn Write + Send>>,
}

impl Output {
    /// Frames go to `writer`.
    pub fn new(writer: Box<dyn Write + Send>) -> Arc<Self> {
        Arc::new(Output { writer: Mutex::new(writer) })
    }

    fn write(&self, head: &[u8], body: &[u8]) -> Outcome<()> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let mut parts = [IoSlice::new(head), IoSlice::new(body)];
        let mut parts = &mut parts[..];
        let mut left = head.len() + body.len();
        while left > 0 {
            let written = match writer.write_vectored(parts) {
                Ok(0) => return Err(cancelled()),
                Ok(written) => written,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error.into()),
            };
            left -= written;
            IoSlice::advance_slices(&mut parts, written);
        }
        writer.flush()?;
        Ok(())
    }
}

/// One request under way: where its answers go, whether it was cancelled, how much the caller can take.
pub struct Task {
    id: u64,
    output: Arc<Output>,
    cancelled: AtomicBool,
    /// Frames that may still be sent; `None` if the caller did not ask to be spared.
    credit: Mutex<Option<u64>>,
    more: Condvar,
}

impl Task {
    /// A request with the caller's number.
    pub fn new(id: u64, output: Arc<Output>, credit: Option<u64>) -> Arc<Self> {
        let (credit, more) = (Mutex::new(credit), Condvar::new());
        Arc::new(Task { id, output, cancelled: AtomicBool::new(false), credit, more })
    }

    /// Asks the request to stop.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::SeqCst);
        self.more.notify_all();
    }

    /// Lets the request send `frames` more.
    pub fn grant(&self, frames: u64) {
        let mut credit = self.credit.lock().unwrap_or_else(PoisonError::into_inner);
        *credit = credit.map(|left| left.saturating_add(frames));
        self.more.notify_all();
    }

    /// Fails if the request was cancelled; long work asks between its steps.
    pub fn check(&self) -> Outcome<()> {
        if self.cancelled.load(Ordering::Relaxed) { Err(cancelled()) } else { Ok(()) }
    }

    fn spend(&self) -> Outcome<()> {
        let mut credit = self.credit.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            self.check()?;
            match *credit {
                None => return Ok(()),
                Some(0) => credit = self.more.wait(credit).unwrap_or_else(PoisonError::into_inner),
                Some(left) => {
                    *credit = Some(left - 1);
                    return Ok(());
                }
            }
        }
    }

    /// A new frame of this request, to be filled with further members and sent.
    pub fn frame(&self, kind: &str) -> Vec<u8> {
        let mut frame = Vec::with_capacity(256);
        frame.extend_from_slice(b"{\"id\":");
        push_number(&mut frame, self.id);
        frame.extend_from_slice(b",\"type\":");
        push_text(&mut frame, kind);
        frame
    }

    /// Sends raw bytes; waits if the caller has enough.
    pub fn send_data(&self, bytes: &[u8]) -> Outcome<()> {
        self.spend()?;
        let mut frame = self.frame("data");
        frame.extend_from_slice(b",\"bytes\":");
        push_number(&mut frame, bytes.len() as u64);
        frame.extend_from_slice(b"}\n");
        self.output.write(&frame, bytes)
    }

    /// Sends a started frame as one of a stream; waits if the caller has enough.
    pub fn send_part(&self, mut frame: Vec<u8>) -> Outcome<()> {
        self.spend()?;
        frame.extend_from_slice(b"}\n");
        self.output.write(&frame, &[])
    }

    /// Sends a started frame at once: progress and the end of a request wait for nobody.
    pub fn send_now(&self, mut frame: Vec<u8>) -> Outcome<()> {
        frame.extend_from_slice(b"}\n");
        self.output.write(&frame, &[])
    }

    /// Ends the request with a failure.
    pub fn send_failure(&self, failure: &Failure) -> Outcome<()> {
        let mut frame = self.frame("error");
        frame.extend_from_slice(b",\"code\":");
        push_text(&mut frame, failure.code.name());
        frame.extend_from_slice(b",\"message\":");
        push_text(&mut frame, &failure.message);
        self.send_now(frame)
    }
}
