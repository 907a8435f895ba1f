//! The two clocks of the world: deadlines go by one, tickets and what is stored by the other.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use ilive_core::Now;

/// Both clocks.
pub(crate) fn now() -> Now {
    Now { at: Instant::now(), unix_ms: unix_ms() }
}

/// The wall clock in ms since 1970.
pub(crate) fn unix_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

/// The wall clock in seconds since 1970: what tickets are judged by.
pub(crate) fn unix_s() -> u64 {
    unix_ms() / 1000
}

/// Waits for that moment; for ever when there is none.
pub(crate) async fn until(at: Option<Instant>) {
    match at {
        Some(at) => tokio::time::sleep_until(at.into()).await,
        None => std::future::pending().await,
    }
}
