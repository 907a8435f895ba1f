//! What a peer may do right now, asked for each packet: a look at three bits.

use std::time::{Duration, Instant};

use crate::source::{Source, Sources};

/// At most one [`crate::Event::PrivilegeDiff`] per source in this time.
const TELL_EVERY: Duration = Duration::from_secs(5);

/// The rights in force of one peer.
#[derive(Debug)]
pub(crate) struct Gate {
    send: Sources,
    receive: Sources,
    muted: Sources,
    told: [Option<Instant>; 3],
}

/// What becomes of a packet that a peer sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Pass,
    /// The host has muted the source: dropped in silence.
    Muted,
    /// The right is lacking.
    NoRight {
        /// Whether it is time to say so.
        tell: bool,
    },
}

impl Gate {
    pub(crate) fn new(send: Sources, receive: Sources) -> Self {
        Self { send, receive, muted: Sources::NONE, told: [None; 3] }
    }

    pub(crate) fn set_rights(&mut self, send: Sources, receive: Sources) {
        (self.send, self.receive) = (send, receive);
    }

    pub(crate) fn set_muted(&mut self, muted: Sources) {
        self.muted = muted;
    }

    /// Judges a packet of `source` that has just come.
    pub(crate) fn judge(&mut self, now: Instant, source: Source) -> Verdict {
        if !self.send.has(source) {
            return Verdict::NoRight { tell: self.tell(now, source) };
        }
        if self.muted.has(source) { Verdict::Muted } else { Verdict::Pass }
    }

    /// The sources whose packets pass now.
    pub(crate) fn sendable(&self) -> Sources {
        Source::ALL.into_iter().filter(|source| self.may_send(*source)).collect()
    }

    /// Whether packets of `source` pass now.
    pub(crate) fn may_send(&self, source: Source) -> bool {
        self.send.has(source) && !self.muted.has(source)
    }

    pub(crate) fn may_receive(&self, source: Source) -> bool {
        self.receive.has(source)
    }

    /// The rights, for answering a new offer.
    pub(crate) fn rights(&self) -> (Sources, Sources) {
        (self.send, self.receive)
    }

    fn tell(&mut self, now: Instant, source: Source) -> bool {
        let last = &mut self.told[source as usize];
        let due = last.is_none_or(|at| now.saturating_duration_since(at) >= TELL_EVERY);
        if due {
            *last = Some(now);
        }
        due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lacking_right_is_told_at_most_once_in_five_seconds_for_each_source() {
        let now = crate::testing::start();
        let mut gate = Gate::new(Sources::NONE, Sources::ALL);

        let told = |gate: &mut Gate, after: u64, source| {
            gate.judge(now + Duration::from_secs(after), source) == Verdict::NoRight { tell: true }
        };

        assert!(told(&mut gate, 0, Source::Main));
        assert!(told(&mut gate, 0, Source::Aux));
        assert!(!told(&mut gate, 4, Source::Main));
        assert!(told(&mut gate, 5, Source::Main));
    }

    #[test]
    fn a_mute_by_the_host_is_not_a_lacking_right() {
        let now = crate::testing::start();
        let mut gate = Gate::new(Sources::ALL, Sources::ALL);
        gate.set_muted(Sources::from_iter([Source::Audio]));

        assert_eq!(gate.judge(now, Source::Audio), Verdict::Muted);
        assert_eq!(gate.judge(now, Source::Main), Verdict::Pass);
    }
}
