//! One direction and protocol (RTP or RTCP) of one profile: seal and open in place.

use aws_lc_rs::aead::{AES_128_GCM, AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::cipher::EncryptingKey;
use aws_lc_rs::hmac;

use super::keys::{Label, counter_block, key_stream};
use super::{Profile, SrtpError};

/// Session keys with their schedules computed, so that a packet costs no set-up.
pub(super) enum Cipher {
    Gcm { key: LessSafeKey, salt: [u8; 12] },
    Counter(Box<Counter>),
}

/// AES in counter mode with HMAC-SHA1.
pub(super) struct Counter {
    pub(super) key: EncryptingKey,
    pub(super) salt: [u8; 14],
    pub(super) auth: hmac::Key,
}

/// The labels of RTP or of RTCP.
pub(super) struct Labels {
    pub(super) key: Label,
    pub(super) auth: Label,
    pub(super) salt: Label,
}

pub(super) const RTP: Labels = Labels { key: Label::RtpKey, auth: Label::RtpAuth, salt: Label::RtpSalt };
pub(super) const RTCP: Labels = Labels { key: Label::RtcpKey, auth: Label::RtcpAuth, salt: Label::RtcpSalt };

/// HMAC-SHA1's key, and how much of its output the tag has (RFC 3711 section 8.2).
const AUTH_KEY_LEN: usize = 20;
pub(super) const HMAC_TAG_LEN: usize = 10;

impl Cipher {
    /// `derive` fills a buffer with the session key of a label.
    pub(super) fn new(profile: Profile, labels: &Labels, derive: impl Fn(Label, &mut [u8])) -> Self {
        let mut key = zeroize::Zeroizing::new([0; 32]);
        let key = &mut key[..profile.key_len()];
        derive(labels.key, key);
        match profile {
            Profile::AeadAes128Gcm | Profile::AeadAes256Gcm => {
                let algorithm = if key.len() == 32 { &AES_256_GCM } else { &AES_128_GCM };
                let key = UnboundKey::new(algorithm, key).expect("the profile gives the length");
                let mut salt = [0; 12];
                derive(labels.salt, &mut salt);
                Self::Gcm { key: LessSafeKey::new(key), salt }
            }
            Profile::Aes128CmHmacSha1_80 => {
                let (mut salt, mut auth) = ([0; 14], zeroize::Zeroizing::new([0; AUTH_KEY_LEN]));
                derive(labels.salt, &mut salt);
                derive(labels.auth, auth.as_mut());
                let auth = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, auth.as_ref());
                Self::Counter(Box::new(Counter { key: key_stream(key), salt, auth }))
            }
        }
    }
}

/// The 12 bytes of RFC 7714 sections 8.1 (`high` = rollover counter, `low` = sequence number in the lower half) and 9.1.
pub(super) fn gcm_nonce(salt: &[u8; 12], ssrc: u32, index: u64) -> Nonce {
    let mut nonce = [0; 12];
    nonce[2..6].copy_from_slice(&ssrc.to_be_bytes());
    nonce[6..].copy_from_slice(&index.to_be_bytes()[2..]);
    for (byte, salt) in nonce.iter_mut().zip(salt) {
        *byte ^= salt;
    }
    Nonce::assume_unique_for_key(nonce)
}

impl Counter {
    /// Encrypts or decrypts by RFC 3711 section 4.1.1.
    pub(super) fn crypt(&self, ssrc: u32, index: u64, body: &mut [u8]) {
        let mut counter = [0; 16];
        counter[..14].copy_from_slice(&self.salt);
        for (byte, ssrc) in counter[4..8].iter_mut().zip(ssrc.to_be_bytes()) {
            *byte ^= ssrc;
        }
        for (byte, index) in counter[8..14].iter_mut().zip(&index.to_be_bytes()[2..]) {
            *byte ^= index;
        }
        self.key.less_safe_encrypt(body, counter_block(counter)).expect("CTR takes any length");
    }

    /// The shortened HMAC-SHA1 over both parts (RFC 3711 section 4.2).
    pub(super) fn tag(&self, parts: [&[u8]; 2]) -> [u8; HMAC_TAG_LEN] {
        let mut context = hmac::Context::with_key(&self.auth);
        for part in parts {
            context.update(part);
        }
        *context.sign().as_ref().first_chunk().expect("SHA-1 has 20 bytes")
    }

    /// Compares in constant time.
    pub(super) fn check(&self, parts: [&[u8]; 2], tag: &[u8]) -> Result<(), SrtpError> {
        aws_lc_rs::constant_time::verify_slices_are_equal(&self.tag(parts), tag).map_err(|_| SrtpError::Tag)
    }
}

/// Seals `body`, whose `clear` bytes are authenticated with it, and writes the tag. GCM only.
pub(super) fn gcm_seal(key: &LessSafeKey, nonce: Nonce, clear: &[u8], body: &mut [u8], tag: &mut [u8]) {
    let made = key
        .seal_in_place_separate_tag(nonce, Aad::from(clear), body)
        .expect("a packet is far below the limit of GCM");
    tag.copy_from_slice(made.as_ref());
}
