//! What comes from the room, on the SDK's own thread: handed on at once, or counted as missed.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use ilive::{MediaSink, TinyId};
use ilive_devices::audio::{AudioFrame, AudioSourceKind};
use ilive_devices::codec::EncodedVideo;
use ilive_protocol::wire::Source;
use tokio::sync::mpsc;

use super::recording::{Input, Media};

/// Takes a room's pictures and sound.
pub(super) struct Watcher {
    firsts: mpsc::Sender<First>,
    seen: AtomicBool,
    heard: AtomicBool,
    recording: Option<Input>,
    /// Pictures are decoded, so that their size and rate are known.
    decodes: bool,
}

/// What has come for the first time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum First {
    Picture,
    Sound,
}

impl First {
    pub(super) const ALL: [Self; 2] = [Self::Picture, Self::Sound];

    /// For scripts.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Picture => "picture",
            Self::Sound => "sound",
        }
    }
}

impl Watcher {
    pub(super) fn new(firsts: mpsc::Sender<First>, recording: Option<Input>, decodes: bool) -> Self {
        let (seen, heard) = (AtomicBool::new(false), AtomicBool::new(false));
        Self { firsts, seen, heard, recording, decodes }
    }

    fn first(&self, first: First) {
        let known = if first == First::Picture { &self.seen } else { &self.heard };
        if !known.swap(true, Ordering::Relaxed) {
            // There is room for one of each; who has left does not care.
            let _ = self.firsts.try_send(first);
        }
    }

    /// Silence before anything was sent is no part of a recording.
    fn has_begun(&self) -> bool {
        self.seen.load(Ordering::Relaxed) || self.heard.load(Ordering::Relaxed)
    }
}

impl MediaSink for Watcher {
    fn wants_pictures(&self) -> bool {
        self.decodes
    }

    fn wants_sound(&self) -> bool {
        true
    }

    fn encoded(&self, tiny_id: TinyId, source: Source, picture: &EncodedVideo) {
        self.first(First::Picture);
        if let Some(recording) = &self.recording {
            recording.give(Media::Picture {
                of: (tiny_id, source),
                video: picture.clone(),
                arrived: Instant::now(),
            });
        }
    }

    fn sound(&self, _: TinyId, _: &AudioFrame) {
        self.first(First::Sound);
    }

    fn tap(&self, source: AudioSourceKind, _: Option<TinyId>, frame: &mut AudioFrame) {
        if let Some(recording) = &self.recording
            && source == AudioSourceKind::Play
            && self.has_begun()
        {
            recording.give(Media::Sound { frame: frame.clone(), arrived: Instant::now() });
        }
    }
}
