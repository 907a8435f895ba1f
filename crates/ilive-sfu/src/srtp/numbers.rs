//! Packet numbers of one SSRC, each usable once.

use str0m::rtp::Ssrc;

use super::window::{SPAN, Window};

/// 48 bits: 32 of rollover counter, 16 of sequence number (RFC 3711 section 3.3.1).
const INDEX_END: u64 = 1 << 48;

/// The numbers of one SSRC under one key. Given out once by [`super::Outbound::numbers`]; moves with its peer.
#[derive(Debug)]
pub struct Numbers {
    ssrc: Ssrc,
    window: Window,
}

/// A number that no other packet of its SSRC has or will have. Sealing a packet uses it up.
#[derive(Debug, PartialEq, Eq)]
pub struct Claimed {
    ssrc: Ssrc,
    index: u64,
}

impl Numbers {
    pub(super) fn new(ssrc: Ssrc) -> Self {
        Self { ssrc, window: Window::new() }
    }

    /// Whose numbers they are.
    #[must_use]
    pub fn ssrc(&self) -> Ssrc {
        self.ssrc
    }

    /// Takes the extended sequence number `index`, in any order within 1024.
    ///
    /// `None` when a packet has it already, when it is too old to know, and past 2^48: drop the packet then.
    pub fn claim(&mut self, index: u64) -> Option<Claimed> {
        if index >= INDEX_END || !self.window.is_free(index, SPAN) {
            return None;
        }
        self.window.take(index);
        Some(Claimed { ssrc: self.ssrc, index })
    }

    /// Takes the number after the highest one; `first` where there is none. For streams without gaps, like resends.
    pub fn claim_next(&mut self, first: u16) -> Option<Claimed> {
        self.claim(self.window.highest().map_or(u64::from(first), |highest| highest + 1))
    }
}

impl Claimed {
    /// The SSRC that the packet carries.
    #[must_use]
    pub fn ssrc(&self) -> Ssrc {
        self.ssrc
    }

    /// The extended sequence number; its low 16 bits are the packet's.
    #[must_use]
    pub fn index(&self) -> u64 {
        self.index
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_claimed_once() {
        let mut numbers = Numbers::new(7.into());

        assert_eq!(numbers.claim(70_000).map(|n| n.index()), Some(70_000));
        assert_eq!(numbers.claim(70_000), None);
        assert_eq!(numbers.claim(69_990).map(|n| n.index()), Some(69_990));
        assert_eq!(numbers.claim(70_000 - SPAN), None, "too old to know");
        assert_eq!(numbers.claim(INDEX_END), None);
        assert_eq!(numbers.claim_next(1).map(|n| n.index()), Some(70_001));
    }

    #[test]
    fn numbers_without_gaps_begin_where_they_are_told() {
        let mut numbers = Numbers::new(7.into());

        let taken = [(); 3].map(|()| numbers.claim_next(65_535).map(|n| n.index()));

        assert_eq!(taken, [Some(65_535), Some(65_536), Some(65_537)]);
    }
}
