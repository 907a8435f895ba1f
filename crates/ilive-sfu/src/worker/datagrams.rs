//! Datagrams of the shared port: led to their peer, or dropped in silence.

use std::net::SocketAddr;
use std::time::Duration;

use str0m::ice::StunMessage;

use super::Worker;
use crate::command::Datagram;
use crate::crossing::Crossing;
use crate::demux::{Class, Home, classify};
use crate::keys::sha1_hmac;
use crate::path::{Check, Pair, Transaction};

/// How long an address stays with a peer that was heard from there, whoever else asks from it. Browsers check a path that
/// carries nothing each 2.5 s; a client that uses its port again waits no longer.
const HELD_FOR: Duration = Duration::from_secs(3);

/// How a datagram came to this thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Arrival {
    /// By its own socket.
    Here,
    /// By another thread's.
    From(usize),
    /// Passed on twice, because the peer moved meanwhile; a third time would be a ball game.
    Again,
}

impl Worker {
    pub(super) fn datagram(&mut self, datagram: Datagram<'_>) {
        self.stats.datagrams_in += 1;
        self.stats.bytes_in += datagram.bytes.len() as u64;
        self.route(&datagram, Arrival::Here);
    }

    pub(super) fn route(&mut self, datagram: &Datagram<'_>, arrival: Arrival) {
        match classify(datagram.bytes) {
            Class::StunRequest(message) => self.stun(datagram, &message, arrival),
            Class::OtherStun => self.stats.drops.stun += 1,
            Class::Garbage => self.stats.drops.garbage += 1,
            Class::Dtls | Class::Rtp => {
                if let Some(place) = self.by_address(datagram, arrival) {
                    self.feed_rtc(place, datagram);
                }
            }
            Class::Rtcp => {
                if let Some(place) = self.by_address(datagram, arrival) {
                    self.feedback(place, datagram);
                    self.feed_rtc(place, datagram);
                }
            }
        }
    }

    /// The peer that an address has proved to be of, if it lives here; passed on if it lives elsewhere.
    fn by_address(&mut self, datagram: &Datagram<'_>, arrival: Arrival) -> Option<usize> {
        match self.directory.by_address(datagram.from) {
            Some(Home::Here(place)) => Some(place),
            Some(Home::Thread(thread)) if arrival != Arrival::Again => {
                self.pass_on(thread, datagram, arrival);
                None
            }
            _ => {
                self.stats.drops.unproved += 1;
                None
            }
        }
    }

    fn stun(&mut self, datagram: &Datagram<'_>, message: &StunMessage<'_>, arrival: Arrival) {
        let login = message.split_username().map(|(ours, _)| ours);
        match login.and_then(|ufrag| self.directory.by_ufrag(ufrag)) {
            Some(Home::Here(place)) => self.check(place, datagram, message, arrival),
            Some(Home::Thread(thread)) if arrival != Arrival::Again => {
                // What follows from there belongs to the same peer, if it proves right there: it is judged again.
                self.directory.lead_to(datagram.from, thread);
                self.pass_on(thread, datagram, arrival);
            }
            _ => self.stats.drops.stun += 1,
        }
    }

    /// A request in the name of the peer at `place`: with valid integrity its address is the peer's.
    fn check(&mut self, place: usize, datagram: &Datagram<'_>, message: &StunMessage<'_>, arrival: Arrival) {
        let now = self.now;
        let Some(peer) = self.peers.get_mut(place) else { return };
        if !message.verify(peer.ice.pwd.as_bytes(), sha1_hmac) {
            self.stats.drops.stun += 1;
            return;
        }
        if !self.own_address(place, datagram.from) {
            self.stats.drops.stun += 1;
            return;
        }
        let Some(peer) = self.peers.get_mut(place) else { return };
        let nominates = message.use_candidate();
        let check = Check { pair: pair_of(datagram), transaction: transaction(datagram.bytes), nominates };
        let too_many = peer.paths.prove(now, check);
        let selected = peer.paths.selected().is_some_and(|pair| pair.remote == datagram.from);
        if let Some(remote) = too_many {
            self.directory.disown(remote, place);
        }
        self.come_back(place);
        self.feed_rtc(place, datagram);
        if let (Arrival::From(thread), true) = (arrival, nominates && selected) {
            self.move_to(place, thread);
        }
    }

    /// From now on what comes from `remote` is the peer's; `false` when it is another's who was heard from there just
    /// now, and stays so.
    pub(super) fn own_address(&mut self, place: usize, remote: SocketAddr) -> bool {
        let owner = match self.directory.by_address(remote) {
            Some(Home::Here(owner)) if owner != place => self.peers.get(owner),
            _ => None,
        };
        let heard = owner.and_then(|owner| owner.paths.last_heard(remote));
        if heard.is_some_and(|at| self.now.saturating_duration_since(at) < HELD_FOR) {
            return false;
        }
        if let Some(former) = self.directory.own(remote, place)
            && let Some(peer) = self.peers.get_mut(former)
        {
            peer.paths.disown(remote);
        }
        true
    }

    fn pass_on(&mut self, thread: usize, datagram: &Datagram<'_>, arrival: Arrival) {
        let (bytes, again) = (datagram.bytes.to_vec(), arrival != Arrival::Here);
        self.cross(thread, Crossing::Datagram { from: datagram.from, to: datagram.to, bytes, again });
    }
}

pub(super) fn pair_of(datagram: &Datagram<'_>) -> Pair {
    Pair { remote: datagram.from, local: datagram.to }
}

/// Bytes 8 to 20 of a well-formed STUN message (RFC 8489 section 5).
fn transaction(stun: &[u8]) -> Transaction {
    stun.get(8..20).and_then(|bytes| bytes.try_into().ok()).unwrap_or_default()
}
