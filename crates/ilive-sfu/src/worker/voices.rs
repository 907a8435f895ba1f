//! Rooms: whom their audio slots carry.

use std::collections::BTreeSet;

use super::Worker;
use crate::command::Event;
use crate::crossing::Crossing;
use crate::negotiation::AudioBy;
use crate::packet::TrackId;
use crate::source::Source;
use crate::track::TrackKey;
use crate::voices::Voices;

/// What a thread knows of a room.
#[derive(Debug, Default)]
pub(super) struct Room {
    voices: Voices,
    /// Peers here whose audio slots carry the loudest.
    pub(super) listeners: Vec<usize>,
    /// Other threads with such peers.
    pub(super) threads: BTreeSet<usize>,
}

impl Worker {
    pub(super) fn join_room(&mut self, place: usize) {
        let Some(peer) = self.peers.get(place).filter(|peer| peer.audio_by == AudioBy::Loudest) else {
            return;
        };
        let handle = peer.room;
        let room = self.rooms.entry(handle).or_default();
        let first = room.listeners.is_empty();
        if !room.listeners.contains(&place) {
            room.listeners.push(place);
        }
        if first {
            self.cross_to_all(|| Crossing::Listens { room: handle, on: true });
        }
        self.give_slots(place);
    }

    pub(super) fn leave_room(&mut self, place: usize) {
        let Some(handle) = self.peers.get(place).map(|peer| peer.room) else { return };
        let Some(room) = self.rooms.get_mut(&handle) else { return };
        let before = room.listeners.len();
        room.listeners.retain(|listener| *listener != place);
        if before > 0 && room.listeners.is_empty() {
            self.cross_to_all(|| Crossing::Listens { room: handle, on: false });
            let audio = |key: &&TrackKey| key.room == handle && key.source == Source::Audio;
            for key in self.tracks.keys().filter(audio).copied().collect::<Vec<_>>() {
                self.drop_unwanted(key);
            }
        }
        self.tidy_room(handle);
    }

    /// A packet of a voice came.
    pub(super) fn heard(&mut self, key: TrackKey, track: TrackId, level: Option<u8>) {
        let now = self.now;
        let room = self.rooms.entry(key.room).or_default();
        if room.voices.packet(track, level.map(|level| level & 0x7F), now) {
            self.give_all_slots(key.room);
        }
    }

    /// A voice has ended.
    pub(super) fn unheard(&mut self, key: TrackKey, track: TrackId) {
        if key.source != Source::Audio {
            return;
        }
        if self.rooms.get_mut(&key.room).is_some_and(|room| room.voices.remove(track)) {
            self.give_all_slots(key.room);
        }
        self.tidy_room(key.room);
    }

    pub(super) fn tidy_room(&mut self, handle: crate::RoomHandle) {
        let unused = |room: &Room| {
            room.listeners.is_empty() && room.threads.is_empty() && room.voices.order().next().is_none()
        };
        if self.rooms.get(&handle).is_some_and(unused) {
            self.rooms.remove(&handle);
        }
    }

    fn give_all_slots(&mut self, handle: crate::RoomHandle) {
        let listeners = self.rooms.get(&handle).map(|room| room.listeners.clone()).unwrap_or_default();
        for place in listeners {
            self.give_slots(place);
        }
    }

    /// Brings the audio slots of a peer in line with the order of voices and with its rights.
    pub(super) fn give_slots(&mut self, place: usize) {
        let Some(peer) = self.peers.get_mut(place).filter(|peer| peer.audio_by == AudioBy::Loudest) else {
            return;
        };
        let own = self.tracks.get(&peer.key(Source::Audio)).filter(|_| peer.has_senders());
        let own = own.and_then(|track| track.feed.as_ref());
        peer.voices.set_own(own.map(|feed| feed.id));
        let listens = peer.gate.may_receive(Source::Audio);
        let voices = self.rooms.get(&peer.room).filter(|_| listens).map(|room| room.voices.order());
        let changes = peer.voices.update(voices.into_iter().flatten());
        if changes.is_empty() {
            return;
        }
        let (id, legs): (_, Vec<usize>) = (peer.id, peer.audio_legs().collect());
        let mut told = Vec::new();
        for change in changes {
            let Some(&leg) = legs.get(change.slot) else { continue };
            let tiny = change.track.and_then(|track| self.by_id.get(&track)).map(|key| key.tiny);
            self.show(place, leg, tiny.map(|tiny| (tiny, Source::Audio)));
            if let Some(peer) = self.peers.get(place) {
                told.push((peer.legs[leg].mid, tiny));
            }
        }
        self.tell(Event::AudioSlots { peer: id, slots: told });
    }
}
