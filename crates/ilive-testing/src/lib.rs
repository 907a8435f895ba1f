//! A real server inside a test, for tests of what connects to one: the SDK for Rust and for C.
//!
//! [`Running`] belongs to a test's own runtime, [`blocking::Running`] brings one along, for tests that wait as an app in
//! C does. Both serve one app, [`APP`], that takes tickets of [`sig`].

pub mod blocking;
mod folder;
mod running;
mod ticket;

use std::time::Duration;

pub use folder::Folder;
pub use ilive_server::config;
pub use running::Running;
pub use ticket::{APP, sig};

/// No test waits for the clock. When what it waits for has not come by then, it never will.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Waits for `future`.
///
/// # Panics
/// Names `what` when it does not come.
pub async fn within<T>(what: &str, future: impl Future<Output = T>) -> T {
    match tokio::time::timeout(PATIENCE, future).await {
        Ok(done) => done,
        Err(_) => panic!("{what}: did not come"),
    }
}
