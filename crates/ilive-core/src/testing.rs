//! A first moment for tests; all later ones are reckoned from it.

use std::time::{Duration, Instant};

use crate::Now;

/// 2026-01-01.
pub(crate) const START_MS: u64 = 1_767_225_600_000;

/// Whenever the test runs: nothing depends on it.
#[expect(clippy::disallowed_methods, reason = "time is an input, and this is where tests take it from")]
pub(crate) fn start() -> Instant {
    Instant::now()
}

/// Both clocks, `seconds` after `start`.
pub(crate) fn after(start: Instant, seconds: u64) -> Now {
    Now { at: start + Duration::from_secs(seconds), unix_ms: START_MS + seconds * 1000 }
}
