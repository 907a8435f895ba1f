//! Who sees and hears what the SDK gives.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use ilive::wire::Source;
use ilive::{MediaSink, TinyId};
use ilive_devices::audio::{AudioFrame, AudioSourceKind, Channels};
use ilive_devices::video::VideoFrame;
use tokio::sync::mpsc;

/// The number of the sound that is played (B.4).
pub(super) const PLAY: u32 = 4;

/// Keeps the sound that is played and counts pictures.
#[derive(Default)]
pub(super) struct Senses {
    sound: Mutex<Vec<i16>>,
    pictures: AtomicU32,
}

impl Senses {
    /// What was before does not count.
    pub(super) fn forget(&self) {
        self.sound().clear();
        self.pictures.store(0, Ordering::Relaxed);
    }

    /// All of it since then.
    pub(super) fn taken(&self) -> (Vec<i16>, u32) {
        (std::mem::take(&mut *self.sound()), self.pictures.load(Ordering::Relaxed))
    }

    fn sound(&self) -> MutexGuard<'_, Vec<i16>> {
        self.sound.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl MediaSink for Senses {
    fn wants_pictures(&self) -> bool {
        true
    }

    fn picture(&self, _: TinyId, _: Source, _: &VideoFrame) {
        self.pictures.fetch_add(1, Ordering::Relaxed);
    }

    fn tap(&self, source: AudioSourceKind, _: Option<TinyId>, frame: &mut AudioFrame) {
        if source == AudioSourceKind::Play {
            self.sound().extend_from_slice(frame.in_channels(Channels::Mono).samples());
        }
    }
}

/// Tells when the first picture is there.
pub(super) struct Eye(mpsc::Sender<()>);

impl Eye {
    pub(super) fn new() -> (Self, mpsc::Receiver<()>) {
        let (opens, opened) = mpsc::channel(1);
        (Self(opens), opened)
    }
}

impl MediaSink for Eye {
    fn wants_pictures(&self) -> bool {
        true
    }

    fn picture(&self, _: TinyId, _: Source, _: &VideoFrame) {
        // Full after the first one.
        let _ = self.0.try_send(());
    }
}
