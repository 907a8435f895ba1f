//! What we send: RTP of any number of SSRCs, and SRTCP.

use str0m::rtp::Ssrc;

use super::cipher::{self, Cipher};
use super::keys::Label;
use super::numbers::{Claimed, Numbers};
use super::{Keys, Profile, SrtpError};
use crate::rtp::FIXED_HEADER_LEN;

/// Fixed part of an SRTCP packet that stays clear: header and sender's SSRC.
pub(super) const RTCP_CLEAR_LEN: usize = 8;
pub(super) const RTCP_INDEX_LEN: usize = 4;
pub(super) const ENCRYPTED: u32 = 1 << 31;
/// str0m sends SRTCP under the same key and counts from the bottom. We count from the middle, so that a nonce could not
/// meet even if both spoke for one SSRC.
const FIRST_RTCP_INDEX: u32 = 1 << 30;

/// Seals what goes to one peer. One for each handshake.
pub struct Outbound {
    profile: Profile,
    rtp: Cipher,
    rtcp: Cipher,
    next_rtcp_index: u32,
    given_out: Vec<Ssrc>,
}

impl Outbound {
    /// Computes the session keys of our direction.
    #[must_use]
    pub fn new(keys: &Keys) -> Self {
        Self::derive(keys.profile(), FIRST_RTCP_INDEX, |label, out| keys.ours(label, out))
    }

    pub(super) fn derive(profile: Profile, rtcp_index: u32, derive: impl Fn(Label, &mut [u8])) -> Self {
        Self {
            profile,
            rtp: Cipher::new(profile, &cipher::RTP, &derive),
            rtcp: Cipher::new(profile, &cipher::RTCP, &derive),
            next_rtcp_index: rtcp_index,
            given_out: Vec::new(),
        }
    }

    /// What DTLS agreed on.
    #[must_use]
    pub fn profile(&self) -> Profile {
        self.profile
    }

    /// The numbers of `ssrc`: `None` when they were given out before, for there must be one counter per key.
    pub fn numbers(&mut self, ssrc: Ssrc) -> Option<Numbers> {
        if self.given_out.contains(&ssrc) {
            return None;
        }
        self.given_out.push(ssrc);
        Some(Numbers::new(ssrc))
    }

    /// Seals `packet` in place: `header_len` bytes of header, the payload, then [`Profile::tag_len`] bytes of room for
    /// the tag. Writes `number` into the header, so that header and nonce agree.
    ///
    /// # Errors
    /// [`SrtpError::Length`] when header and tag do not fit.
    pub fn seal_rtp(&self, number: Claimed, packet: &mut [u8], header_len: usize) -> Result<(), SrtpError> {
        let length = packet.len();
        let body_end = length.checked_sub(self.profile.tag_len()).filter(|end| *end >= header_len);
        let Some(body_end) = body_end.filter(|_| header_len >= FIXED_HEADER_LEN) else {
            return Err(SrtpError::Length(length));
        };
        let (ssrc, index) = (*number.ssrc(), number.index());
        packet[2..4].copy_from_slice(&(index as u16).to_be_bytes());
        packet[8..12].copy_from_slice(&ssrc.to_be_bytes());
        let (text, tag) = packet.split_at_mut(body_end);
        match &self.rtp {
            Cipher::Gcm { key, salt } => {
                let (header, body) = text.split_at_mut(header_len);
                cipher::gcm_seal(key, cipher::gcm_nonce(salt, ssrc, index), header, body, tag);
            }
            Cipher::Counter(counter) => {
                counter.crypt(ssrc, index, &mut text[header_len..]);
                tag.copy_from_slice(&counter.tag([text, &((index >> 16) as u32).to_be_bytes()]));
            }
        }
        Ok(())
    }

    /// Seals the compound RTCP packet that `packet` holds: appends index and tag.
    ///
    /// # Errors
    /// [`SrtpError::Length`] for less than a header, [`SrtpError::UsedUp`] after 2^30 packets under one key.
    pub fn seal_rtcp(&mut self, packet: &mut Vec<u8>) -> Result<(), SrtpError> {
        if packet.len() < RTCP_CLEAR_LEN {
            return Err(SrtpError::Length(packet.len()));
        }
        let index = self.next_rtcp_index;
        if index >= ENCRYPTED {
            return Err(SrtpError::UsedUp);
        }
        self.next_rtcp_index += 1;
        let trailer = (ENCRYPTED | index).to_be_bytes();
        seal_rtcp_with(&self.rtcp, index, trailer, packet);
        Ok(())
    }
}

fn seal_rtcp_with(cipher: &Cipher, index: u32, trailer: [u8; RTCP_INDEX_LEN], packet: &mut Vec<u8>) {
    let ssrc = u32::from_be_bytes([packet[4], packet[5], packet[6], packet[7]]);
    match cipher {
        Cipher::Gcm { key, salt } => {
            let mut clear = [0; RTCP_CLEAR_LEN + RTCP_INDEX_LEN];
            clear[..RTCP_CLEAR_LEN].copy_from_slice(&packet[..RTCP_CLEAR_LEN]);
            clear[RTCP_CLEAR_LEN..].copy_from_slice(&trailer);
            let mut tag = [0; 16];
            let nonce = cipher::gcm_nonce(salt, ssrc, u64::from(index));
            cipher::gcm_seal(key, nonce, &clear, &mut packet[RTCP_CLEAR_LEN..], &mut tag);
            packet.extend_from_slice(&tag);
            packet.extend_from_slice(&trailer);
        }
        Cipher::Counter(counter) => {
            counter.crypt(ssrc, u64::from(index), &mut packet[RTCP_CLEAR_LEN..]);
            packet.extend_from_slice(&trailer);
            let tag = counter.tag([packet, &[]]);
            packet.extend_from_slice(&tag);
        }
    }
}

impl std::fmt::Debug for Outbound {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Outbound").field("profile", &self.profile).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::srtp::Role;

    fn outbound() -> Outbound {
        let keys = Keys::new(Profile::AeadAes128Gcm, &[7; 56], Role::Server);
        Outbound::new(&keys.expect("the length fits"))
    }

    #[test]
    fn an_ssrc_has_one_counter_under_a_key() {
        let mut outbound = outbound();

        assert!(outbound.numbers(1.into()).is_some());
        assert!(outbound.numbers(2.into()).is_some());
        assert!(outbound.numbers(1.into()).is_none());
    }

    #[test]
    fn a_packet_without_room_for_its_tag_is_refused() {
        let mut outbound = outbound();
        let mut numbers = outbound.numbers(1.into()).expect("it is the first");
        for (index, (length, header_len)) in (0..).zip([(27, 12), (0, 12), (40, 40), (40, 4)]) {
            let number = numbers.claim(index).expect("it is free");
            let refused = outbound.seal_rtp(number, &mut vec![0; length], header_len);
            assert_eq!(refused, Err(SrtpError::Length(length)), "header of {header_len}");
        }
    }

    #[test]
    fn a_key_that_is_used_up_seals_no_more() {
        let mut last = Outbound::derive(Profile::AeadAes128Gcm, ENCRYPTED - 1, |_, out| out.fill(1));

        assert_eq!(last.seal_rtcp(&mut vec![0; 8]), Ok(()));
        assert_eq!(last.seal_rtcp(&mut vec![0; 8]), Err(SrtpError::UsedUp));
        assert_eq!(last.seal_rtcp(&mut vec![0; 7]), Err(SrtpError::Length(7)));
    }
}
