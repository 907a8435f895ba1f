//! What the clock brings: connections that want to be driven, silence, lost consent, reports.

use std::time::Duration;

use super::Worker;
use crate::command::{Event, Failure};
use crate::peer::{Link, Peer};
use crate::source::Kind;
use crate::track::{Origin, Track, TrackKey};

/// How often what has no deadline of its own is looked at.
pub(super) const TICK: Duration = Duration::from_millis(100);
/// Between two sender reports of a stream.
const REPORT_EVERY: Duration = Duration::from_secs(1);

impl Worker {
    pub(super) fn timeout(&mut self) {
        let now = self.now;
        let due = self.deadlines.iter().take_while(|(at, _)| *at <= now);
        // Each once a turn: one that asks for this same moment again is for the next.
        for place in due.map(|(_, place)| *place).collect::<Vec<_>>() {
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
        let (now, limits) = (self.now, self.config.limits);
        let Some(peer) = self.peers.get_mut(place) else { return };
        match &peer.link {
            Link::Opening if now.saturating_duration_since(peer.made) >= limits.connect => {
                let why =
                    if peer.paths.remotes().next().is_some() { Failure::Unfinished } else { Failure::Ice };
                self.fail(place, why);
            }
            Link::Up(_) if !peer.paths.has_consent(now, limits.consent) => {
                let Link::Up(crypt) = std::mem::replace(&mut peer.link, Link::Opening) else { return };
                peer.link = Link::Lost(crypt);
                peer.paths.lose();
                peer.queue.clear();
                let peer = peer.id;
                self.tell(Event::PeerLost { peer });
            }
            Link::Opening | Link::Up(_) | Link::Lost(_) => {}
        }
    }

    /// A lost peer is sent to again once there is consent, from a keyframe on.
    pub(super) fn come_back(&mut self, place: usize) {
        let (now, limit) = (self.now, self.config.limits.consent);
        let back =
            |peer: &&mut Peer| matches!(peer.link, Link::Lost(_)) && peer.paths.has_consent(now, limit);
        let Some(peer) = self.peers.get_mut(place).filter(back) else { return };
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
        for (place, leg) in self.unsettled() {
            self.aim(place, leg);
        }
    }

    /// Video legs whose track has layers to choose from, or that still wait for a keyframe: a request may be lost.
    fn unsettled(&self) -> Vec<(usize, usize)> {
        let video = |(key, _): &(&TrackKey, &Track)| key.source.kind() == Kind::Video;
        let waits = |(place, leg): &(usize, usize)| {
            let leg = self.peers.get(*place).and_then(|peer| peer.legs.get(*leg));
            leg.is_some_and(|leg| leg.selector.needs_keyframe().is_some())
        };
        let mut unsettled = Vec::new();
        for (_, track) in self.tracks.iter().filter(video) {
            let Some(feed) = &track.feed else { continue };
            let layered = feed.layers.len() > 1;
            unsettled.extend(track.viewers.iter().filter(|viewer| layered || waits(viewer)));
        }
        unsettled
    }
}
