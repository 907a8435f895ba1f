//! What one worker tells another.
//!
//! A track's packet crosses once to each thread that has viewers of it; keyframe requests come back the same way. A peer
//! lives on the thread whose socket the kernel gives its datagrams to, which nobody knows before they come: until then
//! they are passed on, and then the peer moves.

use std::net::SocketAddr;
use std::sync::Arc;

use crate::command::Command;
use crate::packet::{Packet, StreamKey, TrackId};
use crate::peer::Peer;
use crate::rtcp::Sync;
use crate::sdp::Payload;
use crate::source::{PeerId, RoomHandle};
use crate::track::TrackKey;

/// A message from one worker to another. The shell only carries it.
#[derive(Debug)]
pub struct CrossMessage {
    pub(crate) from: usize,
    pub(crate) body: Crossing,
}

#[derive(Debug)]
pub(crate) enum Crossing {
    /// A peer with this ufrag lives on the sender's thread.
    Home { ufrag: String },
    /// It does no longer, and the peer may be gone altogether.
    NoHome { ufrag: String, gone: Option<PeerId> },
    /// Came to the sender's socket and belongs to a peer of the receiver; or, `again`, was passed on to the sender, whose
    /// peer has moved to the receiver meanwhile.
    Datagram { from: SocketAddr, to: SocketAddr, bytes: Vec<u8>, again: bool },
    /// For a peer that has moved to the receiver.
    Command(Box<Command>),
    /// The peer lives with the receiver from now on.
    Peer(Box<Peer>),
    /// Whether the sender has viewers of this source.
    Wants { key: TrackKey, on: bool },
    /// Whether the sender has listeners in this room.
    Listens { room: RoomHandle, on: bool },
    /// A packet of a source that the receiver wants.
    Packet(CrossPacket),
    /// The feed has ended.
    Ended { key: TrackKey, id: TrackId },
    /// A viewer needs a keyframe.
    Keyframe { stream: StreamKey },
}

/// A packet on its way, shared and not copied.
#[derive(Debug, Clone)]
pub(crate) struct CrossPacket {
    pub(crate) key: TrackKey,
    /// Which peer sends it.
    pub(crate) peer: PeerId,
    pub(crate) packet: Arc<Packet>,
    pub(crate) format: Arc<Payload>,
    pub(crate) sync: Sync,
}
