//! Engines on a real server: what one sends, the other sees and hears.

mod devices;
mod echo;
mod films;
mod media;
mod paths;
mod relay;
mod seat;
mod server;
mod slow;

use std::time::Duration;

/// No test waits for the clock. When what it waits for has not come by then, it never will.
const PATIENCE: Duration = Duration::from_secs(30);

/// Waits for `future`; a panic that names `what` when it does not end.
async fn within<T>(what: &str, future: impl Future<Output = T>) -> T {
    match tokio::time::timeout(PATIENCE, future).await {
        Ok(done) => done,
        Err(_) => panic!("{what}: did not come"),
    }
}
