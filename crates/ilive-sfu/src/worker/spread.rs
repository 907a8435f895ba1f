//! A packet of a track on its way to everybody who gets it.

use super::Worker;
use crate::command::Event;
use crate::crossing::{CrossPacket, Crossing};
use crate::peer::Link;
use crate::source::{Kind, Source};
use crate::track::{Origin, Track, TrackKey};

impl Worker {
    /// Keeps a packet for resends and gives it to the viewers here and to other threads.
    pub(super) fn spread(&mut self, crossing: &CrossPacket) {
        let CrossPacket { key, packet, format, sync, .. } = crossing;
        let now = self.now;
        let Some(feed) = self.tracks.get_mut(key).and_then(|track| track.feed.as_mut()) else { return };
        let woken = feed.keep(now, packet, format, *sync);
        let (origin, back) = (feed.origin, std::mem::replace(&mut feed.silent, false));
        if packet.facts.keyframe && key.source.kind() == Kind::Video {
            self.keyframes.keyframe(packet.stream);
        }
        if let Origin::Here { peer, .. } = origin {
            for thread in self.threads_of(*key) {
                self.cross(thread, Crossing::Packet(crossing.clone()));
            }
            if back {
                self.tell(Event::TrackStarted { peer, source: key.source });
            }
        }
        if key.source == Source::Audio {
            self.heard(*key, packet.stream.track, packet.carried.audio_level);
        }
        self.forward(crossing);
        if woken {
            self.aim_all(*key);
        }
    }

    fn forward(&mut self, crossing: &CrossPacket) {
        let now = self.now;
        let Some(track) = self.tracks.get(&crossing.key) else { return };
        for &(place, leg) in &track.viewers {
            let Some(peer) = self.peers.get_mut(place).filter(|peer| matches!(peer.link, Link::Up(_))) else {
                continue;
            };
            let Some(out) = peer.legs[leg].forward(&crossing.packet, &crossing.format) else { continue };
            let was_waiting = peer.queue.due().is_some();
            peer.queue.push(now, out);
            self.stats.packets_out += 1;
            if !was_waiting {
                self.dirty.push(place);
            }
            let due = peer.queue.due().unwrap_or(now);
            self.held_until = Some(self.held_until.map_or(due, |before| before.min(due)));
        }
    }

    /// Other threads that get packets of this source.
    pub(super) fn threads_of(&self, key: TrackKey) -> Vec<usize> {
        let viewing =
            self.tracks.get(&key).into_iter().flat_map(|track: &Track| track.threads.iter().copied());
        let listening = self.rooms.get(&key.room).filter(|_| key.source == Source::Audio);
        let mut threads: Vec<usize> =
            viewing.chain(listening.into_iter().flat_map(|room| room.threads.iter().copied())).collect();
        threads.sort_unstable();
        threads.dedup();
        threads
    }
}
