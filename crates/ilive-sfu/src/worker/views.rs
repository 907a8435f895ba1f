//! What each leg shows: joined to a track, aimed at a layer, started at a keyframe.

use std::sync::Arc;
use std::time::Duration;

use str0m::media::KeyframeRequestKind;

use super::Worker;
use crate::crossing::Crossing;
use crate::packet::{Packet, StreamKey};
use crate::peer::Link;
use crate::sdp::Payload;
use crate::source::{Kind, Source};
use crate::track::{Origin, TrackKey};

/// A newcomer is served from a keyframe that is not older than this, and no further behind than this many packets:
/// else the burst costs more than a fresh keyframe.
const CACHED_AGE: Duration = Duration::from_secs(1);
const CACHED_PACKETS: usize = 128;

impl Worker {
    /// Joins a leg to what it is to show, if its peer may receive that.
    pub(super) fn attach(&mut self, place: usize, leg: usize) {
        let Some(peer) = self.peers.get(place) else { return };
        let Some((tiny, source)) = peer.legs[leg].shows.filter(|(_, source)| peer.gate.may_receive(*source))
        else {
            return;
        };
        let key = TrackKey { room: peer.room, tiny, source };
        let track = self.tracks.entry(key).or_default();
        if !track.viewers.contains(&(place, leg)) {
            let first = track.viewers.is_empty();
            track.viewers.push((place, leg));
            if first {
                self.cross_to_all(|| Crossing::Wants { key, on: true });
            }
        }
        self.aim(place, leg);
    }

    /// Parts a leg from what it shows; nothing that waits of it goes out any more.
    pub(super) fn detach(&mut self, place: usize, leg: usize) {
        let Some(peer) = self.peers.get_mut(place) else { return };
        peer.legs[leg].blank();
        let Some((tiny, source)) = peer.legs[leg].shows else { return };
        let key = TrackKey { room: peer.room, tiny, source };
        let Some(track) = self.tracks.get_mut(&key) else { return };
        if let Some(feed) = &track.feed {
            peer.queue.drop_track(feed.id);
        }
        let before = track.viewers.len();
        track.viewers.retain(|viewer| *viewer != (place, leg));
        if before > 0 && track.viewers.is_empty() {
            self.cross_to_all(|| Crossing::Wants { key, on: false });
            self.drop_unwanted(key);
        }
        self.tidy(key);
    }

    /// Whether anybody on this thread gets packets of this source.
    pub(super) fn is_wanted(&self, key: TrackKey) -> bool {
        let viewed = self.tracks.get(&key).is_some_and(|track| !track.viewers.is_empty());
        let listening = || self.rooms.get(&key.room).is_some_and(|room| !room.listeners.is_empty());
        viewed || (key.source == Source::Audio && listening())
    }

    /// A feed from another thread ends here when nobody here wants it.
    pub(super) fn drop_unwanted(&mut self, key: TrackKey) {
        let feed = self.tracks.get(&key).and_then(|track| track.feed.as_ref());
        let from_elsewhere = feed.is_some_and(|feed| matches!(feed.origin, Origin::Thread { .. }));
        if from_elsewhere && !self.is_wanted(key) {
            self.end_feed(key, false);
        }
    }

    /// Joins all legs of a peer to what they are to show, by the rights of now.
    pub(super) fn look_again(&mut self, place: usize) {
        let legs = self.peers.get(place).map_or(0, |peer| peer.legs.len());
        for leg in 0..legs {
            self.attach(place, leg);
        }
    }

    /// Aims all viewers of a track: its layers have changed.
    pub(super) fn aim_all(&mut self, key: TrackKey) {
        let viewers = self.tracks.get(&key).map(|track| track.viewers.clone()).unwrap_or_default();
        for (place, leg) in viewers {
            self.aim(place, leg);
        }
    }

    /// Chooses a layer for a leg; a stream that it has to begin is begun from what is kept, or asked for.
    pub(super) fn aim(&mut self, place: usize, leg: usize) {
        let Some(peer) = self.peers.get_mut(place) else { return };
        if !matches!(peer.link, Link::Up(_)) {
            return;
        }
        let Some((tiny, source)) = peer.legs[leg].shows else { return };
        let key = TrackKey { room: peer.room, tiny, source };
        let Some(feed) = self.tracks.get(&key).and_then(|track| track.feed.as_ref()) else { return };
        peer.legs[leg].aim(feed.id, &feed.states());
        let waits = peer.legs[leg].selector.needs_keyframe();
        if let Some(stream) = waits.filter(|_| source.kind() == Kind::Video)
            && !self.begin_from_kept(place, leg, key, stream)
        {
            self.want_keyframe(stream);
        }
    }

    /// Serves the newest keyframe and what came after it, when that is fresh and short.
    fn begin_from_kept(&mut self, place: usize, leg: usize, key: TrackKey, stream: StreamKey) -> bool {
        let now = self.now;
        let Some((kept, format)) = self.kept(key, stream) else { return false };
        let Some(peer) = self.peers.get_mut(place) else { return false };
        let was_waiting = peer.queue.due().is_some();
        for packet in &kept {
            if let Some(out) = peer.legs[leg].forward(packet, &format) {
                peer.queue.push(now, out);
                self.stats.packets_out += 1;
            }
        }
        let begun = peer.legs[leg].selector.needs_keyframe().is_none();
        self.mark(place, was_waiting);
        begun
    }

    fn kept(&self, key: TrackKey, stream: StreamKey) -> Option<(Vec<Arc<Packet>>, Arc<Payload>)> {
        let layer = self.tracks.get(&key)?.feed.as_ref()?.layer(stream)?;
        let kept: Vec<_> = layer.history.since_keyframe().take(CACHED_PACKETS + 1).cloned().collect();
        let first = kept.first()?;
        let fresh = self.now.saturating_duration_since(first.arrived) <= CACHED_AGE;
        (fresh && kept.len() <= CACHED_PACKETS).then(|| (kept, layer.format.clone()))
    }

    /// Somebody needs a keyframe: the publisher is asked, not more often than is good for it.
    pub(super) fn want_keyframe(&mut self, stream: StreamKey) {
        if self.keyframes.request(self.now, stream) {
            self.ask_keyframe(stream);
        }
    }

    pub(super) fn ask_keyframe(&mut self, stream: StreamKey) {
        let Some(key) = self.by_id.get(&stream.track) else { return };
        let Some(feed) = self.tracks.get(key).and_then(|track| track.feed.as_ref()) else { return };
        match feed.origin {
            Origin::Thread { thread, .. } => self.cross(thread, Crossing::Keyframe { stream }),
            Origin::Here { place, .. } => {
                let Some(ssrc) = feed.ssrc(stream.layer) else { return };
                let Some(peer) = self.peers.get_mut(place) else { return };
                let asked = peer.rtc.run(|rtc| {
                    let mut api = rtc.direct_api();
                    api.stream_rx(&ssrc).map(|rx| rx.request_keyframe(KeyframeRequestKind::Pli)).is_some()
                });
                self.stats.keyframes_requested += u64::from(asked == Ok(true));
                // One that panicked is given up when it is driven.
                if asked != Ok(false) {
                    self.pokes.push(place);
                }
            }
        }
    }
}
