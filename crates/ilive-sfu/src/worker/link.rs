//! Driving the connections: what str0m has to send and to say.

use str0m::net::{Protocol, Receive};
use str0m::{Event as RtcEvent, Input as RtcInput, Output as RtcOutput, Rtc};

use super::Worker;
use crate::command::{Event, Failure};
use crate::crossing::Crossing;
use crate::demux::Home;
use crate::engine::Panicked;
use crate::peer::{Crypt, Link, Peer};
use crate::run::Route;
use crate::srtp::{Inbound, Outbound};

/// A turn of one connection; what is left is for the next.
const TURN_MAX: usize = 256;

impl Worker {
    /// Takes a peer in: a new one, or one that has moved here.
    pub(super) fn settle(&mut self, peer: Box<Peer>) {
        let ufrag = peer.ice.ufrag.clone();
        if let Some(before) = self.peers.place_of(peer.id) {
            self.remove(before);
        }
        let place = self.peers.add(peer);
        self.directory.set_ufrag(&ufrag, Home::Here(place));
        self.cross_to_all(|| Crossing::Home { ufrag: ufrag.clone() });
        let remotes: Vec<_> =
            self.peers.get(place).into_iter().flat_map(|peer| peer.paths.remotes()).collect();
        for remote in remotes {
            if !self.own_address(place, remote)
                && let Some(peer) = self.peers.get_mut(place)
            {
                peer.paths.disown(remote);
            }
        }
        self.next_tick.get_or_insert(self.now + super::tick::TICK);
        self.join_room(place);
        self.look_again(place);
        self.pokes.push(place);
    }

    /// Hands a datagram to str0m.
    pub(super) fn feed_rtc(&mut self, place: usize, datagram: &crate::command::Datagram<'_>) {
        let now = self.now;
        let Some(peer) = self.peers.get_mut(place) else { return };
        let local = peer.paths.candidate_for(datagram.to);
        let Ok(receive) = Receive::new(Protocol::Udp, datagram.from, local, datagram.bytes) else {
            self.stats.drops.garbage += 1;
            return;
        };
        // Whatever is wrong with one datagram, the connection lives on: anybody can send one.
        if let Ok(Err(_)) = peer.rtc.run(|rtc| rtc.handle_input(RtcInput::Receive(now, receive))) {
            self.stats.drops.garbage += 1;
        }
        self.drain(place);
    }

    /// Lets a connection act on what was asked of it, or on the clock.
    pub(super) fn poke(&mut self, place: usize) {
        let now = self.now;
        if let Some(peer) = self.peers.get_mut(place) {
            if let Ok(Err(_)) = peer.rtc.run(|rtc| rtc.handle_input(RtcInput::Timeout(now))) {
                return self.fail(place, Failure::Dtls);
            }
            self.drain(place);
        }
    }

    fn drain(&mut self, place: usize) {
        // Should the turn not suffice, the next is due at once.
        let mut next = self.now;
        for _ in 0..TURN_MAX {
            let Some(peer) = self.peers.get_mut(place) else { return };
            match peer.rtc.run(Rtc::poll_output) {
                Ok(Ok(RtcOutput::Timeout(at))) => {
                    next = at;
                    break;
                }
                Ok(Ok(RtcOutput::Transmit(transmit))) => self.transmit(place, &transmit),
                Ok(Ok(RtcOutput::Event(event))) => self.rtc_event(place, event),
                Ok(Err(_)) => return self.fail(place, Failure::Dtls),
                Err(Panicked) => return self.give_up(place),
            }
        }
        if self.peers.get(place).is_none() {
            return;
        }
        self.set_deadline(place, Some(next));
        let Some(peer) = self.peers.get_mut(place) else { return };
        if peer.tap.refused() {
            self.fail(place, Failure::Fingerprint);
        } else if peer.rtc.run(|rtc| rtc.is_alive()) == Ok(false) {
            self.close(place);
        }
    }

    /// What str0m sends: answers to STUN go where the request came from, all else where our own packets go, with consent.
    fn transmit(&mut self, place: usize, transmit: &str0m::net::Transmit) {
        let now = self.now;
        let Some(peer) = self.peers.get(place) else { return };
        let bytes: &[u8] = &transmit.contents;
        let stun = bytes.first().is_some_and(|first| *first < 4);
        if stun {
            let from = Some(peer.paths.actual(transmit.source));
            self.runs.datagram(Route { to: transmit.destination, from }, bytes);
        } else if let Some(pair) = peer.paths.selected()
            && peer.paths.has_consent(now, self.config.limits.consent)
        {
            self.runs.datagram(pair, bytes);
        }
    }

    fn rtc_event(&mut self, place: usize, event: RtcEvent) {
        match event {
            RtcEvent::Connected => self.connected(place),
            RtcEvent::RtpPacket(packet) => self.media(place, packet),
            RtcEvent::Closed => self.close(place),
            _ => {}
        }
    }

    fn connected(&mut self, place: usize) {
        let now = self.now;
        let Some(peer) = self.peers.get_mut(place) else { return };
        let Some(Ok(keys)) = peer.tap.take_keys() else { return self.fail(place, Failure::Dtls) };
        let mut crypt = Box::new(Crypt { outbound: Outbound::new(&keys), inbound: Inbound::new(&keys) });
        for leg in &mut peer.legs {
            leg.set_keys(&mut crypt.outbound);
        }
        peer.link = Link::Up(crypt);
        peer.paths.connected(now);
        let peer = peer.id;
        self.tell(Event::PeerConnected { peer });
        self.look_again(place);
    }

    /// The client said goodbye.
    fn close(&mut self, place: usize) {
        let Some(peer) = self.peers.get(place).map(|peer| peer.id) else { return };
        self.remove(place);
        self.tell(Event::PeerClosed { peer });
    }

    pub(super) fn fail(&mut self, place: usize, why: Failure) {
        let Some(peer) = self.peers.get(place).map(|peer| peer.id) else { return };
        self.remove(place);
        self.tell(Event::PeerFailed { peer, why });
    }

    /// str0m has panicked over this connection: it alone ends.
    pub(super) fn give_up(&mut self, place: usize) {
        self.stats.panics += 1;
        self.fail(place, Failure::Dtls);
    }

    /// Ends a connection in order: RTCP BYE and DTLS close_notify go out first.
    pub(super) fn say_goodbye(&mut self, place: usize) {
        let now = self.now;
        let Some(peer) = self.peers.get_mut(place) else { return };
        let asked = peer.rtc.run(|rtc| rtc.close().and_then(|()| rtc.handle_input(RtcInput::Timeout(now))));
        for _ in 0..TURN_MAX {
            let Some(peer) = self.peers.get_mut(place).filter(|_| matches!(asked, Ok(Ok(())))) else { break };
            match peer.rtc.run(Rtc::poll_output) {
                Ok(Ok(RtcOutput::Transmit(transmit))) => self.transmit(place, &transmit),
                Ok(Ok(RtcOutput::Event(_))) => {}
                Ok(Ok(RtcOutput::Timeout(_)) | Err(_)) | Err(Panicked) => break,
            }
        }
        self.remove(place);
    }

    /// Forgets a peer and all that depends on it.
    pub(super) fn remove(&mut self, place: usize) {
        self.end_feeds(place, true);
        self.leave(place);
        if let Some(peer) = self.peers.remove(place) {
            self.directory.forget_ufrag(&peer.ice.ufrag);
            for remote in peer.paths.remotes() {
                self.directory.disown(remote, place);
            }
            self.cross_to_all(|| Crossing::NoHome { ufrag: peer.ice.ufrag.clone(), gone: Some(peer.id) });
        }
    }

    /// Takes a peer off the thread's tables, all but its addresses.
    pub(super) fn leave(&mut self, place: usize) {
        self.leave_room(place);
        let legs = self.peers.get(place).map_or(0, |peer| peer.legs.len());
        for leg in 0..legs {
            self.detach(place, leg);
        }
        self.set_deadline(place, None);
        self.dirty.retain(|dirty| *dirty != place);
    }

    pub(super) fn set_deadline(&mut self, place: usize, deadline: Option<std::time::Instant>) {
        let before = self.peers.set_deadline(place, deadline);
        if before == deadline {
            return;
        }
        if let Some(before) = before {
            self.deadlines.remove(&(before, place));
        }
        if let Some(deadline) = deadline {
            self.deadlines.insert((deadline, place));
        }
    }
}
