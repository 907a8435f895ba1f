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
