//! Which addresses have proved to be the peer's, and which of them is sent to.
//!
//! A STUN request is as good as its sender's word: whoever can forge a source has made its address the peer's with one.
//! Until media flows that must do, and the handshake shows whether it was true. From then on media is led elsewhere only
//! by an address from which more has come than one request, and flows there only as long as requests come from there.

#[cfg(test)]
mod tests;

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use crate::run::Route;

/// Most addresses that count as the peer's at once: each of its interfaces, before and after a change of network.
const PROVED_MAX: usize = 8;
/// How long an address is remembered to be more than one request; the longest that RFC 7675 lets consent hold.
const FIRM_FOR: Duration = Duration::from_secs(30);

/// The addresses of one peer.
#[derive(Debug)]
pub(crate) struct Paths {
    /// Our addresses as the answer named them.
    candidates: Vec<SocketAddr>,
    /// Which local address datagrams for a candidate really came to, where they differ (behind a NAT).
    aliases: Vec<(SocketAddr, SocketAddr)>,
    proved: Vec<Proof>,
    /// The pair that the client nominated last.
    wanted: Option<Pair>,
    /// The pair that is sent to.
    selected: Option<Pair>,
    /// Whether the handshake is done.
    flows: bool,
}

/// An address with STUN requests of valid integrity.
#[derive(Debug)]
struct Proof {
    remote: SocketAddr,
    /// The first request of those that did not come too seldom.
    first: Transaction,
    /// When the last one came: what consent is counted from (RFC 7675).
    asked: Instant,
    /// When anything came that only the peer can have made.
    heard: Instant,
    /// Whether more has come than the first request.
    firm: bool,
}

/// What tells one STUN request from another; a request that is sent again keeps it.
pub(crate) type Transaction = [u8; 12];

/// A STUN request of valid integrity.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Check {
    pub(crate) pair: Pair,
    pub(crate) transaction: Transaction,
    pub(crate) nominates: bool,
}

/// Where a client is, and at which of our addresses it reached us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pair {
    pub(crate) remote: SocketAddr,
    pub(crate) local: SocketAddr,
}

impl From<Pair> for Route {
    fn from(pair: Pair) -> Self {
        Self { to: pair.remote, from: Some(pair.local) }
    }
}

impl Paths {
    pub(crate) fn new(candidates: Vec<SocketAddr>) -> Self {
        Self {
            candidates,
            aliases: Vec::new(),
            proved: Vec::new(),
            wanted: None,
            selected: None,
            flows: false,
        }
    }

    /// The candidate that a datagram to `local` counts for: itself, or the first of its family.
    pub(crate) fn candidate_for(&mut self, local: SocketAddr) -> SocketAddr {
        if self.candidates.contains(&local) {
            return local;
        }
        let same_family = |c: &&SocketAddr| c.is_ipv4() == local.is_ipv4();
        let candidate = self.candidates.iter().find(same_family).copied().unwrap_or(local);
        match self.aliases.iter_mut().find(|(named, _)| *named == candidate) {
            Some((_, actual)) => *actual = local,
            None => self.aliases.push((candidate, local)),
        }
        candidate
    }

    /// The local address that stands behind a candidate.
    pub(crate) fn actual(&self, candidate: SocketAddr) -> SocketAddr {
        self.aliases.iter().find(|(named, _)| *named == candidate).map_or(candidate, |(_, actual)| *actual)
    }

    /// A STUN request has come. Gives the address that no longer counts, when there are too many.
    pub(crate) fn prove(&mut self, now: Instant, check: Check) -> Option<SocketAddr> {
        let Check { pair, transaction, nominates } = check;
        match self.proved.iter_mut().find(|proof| proof.remote == pair.remote) {
            Some(proof) => proof.ask_again(now, transaction),
            None => self.proved.push(Proof {
                remote: pair.remote,
                first: transaction,
                asked: now,
                heard: now,
                firm: false,
            }),
        }
        if nominates {
            self.wanted = Some(pair);
        }
        self.choose(pair);
        self.make_room()
    }

    /// Something has come over `pair` that opens under the connection's keys.
    pub(crate) fn confirm(&mut self, now: Instant, pair: Pair) {
        if let Some(proof) = self.proved.iter_mut().find(|proof| proof.remote == pair.remote) {
            (proof.heard, proof.firm) = (now, true);
            self.choose(pair);
        }
    }

    /// The handshake is done over the pair that is sent to: whoever is there has got what was sent there.
    pub(crate) fn connected(&mut self, now: Instant) {
        self.flows = true;
        if let Some(pair) = self.selected {
            self.confirm(now, pair);
        }
    }

    fn choose(&mut self, came: Pair) {
        let selected = self.selected;
        self.selected = if self.flows {
            let firm = |pair: &Pair| self.is_firm(pair.remote);
            self.wanted.filter(firm).or(selected).or(Some(came).filter(firm))
        } else {
            self.wanted.or(selected).or(Some(came))
        };
    }

    fn is_firm(&self, remote: SocketAddr) -> bool {
        self.proved.iter().any(|proof| proof.remote == remote && proof.firm)
    }

    fn make_room(&mut self) -> Option<SocketAddr> {
        if self.proved.len() <= PROVED_MAX {
            return None;
        }
        let in_use = [self.selected, self.wanted].map(|pair| pair.map(|pair| pair.remote));
        let others =
            self.proved.iter().enumerate().filter(|(_, proof)| !in_use.contains(&Some(proof.remote)));
        let oldest = others.min_by_key(|(_, proof)| proof.asked).map(|(index, _)| index)?;
        Some(self.proved.remove(oldest).remote)
    }

    /// The address belongs to another peer now.
    pub(crate) fn disown(&mut self, remote: SocketAddr) {
        self.proved.retain(|proof| proof.remote != remote);
        self.selected = self.selected.filter(|pair| pair.remote != remote);
        self.wanted = self.wanted.filter(|pair| pair.remote != remote);
    }

    /// Consent has run out: whichever address is firm first is sent to next, nominated or not. A client whose NAT has
    /// given it another one does not know that there is anything to nominate.
    pub(crate) fn lose(&mut self) {
        (self.selected, self.wanted) = (None, None);
    }

    /// Where to send.
    pub(crate) fn selected(&self) -> Option<Pair> {
        self.selected
    }

    /// All addresses that count as the peer's.
    pub(crate) fn remotes(&self) -> impl Iterator<Item = SocketAddr> {
        self.proved.iter().map(|proof| proof.remote)
    }

    /// Whether the client has shown within `limit` that it wants to be sent to where it is sent to (RFC 7675).
    pub(crate) fn has_consent(&self, now: Instant, limit: Duration) -> bool {
        let proof = self.selected.and_then(|pair| self.proof(pair.remote));
        proof.is_some_and(|proof| now.saturating_duration_since(proof.asked) < limit)
    }

    /// When the peer was last heard from an address.
    pub(crate) fn last_heard(&self, remote: SocketAddr) -> Option<Instant> {
        self.proof(remote).map(|proof| proof.heard)
    }

    fn proof(&self, remote: SocketAddr) -> Option<&Proof> {
        self.proved.iter().find(|proof| proof.remote == remote)
    }
}

impl Proof {
    fn ask_again(&mut self, now: Instant, transaction: Transaction) {
        if now.saturating_duration_since(self.asked) > FIRM_FOR {
            (self.first, self.firm) = (transaction, false);
        }
        self.firm |= self.first != transaction;
        (self.asked, self.heard) = (now, now);
    }
}
