//! SRTP for egress: our own contexts under the keys that the DTLS handshake gave (RFC 3711, 5764, 7714).
//!
//! The one rule that everything here serves: a nonce is used once under a key. An SSRC's numbers come from one
//! [`Numbers`], which [`Outbound::numbers`] gives out once; each number becomes a [`Claimed`] once, and sealing a packet
//! consumes it.

mod cipher;
mod inbound;
mod keys;
mod numbers;
mod outbound;
#[cfg(test)]
mod vectors;
mod window;

pub use inbound::Inbound;
pub use keys::{Keys, Role};
pub use numbers::{Claimed, Numbers};
pub use outbound::Outbound;

/// A protection profile that DTLS can agree on (RFC 5764 section 4.1.2, RFC 7714 section 14.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// The cheapest on machines with AES instructions, so the preferred one.
    AeadAes128Gcm,
    /// What browsers choose where both are offered.
    AeadAes256Gcm,
    /// What every WebRTC client has.
    Aes128CmHmacSha1_80,
}

impl Profile {
    /// Length of a master key, in bytes.
    #[must_use]
    pub fn key_len(self) -> usize {
        match self {
            Self::AeadAes128Gcm | Self::Aes128CmHmacSha1_80 => 16,
            Self::AeadAes256Gcm => 32,
        }
    }

    /// Length of a master salt, in bytes.
    #[must_use]
    pub fn salt_len(self) -> usize {
        match self {
            Self::AeadAes128Gcm | Self::AeadAes256Gcm => 12,
            Self::Aes128CmHmacSha1_80 => 14,
        }
    }

    /// How many bytes the DTLS exporter gives: two keys, two salts.
    #[must_use]
    pub fn keying_material_len(self) -> usize {
        2 * (self.key_len() + self.salt_len())
    }

    /// Length of the tag at the end of each packet, in bytes.
    #[must_use]
    pub fn tag_len(self) -> usize {
        match self {
            Self::AeadAes128Gcm | Self::AeadAes256Gcm => 16,
            Self::Aes128CmHmacSha1_80 => 10,
        }
    }
}

/// Why a packet was not opened or sealed, or keys were not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SrtpError {
    /// The handshake gave another number of bytes than the profile needs.
    #[error("keying material has {got} bytes, {profile:?} needs {need}")]
    KeyingMaterial {
        /// The profile that was agreed on.
        profile: Profile,
        /// What came.
        got: usize,
        /// What is needed.
        need: usize,
    },
    /// Shorter than header, index and tag together, or longer than a datagram.
    #[error("a packet of {0} bytes is no SRTP packet")]
    Length(usize),
    /// SRTCP with the E bit clear: under DTLS-SRTP all of it is encrypted.
    #[error("SRTCP that is not encrypted")]
    Clear,
    /// An index that was seen, or that is older than the window.
    #[error("SRTCP index {0} was seen before or is too old")]
    Replay(u32),
    /// The tag does not fit: damaged, forged, or under another key.
    #[error("the authentication tag does not fit")]
    Tag,
    /// More senders under one key than a participant has.
    #[error("over {0} SRTCP senders under one key")]
    TooManySenders(usize),
    /// 2^31 SRTCP packets were sent under one key: it is used up.
    #[error("the key is used up")]
    UsedUp,
}
