//! Told to stop: first with goodbyes, then at once.

use anyhow::{Context, bail};
use ilive_server::Server;
use rustix::process::Signal as Sig;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::sync::CancellationToken;

/// The signals that end the server.
pub(super) struct Signals {
    terminate: Signal,
    interrupt: Signal,
    /// Heard so that it does not end the process: a file that has reached its limit (RLIMIT_FSIZE) is answered as a full
    /// disk is.
    _file_size: Signal,
}

/// SIGXFSZ.
const FILE_SIZE: i32 = Sig::XFSZ.as_raw();

impl Signals {
    /// From here on a signal is heard here instead of ending the process.
    pub(super) fn listen() -> anyhow::Result<Self> {
        let on = |kind| signal(kind).context("listening for signals");
        Ok(Self {
            terminate: on(SignalKind::terminate())?,
            interrupt: on(SignalKind::interrupt())?,
            _file_size: on(SignalKind::from_raw(FILE_SIZE))?,
        })
    }

    /// Runs `server` until the first signal and through its goodbyes; a second one cuts them short.
    pub(super) async fn run(mut self, server: Server) -> anyhow::Result<()> {
        let stop = CancellationToken::new();
        let running = server.run(stop.clone());
        tokio::pin!(running);
        let name = tokio::select! {
            ended = &mut running => return ended,
            name = self.next() => name,
        };
        tracing::info!(signal = name, "stopping; a second signal stops at once");
        stop.cancel();
        tokio::select! {
            ended = running => ended,
            name = self.next() => bail!("stopped by a second signal ({name}) before every goodbye was said"),
        }
    }

    async fn next(&mut self) -> &'static str {
        tokio::select! {
            _ = self.terminate.recv() => "SIGTERM",
            _ = self.interrupt.recv() => "SIGINT",
        }
    }
}
