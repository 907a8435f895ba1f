//! Which published sources send nothing, and when the rules hear of it: the media plane tells at once, the rules count
//! [`ilive_core::Timers::track_silent`].

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use ilive_protocol::PeerId;
use ilive_sfu::Source;

/// Silent sources, each with the moment at which the rules are told next.
pub(super) struct Silences {
    every: Duration,
    due: BTreeMap<(PeerId, Source), Instant>,
}

impl Silences {
    pub(super) fn new(every: Duration) -> Self {
        Self { every, due: BTreeMap::new() }
    }

    /// Nothing comes any more; the rules hear of it when that lasts.
    pub(super) fn begin(&mut self, now: Instant, peer: PeerId, source: Source) {
        self.due.insert((peer, source), now + self.every);
    }

    /// Packets come again, or the source is gone.
    pub(super) fn end(&mut self, peer: PeerId, source: Source) {
        self.due.remove(&(peer, source));
    }

    /// The connection is gone.
    pub(super) fn forget(&mut self, peer: PeerId) {
        self.due.retain(|(of, _), _| *of != peer);
    }

    pub(super) fn timeout(&self) -> Option<Instant> {
        self.due.values().min().copied()
    }

    /// A source that has been silent for long enough; it is told again after as long.
    pub(super) fn poll(&mut self, now: Instant) -> Option<(PeerId, Source)> {
        let (key, due) = self.due.iter_mut().find(|(_, due)| **due <= now)?;
        *due = now + self.every;
        Some(*key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const S: Duration = Duration::from_secs(1);

    #[test]
    fn a_short_silence_is_never_told_and_a_long_one_again_and_again() {
        let start = Instant::now();
        let (ann, bob) = (PeerId(1), PeerId(2));
        let mut silences = Silences::new(30 * S);

        silences.begin(start, ann, Source::Main);
        silences.begin(start + S, bob, Source::Main);
        silences.end(bob, Source::Main);

        assert_eq!(silences.poll(start + 29 * S), None);
        assert_eq!(silences.timeout(), Some(start + 30 * S));
        assert_eq!(silences.poll(start + 31 * S), Some((ann, Source::Main)));
        assert_eq!(silences.poll(start + 31 * S), None);
        assert_eq!(silences.poll(start + 61 * S), Some((ann, Source::Main)));
        silences.forget(ann);
        assert_eq!(silences.timeout(), None);
    }
}
