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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packet::Layer;
    use crate::testing::start;

    const MS: Duration = Duration::from_millis(1);

    fn stream(track: u64, layer: u8) -> StreamKey {
        StreamKey { track: TrackId(track), layer: Layer(layer) }
    }

    #[test]
    fn a_hundred_viewers_cost_one_request_now_and_one_later() {
        let (start, mut requests) = (start(), KeyframeRequests::new());
        let asked = (0..100).filter(|_| requests.request(start, stream(1, 0))).count();

        assert_eq!(asked, 1);
        assert_eq!(requests.poll_timeout(), Some(start + KEYFRAME_INTERVAL));
        assert_eq!(requests.poll_due(start + KEYFRAME_INTERVAL - MS), None);
        assert_eq!(requests.poll_due(start + KEYFRAME_INTERVAL), Some(stream(1, 0)));
        assert_eq!(requests.poll_due(start + KEYFRAME_INTERVAL), None);
        assert_eq!(requests.poll_timeout(), None);
        assert!(!requests.request(start + KEYFRAME_INTERVAL + MS, stream(1, 0)), "the late one counts");
    }

    #[test]
    fn a_keyframe_answers_those_who_wait() {
        let (start, mut requests) = (start(), KeyframeRequests::new());
        requests.request(start, stream(1, 0));
        requests.request(start + MS, stream(1, 0));

        requests.keyframe(stream(1, 0));

        assert_eq!(requests.poll_timeout(), None);
    }

    #[test]
    fn layers_and_tracks_are_asked_on_their_own() {
        let (start, mut requests) = (start(), KeyframeRequests::new());

        for other in [stream(1, 0), stream(1, 1), stream(2, 0)] {
            assert!(requests.request(start, other), "{other:?}");
            assert!(!requests.request(start + MS, other), "{other:?}");
        }
        requests.forget(TrackId(1));

        assert_eq!(requests.poll_due(start + KEYFRAME_INTERVAL), Some(stream(2, 0)));
        assert_eq!(requests.poll_due(start + KEYFRAME_INTERVAL), None);
    }

    #[test]
    fn whoever_asks_however_often_the_publisher_is_asked_twice_a_second_at_most() {
        let (start, mut requests) = (start(), KeyframeRequests::new());
        let mut sent = 0;
        for ms in 0..10_000 {
            let now = start + MS * ms;
            sent += u32::from(requests.request(now, stream(1, 0)));
            sent += u32::from(requests.poll_due(now).is_some());
        }

        assert_eq!(sent, 20);
    }
}
