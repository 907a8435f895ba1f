//! Devices on their way out. A driver takes what time it takes, so each is closed on a thread of its own, and nothing else
//! waits for it but who wants to know, and the next of its kind: nobody finds his own camera in use.

use std::collections::BTreeMap;
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};
use std::time::Duration;

use ilive_devices::device::DeviceKind;

/// Which kinds are being closed, and what is done after that.
#[derive(Clone, Default)]
pub(super) struct Closings(Arc<Mutex<BTreeMap<DeviceKind, Closing>>>);

/// Devices of a kind are being closed.
#[derive(Default)]
struct Closing {
    threads: usize,
    after: Vec<After>,
}

type After = Box<dyn FnOnce() + Send>;

impl Closings {
    /// Calls `then` when no device of this kind is being closed: now, or on the thread that has closed the last one.
    pub(super) fn after(&self, kind: DeviceKind, then: impl FnOnce() + Send + 'static) {
        if let Some(closing) = self.lock().get_mut(&kind) {
            return closing.after.push(Box::new(then));
        }
        then();
    }

    /// The same of all kinds.
    pub(super) fn after_all(&self, then: impl FnOnce() + Send + 'static) {
        let wait = |then: After, kind| -> After {
            let closings = self.clone();
            Box::new(move || closings.after(kind, then))
        };
        DeviceKind::ALL.into_iter().fold(Box::new(then) as After, wait)();
    }

    /// Whether a device of this kind is being closed.
    pub(super) fn closes(&self, kind: DeviceKind) -> bool {
        self.lock().contains_key(&kind)
    }

    /// Waits until nothing is being closed, but no longer than that: a driver may hang.
    pub(super) fn wait(&self, limit: Duration) {
        let (tell, told) = mpsc::channel();
        self.after_all(move || {
            let _ = tell.send(());
        });
        if told.recv_timeout(limit).is_err() {
            tracing::warn!("a driver does not close its device");
        }
    }

    fn close<T: ?Sized + Send + 'static>(&self, kind: DeviceKind, device: Box<T>) {
        self.lock().entry(kind).or_default().threads += 1;
        let work = Work { _device: device, _end: End { closings: self.clone(), kind } };
        let started = std::thread::Builder::new().name("ilive-close".to_owned()).spawn(move || drop(work));
        if let Err(error) = started {
            tracing::error!(%kind, %error, "there is no thread to close a device on: it was closed at once");
        }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<DeviceKind, Closing>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Dropped in this order, wherever that is, and whatever the driver does.
struct Work<T: ?Sized> {
    _device: Box<T>,
    _end: End,
}

struct End {
    closings: Closings,
    kind: DeviceKind,
}

impl Drop for End {
    fn drop(&mut self) {
        let mut by_kind = self.closings.lock();
        let Some(closing) = by_kind.get_mut(&self.kind) else { return };
        closing.threads -= 1;
        if closing.threads == 0 {
            let after = by_kind.remove(&self.kind).map(|closing| closing.after);
            drop(by_kind);
            after.into_iter().flatten().for_each(|then| then());
        }
    }
}

/// An open device; whoever drops it does not wait for its driver.
pub(super) struct Held<T: ?Sized + Send + 'static> {
    /// Until it is dropped.
    device: Option<Box<T>>,
    kind: DeviceKind,
    closings: Closings,
}

impl<T: ?Sized + Send + 'static> Held<T> {
    pub(super) fn new(kind: DeviceKind, device: Box<T>, closings: &Closings) -> Self {
        Self { device: Some(device), kind, closings: closings.clone() }
    }
}

impl<T: ?Sized + Send + 'static> Deref for Held<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.device.as_deref().expect("only what is dropped has none")
    }
}

impl<T: ?Sized + Send + 'static> DerefMut for Held<T> {
    fn deref_mut(&mut self) -> &mut T {
        self.device.as_deref_mut().expect("only what is dropped has none")
    }
}

impl<T: ?Sized + Send + 'static> Drop for Held<T> {
    fn drop(&mut self) {
        if let Some(device) = self.device.take() {
            self.closings.close(self.kind, device);
        }
    }
}
