//! Between threads: packets, wishes, and peers that move.

use std::time::Duration;

use super::Worker;
use super::datagrams::Arrival;
use crate::command::{Datagram, Event};
use crate::crossing::{CrossMessage, CrossPacket, Crossing};
use crate::demux::Home;
use crate::packet::TrackId;
use crate::track::{Origin, TrackKey};

/// A client whose paths lead to two threads does not draw its peer to and fro faster than this.
const MOVE_EVERY: Duration = Duration::from_secs(1);

impl Worker {
    pub(super) fn take_crossing(&mut self, message: CrossMessage) {
        let from = message.from;
        match message.body {
            Crossing::Home { ufrag } => self.directory.set_ufrag(&ufrag, Home::Thread(from)),
            Crossing::NoHome { ufrag, gone } => {
                if self.directory.by_ufrag(&ufrag) == Some(Home::Thread(from)) {
                    self.directory.forget_ufrag(&ufrag);
                }
                if let Some(peer) = gone {
                    self.peers.gone(peer);
                }
            }
            Crossing::Datagram { from: sender, to, bytes, again } => {
                let arrival = if again { Arrival::Again } else { Arrival::From(from) };
                self.route(&Datagram { from: sender, to, bytes: &bytes }, arrival);
            }
            Crossing::Command(command) => self.command(*command),
            Crossing::Peer(peer) => self.settle(peer),
            Crossing::Wants { key, on } => self.wanted_by(from, key, on),
            Crossing::Listens { room, on } => self.listened_by(from, room, on),
            Crossing::Packet(packet) => self.packet_from(from, &packet),
            Crossing::Ended { key, id } => self.ended(key, id),
            Crossing::Keyframe { stream } => self.want_keyframe(stream),
        }
    }

    fn wanted_by(&mut self, thread: usize, key: TrackKey, on: bool) {
        let track = self.tracks.entry(key).or_default();
        if on {
            track.threads.insert(thread);
        } else {
            track.threads.remove(&thread);
        }
        self.tidy(key);
    }

    fn listened_by(&mut self, thread: usize, room: crate::RoomHandle, on: bool) {
        let known = self.rooms.entry(room).or_default();
        if on {
            known.threads.insert(thread);
        } else {
            known.threads.remove(&thread);
        }
        self.tidy_room(room);
    }

    /// A packet of a publisher on another thread.
    fn packet_from(&mut self, thread: usize, crossing: &CrossPacket) {
        if !self.is_wanted(crossing.key) {
            return;
        }
        let origin = Origin::Thread { thread, peer: crossing.peer };
        let feed = self.tracks.get(&crossing.key).and_then(|track| track.feed.as_ref());
        let id = crossing.packet.stream.track;
        if feed.is_none_or(|feed| feed.id != id) {
            if feed.is_some_and(|feed| !feed.yields_to(origin, self.now)) {
                return;
            }
            self.end_feed(crossing.key, true);
            self.open_feed(crossing.key, id, origin, None);
        }
        self.spread(crossing);
    }

    fn ended(&mut self, key: TrackKey, id: TrackId) {
        let feed = self.tracks.get(&key).and_then(|track| track.feed.as_ref());
        if feed.is_some_and(|feed| feed.id == id) {
            self.end_feed(key, false);
        }
    }

    /// Gives a peer to the thread whose socket its datagrams come to.
    pub(super) fn move_to(&mut self, place: usize, thread: usize) {
        let now = self.now;
        let Some(peer) = self.peers.get_mut(place) else { return };
        if peer.moved.is_some_and(|at| now.saturating_duration_since(at) < MOVE_EVERY) {
            return;
        }
        peer.moved = Some(now);
        self.end_feeds(place, false);
        self.leave(place);
        let Some(mut peer) = self.peers.remove(place) else { return };
        peer.incoming.clear();
        self.directory.set_ufrag(&peer.ice.ufrag, Home::Thread(thread));
        for remote in peer.paths.remotes() {
            self.directory.disown(remote, place);
            self.directory.lead_to(remote, thread);
        }
        self.peers.went(peer.id, thread);
        self.tell(Event::PeerMoved { peer: peer.id, thread });
        self.cross(thread, Crossing::Peer(peer));
    }
}
