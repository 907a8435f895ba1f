//! Devices on their way. A driver takes what time it takes, so each is opened on a thread of its own and handed over to the
//! worker when it is there.

mod ready;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use ilive_devices::DeviceError;
use ilive_devices::device::DeviceKind;
use ilive_session::Turn;
use ilive_session::device::Pick;

use super::catalogue::{Catalogue, Suitable};
use super::closings::Closings;
use super::inbox::Inbox;
use super::peer::Received;
use super::worker::Command;

pub(super) use ready::{Pictures, Ready, Source};

/// What is opened, and what for.
#[derive(Debug, Clone)]
pub(super) enum Wanted {
    /// The session's: it waits for the answer to its turn.
    Picked(Turn, Pick),
    /// In the place of one that nobody has chosen.
    Instead(Suitable),
}

/// One of a kind at a time. A driver may still hold a device that is not wanted any more: the next one waits for that, so
/// that nobody finds his own camera in use.
pub(super) struct Openings {
    catalogue: Arc<Catalogue>,
    inbox: Arc<Inbox<Command, Received>>,
    closings: Closings,
    by_kind: BTreeMap<DeviceKind, Opening>,
}

/// Something is on its way.
struct Opening {
    /// None: nobody waits for it.
    wanted: Option<Wanted>,
    stage: Stage,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// The last of its kind is not closed yet.
    Waiting,
    /// A thread opens it.
    Opening,
    /// A thread opens what was wanted before.
    Stale,
}

impl Openings {
    pub(super) fn new(
        catalogue: Arc<Catalogue>,
        inbox: Arc<Inbox<Command, Received>>,
        closings: Closings,
    ) -> Self {
        Self { catalogue, inbox, closings, by_kind: BTreeMap::new() }
    }

    /// Whether one is on its way that somebody waits for.
    pub(super) fn awaits(&self, kind: DeviceKind) -> bool {
        self.by_kind.get(&kind).is_some_and(|opening| opening.wanted.is_some())
    }

    /// Opens it: [`Command::Opened`] is the way back. Gives what is given up for it.
    pub(super) fn begin(&mut self, kind: DeviceKind, wanted: Wanted) -> Option<Wanted> {
        match self.by_kind.entry(kind) {
            Entry::Occupied(entry) => {
                let opening = entry.into_mut();
                opening.outdate();
                opening.wanted.replace(wanted)
            }
            Entry::Vacant(entry) => {
                entry.insert(Opening { wanted: Some(wanted), stage: Stage::Waiting });
                self.wait(kind);
                None
            }
        }
    }

    /// It is not wanted any more: dropped when it comes. Gives what it was.
    pub(super) fn give_up(&mut self, kind: DeviceKind) -> Option<Wanted> {
        let opening = self.by_kind.get_mut(&kind)?;
        opening.outdate();
        opening.wanted.take()
    }

    /// Tells the worker when no driver holds one of the kind: by [`Command::Vacant`], since much may happen until then.
    fn wait(&self, kind: DeviceKind) {
        let inbox = Arc::clone(&self.inbox);
        self.closings.after(kind, move || hand_over(&inbox, kind, Command::Vacant(kind)));
    }

    /// The last of its kind is closed. What is wanted now is opened, where anything still is.
    pub(super) fn vacant(&mut self, kind: DeviceKind) {
        if self.closings.closes(kind) {
            return self.wait(kind);
        }
        let Some(opening) = self.by_kind.get_mut(&kind).filter(|opening| opening.stage == Stage::Waiting)
        else {
            return;
        };
        match opening.wanted.clone() {
            Some(wanted) => {
                opening.stage = Stage::Opening;
                self.start(kind, wanted);
            }
            None => _ = self.by_kind.remove(&kind),
        }
    }

    /// A thread has done. Gives what was wanted and what has come; none where that is not wanted any more. Then the next
    /// one is opened.
    pub(super) fn come(
        &mut self,
        kind: DeviceKind,
        ready: Result<Ready, DeviceError>,
    ) -> Option<(Wanted, Result<Ready, DeviceError>)> {
        let Opening { wanted, stage } = self.by_kind.remove(&kind)?;
        if stage == Stage::Opening {
            return wanted.map(|wanted| (wanted, ready));
        }
        drop(ready);
        if let Some(wanted) = wanted {
            self.begin(kind, wanted);
        }
        None
    }

    /// Nobody waits for the thread: a client that ends does not wait for a driver. What it opens for one that is gone is
    /// dropped with the command.
    fn start(&self, kind: DeviceKind, wanted: Wanted) {
        let (catalogue, inbox) = (Arc::clone(&self.catalogue), Arc::clone(&self.inbox));
        let (to, closings) = (Arc::clone(&inbox), self.closings.clone());
        let open = move || {
            let ready = Ready::open(&catalogue, kind, &wanted, &closings);
            hand_over(&to, kind, Command::Opened(kind, ready));
        };
        let started = std::thread::Builder::new().name("ilive-open".to_owned()).spawn(open);
        if let Err(error) = started {
            let why = format!("there is no thread to open it on: {error}");
            hand_over(&inbox, kind, Command::Opened(kind, Err(DeviceError::Failed { kind, why })));
        }
    }
}

impl Opening {
    /// What a thread is opening is not what is wanted.
    fn outdate(&mut self) {
        if self.stage == Stage::Opening {
            self.stage = Stage::Stale;
        }
    }
}

fn hand_over(inbox: &Inbox<Command, Received>, kind: DeviceKind, command: Command) {
    if !inbox.command(command) {
        tracing::error!(%kind, "the media thread does not take what has become of a device");
    }
}
