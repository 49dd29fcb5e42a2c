//! A fixed set of threads, started before the jail closes, because no thread can be started after.
//! A job that panics ends alone; its thread goes on.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

type Job = Box<dyn FnOnce() + Send>;

/// A fixed set of threads that run jobs in the order they were given.
pub struct Pool {
    sender: Sender<Job>,
    threads: usize,
}

impl Pool {
    /// Starts `threads` threads; fails where the system has none to give.
    pub fn start(name: &str, threads: usize) -> std::io::Result<Self> {
        let (sender, receiver) = channel::<Job>();
        let receiver = Arc::new(Mutex::new(receiver));
        for index in 0..threads {
            let receiver = receiver.clone();
            std::thread::Builder::new().name(format!("{name}-{index}")).spawn(move || run(&receiver))?;
        }
        Ok(Pool { sender, threads })
    }

    /// Number of threads.
    pub fn threads(&self) -> usize {
        self.threads
    }

    /// Gives a job to the next free thread.
    pub fn submit(&self, job: impl FnOnce() + Send + 'static) {
        // The threads live as long as the sender, so this cannot fail.
        let _ = self.sender.send(Box::new(job));
    }
}

fn run(receiver: &Mutex<Receiver<Job>>) {
    loop {
        let job = receiver.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = job else { return };
        let _ = catch_unwind(AssertUnwindSafe(job));
    }
}

/// Bounds how much is under way: each piece of work takes a permit and gives it back when dropped.
pub struct Gate {
    free: Mutex<usize>,
    changed: Condvar,
    total: usize,
}

/// The right to have one piece of work under way.
pub struct Permit {
    gate: Arc<Gate>,
}

impl Gate {
    /// A gate with this many permits.
    pub fn new(permits: usize) -> Arc<Self> {
        Arc::new(Gate { free: Mutex::new(permits), changed: Condvar::new(), total: permits })
    }

    /// Waits for a permit.
    pub fn enter(self: &Arc<Self>) -> Permit {
        let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        while *free == 0 {
            free = self.changed.wait(free).unwrap_or_else(PoisonError::into_inner);
        }
        *free -= 1;
        Permit { gate: self.clone() }
    }

    /// Waits until nothing is under way.
    pub fn drain(&self) {
        let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        while *free < self.total {
            free = self.changed.wait(free).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        *self.gate.free.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.gate.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn a_panicking_job_does_not_stop_the_others() {
        let pool = Pool::start("test", 2).unwrap();
        let gate = Gate::new(3);
        let done = Arc::new(AtomicUsize::new(0));
        for number in 0..20 {
            let (permit, done) = (gate.enter(), done.clone());
            pool.submit(move || {
                let _permit = permit;
                assert!(number % 5 != 0, "planned");
                done.fetch_add(1, Ordering::SeqCst);
            });
        }
        gate.drain();
        assert_eq!(done.load(Ordering::SeqCst), 16);
    }
}
