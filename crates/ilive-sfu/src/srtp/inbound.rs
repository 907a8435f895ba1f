//! What viewers tell us: SRTCP, opened beside str0m (which reads the same datagrams for its own needs).

use aws_lc_rs::aead::{Aad, LessSafeKey};
use str0m::rtp::Ssrc;

use super::cipher::{self, Cipher};
use super::keys::Label;
use super::outbound::{ENCRYPTED, RTCP_CLEAR_LEN, RTCP_INDEX_LEN};
use super::window::Window;
use super::{Keys, Profile, SrtpError};
use crate::demux::DATAGRAM_MAX;

/// How far below the highest an SRTCP index may lie. RFC 3711 section 3.3.2 asks for 64 at least.
const REPLAY_SPAN: u64 = 128;
/// Senders under one key: a browser has one for each sending section, its layers and their resends.
const SENDERS_MAX: usize = 256;

/// Opens SRTCP of one peer.
pub struct Inbound {
    profile: Profile,
    rtcp: Cipher,
    seen: Vec<(Ssrc, Window)>,
    opened: Vec<u8>,
}

impl Inbound {
    /// Computes the session keys of the peer's direction.
    #[must_use]
    pub fn new(keys: &Keys) -> Self {
        Self::derive(keys.profile(), |label, out| keys.theirs(label, out))
    }

    pub(super) fn derive(profile: Profile, derive: impl Fn(Label, &mut [u8])) -> Self {
        let rtcp = Cipher::new(profile, &cipher::RTCP, derive);
        Self { profile, rtcp, seen: Vec::new(), opened: Vec::with_capacity(DATAGRAM_MAX) }
    }

    /// Opens `datagram` and gives the compound RTCP packet in it. The datagram is left as it is.
    ///
    /// # Errors
    /// [`SrtpError`] says why nothing of it may be believed. A refused packet changes nothing.
    pub fn open_rtcp(&mut self, datagram: &[u8]) -> Result<&[u8], SrtpError> {
        let overhead = self.profile.tag_len() + RTCP_INDEX_LEN;
        if datagram.len() < RTCP_CLEAR_LEN + overhead || datagram.len() > DATAGRAM_MAX {
            return Err(SrtpError::Length(datagram.len()));
        }
        let parts = self.split(datagram);
        if parts.index & ENCRYPTED == 0 {
            return Err(SrtpError::Clear);
        }
        let index = parts.index & !ENCRYPTED;
        let sender = Ssrc::from(u32::from_be_bytes([datagram[4], datagram[5], datagram[6], datagram[7]]));
        let known = self.seen.iter().position(|(ssrc, _)| *ssrc == sender);
        match known {
            Some(at) if !self.seen[at].1.is_free(u64::from(index), REPLAY_SPAN) => {
                return Err(SrtpError::Replay(index));
            }
            None if self.seen.len() >= SENDERS_MAX => return Err(SrtpError::TooManySenders(SENDERS_MAX)),
            _ => {}
        }
        self.opened.clear();
        self.opened.extend_from_slice(parts.text);
        open(&self.rtcp, *sender, &parts, &mut self.opened)?;
        let at = known.unwrap_or_else(|| {
            self.seen.push((sender, Window::new()));
            self.seen.len() - 1
        });
        self.seen[at].1.take(u64::from(index));
        Ok(&self.opened)
    }

    fn split<'a>(&self, datagram: &'a [u8]) -> Parts<'a> {
        let tag_len = self.profile.tag_len();
        // GCM: text, tag, index (RFC 7714 section 9.2). Counter mode: text, index, tag (RFC 3711 section 3.4).
        let (index_at, tag_at) = match self.rtcp {
            Cipher::Gcm { .. } => {
                (datagram.len() - RTCP_INDEX_LEN, datagram.len() - RTCP_INDEX_LEN - tag_len)
            }
            Cipher::Counter(_) => (datagram.len() - tag_len - RTCP_INDEX_LEN, datagram.len() - tag_len),
        };
        let index_bytes = &datagram[index_at..index_at + RTCP_INDEX_LEN];
        let index = index_bytes.iter().fold(0, |sum, byte| sum << 8 | u32::from(*byte));
        Parts {
            text: &datagram[..index_at.min(tag_at)],
            index,
            index_bytes,
            tag: &datagram[tag_at..tag_at + tag_len],
        }
    }
}

struct Parts<'a> {
    text: &'a [u8],
    /// With the E bit.
    index: u32,
    index_bytes: &'a [u8],
    tag: &'a [u8],
}

fn open(cipher: &Cipher, sender: u32, parts: &Parts<'_>, text: &mut [u8]) -> Result<(), SrtpError> {
    let index = u64::from(parts.index & !ENCRYPTED);
    match cipher {
        Cipher::Gcm { key, salt } => {
            let nonce = cipher::gcm_nonce(salt, sender, index);
            open_gcm(key, nonce, parts, text)
        }
        Cipher::Counter(counter) => {
            counter.check([parts.text, parts.index_bytes], parts.tag)?;
            counter.crypt(sender, index, &mut text[RTCP_CLEAR_LEN..]);
            Ok(())
        }
    }
}

fn open_gcm(
    key: &LessSafeKey,
    nonce: aws_lc_rs::aead::Nonce,
    parts: &Parts<'_>,
    text: &mut [u8],
) -> Result<(), SrtpError> {
    let mut clear = [0; RTCP_CLEAR_LEN + RTCP_INDEX_LEN];
    clear[..RTCP_CLEAR_LEN].copy_from_slice(&parts.text[..RTCP_CLEAR_LEN]);
    clear[RTCP_CLEAR_LEN..].copy_from_slice(parts.index_bytes);
    let (sealed, opened) = (&parts.text[RTCP_CLEAR_LEN..], &mut text[RTCP_CLEAR_LEN..]);
    key.open_separate_gather(nonce, Aad::from(&clear), sealed, parts.tag, opened).map_err(|_| SrtpError::Tag)
}

impl std::fmt::Debug for Inbound {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Inbound").field("profile", &self.profile).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::srtp::{Outbound, Role};

    const PROFILES: [Profile; 3] =
        [Profile::AeadAes128Gcm, Profile::AeadAes256Gcm, Profile::Aes128CmHmacSha1_80];
    const REPORT: [u8; 32] = *b"\x81\xC9\0\x07ssrcand a report of 24 bytes";

    /// A server that sends and a client that opens, under the same handshake.
    fn pair(profile: Profile) -> (Outbound, Inbound) {
        let material: Vec<u8> = (0u8..).take(profile.keying_material_len()).collect();
        let keys = |role| Keys::new(profile, &material, role).expect("the length fits");
        (Outbound::new(&keys(Role::Server)), Inbound::new(&keys(Role::Client)))
    }

    fn sealed(server: &mut Outbound) -> Vec<u8> {
        let mut packet = REPORT.to_vec();
        server.seal_rtcp(&mut packet).expect("a report is long enough");
        packet
    }

    #[test]
    fn what_one_side_seals_the_other_opens() {
        for profile in PROFILES {
            let (mut server, mut client) = pair(profile);
            for _ in 0..3 {
                let packet = sealed(&mut server);
                assert_eq!(client.open_rtcp(&packet), Ok(&REPORT[..]), "{profile:?}");
                assert_ne!(packet[8..24], REPORT[8..24], "{profile:?} encrypts");
            }
        }
    }

    #[test]
    fn a_packet_with_a_changed_bit_is_refused_and_changes_nothing() {
        for profile in PROFILES {
            let (mut server, mut client) = pair(profile);
            let packet = sealed(&mut server);
            for at in 0..packet.len() {
                let mut changed = packet.clone();
                changed[at] ^= 0x80;
                let refused = client.open_rtcp(&changed);
                assert!(matches!(refused, Err(SrtpError::Tag | SrtpError::Clear)), "{profile:?}, byte {at}");
            }
            assert_eq!(client.open_rtcp(&packet), Ok(&REPORT[..]), "{profile:?}");
        }
    }

    #[test]
    fn a_packet_is_opened_once_and_not_when_it_is_old() {
        let (mut server, mut client) = pair(Profile::AeadAes128Gcm);
        let packets: Vec<_> = (0..=REPLAY_SPAN).map(|_| sealed(&mut server)).collect();
        let newest = packets.len() - 1;

        assert!(client.open_rtcp(&packets[newest]).is_ok());
        assert!(client.open_rtcp(&packets[1]).is_ok(), "late, within the window");
        for (case, again) in [("seen", newest), ("seen late", 1), ("below the window", 0)] {
            assert!(matches!(client.open_rtcp(&packets[again]), Err(SrtpError::Replay(_))), "{case}");
        }
    }

    #[test]
    fn datagrams_of_no_possible_length_are_refused() {
        for profile in PROFILES {
            let (_, mut client) = pair(profile);
            for length in (0..RTCP_CLEAR_LEN + profile.tag_len() + RTCP_INDEX_LEN).chain([DATAGRAM_MAX + 1]) {
                let refused = client.open_rtcp(&vec![0xFF; length]);
                assert_eq!(refused, Err(SrtpError::Length(length)), "{profile:?}");
            }
        }
    }

    #[test]
    fn senders_are_bounded() {
        let (mut server, mut client) = pair(Profile::AeadAes128Gcm);
        let mut from = |ssrc: u32| {
            let mut packet = REPORT.to_vec();
            packet[4..8].copy_from_slice(&ssrc.to_be_bytes());
            server.seal_rtcp(&mut packet).expect("a report is long enough");
            packet
        };

        for ssrc in 0..SENDERS_MAX as u32 {
            assert!(client.open_rtcp(&from(ssrc)).is_ok(), "{ssrc}");
        }

        assert_eq!(client.open_rtcp(&from(SENDERS_MAX as u32)), Err(SrtpError::TooManySenders(SENDERS_MAX)));
        assert!(client.open_rtcp(&from(0)).is_ok(), "those who are known go on");
    }
}
