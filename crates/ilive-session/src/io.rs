//! What goes into a client and what comes out.

use std::time::Instant;

use ilive_protocol::wire;
use ilive_protocol::{RoomId, TinyId, UserId};

use crate::call::Answer;
use crate::config::Role;
use crate::device::{DeviceCommand, DeviceEvent};
use crate::{DeviceKind, Error, OpId, SpeedReport};

/// One connection to the server; numbered by the client and never used again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LinkId(pub u64);

/// One peer connection of the media engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PeerNo(pub u64);

/// One command that is answered; an answer to an older turn is of no account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Turn(pub u64);

/// What happens to a client.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// On a connection. What comes from an older one is of no account.
    Link(LinkId, LinkEvent),
    /// In the media engine.
    Engine(EngineEvent),
    /// With devices.
    Device(DeviceEvent),
    /// The app's roles were fetched.
    Roles(Vec<Role>),
    /// What was fetched as the app's roles cannot be read: event 8052.
    RolesUnreadable,
    /// How an [`Output::Measure`] went.
    Measured(OpId, Result<SpeedReport, Error>),
    /// Nothing comes on a media path that was alive: ask whether the server still hears us.
    MediaSilent,
    /// The network has changed for the better: do not wait for the next try.
    Online,
    /// Time has passed: [`crate::Client::poll_timeout`].
    Tick,
}

/// Why a connection did not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// No route, no such name, refused: 8012 at login.
    Unreachable,
    /// Something that is not this server has answered: 8052 at login.
    Foreign,
    /// This server, from an origin that it does not serve: 10003.
    OriginRefused,
    /// Nothing was said, or the server is there and the connection failed all the same.
    Silent,
}

/// What happens on a connection.
#[derive(Debug, Clone, PartialEq)]
pub enum LinkEvent {
    /// It is open.
    Opened,
    /// It did not open.
    Failed(Verdict),
    /// It is closed.
    Closed,
    /// A frame.
    Frame(Box<wire::ServerFrame>),
    /// Bytes that are no frame.
    BadFrame,
}

/// What the shell does with connections.
#[derive(Debug, Clone, PartialEq)]
pub enum LinkCommand {
    /// Open it.
    Dial,
    /// Send a frame.
    Send(Box<wire::ClientFrame>),
    /// Close it, once what was sent before is written.
    Close,
}

/// What the media engine is told.
#[derive(Debug, Clone, PartialEq)]
pub enum EngineCommand {
    /// Start; [`EngineEvent::Started`].
    Start(Turn),
    /// Stop; [`EngineEvent::Stopped`].
    Stop(Turn),
    /// Make a peer connection and its offer; [`EngineEvent::Offer`].
    NewPeer(PeerNo),
    /// Make another offer that restarts ICE; [`EngineEvent::Offer`].
    Restart(PeerNo),
    /// The server's answer.
    Answer(PeerNo, String),
    /// So many pictures will be shown at a time: make another offer when there are fewer slots.
    Pictures(PeerNo, usize),
    /// Send as this role does (E.3); an unknown name is the app's default role.
    Role(PeerNo, String),
    /// What slots show.
    Slots(PeerNo, Vec<wire::Slot>),
    /// Close it.
    ClosePeer(PeerNo),
}

/// How a peer connection is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Path {
    /// Sound and picture can flow.
    Connected,
    /// No way between the two ends.
    IceFailed,
    /// There is a way, and the other end is not who it says: `dtls_fingerprint` when the fingerprint is another's.
    DtlsFailed {
        /// The certificate is not the one that the answer names.
        fingerprint: bool,
    },
}

/// What the media engine tells. What concerns a peer or turn that is gone is of no account.
#[derive(Debug, Clone, PartialEq)]
pub enum EngineEvent {
    /// How a start went; the text says why not.
    Started(Turn, Result<(), String>),
    /// It has stopped.
    Stopped(Turn),
    /// The offer, or why there is none.
    Offer(PeerNo, Result<wire::Offer, String>),
    /// The answer could not be taken.
    BadAnswer(PeerNo),
    /// The connection changes.
    Path(PeerNo, Path),
}

/// What the shell does, in this order.
#[derive(Debug, Clone, PartialEq)]
pub enum Output {
    /// With a connection.
    Link(LinkId, LinkCommand),
    /// With the media engine.
    Engine(EngineCommand),
    /// With devices.
    Device(DeviceCommand),
    /// Measure the way to the server within these terms; [`Input::Measured`]. Its completion, when it comes first, ends it.
    Measure(OpId, wire::SpeedTestReply),
    /// The one completion of an accepted call.
    Completed(OpId, Result<Answer, Error>),
    /// News.
    Event(Event),
}

/// What nobody asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The link is lost; the next try is at `next_at`.
    LinkDown {
        /// From 1.
        attempt: u32,
        /// When.
        next_at: Instant,
    },
    /// The link is back. `recovered`: nothing was lost; else read messages again. Where the session is another one, the room
    /// is entered again by itself, and what is different there is told.
    LinkUp {
        /// Every event has come.
        recovered: bool,
    },
    /// Something is wrong and fails nothing: 8012, 1501, 8052.
    Warning(Error),
    /// The userSig has run out: renew it within this, in ms, or be logged out (8051).
    TicketExpired(u32, Error),
    /// Logged out by the server's word: 8050, 8051.
    ForcedOffline(Error),
    /// Out of the room by the server's word, or because the seat or its media was lost.
    RoomDisconnected {
        /// Which.
        room: RoomId,
        /// Why.
        error: Error,
        /// When the room has ended.
        summary: Option<wire::RoomSummary>,
    },
    /// AV layer: a member begins or ends to send a source.
    Endpoint {
        /// Who.
        tiny_id: TinyId,
        /// What.
        source: wire::Source,
        /// How it is fed.
        kind: wire::UplinkKind,
        /// Begins.
        on: bool,
    },
    /// Façade: the same, by user id; comes once the id is known.
    Member {
        /// Who.
        user: UserId,
        /// What.
        source: wire::Source,
        /// How it is fed.
        kind: wire::UplinkKind,
        /// Begins.
        on: bool,
    },
    /// The own media of this source is dropped for want of a right.
    PrivilegeDiff(wire::Source),
    /// The own role or rights have changed.
    Rights(wire::RightsChanged),
    /// Anything else that the server tells: of the room, its links, stage and chat, of invitations and calls. What ends an
    /// invitation or a call without the server's word is told in the same way.
    Server(wire::event::Event),
    /// A device has gone by itself, or was put out with the room.
    DeviceClosed(DeviceKind, Option<Error>),
    /// The list of a kind has changed.
    DeviceList(DeviceKind),
}
