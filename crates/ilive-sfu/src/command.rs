//! All that can reach a worker, and all that it asks of the shell.

use std::net::SocketAddr;

use ilive_protocol::{Code, TinyId};

use crate::Mid;
use crate::crossing::CrossMessage;
use crate::negotiation::{Answer, IceLogin, Senders};
use crate::offer_error::OfferError;
use crate::peer::Peer;
use crate::run::Transmit;
use crate::source::{PeerId, Source, Sources};
use crate::stats::Stats;

/// One datagram of the shared port, as it came; what GRO joined is split again.
#[derive(Debug, Clone, Copy)]
pub struct Datagram<'a> {
    /// Who sent it.
    pub from: SocketAddr,
    /// The local address that it came to.
    pub to: SocketAddr,
    /// Its bytes.
    pub bytes: &'a [u8],
}

/// What can wake a [`crate::Worker`].
#[derive(Debug)]
pub enum Input<'a> {
    /// From the thread's socket.
    Datagram(Datagram<'a>),
    /// From the control side.
    Command(Command),
    /// From another worker, as its [`Output::ToThread`] said.
    FromThread(CrossMessage),
    /// The moment of [`crate::Worker::poll_timeout`] has come.
    Timeout,
}

/// What the control side asks. Commands for a peer that has moved are passed on by the worker that had it.
#[derive(Debug)]
pub enum Command {
    /// Takes over a peer that [`Peer::accept`] made. Comes before its answer is sent.
    AddPeer(Box<Peer>),
    /// Says goodbye to the peer and forgets it.
    RemovePeer {
        /// Whom.
        peer: PeerId,
    },
    /// The rights in force; effective with this call, for packets that are already held too.
    SetRights {
        /// Whose.
        peer: PeerId,
        /// What it may send.
        send: Sources,
        /// What it may receive.
        receive: Sources,
    },
    /// The sources that the host has muted: dropped, without a [`Event::PrivilegeDiff`].
    SetMuted {
        /// Whose.
        peer: PeerId,
        /// Which.
        muted: Sources,
    },
    /// What a video slot shows.
    SetSlot {
        /// Whose slot.
        peer: PeerId,
        /// Which slot.
        mid: Mid,
        /// A member's source, or nothing.
        shows: Option<(TinyId, Source)>,
        /// Height in pixels that is shown: the smallest layer that fills it is sent. 0: the largest there is.
        height: u32,
    },
    /// A new offer on the same connection: more slots, or an ICE restart. Answered by [`Event::Negotiated`].
    Negotiate {
        /// Whose.
        peer: PeerId,
        /// The offer.
        offer: String,
        /// What its sending sections carry.
        senders: Senders,
        /// Comes back in the event.
        token: u64,
    },
    /// Restarts ICE under new credentials of the client, all else as offered last (WHIP's PATCH). Answered by
    /// [`Event::Negotiated`]. Trickled candidates need no command: as ICE-lite we never use them.
    RestartIce {
        /// Whose.
        peer: PeerId,
        /// The client's.
        login: IceLogin,
        /// Comes back in the event.
        token: u64,
    },
    /// Asks for an [`Event::Stats`].
    ReadStats,
    /// Says goodbye to all peers.
    Drain,
}

/// What the shell does for a worker, in this order.
#[derive(Debug)]
pub enum Output {
    /// Send one datagram, or a run of them, to one address.
    Transmit(Transmit),
    /// Tell the control side.
    Event(Event),
    /// Hand to another worker, which takes it as [`Input::FromThread`].
    ToThread {
        /// The number of the other worker.
        thread: usize,
        /// What.
        message: CrossMessage,
    },
}

/// What the control side hears of.
#[derive(Debug)]
pub enum Event {
    /// ICE and DTLS are up: media may flow.
    PeerConnected {
        /// Whose.
        peer: PeerId,
    },
    /// The connection did not come to be, or broke for good. The peer is gone from the worker.
    PeerFailed {
        /// Whose.
        peer: PeerId,
        /// Why.
        why: Failure,
    },
    /// The client closed its connection in order. The peer is gone from the worker.
    PeerClosed {
        /// Whose.
        peer: PeerId,
    },
    /// Nothing that proves consent has come for [`crate::LinkLimits::consent`]: nothing is sent until it returns (RFC 7675).
    PeerLost {
        /// Whose.
        peer: PeerId,
    },
    /// Consent is fresh again after [`Event::PeerLost`].
    PeerBack {
        /// Whose.
        peer: PeerId,
    },
    /// The peer now lives on another thread; later commands are best sent there.
    PeerMoved {
        /// Whose.
        peer: PeerId,
        /// Where.
        thread: usize,
    },
    /// A [`Command::Negotiate`] is done.
    Negotiated {
        /// Whose.
        peer: PeerId,
        /// Of the command.
        token: u64,
        /// The answer; with an error the connection goes on as it was.
        result: Result<Answer, OfferError>,
    },
    /// Packets of this source arrive, with the right to.
    TrackStarted {
        /// Whose.
        peer: PeerId,
        /// Which.
        source: Source,
    },
    /// A started source has sent nothing for 2 s. [`Event::TrackStarted`] when it goes on.
    TrackSilent {
        /// Whose.
        peer: PeerId,
        /// Which.
        source: Source,
    },
    /// The source is gone: its right was taken, the host has muted it, its peer left, or another peer of the member has
    /// taken its place. [`Event::TrackStarted`] when packets pass again.
    TrackEnded {
        /// Whose.
        peer: PeerId,
        /// Which.
        source: Source,
    },
    /// Media without the right arrives and is dropped; at most one such event per source in 5 s.
    PrivilegeDiff {
        /// Whose.
        peer: PeerId,
        /// Which.
        source: Source,
    },
    /// Whom the audio slots of a peer carry now: only the slots that changed.
    AudioSlots {
        /// Whose slots.
        peer: PeerId,
        /// Each slot with its member.
        slots: Vec<(Mid, Option<TinyId>)>,
    },
    /// What was asked for by [`Command::ReadStats`].
    Stats(Box<Stats>),
}

impl Event {
    /// Whom it is about; none for [`Event::Stats`].
    #[must_use]
    pub fn peer(&self) -> Option<PeerId> {
        match self {
            Self::PeerConnected { peer }
            | Self::PeerFailed { peer, .. }
            | Self::PeerClosed { peer }
            | Self::PeerLost { peer }
            | Self::PeerBack { peer }
            | Self::PeerMoved { peer, .. }
            | Self::Negotiated { peer, .. }
            | Self::TrackStarted { peer, .. }
            | Self::TrackSilent { peer, .. }
            | Self::TrackEnded { peer, .. }
            | Self::PrivilegeDiff { peer, .. }
            | Self::AudioSlots { peer, .. } => Some(*peer),
            Self::Stats(_) => None,
        }
    }
}

/// Why a connection is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// No candidate pair worked in time.
    #[error("no path to the client was found: is UDP from it to this server's port let through?")]
    Ice,
    /// The path was there, the handshake did not end in time.
    #[error("the path to the client was found, but the DTLS handshake did not end in time")]
    Unfinished,
    /// The handshake was refused, or its connection broke.
    #[error("the DTLS handshake failed")]
    Dtls,
    /// The certificate is not the one that signalling named.
    #[error("the certificate does not have the fingerprint of the offer")]
    Fingerprint,
    /// The thread that should have it has more to do than it can.
    #[error("the server's media plane does not keep up")]
    Overloaded,
}

impl Failure {
    /// 10005 where no connection came about, `av` 1 where the handshake failed (R2).
    #[must_use]
    pub fn code(self) -> Code {
        match self {
            Self::Ice | Self::Unfinished | Self::Overloaded => Code::ServerAllocResourceFailed,
            Self::Dtls | Self::Fingerprint => Code::AvFailed,
        }
    }

    /// The contract's stable word.
    #[must_use]
    pub fn sub_reason(self) -> &'static str {
        match self {
            Self::Ice => "ice_failed",
            Self::Unfinished => "ice_timeout",
            Self::Dtls => "dtls_failed",
            Self::Fingerprint => "dtls_fingerprint",
            Self::Overloaded => "overloaded",
        }
    }
}
