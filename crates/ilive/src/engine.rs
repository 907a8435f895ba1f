//! Media of one client: what the session commands of connections and devices.
//!
//! Each peer connection is a task with its socket; one thread captures, encodes, decodes and plays. Neither waits for the
//! other, and nobody waits for either: what comes of a command is reported. `docs/design/engine.md` has the path of data.

mod awaited;
mod catalogue;
mod closings;
mod devices;
mod external;
mod feed;
mod film_sounds;
mod inbox;
mod jitter;
mod listeners;
mod offer;
mod openings;
mod outlet;
mod peer;
mod picture;
mod playback;
mod quality;
mod reorder;
mod route;
mod sequence;
mod setup;
mod sink;
mod studio;
mod ticker;
mod video_sender;
mod voice;
mod voice_sender;
mod watch;
mod worker;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use ilive_devices::system::{Changed, SystemDevices};
use ilive_devices::video::Watermark;
use ilive_protocol::wire::{self, Source};
use ilive_session::device::{DeviceCommand, DeviceEvent};
use ilive_session::io::{EngineCommand, EngineEvent, PeerNo};
use str0m::media::Mid;
use tokio::sync::mpsc;

pub(crate) use devices::Devices;
pub use external::ExternalBody;
pub use quality::{Quality, ReceivedQuality, SentQuality};
pub use setup::{BackendKind, Encoding, Setup, VideoEncoding, VoiceSwitches};
pub use sink::MediaSink;

use crate::spear::Roles;
use catalogue::{Catalogue, System};
use peer::{PeerCommand, Surroundings};
use quality::Board;
use worker::{Command, Parts, Worker};

/// What comes of commands, and what nobody asked for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Report {
    /// Of connections.
    Engine(EngineEvent),
    /// Of devices.
    Device(DeviceEvent),
    /// A path that was alive has fallen silent.
    MediaSilent,
}

/// Takes reports, on whichever thread they arise.
type Reporter = Arc<dyn Fn(Report) + Send + Sync>;

/// Media of one client. Commands never block; what comes of them is reported.
pub(crate) struct Engine {
    runtime: tokio::runtime::Handle,
    around: Surroundings,
    devices: Devices,
    roles: Roles,
    peers: Mutex<BTreeMap<PeerNo, mpsc::Sender<PeerCommand>>>,
}

impl Engine {
    /// One that has neither connections nor open devices. The lists of devices are reported at once.
    pub(crate) fn new(
        setup: &Setup,
        runtime: tokio::runtime::Handle,
        report: Reporter,
        sink: Option<Arc<dyn MediaSink>>,
    ) -> Self {
        Self::on(setup, runtime, report, sink, |changed| Arc::new(SystemDevices::watch(changed)))
    }

    /// The same on a machine that has these devices. `system` is given whom to tell when they may be others.
    fn on(
        setup: &Setup,
        runtime: tokio::runtime::Handle,
        report: Reporter,
        sink: Option<Arc<dyn MediaSink>>,
        system: impl FnOnce(Changed) -> System,
    ) -> Self {
        let (changed, changes) = mpsc::channel(1);
        // What is told while one change waits is the same change.
        let changed = Arc::new(move || {
            let _ = changed.try_send(());
        });
        let catalogue = Arc::new(Catalogue::new(setup, || system(changed)));
        let board = Arc::<Board>::default();
        let parts = Parts {
            report: Arc::clone(&report),
            sink: sink.unwrap_or_else(|| Arc::new(())),
            board: Arc::clone(&board),
            catalogue: Arc::clone(&catalogue),
            encoding: setup.encoding,
            voice: setup.voice,
        };
        let around = Surroundings { report, worker: Arc::new(Worker::new(parts)), board };
        let (report, worker) = (Arc::clone(&around.report), Arc::clone(&around.worker));
        let devices = Devices::new(runtime.clone(), report, worker, catalogue, changes);
        Self { runtime, around, devices, roles: Roles::default(), peers: Mutex::default() }
    }

    /// Does what the session says.
    pub(crate) fn command(&self, command: EngineCommand) {
        match command {
            EngineCommand::Start(turn) => self.report(EngineEvent::Started(turn, Ok(()))),
            EngineCommand::Stop(turn) => {
                self.peers().clear();
                self.report(EngineEvent::Stopped(turn));
            }
            EngineCommand::NewPeer(peer) => {
                let commands = peer::start(peer, self.around.clone(), &self.runtime);
                self.peers().insert(peer, commands);
            }
            EngineCommand::Restart(peer) => self.tell_peer(peer, PeerCommand::Restart),
            EngineCommand::Answer(peer, sdp) => self.tell_peer(peer, PeerCommand::Answer(sdp)),
            EngineCommand::Pictures(peer, count) => self.tell_peer(peer, PeerCommand::Pictures(count)),
            EngineCommand::Slots(peer, slots) => {
                self.tell_peer(peer, PeerCommand::Shown(slots.iter().filter_map(shows).collect()));
                self.around.worker.command(Command::Slots(peer, slots));
            }
            EngineCommand::Role(_, role) => self.set_encoding(self.roles.encoding_of(&role)),
            // The task ends with the way to it.
            EngineCommand::ClosePeer(peer) => drop(self.peers().remove(&peer)),
        }
    }

    /// Does what the session says with devices. `body`: the bytes of an external frame, or nothing.
    pub(crate) fn device(&self, command: DeviceCommand, body: Option<ExternalBody>) {
        self.around.worker.command(Command::Device(command, body));
    }

    /// The devices there are: to be asked where no lock is held.
    pub(crate) fn devices(&self) -> Devices {
        self.devices.clone()
    }

    /// The newest measures.
    pub(crate) fn quality(&self) -> Quality {
        self.around.board.read(self.around.worker.dropped())
    }

    /// What each role sends from now on; a role that is played already keeps what it had.
    pub(crate) fn set_roles(&mut self, roles: Roles) {
        self.roles = roles;
    }

    fn set_encoding(&self, encoding: Encoding) {
        self.around.worker.command(Command::Encoding(encoding));
    }

    /// Drawn over the main picture from now on.
    pub(crate) fn set_watermark(&self, watermark: Option<Watermark>) {
        self.around.worker.command(Command::Watermark(watermark));
    }

    /// In a task of its own: whoever gives a command may hold what a report wants.
    fn report(&self, event: EngineEvent) {
        let report = Arc::clone(&self.around.report);
        self.runtime.spawn(async move { report(Report::Engine(event)) });
    }

    fn tell_peer(&self, peer: PeerNo, command: PeerCommand) {
        let Some(commands) = self.peers().get(&peer).cloned() else { return };
        if let Err(refused) = commands.try_send(command)
            && let PeerCommand::Restart = refused.into_inner()
        {
            let why = Err("the connection is closed".to_owned());
            self.report(EngineEvent::Offer(peer, why));
        }
    }

    fn peers(&self) -> std::sync::MutexGuard<'_, BTreeMap<PeerNo, mpsc::Sender<PeerCommand>>> {
        self.peers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a slot shows a picture; none where it is one of sound.
fn shows(slot: &wire::Slot) -> Option<(Mid, bool)> {
    (slot.source() != Source::Audio).then(|| (Mid::from(slot.mid.as_str()), slot.tiny_id != 0))
}

/// Connections end by themselves, the thread with its turn. Whoever drops an engine from one of its callbacks does not
/// wait for it.
impl Drop for Engine {
    fn drop(&mut self) {
        self.peers().clear();
        self.around.worker.end();
    }
}

#[cfg(test)]
mod tests;
