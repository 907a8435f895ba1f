//! The layer that a slot shows now, and the one that it waits for.

use crate::packet::{Packet, StreamKey};

/// What a slot does with a packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passage {
    /// It goes out.
    Forward,
    /// It goes out as the first of a new stream.
    Switch,
    /// It is of another stream.
    Drop,
}

/// Lets one stream through, and changes over at a keyframe only.
#[derive(Debug, Default)]
pub struct Selector {
    shows: Option<StreamKey>,
    waits_for: Option<StreamKey>,
}

impl Selector {
    /// A slot that shows nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Aims at `stream`. What is shown goes on until the other's keyframe comes, if both are of one track: another
    /// member's picture must not stay.
    pub fn aim(&mut self, stream: Option<StreamKey>) {
        let same_track = |shown: &StreamKey| stream.is_some_and(|aim| aim.track == shown.track);
        self.shows = self.shows.filter(same_track);
        self.waits_for = stream.filter(|_| stream != self.shows);
    }

    /// Shows what it shows only after a new keyframe: packets are missing, or were held back.
    pub fn restart(&mut self) {
        self.waits_for = self.waits_for.or(self.shows);
        self.shows = None;
    }

    /// Decides on a packet.
    pub fn pass(&mut self, packet: &Packet) -> Passage {
        if self.waits_for == Some(packet.stream) && packet.facts.keyframe {
            self.shows = self.waits_for.take();
            return Passage::Switch;
        }
        if self.shows == Some(packet.stream) { Passage::Forward } else { Passage::Drop }
    }

    /// The stream that a keyframe is needed of.
    #[must_use]
    pub fn needs_keyframe(&self) -> Option<StreamKey> {
        self.waits_for
    }

    /// The stream that goes out.
    #[must_use]
    pub fn shows(&self) -> Option<StreamKey> {
        self.shows
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::FrameFacts;
    use crate::packet::{Carried, Layer, TrackId};
    use crate::testing::start;

    fn stream(track: u64, layer: u8) -> StreamKey {
        StreamKey { track: TrackId(track), layer: Layer(layer) }
    }

    fn packet(stream: StreamKey, keyframe: bool) -> Packet {
        Packet {
            stream,
            seq: 0,
            timestamp: 0,
            marker: false,
            arrived: start(),
            payload: [].into(),
            facts: FrameFacts { keyframe, ..FrameFacts::default() },
            carried: Carried::default(),
        }
    }

    fn showing(stream: StreamKey) -> Selector {
        let mut selector = Selector::new();
        selector.aim(Some(stream));
        assert_eq!(selector.pass(&packet(stream, true)), Passage::Switch);
        selector
    }

    #[test]
    fn a_slot_begins_with_a_keyframe() {
        let mut selector = Selector::new();
        assert_eq!(selector.pass(&packet(stream(1, 0), true)), Passage::Drop, "nothing was asked for");

        selector.aim(Some(stream(1, 0)));

        assert_eq!(selector.needs_keyframe(), Some(stream(1, 0)));
        assert_eq!(selector.pass(&packet(stream(1, 0), false)), Passage::Drop);
        assert_eq!(selector.pass(&packet(stream(1, 0), true)), Passage::Switch);
        assert_eq!(selector.pass(&packet(stream(1, 0), true)), Passage::Forward);
        assert_eq!(selector.needs_keyframe(), None);
    }

    #[test]
    fn the_old_layer_goes_on_until_the_new_one_has_a_keyframe() {
        let (low, high) = (stream(1, 0), stream(1, 2));
        let mut selector = showing(low);

        selector.aim(Some(high));

        assert_eq!(selector.pass(&packet(low, false)), Passage::Forward);
        assert_eq!(selector.pass(&packet(high, false)), Passage::Drop);
        assert_eq!(selector.pass(&packet(high, true)), Passage::Switch);
        assert_eq!(selector.pass(&packet(low, false)), Passage::Drop);
    }

    #[test]
    fn a_member_who_is_taken_off_the_slot_is_gone_at_once() {
        let mut selector = showing(stream(1, 0));

        selector.aim(Some(stream(2, 0)));
        assert_eq!(selector.pass(&packet(stream(1, 0), true)), Passage::Drop);

        selector.aim(None);
        assert_eq!(selector.pass(&packet(stream(2, 0), true)), Passage::Drop);
        assert_eq!((selector.shows(), selector.needs_keyframe()), (None, None));
    }

    #[test]
    fn aiming_at_what_is_shown_asks_for_nothing() {
        let mut selector = showing(stream(1, 0));
        selector.aim(Some(stream(1, 1)));

        selector.aim(Some(stream(1, 0)));

        assert_eq!(selector.needs_keyframe(), None);
        assert_eq!(selector.pass(&packet(stream(1, 0), false)), Passage::Forward);
    }

    #[test]
    fn after_a_restart_it_waits_for_a_keyframe_again() {
        let mut selector = showing(stream(1, 0));

        selector.restart();

        assert_eq!(selector.needs_keyframe(), Some(stream(1, 0)));
        assert_eq!(selector.pass(&packet(stream(1, 0), false)), Passage::Drop);
        assert_eq!(selector.pass(&packet(stream(1, 0), true)), Passage::Switch);
    }
}
