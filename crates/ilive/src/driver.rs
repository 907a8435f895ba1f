//! The task that brings a client the time and the engine's reports.

use std::sync::{Arc, Weak};
use std::time::Instant;

use ilive_session::Input;
use tokio::sync::{Notify, mpsc};

use crate::core::Shared;

/// Runs until the client is gone.
pub(crate) async fn drive(
    shared: Weak<Shared>,
    wake: Arc<Notify>,
    mut reports: mpsc::UnboundedReceiver<Input>,
) {
    loop {
        let Some(deadline) = shared.upgrade().map(|shared| shared.arm()) else { return };
        let input = tokio::select! {
            report = reports.recv() => report,
            () = until(deadline) => Some(Input::Tick),
            () = wake.notified() => None,
        };
        if let (Some(shared), Some(input)) = (shared.upgrade(), input) {
            shared.handle(input);
        }
    }
}

async fn until(deadline: Option<Instant>) {
    match deadline {
        Some(at) => tokio::time::sleep_until(at.into()).await,
        None => std::future::pending().await,
    }
}
