//! Turns of 20 ms, none left out unless the machine has slept.

use std::time::{Duration, Instant};

use ilive_devices::audio::FRAME;

/// Turns that a late machine catches up on; older ones are left out.
const BEHIND_MAX: u32 = 10;

/// Counts turns from its making on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ticker {
    epoch: Instant,
    next: u32,
}

impl Ticker {
    pub(super) fn new(now: Instant) -> Self {
        Self { epoch: now, next: 0 }
    }

    /// When the next turn is.
    pub(super) fn deadline(&self) -> Instant {
        self.epoch + FRAME * self.next
    }

    /// The turns that are due, each as its time since the making.
    pub(super) fn due(&mut self, now: Instant) -> impl Iterator<Item = Duration> + use<> {
        let since = now.saturating_duration_since(self.epoch);
        let ended = u32::try_from(since.as_nanos() / FRAME.as_nanos()).unwrap_or(u32::MAX - 1) + 1;
        let first = self.next.max(ended.saturating_sub(BEHIND_MAX));
        self.next = self.next.max(ended);
        (first..ended).map(|turn| FRAME * turn)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_turn_is_due_once_and_those_of_a_sleep_are_not() {
        let now = Instant::now();
        let mut ticker = Ticker::new(now);
        let turns = |ticker: &mut Ticker, at: u64| ticker.due(now + Duration::from_millis(at)).count();

        let due = [0, 19, 20, 65, 65, 3_600_000, 3_600_000].map(|at| turns(&mut ticker, at));

        assert_eq!(due, [1, 0, 1, 2, 0, 10, 0]);
        assert_eq!(ticker.deadline(), now + Duration::from_millis(3_600_020));
    }
}
