//! Where in a film one is: playing, paused, wound on, with time as an input.

use std::time::Duration;

/// A position that moves with time unless it is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Playhead {
    state: State,
    /// How often somebody has wound or started anew: what was shown before is to be shown again.
    winds: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// At `since` the position was `from`.
    Playing {
        since: Duration,
        from: Duration,
    },
    Paused {
        position: Duration,
    },
}

impl Default for Playhead {
    fn default() -> Self {
        Self { state: State::Playing { since: Duration::ZERO, from: Duration::ZERO }, winds: 0 }
    }
}

impl Playhead {
    /// The position `at` this time; beyond the end where the film is over.
    #[must_use]
    pub fn position(&self, at: Duration) -> Duration {
        match self.state {
            State::Playing { since, from } => from.saturating_add(at.saturating_sub(since)),
            State::Paused { position } => position,
        }
    }

    /// Whether it is held.
    #[must_use]
    pub const fn is_paused(&self) -> bool {
        matches!(self.state, State::Paused { .. })
    }

    /// Holds it; what is held stays so.
    pub fn pause(&mut self, at: Duration) {
        self.state = State::Paused { position: self.position(at) };
    }

    /// Goes on from where it was held; what plays goes on playing.
    pub fn resume(&mut self, at: Duration) {
        self.state = State::Playing { since: at, from: self.position(at) };
    }

    /// Winds to a position. What plays goes on playing from there, what is held stays held there.
    pub fn seek(&mut self, at: Duration, position: Duration) {
        self.winds += 1;
        self.state = match self.state {
            State::Playing { .. } => State::Playing { since: at, from: position },
            State::Paused { .. } => State::Paused { position },
        };
    }

    /// From the beginning, playing.
    pub fn restart(&mut self, at: Duration) {
        self.winds += 1;
        self.state = State::Playing { since: at, from: Duration::ZERO };
    }

    /// How often it was wound.
    pub(super) const fn winds(&self) -> u64 {
        self.winds
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn s(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn time_moves_it_unless_it_is_held() {
        let mut head = Playhead::default();
        assert_eq!(head.position(s(3)), s(3));

        head.pause(s(5));
        head.pause(s(6));
        assert_eq!((head.position(s(100)), head.is_paused()), (s(5), true));

        head.resume(s(100));
        head.resume(s(101));
        assert_eq!((head.position(s(102)), head.is_paused()), (s(7), false));
    }

    #[test]
    fn winding_keeps_it_playing_or_held() {
        let mut head = Playhead::default();
        head.seek(s(10), s(60));
        assert_eq!(head.position(s(11)), s(61));

        head.pause(s(11));
        head.seek(s(12), s(2));
        assert_eq!((head.position(s(50)), head.is_paused()), (s(2), true));

        head.restart(s(50));
        assert_eq!((head.position(s(51)), head.is_paused()), (s(1), false));
        assert_eq!(head.position(s(0)), s(0), "a clock that goes back does no harm");
    }
}
