//! The same for tests that know of no runtime.

use ilive_server::config::Config;
use tokio::runtime::Runtime;

/// A server on threads of its own; it has ended when it was dropped.
#[derive(Debug)]
pub struct Running {
    /// What clients are given.
    pub url: String,
    /// Until it is dropped.
    server: Option<crate::Running>,
    runtime: Runtime,
}

impl Running {
    /// Starts it.
    ///
    /// # Panics
    /// It does not start.
    pub fn start() -> Self {
        Self::with(|_| {})
    }

    /// Starts it with settings of the test's own.
    ///
    /// # Panics
    /// It does not start.
    pub fn with(change: impl FnOnce(&mut Config)) -> Self {
        let runtime = Runtime::new().expect("a runtime");
        let server = runtime.block_on(crate::Running::with(change));
        Self { url: server.url(), server: Some(server), runtime }
    }
}

/// Who is connected is told.
impl Drop for Running {
    fn drop(&mut self) {
        // A test that fails anyway has no use for a second panic.
        if let Some(server) = self.server.take().filter(|_| !std::thread::panicking()) {
            self.runtime.block_on(server.stop());
        }
    }
}
