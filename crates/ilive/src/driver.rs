//! The task that brings a client the time, and what may not be handled where it arises.

use std::sync::{Arc, Weak};
use std::time::Instant;

use ilive_session::{Input, Turn};
use tokio::sync::{Notify, mpsc};

use crate::shared::Shared;
use crate::spear::Loaded;

/// What has happened elsewhere. Nobody who tells may wait, and nothing may be lost, so the way here has no limit of its own.
/// What is told has one: answers are as many as the session has asked for (calls, devices, turns of the engine; frames of
/// the app have a pool), a link that takes no more is told of once per call under way, states of a path come by its timers,
/// lists of devices one look after the other. What a server sends does not come this way: a link hands over each frame
/// itself, and reads the next one after that.
pub(crate) enum Later {
    Input(Input),
    /// The app's roles, as far as they will be known, for this start of the engine.
    Roles(Turn, Loaded),
}

/// Runs until the client is gone.
pub(crate) async fn drive(
    shared: Weak<Shared>,
    wake: Arc<Notify>,
    mut reports: mpsc::UnboundedReceiver<Later>,
) {
    loop {
        let Some(deadline) = shared.upgrade().map(|shared| shared.arm()) else { return };
        let later = tokio::select! {
            later = reports.recv() => later,
            () = until(deadline) => Some(Later::Input(Input::Tick)),
            () = wake.notified() => None,
        };
        match (shared.upgrade(), later) {
            (Some(shared), Some(Later::Input(input))) => shared.handle(input),
            (Some(shared), Some(Later::Roles(turn, loaded))) => shared.roles_loaded(turn, loaded),
            _ => {}
        }
    }
}

async fn until(deadline: Option<Instant>) {
    match deadline {
        Some(at) => tokio::time::sleep_until(at.into()).await,
        None => std::future::pending().await,
    }
}
