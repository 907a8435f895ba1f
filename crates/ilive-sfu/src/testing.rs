//! What tests share.

use std::time::Instant;

/// Some moment: where simulated time begins.
#[expect(clippy::disallowed_methods, reason = "an Instant can be had from the clock only")]
pub(crate) fn start() -> Instant {
    Instant::now()
}
