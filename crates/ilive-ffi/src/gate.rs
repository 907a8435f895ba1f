//! What lets the library's thread call the app, until the client is closed.

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{PoisonError, RwLock};

thread_local! {
    /// This thread is inside a function of the app's.
    static INSIDE: Cell<bool> = const { Cell::new(false) };
}

/// Open, until it is closed for good.
#[derive(Debug, Default)]
pub(crate) struct Gate {
    closed: AtomicBool,
    /// Shared by those who are inside.
    inside: RwLock<()>,
}

impl Gate {
    /// Does it, unless the gate is closed.
    pub(crate) fn pass(&self, work: impl FnOnce()) {
        let _inside = self.inside.read().unwrap_or_else(PoisonError::into_inner);
        if !self.closed.load(Ordering::Acquire) {
            INSIDE.set(true);
            work();
            INSIDE.set(false);
        }
    }

    /// Nobody passes any more, and who is inside is waited for; but not by one who is inside itself.
    pub(crate) fn close(&self) {
        self.closed.store(true, Ordering::Release);
        if !INSIDE.get() {
            drop(self.inside.write().unwrap_or_else(PoisonError::into_inner));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn who_closes_it_waits_for_who_is_inside_and_nobody_passes_afterwards() {
        let (gate, over) = (Gate::default(), AtomicBool::new(false));
        let (inside, is_inside) = mpsc::channel();

        std::thread::scope(|threads| {
            threads.spawn(|| {
                gate.pass(|| {
                    inside.send(()).expect("the test listens");
                    std::thread::yield_now();
                    over.store(true, Ordering::Release);
                });
            });
            is_inside.recv().expect("it passes");
            gate.close();
            assert!(over.load(Ordering::Acquire));
        });

        gate.pass(|| panic!("it is closed"));
    }

    #[test]
    fn who_closes_it_from_inside_does_not_wait_for_itself() {
        let gate = Gate::default();

        gate.pass(|| gate.close());

        gate.pass(|| panic!("it is closed"));
    }
}
