//! Answering an offer: done on the control side, before the peer is moved to its media thread, and again on that thread
//! for a new offer of a peer that lives there.

mod answer;
mod plan;

use std::net::SocketAddr;

use ilive_protocol::TinyId;

use crate::Mid;
use crate::keys::Identity;
use crate::source::{Kind, PeerId, RoomHandle, Source, Sources};
pub(crate) use answer::{Broken, answer, build_rtc};
pub(crate) use plan::{Plan, Rules};

/// What the server knows of a peer when its offer comes.
#[derive(Debug, Clone)]
pub struct PeerConfig {
    /// Its number.
    pub peer: PeerId,
    /// Whose media it carries.
    pub tiny: TinyId,
    /// Where.
    pub room: RoomHandle,
    /// The process's certificate.
    pub identity: Identity,
    /// The addresses that the answer names; one at least.
    pub candidates: Vec<SocketAddr>,
    /// What it may send now.
    pub send: Sources,
    /// What it may receive now.
    pub receive: Sources,
    /// What becomes of sections whose right is lacking.
    pub lacking: Lacking,
    /// Who says what its audio slots carry.
    pub audio_by: AudioBy,
}

/// What becomes of sections whose right is lacking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lacking {
    /// They are answered as the others: a right may come later, and packets are judged one by one. For members.
    Kept,
    /// They are answered `inactive`, and an offer with nothing left is refused. For WHIP and WHEP.
    Inactive,
}

/// Who says what the audio slots of a peer carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AudioBy {
    /// The loudest voices of the room. For members.
    Loudest,
    /// [`crate::Command::SetSlot`], as for video. For WHEP.
    Command,
}

/// Which source each sending section carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Senders {
    /// As the client says. A sending section that is not named sends nothing.
    Named(Vec<(Mid, Source)>),
    /// The first audio is voice, the first video main, the second aux. For WHIP.
    Inferred,
}

/// What goes back to the client, and what its sections are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The SDP.
    pub sdp: String,
    /// Sections that can show something, in order.
    pub slots: Vec<(Mid, Kind)>,
    /// Sections that send, with their sources.
    pub senders: Vec<(Mid, Source)>,
    /// Our ICE credentials, for an answer that is only them (WHIP's restart by PATCH).
    pub ice: IceLogin,
}

/// ICE credentials (RFC 8839 section 5.4).
#[derive(Clone, PartialEq, Eq)]
pub struct IceLogin {
    /// `a=ice-ufrag`.
    pub ufrag: String,
    /// `a=ice-pwd`.
    pub pwd: String,
}

impl std::fmt::Debug for IceLogin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("IceLogin").field("ufrag", &self.ufrag).finish_non_exhaustive()
    }
}
