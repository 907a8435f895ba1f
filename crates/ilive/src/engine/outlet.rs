//! Where the worker's packets go: to the newest connection that is up.

use std::sync::Arc;

use ilive_protocol::wire::Source;
use ilive_session::io::PeerNo;
use tokio::sync::mpsc::Sender;

use super::peer::{Outgoing, RtpOut, StreamId};
use super::quality::Board;
use super::video_sender::Sent;

/// The connections that are up. While a room is switched there are two.
pub(super) struct Outlet {
    peers: Vec<(PeerNo, Sender<Outgoing>)>,
    board: Arc<Board>,
}

impl Outlet {
    pub(super) fn new(board: Arc<Board>) -> Self {
        Self { peers: Vec::new(), board }
    }

    pub(super) fn add(&mut self, peer: PeerNo, packets: Sender<Outgoing>) {
        self.remove(peer);
        self.peers.push((peer, packets));
        self.peers.sort_by_key(|(peer, _)| *peer);
    }

    pub(super) fn remove(&mut self, peer: PeerNo) {
        self.peers.retain(|(known, _)| *known != peer);
    }

    /// Whether anything that is sent goes anywhere.
    pub(super) fn is_open(&self) -> bool {
        !self.peers.is_empty()
    }

    /// Sends all packets of a picture, or none: a part of one cannot be told from a whole one, since the numbers are given
    /// behind the queue. False where there is no room.
    pub(super) fn send_picture(&self, source: Source, sent: Sent) -> bool {
        let Some((_, packets)) = self.peers.last() else { return true };
        if packets.capacity() < sent.packets.len() {
            self.board.dropped();
            return false;
        }
        self.board.encoded(source, sent.size);
        sent.packets.into_iter().all(|packet| packets.try_send(Outgoing::Rtp(packet)).is_ok())
    }

    /// Sends 20 ms of sound, or leaves it out.
    pub(super) fn send_voice(&self, packet: RtpOut) {
        let Some((_, packets)) = self.peers.last() else { return };
        match packets.try_send(Outgoing::Rtp(packet)) {
            Ok(()) => self.board.spoken(),
            Err(_) => self.board.dropped(),
        }
    }

    /// Has the sender of what this slot shows asked for a keyframe.
    pub(super) fn ask_for_keyframe(&self, stream: StreamId) {
        let peer = self.peers.iter().find(|(peer, _)| *peer == stream.peer);
        if let Some((_, packets)) = peer {
            let _ = packets.try_send(Outgoing::NeedsKeyframe(stream.mid));
        }
    }
}
