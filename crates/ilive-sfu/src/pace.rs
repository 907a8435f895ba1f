//! How often a peer may ask for what costs its thread milliseconds.

use std::time::{Duration, Instant};

/// Offers that may come at once: slots for all that a room shows, a new way after a change of network, and once more.
const BURST: u32 = 4;
/// One more offer in this time. The worst that is within the limits takes some 20 ms.
const EVERY: Duration = Duration::from_millis(250);

/// The offers of one peer.
#[derive(Debug, Default)]
pub(crate) struct Pace {
    /// When all that were taken are made up for.
    even: Option<Instant>,
}

impl Pace {
    /// Takes an offer, or says how long the next must wait. One that is refused does not count.
    pub(crate) fn take(&mut self, now: Instant) -> Result<(), Duration> {
        let even = self.even.map_or(now, |at| at.max(now)) + EVERY;
        let wait = even.saturating_duration_since(now + EVERY * BURST);
        if !wait.is_zero() {
            return Err(wait);
        }
        self.even = Some(even);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_come_at_once_and_then_one_each_250_ms() {
        let (mut pace, start) = (Pace::default(), crate::testing::start());
        let mut taken = |at: u64| pace.take(start + Duration::from_millis(at));

        assert!((0..4).all(|_| taken(0).is_ok()));
        assert_eq!(taken(0), Err(EVERY));
        assert_eq!(taken(100), Err(Duration::from_millis(150)));
        assert_eq!(taken(250), Ok(()));
        assert_eq!(taken(260), Err(Duration::from_millis(240)));
        assert!((0..4).all(|_| taken(10_000).is_ok()), "a rest gives no more than four");
        assert_eq!(taken(10_000), Err(EVERY));
    }
}
