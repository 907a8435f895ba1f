//! A token bucket: so many at once, so many a second.

use std::time::{Duration, Instant};

/// No run of a server lasts as long.
const NEVER: Duration = Duration::from_secs(100 * 365 * 24 * 3600);

/// How much of something may be done; refills by the time that is passed in.
#[derive(Debug, Clone)]
pub struct Budget {
    burst: u32,
    /// Time that earns one token.
    every: Duration,
    tokens: u32,
    /// Time up to which tokens have been earned.
    earned_until: Option<Instant>,
}

impl Budget {
    /// `burst` at once, where zero counts as one, and `per_second` in the long run, where zero is none.
    #[must_use]
    pub fn new(burst: u32, per_second: u32) -> Self {
        let burst = burst.max(1);
        let every = Duration::from_secs(1).checked_div(per_second).unwrap_or(NEVER);
        Self { burst, every, tokens: burst, earned_until: None }
    }

    /// Takes one.
    ///
    /// # Errors
    /// How long until there is one again.
    pub fn take(&mut self, now: Instant) -> Result<(), Duration> {
        self.earn(now);
        if self.tokens > 0 {
            self.tokens -= 1;
            return Ok(());
        }
        let since = self.earned_until.map_or(Duration::ZERO, |until| now.saturating_duration_since(until));
        Err(self.every.saturating_sub(since))
    }

    fn earn(&mut self, now: Instant) {
        let until = *self.earned_until.get_or_insert(now);
        let passed = now.saturating_duration_since(until);
        let earned = u32::try_from(passed.as_nanos() / self.every.as_nanos()).unwrap_or(u32::MAX);
        if self.tokens.saturating_add(earned) >= self.burst {
            self.tokens = self.burst;
            self.earned_until = Some(now);
        } else {
            self.tokens += earned;
            self.earned_until = Some(until + self.every * earned);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::start;

    #[test]
    fn a_burst_is_allowed_and_then_the_rate_holds() {
        let start = start();
        let mut budget = Budget::new(3, 10);

        for _ in 0..3 {
            assert_eq!(budget.take(start), Ok(()));
        }
        assert_eq!(budget.take(start), Err(Duration::from_millis(100)));
        assert_eq!(budget.take(start + Duration::from_millis(60)), Err(Duration::from_millis(40)));
        assert_eq!(budget.take(start + Duration::from_millis(100)), Ok(()));
        assert!(budget.take(start + Duration::from_millis(101)).is_err());
    }

    #[test]
    fn nothing_is_earned_at_no_rate() {
        let start = start();
        let mut budget = Budget::new(2, 0);
        assert_eq!((budget.take(start), budget.take(start)), (Ok(()), Ok(())));

        assert!(budget.take(start + Duration::from_secs(3600)).is_err());
    }

    #[test]
    fn an_hour_earns_no_more_than_the_burst() {
        let start = start();
        let mut budget = Budget::new(2, 10);
        assert_eq!(budget.take(start), Ok(()));

        let later = start + Duration::from_secs(3600);

        assert_eq!((budget.take(later), budget.take(later)), (Ok(()), Ok(())));
        assert!(budget.take(later).is_err());
    }
}
