//! What a datagram of the shared port is, and whose.
//!
//! A STUN request is led by the ufrag in it, whatever address it comes from: a client may reuse its port for a new
//! peer. Only when its integrity verifies does the address belong to that peer; everything else is led by address, and
//! what comes from an unknown one is dropped in silence.

use std::collections::{BTreeMap, HashMap};
use std::net::SocketAddr;

use str0m::ice::StunMessage;

/// A kind of datagram, by its first bytes (RFC 7983, RFC 5761).
#[derive(Debug)]
pub(crate) enum Class<'a> {
    /// A well-formed STUN binding request.
    StunRequest(Box<StunMessage<'a>>),
    /// Any other STUN: as ICE-lite we ask nothing, so nothing is answered to us.
    OtherStun,
    Dtls,
    Rtp,
    Rtcp,
    Garbage,
}

/// Longest datagram that is read: no browser sends a larger one, and the path would not carry it.
pub(crate) const DATAGRAM_MAX: usize = 2048;
const STUN_HEADER_LEN: usize = 20;

pub(crate) fn classify(bytes: &[u8]) -> Class<'_> {
    match bytes {
        _ if bytes.len() > DATAGRAM_MAX => Class::Garbage,
        [0..=3, ..] if bytes.len() >= STUN_HEADER_LEN => match StunMessage::parse(bytes) {
            Ok(message) if message.is_binding_request() => Class::StunRequest(Box::new(message)),
            Ok(_) => Class::OtherStun,
            Err(_) => Class::Garbage,
        },
        [20..=63, ..] => Class::Dtls,
        [128..=191, 192..=223, ..] if bytes.len() >= 8 => Class::Rtcp,
        [128..=191, ..] if bytes.len() >= 12 => Class::Rtp,
        _ => Class::Garbage,
    }
}

/// Where a peer lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Home {
    /// On this thread, at this place.
    Here(usize),
    /// On another.
    Thread(usize),
}

/// Most addresses that are remembered for peers of other threads. Each costs an attacker a ufrag that is in use.
const ELSEWHERE_MAX: usize = 16_384;

/// Ufrags and proved addresses of all peers.
#[derive(Debug, Default)]
pub(crate) struct Directory {
    by_ufrag: BTreeMap<String, Home>,
    /// Addresses of the peers here, by place.
    here: HashMap<SocketAddr, usize>,
    /// Addresses that asked for peers of other threads: it is judged there whether they may.
    elsewhere: HashMap<SocketAddr, usize>,
}

impl Directory {
    pub(crate) fn by_ufrag(&self, ufrag: &str) -> Option<Home> {
        self.by_ufrag.get(ufrag).copied()
    }

    pub(crate) fn by_address(&self, address: SocketAddr) -> Option<Home> {
        let here = self.here.get(&address).map(|place| Home::Here(*place));
        here.or_else(|| self.elsewhere.get(&address).map(|thread| Home::Thread(*thread)))
    }

    pub(crate) fn set_ufrag(&mut self, ufrag: &str, home: Home) {
        self.by_ufrag.insert(ufrag.to_owned(), home);
    }

    pub(crate) fn forget_ufrag(&mut self, ufrag: &str) {
        self.by_ufrag.remove(ufrag);
    }

    /// The address is proved to be of the peer at `place`; gives the place of the peer that had it.
    pub(crate) fn own(&mut self, address: SocketAddr, place: usize) -> Option<usize> {
        self.elsewhere.remove(&address);
        self.here.insert(address, place).filter(|former| *former != place)
    }

    /// The peer at `place` has the address no longer.
    pub(crate) fn disown(&mut self, address: SocketAddr, place: usize) {
        if self.here.get(&address) == Some(&place) {
            self.here.remove(&address);
        }
    }

    /// What comes from the address is for that thread to judge; an address that is proved here stays.
    pub(crate) fn lead_to(&mut self, address: SocketAddr, thread: usize) {
        if self.here.contains_key(&address) {
            return;
        }
        if self.elsewhere.len() >= ELSEWHERE_MAX {
            // Bounded and cheap: clients that are still there ask again within seconds.
            self.elsewhere.clear();
        }
        self.elsewhere.insert(address, thread);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_datagram_is_known_by_its_first_bytes() {
        let long = [0u8; DATAGRAM_MAX + 1];
        let rtp = [[0x80, 96].as_slice(), &[0; 10]].concat();
        let rtcp = [[0x81, 201].as_slice(), &[0; 10]].concat();
        for (case, bytes, want) in [
            ("nothing", &[][..], "Garbage"),
            ("too long", &long, "Garbage"),
            ("a short STUN", &[0, 1, 0, 0], "Garbage"),
            ("DTLS", &[22, 254, 253], "Dtls"),
            ("RTP", &rtp, "Rtp"),
            ("a cut RTP", &rtp[..11], "Garbage"),
            ("RTCP", &rtcp, "Rtcp"),
            ("TURN channel data", &[0x40; 40], "Garbage"),
        ] {
            assert_eq!(format!("{:?}", classify(bytes)), want, "{case}");
        }
    }

    #[test]
    fn an_address_has_one_owner_and_a_former_one_cannot_take_it_away() {
        let address = SocketAddr::from(([192, 0, 2, 1], 1));
        let mut directory = Directory::default();

        directory.own(address, 1);
        assert_eq!(directory.own(address, 2), Some(1));
        directory.disown(address, 1);
        directory.lead_to(address, 7);

        assert_eq!(directory.by_address(address), Some(Home::Here(2)));
    }
}
