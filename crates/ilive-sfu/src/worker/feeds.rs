//! Media of publishers: judged, described once, and joined to the track that it feeds.

use std::sync::Arc;
use std::time::Duration;

use str0m::rtp::RtpPacket;

use super::Worker;
use crate::command::Event;
use crate::crossing::{CrossPacket, Crossing};
use crate::frame::{Clues, FrameFacts};
use crate::packet::{Carried, Packet, StreamKey, TrackId};
use crate::peer::packing;
use crate::rights::Verdict;
use crate::rtcp::{NtpTime, Sync};
use crate::sdp::Payload;
use crate::source::Source;
use crate::track::{Feed, Incoming, Origin, TrackKey};

/// A publisher that takes another SSRC for a layer starts the track anew; more often than this it is not followed.
const RENEW_EVERY: Duration = Duration::from_millis(500);

impl Worker {
    /// A packet that str0m has decrypted.
    pub(super) fn media(&mut self, place: usize, rtp: RtpPacket) {
        let now = self.now;
        let Some(peer) = self.peers.get_mut(place) else { return };
        let placed = peer.place_packet(&rtp);
        let format = peer.format(*rtp.header.payload_type).cloned();
        let (Some(incoming), Some(format)) = (placed, format) else {
            self.stats.drops.unexpected += 1;
            return;
        };
        let (id, source) = (peer.id, incoming.source);
        match peer.gate.judge(now, source) {
            Verdict::Pass => {}
            Verdict::Muted => return self.stats.drops.muted += 1,
            Verdict::NoRight { tell } => {
                self.stats.drops.no_right += 1;
                if tell {
                    self.tell(Event::PrivilegeDiff { peer: id, source });
                }
                return;
            }
        }
        let key = peer.key(source);
        let Some(track) = self.claim(key, Origin::Here { peer: id, place }, Some(&incoming)) else {
            self.stats.drops.unexpected += 1;
            return;
        };
        self.stats.packets_in += 1;
        let sync = self.sync(&rtp, &format);
        let stream = StreamKey { track, layer: incoming.layer };
        let packet = Arc::new(describe(rtp, stream, &format));
        self.spread(&CrossPacket { key, peer: id, packet, format, sync });
    }

    /// The track that `origin` feeds: an old one, or a new one when it has the better claim to the source.
    pub(super) fn claim(
        &mut self,
        key: TrackKey,
        origin: Origin,
        incoming: Option<&Incoming>,
    ) -> Option<TrackId> {
        let now = self.now;
        if let Some(feed) = self.tracks.get_mut(&key).and_then(|track| track.feed.as_mut()) {
            if feed.origin == origin {
                let known = incoming.is_none_or(|incoming| feed.knows(incoming));
                if known {
                    return Some(feed.id);
                }
                if now.saturating_duration_since(feed.born) < RENEW_EVERY {
                    return None;
                }
            } else if !feed.yields_to(origin, now) {
                return None;
            }
            self.end_feed(key, true);
        }
        self.tracks_made += 1;
        let id = TrackId((self.config.thread as u64) << 48 | self.tracks_made);
        self.open_feed(key, id, origin, incoming);
        Some(id)
    }

    /// A track begins.
    pub(super) fn open_feed(
        &mut self,
        key: TrackKey,
        id: TrackId,
        origin: Origin,
        incoming: Option<&Incoming>,
    ) {
        let mut feed = Feed::new(id, origin, self.now);
        if let Some(incoming) = incoming {
            feed.knows(incoming);
        }
        self.tracks.entry(key).or_default().feed = Some(feed);
        self.by_id.insert(id, key);
        if let Origin::Here { peer, .. } = origin {
            self.tell(Event::TrackStarted { peer, source: key.source });
        }
    }

    /// A track ends: whoever sees it sees nothing until another begins.
    pub(super) fn end_feed(&mut self, key: TrackKey, tell: bool) {
        let Some(track) = self.tracks.get_mut(&key) else { return };
        let Some(feed) = track.feed.take() else { return };
        let viewers = track.viewers.clone();
        for (place, leg) in viewers {
            if let Some(peer) = self.peers.get_mut(place) {
                peer.legs[leg].blank();
                peer.queue.drop_track(feed.id);
            }
        }
        self.by_id.remove(&feed.id);
        self.keyframes.forget(feed.id);
        if let Origin::Here { peer, .. } = feed.origin {
            for thread in self.threads_of(key) {
                self.cross(thread, Crossing::Ended { key, id: feed.id });
            }
            if tell {
                self.tell(Event::TrackEnded { peer, source: key.source });
            }
        }
        self.unheard(key, feed.id);
        self.tidy(key);
    }

    /// Ends what the peer at `place` feeds.
    pub(super) fn end_feeds(&mut self, place: usize, tell: bool) {
        for source in Source::ALL {
            self.end_source(place, source, tell);
        }
    }

    /// Ends one source of the peer at `place`, if it feeds it.
    pub(super) fn end_source(&mut self, place: usize, source: Source, tell: bool) {
        let Some(key) = self.peers.get(place).map(|peer| peer.key(source)) else { return };
        let feed = self.tracks.get(&key).and_then(|track| track.feed.as_ref());
        if feed.is_some_and(|feed| matches!(feed.origin, Origin::Here { place: p, .. } if p == place)) {
            self.end_feed(key, tell);
        }
    }

    /// Forgets the place of a source that nobody feeds or wants.
    pub(super) fn tidy(&mut self, key: TrackKey) {
        if self.tracks.get(&key).is_some_and(crate::track::Track::is_unused) {
            self.tracks.remove(&key);
        }
    }

    /// The publisher's own pairing of clocks where it has said one, else our clock at arrival.
    fn sync(&self, rtp: &RtpPacket, format: &Payload) -> Sync {
        let clock_rate = format.clock().get();
        let (started, unix) = self.config.started;
        let wall = |at: std::time::Instant| NtpTime::from_unix(unix + at.saturating_duration_since(started));
        let said = rtp.last_sender_info.filter(|info| info.ssrc == rtp.header.ssrc);
        let Some(info) = said else {
            return Sync {
                at: rtp.timestamp,
                ntp: wall(rtp.timestamp),
                timestamp: rtp.header.timestamp,
                clock_rate,
            };
        };
        let timestamp = info.rtp_time.numer() as u32;
        let since_1970 = info.ntp_time.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        // The moment of the report in our clock: as long before this packet as the timestamps lie apart.
        let ticks = rtp.header.timestamp.wrapping_sub(timestamp) as i32;
        let apart =
            Duration::from_micros(u64::from(ticks.unsigned_abs()) * 1_000_000 / u64::from(clock_rate));
        let at = if ticks >= 0 { rtp.timestamp.checked_sub(apart) } else { rtp.timestamp.checked_add(apart) };
        Sync { at: at.unwrap_or(rtp.timestamp), ntp: NtpTime::from_unix(since_1970), timestamp, clock_rate }
    }
}

/// The packet as all legs get it.
fn describe(rtp: RtpPacket, stream: StreamKey, format: &Payload) -> Packet {
    let header = &rtp.header;
    let values = &header.ext_vals;
    let clues = Clues {
        codec: packing(format.codec),
        encrypted: false,
        marker: header.marker,
        payload: &rtp.payload,
        descriptor: None,
    };
    let voice = u8::from(values.voice_activity.unwrap_or(false)) << 7;
    let carried = Carried {
        audio_level: values.audio_level.map(|level| voice | level.unsigned_abs().min(127)),
        orientation: values.video_orientation.map(|turned| turned as u8),
        dependency_descriptor: None,
    };
    Packet {
        stream,
        seq: *rtp.seq_no,
        timestamp: header.timestamp,
        marker: header.marker,
        arrived: rtp.timestamp,
        facts: FrameFacts::read(&clues),
        payload: rtp.payload,
        carried,
    }
}
