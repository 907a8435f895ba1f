//! One peer connection: a task with its socket, from its offer to its end.

mod events;
mod negotiate;
mod turn;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;
use ilive_devices::codec::VideoCodec;
use ilive_protocol::wire::Source;
use ilive_session::io::{EngineEvent, Path, PeerNo};
use str0m::Rtc;
use str0m::change::SdpPendingOffer;
use str0m::media::Mid;
use tokio::sync::mpsc;

use super::offer::{self, Offered, Sections};
use super::quality::Board;
use super::route::Route;
use super::watch::PathWatch;
use super::worker::{Command, Worker};
use super::{Report, Reporter};

/// Commands that may wait; the session has one negotiation at a time.
const COMMANDS_MAX: usize = 64;
/// Packets that may wait to be sent: two keyframes of the largest pictures.
const OUTGOING_MAX: usize = 1024;

/// What a connection is told.
#[derive(Debug)]
pub(super) enum PeerCommand {
    /// The server's answer.
    Answer(String),
    /// Another way between the two ends is needed.
    Restart,
    /// So many pictures will be shown at a time.
    Pictures(usize),
    /// Which slots show a picture, of those that have changed.
    Shown(Vec<(Mid, bool)>),
}

/// What the worker sends.
#[derive(Debug)]
pub(super) enum Outgoing {
    Rtp(RtpOut),
    /// The server is to ask for a keyframe of what this slot shows.
    NeedsKeyframe(Mid),
}

/// A packet but for what belongs to the connection.
#[derive(Debug)]
pub(super) struct RtpOut {
    pub(super) source: Source,
    pub(super) timestamp: u32,
    pub(super) marker: bool,
    pub(super) payload: Bytes,
    /// Of sound: dB below the loudest (RFC 6464).
    pub(super) level: Option<u8>,
}

/// One section of one connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct StreamId {
    pub(super) peer: PeerNo,
    pub(super) mid: Mid,
}

/// How a packet that came is coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Coded {
    Opus,
    Video(VideoCodec),
}

/// A packet that came.
#[derive(Debug)]
pub(super) struct Received {
    pub(super) stream: StreamId,
    pub(super) coded: Coded,
    pub(super) sequence: u16,
    pub(super) timestamp: u32,
    pub(super) marker: bool,
    pub(super) payload: Arc<[u8]>,
    pub(super) at: Instant,
}

/// What a connection has to do with.
#[derive(Clone)]
pub(super) struct Surroundings {
    pub(super) report: Reporter,
    pub(super) worker: Arc<Worker>,
    pub(super) board: Arc<Board>,
}

/// One connection, in its task.
struct Peer {
    no: PeerNo,
    around: Surroundings,
    rtc: Rtc,
    sections: Sections,
    negotiation: Negotiation,
    /// Pictures that will be shown, and whether a new way is needed: said while an answer was awaited.
    pictures: usize,
    restart: bool,
    route: Option<Route>,
    watch: PathWatch,
    path: PathState,
    /// The handshake is done.
    secured: bool,
    /// In this turn.
    errors: u32,
    /// Slots that show pictures.
    shown: BTreeSet<Mid>,
    /// The next number of each stream that is sent.
    sequences: BTreeMap<Source, u64>,
    outgoing: mpsc::Sender<Outgoing>,
}

enum Negotiation {
    Settled,
    Offered { pending: SdpPendingOffer, since: Instant },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PathState {
    Connecting,
    Connected,
    /// Told so; a restart may mend it.
    Failed,
}

/// Starts a connection; it makes its offer at once.
pub(super) fn start(
    no: PeerNo,
    around: Surroundings,
    runtime: &tokio::runtime::Handle,
) -> mpsc::Sender<PeerCommand> {
    let (commands, inbox) = mpsc::channel(COMMANDS_MAX);
    runtime.spawn(async move {
        let (outgoing, packets) = mpsc::channel(OUTGOING_MAX);
        let mut rtc = offer::connection(Instant::now());
        let Some((sections, Offered { offer, pending })) = Sections::first(&mut rtc) else {
            let why = Err("there is nothing to offer".to_owned());
            return (around.report)(Report::Engine(EngineEvent::Offer(no, why)));
        };
        let negotiation = Negotiation::Offered { pending, since: Instant::now() };
        let peer = Peer {
            no,
            around,
            rtc,
            sections,
            negotiation,
            pictures: 0,
            restart: false,
            route: None,
            watch: PathWatch::default(),
            path: PathState::Connecting,
            secured: false,
            errors: 0,
            shown: BTreeSet::new(),
            sequences: BTreeMap::new(),
            outgoing,
        };
        peer.tell(EngineEvent::Offer(no, Ok(offer)));
        Box::pin(peer.run(inbox, packets)).await;
    });
    commands
}

impl Peer {
    fn tell(&self, event: EngineEvent) {
        (self.around.report)(Report::Engine(event));
    }

    fn tell_path(&mut self, state: PathState, path: Path) {
        self.path = state;
        self.around.board.path(state == PathState::Failed);
        tracing::info!(peer = self.no.0, ?path, "media path");
        self.tell(EngineEvent::Path(self.no, path));
    }

    fn command(&mut self, now: Instant, command: PeerCommand) {
        match command {
            PeerCommand::Answer(sdp) => {
                self.take_answer(now, &sdp);
                self.offer_again(now);
            }
            PeerCommand::Restart => {
                self.restart = true;
                self.offer_again(now);
            }
            PeerCommand::Pictures(pictures) => {
                self.pictures = self.pictures.max(pictures);
                self.offer_again(now);
            }
            PeerCommand::Shown(slots) => {
                self.look_for_room(slots);
                self.offer_again(now);
            }
        }
    }

    fn close(&mut self) {
        let _ = self.rtc.close();
    }

    fn gone(&self) {
        self.around.worker.command(Command::PeerGone(self.no));
        self.around.board.peer_gone(|stream| stream.peer == self.no);
    }
}
