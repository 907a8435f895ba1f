//! From the handshake's keying material to session keys.

use aws_lc_rs::cipher::{AES_128, AES_256, EncryptingKey, EncryptionContext, UnboundCipherKey};
use aws_lc_rs::iv::FixedLength;
use zeroize::Zeroizing;

use super::{Profile, SrtpError};

/// Which side of the DTLS handshake we were: it says which half of the keys is ours (RFC 5764 section 4.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// We sent the ClientHello (`a=setup:active`).
    Client,
    /// We answered it.
    Server,
}

/// Both directions' master keys and salts. Never shown.
pub struct Keys {
    profile: Profile,
    ours: Master,
    theirs: Master,
}

struct Master {
    key: Zeroizing<Vec<u8>>,
    salt: Zeroizing<Vec<u8>>,
}

impl Keys {
    /// Splits what the DTLS exporter gave: client key, server key, client salt, server salt.
    ///
    /// # Errors
    /// [`SrtpError::KeyingMaterial`] when its length is not the profile's.
    pub fn new(profile: Profile, material: &[u8], role: Role) -> Result<Self, SrtpError> {
        let need = profile.keying_material_len();
        if material.len() != need {
            return Err(SrtpError::KeyingMaterial { profile, got: material.len(), need });
        }
        let (keys, salts) = material.split_at(2 * profile.key_len());
        let half = |right: bool| {
            let side = |both: &[u8]| {
                let (client, server) = both.split_at(both.len() / 2);
                Zeroizing::new(if right { server } else { client }.to_vec())
            };
            Master { key: side(keys), salt: side(salts) }
        };
        let we_are_right = role == Role::Server;
        Ok(Self { profile, ours: half(we_are_right), theirs: half(!we_are_right) })
    }

    pub(super) fn profile(&self) -> Profile {
        self.profile
    }

    pub(super) fn ours(&self, label: Label, out: &mut [u8]) {
        derive(&self.ours.key, &self.ours.salt, label, out);
    }

    pub(super) fn theirs(&self, label: Label, out: &mut [u8]) {
        derive(&self.theirs.key, &self.theirs.salt, label, out);
    }
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Keys").field("profile", &self.profile).finish_non_exhaustive()
    }
}

/// What a session key is for (RFC 3711 section 4.3.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    RtpKey = 0,
    RtpAuth = 1,
    RtpSalt = 2,
    RtcpKey = 3,
    RtcpAuth = 4,
    RtcpSalt = 5,
}

/// The AES-CM key derivation of RFC 3711 section 4.3 with a derivation rate of zero. A salt of 12 bytes is padded on
/// the right (RFC 7714 section 11).
pub(super) fn derive(key: &[u8], salt: &[u8], label: Label, out: &mut [u8]) {
    let mut counter = [0; 16];
    counter[..salt.len()].copy_from_slice(salt);
    counter[7] ^= label as u8;
    out.fill(0);
    key_stream(key).less_safe_encrypt(out, counter_block(counter)).expect("CTR takes any length");
}

/// AES in counter mode under a key of 16 or 32 bytes.
pub(super) fn key_stream(key: &[u8]) -> EncryptingKey {
    let algorithm = if key.len() == 32 { &AES_256 } else { &AES_128 };
    let key = UnboundCipherKey::new(algorithm, key).expect("the profile gives the length");
    EncryptingKey::ctr(key).expect("AES has a counter mode")
}

pub(super) fn counter_block(counter: [u8; 16]) -> EncryptionContext {
    EncryptionContext::Iv128(FixedLength::from(counter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_side_of_the_handshake_takes_its_own_half() {
        let profile = Profile::AeadAes128Gcm;
        let material: Vec<u8> = (0u8..56).collect();
        let keys = |role| Keys::new(profile, &material, role).expect("the length fits");

        let (client, server) = (keys(Role::Client), keys(Role::Server));

        assert_eq!(client.ours.key[..], material[..16]);
        assert_eq!(client.ours.salt[..], material[32..44]);
        assert_eq!(client.theirs.key[..], material[16..32]);
        assert_eq!(client.theirs.salt[..], material[44..]);
        assert_eq!((&server.ours.key, &server.ours.salt), (&client.theirs.key, &client.theirs.salt));
    }

    #[test]
    fn keying_material_of_another_length_is_refused() {
        for (profile, need) in
            [(Profile::AeadAes128Gcm, 56), (Profile::AeadAes256Gcm, 88), (Profile::Aes128CmHmacSha1_80, 60)]
        {
            for got in [0, need - 1, need + 1] {
                let refused = Keys::new(profile, &vec![0; got], Role::Client).err();
                assert_eq!(refused, Some(SrtpError::KeyingMaterial { profile, got, need }));
            }
        }
    }
}
