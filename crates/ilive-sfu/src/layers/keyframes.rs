//! Keyframe requests to publishers: few, however many viewers ask.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use crate::packet::{StreamKey, TrackId};

/// Between two requests to one layer. A keyframe costs the publisher as much as many other frames.
pub const KEYFRAME_INTERVAL: Duration = Duration::from_millis(500);

/// When each layer was asked last, and who still waits.
#[derive(Debug, Default)]
pub struct KeyframeRequests {
    asked: BTreeMap<StreamKey, Asked>,
}

#[derive(Debug, Clone, Copy)]
struct Asked {
    at: Instant,
    /// Somebody asked since.
    again: bool,
}

impl KeyframeRequests {
    /// Nobody was asked.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Somebody needs a keyframe of `stream`. `true`: ask the publisher now. `false`: it was asked just now, and
    /// [`KeyframeRequests::poll_due`] will say when to ask again.
    pub fn request(&mut self, now: Instant, stream: StreamKey) -> bool {
        match self.asked.get_mut(&stream) {
            Some(asked) if now < asked.at + KEYFRAME_INTERVAL => {
                asked.again = true;
                false
            }
            _ => {
                self.asked.insert(stream, Asked { at: now, again: false });
                true
            }
        }
    }

    /// A keyframe of `stream` came: whoever waited has it.
    pub fn keyframe(&mut self, stream: StreamKey) {
        if let Some(asked) = self.asked.get_mut(&stream) {
            asked.again = false;
        }
    }

    /// A held back request that may go out now; call until `None`.
    pub fn poll_due(&mut self, now: Instant) -> Option<StreamKey> {
        let due = |asked: &Asked| asked.again && now >= asked.at + KEYFRAME_INTERVAL;
        let (stream, asked) = self.asked.iter_mut().find(|(_, asked)| due(asked))?;
        *asked = Asked { at: now, again: false };
        Some(*stream)
    }

    /// When [`KeyframeRequests::poll_due`] will have one.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Instant> {
        let held = self.asked.values().filter(|asked| asked.again);
        held.map(|asked| asked.at + KEYFRAME_INTERVAL).min()
    }

    /// The track is gone.
    pub fn forget(&mut self, track: TrackId) {
        self.asked.retain(|stream, _| stream.track != track);
    }
}
