//! What the clock brings: connections that want to be driven, silence, lost consent, reports.

use std::time::{Duration, Instant};

use super::Worker;
use super::link::{CONNECT_LIMIT, CONSENT_LIMIT};
use crate::command::{Event, Failure};
use crate::peer::Link;
use crate::track::{Origin, TrackKey};

/// How often what has no deadline of its own is looked at.
pub(super) const TICK: Duration = Duration::from_millis(100);
/// Between two sender reports of a stream.
const REPORT_EVERY: Duration = Duration::from_secs(1);

impl Worker {
    pub(super) fn timeout(&mut self) {
        while let Some(&(at, place)) = self.deadlines.first()
            && at <= self.now
        {
            // A connection that has nothing to do names its next moment when it is driven.
            self.set_deadline(place, None);
            self.poke(place);
        }
        while let Some(stream) = self.keyframes.poll_due(self.now) {
            self.ask_keyframe(stream);
        }
        if self.next_tick.is_some_and(|at| at <= self.now) {
            self.tick();
        }
    }

    fn tick(&mut self) {
        let now = self.now;
        self.next_tick = (!self.peers.is_empty()).then_some(now + TICK);
        let reports = now >= self.next_reports;
        if reports {
            self.next_reports = now + REPORT_EVERY;
        }
        for place in self.peers.all() {
            self.look_at_link(place);
            if reports && self.peers.get(place).is_some_and(|peer| matches!(peer.link, Link::Up(_))) {
                self.report(place);
            }
        }
        self.look_at_tracks();
    }

    fn look_at_link(&mut self, place: usize) {
        let now = self.now;
        let Some(peer) = self.peers.get_mut(place) else { return };
        let proved = peer.paths.last_proof();
        match &peer.link {
            Link::Opening if now.saturating_duration_since(peer.made) >= CONNECT_LIMIT => {
                let why = if proved.is_some() { Failure::Dtls } else { Failure::Ice };
                self.fail(place, why);
            }
            Link::Up(_) if !peer.paths.has_consent(now, CONSENT_LIMIT) => {
                let Link::Up(crypt) = std::mem::replace(&mut peer.link, Link::Opening) else { return };
                peer.link = Link::Lost(crypt);
                peer.queue.clear();
                let peer = peer.id;
                self.tell(Event::PeerLost { peer });
            }
            Link::Opening | Link::Up(_) | Link::Lost(_) => {}
        }
    }

    /// Consent is fresh: a lost peer is sent to again, from a keyframe on.
    pub(super) fn come_back(&mut self, place: usize) {
        let Some(peer) = self.peers.get_mut(place).filter(|peer| matches!(peer.link, Link::Lost(_))) else {
            return;
        };
        let Link::Lost(crypt) = std::mem::replace(&mut peer.link, Link::Opening) else { return };
        peer.link = Link::Up(crypt);
        for leg in &mut peer.legs {
            leg.selector.restart();
        }
        let peer = peer.id;
        self.tell(Event::PeerBack { peer });
        self.look_again(place);
    }

    /// Silent sources are told, and viewers aimed anew: layers may have ceased or grown.
    fn look_at_tracks(&mut self) {
        let now = self.now;
        let mut silent: Vec<Event> = Vec::new();
        for (key, track) in &mut self.tracks {
            let Some(feed) = track.feed.as_mut() else { continue };
            if let (true, Origin::Here { peer, .. }) = (feed.falls_silent(now), feed.origin) {
                silent.push(Event::TrackSilent { peer, source: key.source });
            }
        }
        silent.into_iter().for_each(|event| self.tell(event));
        let layered = |(_, track): &(&TrackKey, &crate::track::Track)| {
            !track.viewers.is_empty() && track.feed.as_ref().is_some_and(|feed| feed.layers.len() > 1)
        };
        let keys: Vec<TrackKey> = self.tracks.iter().filter(layered).map(|(key, _)| *key).collect();
        for key in keys {
            self.aim_all(key);
        }
    }
}

/// Kept beside the tick that it is measured against.
pub(super) fn moved_recently(last: Option<Instant>, now: Instant) -> bool {
    last.is_some_and(|at| now.saturating_duration_since(at) < Duration::from_secs(1))
}
