//! Which addresses have proved to be the peer's, and which of them is sent to.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use crate::run::Route;

/// Most addresses that count as the peer's at once: each of its interfaces, before and after a change of network.
const PROVED_MAX: usize = 8;

/// The addresses of one peer.
#[derive(Debug)]
pub(crate) struct Paths {
    /// Our addresses as the answer named them.
    candidates: Vec<SocketAddr>,
    /// Which local address datagrams for a candidate really came to, where they differ (behind a NAT).
    aliases: Vec<(SocketAddr, SocketAddr)>,
    /// Addresses with a STUN request of valid integrity, and when the last one came.
    proved: Vec<(SocketAddr, Instant)>,
    /// The pair that the client nominated last.
    selected: Option<Pair>,
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
        Self { candidates, aliases: Vec::new(), proved: Vec::new(), selected: None }
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

    /// A STUN request with valid integrity came over `pair`. Gives the address that no longer counts, when there are
    /// too many.
    pub(crate) fn prove(&mut self, now: Instant, pair: Pair, nominated: bool) -> Option<SocketAddr> {
        if nominated || self.selected.is_none() {
            self.selected = Some(pair);
        }
        if let Some(known) = self.proved.iter_mut().find(|(remote, _)| *remote == pair.remote) {
            known.1 = now;
            return None;
        }
        self.proved.push((pair.remote, now));
        if self.proved.len() <= PROVED_MAX {
            return None;
        }
        let selected = self.selected.map(|pair| pair.remote);
        let others = self.proved.iter().enumerate().filter(|(_, (remote, _))| Some(*remote) != selected);
        let oldest = others.min_by_key(|(_, (_, at))| *at).map(|(index, _)| index)?;
        Some(self.proved.remove(oldest).0)
    }

    /// The address belongs to another peer now.
    pub(crate) fn disown(&mut self, remote: SocketAddr) {
        self.proved.retain(|(known, _)| *known != remote);
        self.selected = self.selected.filter(|pair| pair.remote != remote);
    }

    /// Where to send.
    pub(crate) fn selected(&self) -> Option<Pair> {
        self.selected
    }

    /// All addresses that count as the peer's.
    pub(crate) fn remotes(&self) -> impl Iterator<Item = SocketAddr> {
        self.proved.iter().map(|(remote, _)| *remote)
    }

    /// Whether the client has shown within `limit` that it wants to be sent to (RFC 7675).
    pub(crate) fn has_consent(&self, now: Instant, limit: Duration) -> bool {
        self.last_proof().is_some_and(|at| now.saturating_duration_since(at) < limit)
    }

    /// When the last proof came.
    pub(crate) fn last_proof(&self) -> Option<Instant> {
        self.proved.iter().map(|(_, at)| *at).max()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(port: u16) -> SocketAddr {
        SocketAddr::from(([192, 0, 2, 1], port))
    }

    #[test]
    fn the_pair_that_was_nominated_last_is_sent_to() {
        let (now, local) = (crate::testing::start(), at(8800));
        let mut paths = Paths::new(vec![local]);

        paths.prove(now, Pair { remote: at(1), local }, false);
        paths.prove(now, Pair { remote: at(2), local }, true);
        paths.prove(now, Pair { remote: at(1), local }, false);

        assert_eq!(paths.selected().map(|pair| pair.remote), Some(at(2)));
    }

    #[test]
    fn the_oldest_address_makes_room_but_never_the_one_in_use() {
        let (now, local) = (crate::testing::start(), at(8800));
        let mut paths = Paths::new(vec![local]);
        paths.prove(now, Pair { remote: at(1), local }, true);

        let gone: Vec<_> = (2..=10)
            .filter_map(|n| {
                let later = now + Duration::from_secs(n.into());
                paths.prove(later, Pair { remote: at(n), local }, false)
            })
            .collect();

        assert_eq!(gone, [at(2), at(3)]);
        assert!(paths.remotes().any(|remote| remote == at(1)));
    }

    #[test]
    fn a_datagram_to_an_address_behind_a_nat_counts_for_the_candidate_and_is_answered_from_where_it_came() {
        let (public, private) = (at(8800), SocketAddr::from(([10, 0, 0, 5], 8800)));
        let mut paths = Paths::new(vec![public]);

        assert_eq!(paths.candidate_for(private), public);
        assert_eq!(paths.actual(public), private);
    }
}
