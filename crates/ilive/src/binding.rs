//! The same client for another language: calls as values, completions and events in one ordered queue.

use std::sync::Arc;
use std::time::Duration;

use ilive_devices::device::{DeviceId, DeviceInfo};
use ilive_devices::video::Watermark;
use ilive_devices::virtual_devices::Virtual;
use ilive_session::{Accepted, Answer, Call, Client, DeviceKind, Error, Event, OpId};

use crate::config::Config;
use crate::engine::{ExternalBody, Quality};
use crate::outlet::{Outlet, Queue};
use crate::shared::Shared;

/// What has come about, in the order in which it did.
#[derive(Debug)]
pub enum News {
    /// The one completion of an accepted call.
    Completed(OpId, Result<Answer, Error>),
    /// Nobody asked for it.
    Event(Event),
}

/// A client whose news are polled. Dropping it releases it.
pub struct Binding {
    shared: Arc<Shared>,
    queue: Arc<Queue>,
}

impl std::fmt::Debug for Binding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Binding")
    }
}

impl Binding {
    /// Makes a client. `filled` is told that there is news where there was none; it must not call the client.
    ///
    /// # Errors
    /// As [`crate::Ilive::init`].
    pub fn init(config: Config, filled: Option<Box<dyn Fn() + Send>>) -> Result<Self, Error> {
        let queue = Arc::<Queue>::default();
        if let Some(filled) = filled {
            queue.on_filled(filled);
        }
        let shared = Shared::start(config, Outlet::Queue(Arc::clone(&queue)))?;
        Ok(Self { shared, queue })
    }

    /// Makes a call on the caller's thread; `body` is the picture of a [`ilive_session::device::DeviceCall::Fill`].
    ///
    /// # Errors
    /// The first guard that refuses; then no completion follows.
    pub fn call(&self, call: Call, body: Option<ExternalBody>) -> Result<Accepted, Error> {
        Ok(self.shared.call(call, body)?.accepted)
    }

    /// The next news; waits for it up to `timeout`.
    #[must_use]
    pub fn poll(&self, timeout: Duration) -> Option<News> {
        self.queue.take(timeout)
    }

    /// Whether this thread may call: what a binding does by itself asks this first.
    ///
    /// # Errors
    /// 1007 on a thread that does not own the object.
    pub fn owned(&self) -> Result<(), Error> {
        self.shared.owned()
    }

    /// What a binding refuses by itself, such as an argument that is none: with its trace, which is in the log.
    #[must_use]
    pub fn refuse(&self, error: Error) -> Error {
        self.shared.refuse(error)
    }

    /// Puts a completion behind all that has come about: of a call that was done at once, for an app that expects it later.
    pub fn complete(&self, op: OpId, completion: Result<Answer, Error>) {
        self.queue.push(News::Completed(op, completion));
    }

    /// Events that found no room in the queue because nobody polled.
    #[must_use]
    pub fn missed(&self) -> u64 {
        self.queue.missed()
    }

    /// Looks something up.
    pub fn look<T>(&self, look: impl FnOnce(&Client) -> T) -> T {
        self.shared.look(look)
    }

    /// As [`crate::Ilive::set_watermark`].
    pub fn set_watermark(&self, watermark: Option<Watermark>) {
        self.shared.engine(|engine| engine.set_watermark(watermark));
    }

    /// As [`crate::Ilive::plug_device`].
    pub fn plug_device(&self, device: DeviceInfo, made: Virtual) {
        self.shared.devices().plug(device, made);
    }

    /// As [`crate::Ilive::unplug_device`].
    pub fn unplug_device(&self, kind: DeviceKind, id: &DeviceId) {
        self.shared.devices().unplug(kind, id);
    }

    /// As [`crate::Ilive::screens`].
    #[must_use]
    pub fn screens(&self) -> Vec<ilive_session::device::DeviceInfo> {
        self.shared.devices().list(DeviceKind::Screen)
    }

    /// As [`crate::Ilive::windows`].
    #[must_use]
    pub fn windows(&self) -> Vec<ilive_session::device::DeviceInfo> {
        self.shared.devices().windows()
    }

    /// As [`crate::Ilive::quality`].
    #[must_use]
    pub fn quality(&self) -> Quality {
        self.shared.engine(crate::engine::Engine::quality)
    }
}
