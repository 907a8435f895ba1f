//! What goes into a session and what comes out.

use std::time::Instant;

use ilive_protocol::{Code, RoomId, wire};

use super::SessionError;
use crate::room::{Person, RequestId};
use crate::{Fault, Timers};

/// One connection of a client; numbered by the shell and never used again. What comes from an older one than the
/// session's is of no account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkId(pub u64);

/// Limits of one session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// All deadlines.
    pub timers: Timers,
    /// Events kept for a resume.
    pub outbox_events: usize,
    /// Bytes of events kept for a resume.
    pub outbox_bytes: usize,
    /// Requests that may wait for an answer at a time; then 10005.
    pub in_flight: usize,
    /// Requests at once, and a second in the long run; then 10005.
    pub requests: (u32, u32),
    /// Messages and resolves at once, and a second in the long run; then `im` 10023.
    pub messages: (u32, u32),
    /// Answers kept for repeated client keys.
    pub answers: usize,
    /// Bytes of answers kept for repeated client keys; the newest is kept whatever it has.
    pub answers_bytes: usize,
}

impl Default for Config {
    /// A stuck reader costs at most 192 KiB of events, and answers as much again; a person types far below these rates.
    fn default() -> Self {
        Self {
            timers: Timers::default(),
            outbox_events: 1024,
            outbox_bytes: 192 * 1024,
            in_flight: 64,
            requests: (100, 50),
            messages: (40, 20),
            answers: 64,
            answers_bytes: 192 * 1024,
        }
    }
}

/// A login that the shell has checked.
#[derive(Clone)]
pub struct Opening {
    /// The connection that it came on.
    pub link: LinkId,
    /// The `request_id` of the login.
    pub request_id: u32,
    /// Public name of the session.
    pub session_id: String,
    /// Secret; random, from the shell.
    pub resume_token: String,
    /// Who.
    pub person: Person,
    /// When the userSig runs out.
    pub ticket_expires_at_ms: u64,
}

/// All that can happen to a session.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// A frame from the client.
    Frame(LinkId, wire::ClientFrame),
    /// Something else was heard of the client: a WebSocket pong.
    Heard(LinkId),
    /// The writer's queue is full: the client is too slow. Its link is closed; it may resume.
    LinkFull(LinkId),
    /// The connection is gone.
    LinkClosed(LinkId),
    /// The client is back on a new connection; the shell has checked the ticket, and the token by
    /// [`super::Session::is_token`].
    Resume {
        /// The new connection.
        link: LinkId,
        /// The `request_id` of the login.
        request_id: u32,
        /// The last event that the client has seen; 0 for none.
        last_seq: u64,
        /// When the userSig of this login runs out.
        ticket_expires_at_ms: u64,
    },
    /// The answer to an [`Output::Request`].
    Answer(RequestId, wire::reply::Result),
    /// Something for the client.
    Event(wire::event::Event),
    /// Something that a room has to say to who is in it. Who has gone on meanwhile is not told: versions count by room, and
    /// the client would take this one for the new room's.
    FromRoom(RoomId, wire::event::Event),
    /// The session is in this room now, or in none: told at a resume.
    Room(Option<RoomId>),
    /// A new userSig was checked.
    Renewed {
        /// When it runs out.
        ticket_expires_at_ms: u64,
    },
    /// The shell ends it.
    End(Ended),
    /// Time has passed: [`super::Session::poll_timeout`].
    Tick,
}

/// Why a session has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// The client logged out.
    Logout,
    /// The same user logged in elsewhere in this class: 8050.
    Replaced,
    /// The operator has kicked the account: 8050.
    AccountKicked,
    /// The userSig ran out and was not renewed: 8051.
    Expired,
    /// The link was lost for too long.
    NotResumed,
    /// The server stops: 10004.
    Draining,
}

impl std::fmt::Display for Ended {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Logout => "logged out",
            Self::Replaced => "this user has logged in elsewhere",
            Self::AccountKicked => "this account was kicked",
            Self::Expired => "the userSig ran out and was not renewed",
            Self::NotResumed => "the link was lost for too long",
            Self::Draining => "the server is going down",
        })
    }
}

impl Ended {
    /// What the client is told; none when nobody is there to hear it, or it asked for it.
    #[must_use]
    pub fn fault(self) -> Option<Fault> {
        match self {
            Self::Logout | Self::NotResumed => None,
            Self::Replaced => Some(Fault::of(Code::KickOut, "replaced")),
            Self::AccountKicked => Some(Fault::of(Code::KickOut, "account_kicked")),
            Self::Expired => Some(Fault::of(Code::Expire, "sig_expired")),
            Self::Draining => Some(Fault::of(Code::ServerTimeout, "draining")),
        }
    }
}

/// What the shell does for a session, in this order.
#[derive(Debug, Clone, PartialEq)]
pub enum Output {
    /// Write this frame; when the writer's queue is full, say [`Input::LinkFull`] and wait for nothing.
    Send(LinkId, wire::ServerFrame),
    /// Carry out this request; [`Input::Answer`] is the way back, exactly one.
    Request(RequestId, wire::client_frame::Request),
    /// Send a WebSocket ping: a browser answers it without script.
    Ping(LinkId),
    /// Close this connection, once what was sent before is written.
    CloseLink(LinkId, CloseReason),
    /// Nobody is on the line; seats are kept until then.
    LinkLost(Instant),
    /// The client is back.
    LinkBack,
    /// The session is over: seats go at once, and the shell forgets it.
    Gone(Ended),
}

/// Why a connection is closed; a WebSocket close code belongs to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CloseReason {
    /// The session has ended.
    Ended,
    /// A newer connection of the session.
    Resumed,
    /// Nothing was heard for too long.
    Silent,
    /// The client does not read what it is sent.
    Lagged,
}

/// What the session itself answers with, before anybody else is asked.
pub(super) fn refused(error: &SessionError) -> wire::reply::Result {
    wire::reply::Result::Error(error.to_wire())
}
