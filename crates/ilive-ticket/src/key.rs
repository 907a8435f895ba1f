//! Keys, each pinned to its app and its algorithm. None can be printed.

use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use hmac::{Hmac, KeyInit, Mac};
use ilive_protocol::AppId;
use k256::ecdsa::signature::Signer;
use k256::ecdsa::{Signature, SigningKey};
use k256::elliptic_curve::sec1::ToSec1Point;
use secp256k1::{Message, PublicKey, Secp256k1, VerifyOnly};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// How tickets of an app are signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// userSig v2: HMAC-SHA256 with a secret that minter and checker share.
    HmacV2,
    /// userSig v1: ECDSA on secp256k1 with SHA-256; the checker has the public key only.
    EcdsaV1,
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::HmacV2 => "v2 ticket (HMAC-SHA256)",
            Self::EcdsaV1 => "v1 ticket (ECDSA secp256k1)",
        })
    }
}

/// A key that cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadKey {
    /// Everybody knows the empty secret.
    #[error("the secret is empty: give the app a random one")]
    EmptySecret,
    /// v1 has one curve only.
    #[error("this is no PEM of a secp256k1 public key (BEGIN PUBLIC KEY): export it with openssl ec -pubout")]
    NoPublicKey,
    /// v1 has one curve only.
    #[error("this is no PEM of a secp256k1 private key (BEGIN EC PRIVATE KEY or BEGIN PRIVATE KEY)")]
    NoPrivateKey,
}

/// An app's secret for v2. Its *text* is the key: one that looks like hex is not decoded. Wiped when dropped.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// # Errors
    /// [`BadKey::EmptySecret`].
    pub fn new(text: impl Into<String>) -> Result<Self, BadKey> {
        let text = Zeroizing::new(text.into());
        if text.is_empty() { Err(BadKey::EmptySecret) } else { Ok(Self(text)) }
    }

    fn mac(&self, signed: &str) -> Hmac<Sha256> {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(self.0.as_bytes()).expect("HMAC takes a key of any length");
        mac.update(signed.as_bytes());
        mac
    }

    pub(crate) fn sign(&self, signed: &str) -> Vec<u8> {
        self.mac(signed).finalize().into_bytes().to_vec()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

/// A private key for minting v1 tickets. Wiped when dropped.
#[derive(Clone)]
pub struct SigningKeyV1(SigningKey);

impl SigningKeyV1 {
    /// Reads a PEM: SEC 1, with or without the `EC PARAMETERS` that openssl puts first, or PKCS 8.
    ///
    /// # Errors
    /// [`BadKey::NoPrivateKey`].
    pub fn from_pem(pem: &str) -> Result<Self, BadKey> {
        const SEC1: &str = "-----BEGIN EC PRIVATE KEY-----";
        let start = pem.find(SEC1).unwrap_or(0);
        let key = k256::SecretKey::from_pem(pem[start..].trim()).map_err(|_| BadKey::NoPrivateKey)?;
        Ok(Self(key.into()))
    }

    /// The same text always gets the same signature (RFC 6979).
    pub(crate) fn sign(&self, signed: &str) -> Vec<u8> {
        let signature: Signature = self.0.sign(signed.as_bytes());
        signature.to_der().as_bytes().to_vec()
    }
}

impl fmt::Debug for SigningKeyV1 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKeyV1(..)")
    }
}

/// What checks the tickets of one app: its id, its one algorithm, its key.
#[derive(Debug, Clone)]
pub struct Verifier {
    app: AppId,
    key: Key,
}

#[derive(Debug, Clone)]
enum Key {
    V2(Secret),
    V1(PublicKeyV1),
}

/// The public key of an app whose tickets are v1. Keys are read by the library that reads PEM, signatures are checked by
/// the one that is twice as fast at it: 37,000 a second on one core, and a ticket is checked at each entry.
#[derive(Debug, Clone)]
struct PublicKeyV1(PublicKey);

static CURVE: LazyLock<Secp256k1<VerifyOnly>> = LazyLock::new(Secp256k1::verification_only);

impl PublicKeyV1 {
    fn from_pem(pem: &str) -> Result<Self, BadKey> {
        let key = k256::PublicKey::from_str(pem.trim()).map_err(|_| BadKey::NoPublicKey)?;
        let point = key.to_sec1_point(false);
        PublicKey::from_slice(point.as_bytes()).map(Self).map_err(|_| BadKey::NoPublicKey)
    }

    /// openssl, with which v1 tickets were made, writes either of the two values of `s` that fit.
    fn signed(&self, signed: &str, signature: &[u8]) -> bool {
        let Ok(mut signature) = secp256k1::ecdsa::Signature::from_der(signature) else { return false };
        signature.normalize_s();
        let digest = Message::from_digest(Sha256::digest(signed.as_bytes()).into());
        CURVE.verify_ecdsa(digest, &signature, &self.0).is_ok()
    }
}

impl Verifier {
    /// For an app whose tickets are v2.
    #[must_use]
    pub fn v2(app: AppId, secret: Secret) -> Self {
        Self { app, key: Key::V2(secret) }
    }

    /// For an app whose tickets are v1, with the PEM of its public key.
    ///
    /// # Errors
    /// [`BadKey::NoPublicKey`], also for another curve.
    pub fn v1(app: AppId, public_key_pem: &str) -> Result<Self, BadKey> {
        Ok(Self { app, key: Key::V1(PublicKeyV1::from_pem(public_key_pem)?) })
    }

    /// The app whose tickets it checks.
    #[must_use]
    pub fn app(&self) -> AppId {
        self.app
    }

    /// The only kind of ticket it accepts.
    #[must_use]
    pub fn algorithm(&self) -> Algorithm {
        match self.key {
            Key::V2(_) => Algorithm::HmacV2,
            Key::V1(_) => Algorithm::EcdsaV1,
        }
    }

    /// Whether `signature` is this key's over `signed`. Constant time where a secret is involved.
    pub(crate) fn signed(&self, signed: &str, signature: &[u8]) -> bool {
        match &self.key {
            Key::V2(secret) => secret.mac(signed).verify_slice(signature).is_ok(),
            Key::V1(key) => key.signed(signed, signature),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const P256: &str = "-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEBH5u4BnS8+O4Ka510XU8SKKzDxUQ
brPwRg9b+YeeP/iPZn3D9eeNs22phtlj9w/5N3Sy73g9td2Y4MCONt3MwA==
-----END PUBLIC KEY-----";

    #[test]
    fn keys_are_never_printed() {
        let app = AppId::new(1).expect("not zero");
        let secret = Secret::new("hunter2").expect("not empty");
        let private = SigningKeyV1::from_pem(crate::hostile::V1_PRIVATE_KEY_PEM).expect("a good key");

        let printed = format!("{secret:?} {private:?} {:?}", Verifier::v2(app, secret.clone()));

        assert!(!printed.contains("hunter2"), "{printed}");
        assert!(printed.starts_with("Secret(..) SigningKeyV1(..) Verifier {"), "{printed}");
    }

    /// openssl writes either `s`; of two tickets in the wild one has the high one.
    #[test]
    fn both_values_of_s_are_good() {
        let private = SigningKeyV1::from_pem(crate::hostile::V1_PRIVATE_KEY_PEM).expect("a good key");
        let app = AppId::new(1).expect("not zero");
        let verifier = Verifier::v1(app, crate::hostile::V1_PUBLIC_KEY_PEM).expect("a good key");
        let low = private.sign("text");
        let signature = Signature::from_der(&low).expect("made above");
        let (r, s) = signature.split_scalars();
        let high = Signature::from_scalars(r, -s).expect("not zero").to_der();

        assert_ne!(high.as_bytes(), low);
        assert!(verifier.signed("text", &low) && verifier.signed("text", high.as_bytes()));
        assert!(!verifier.signed("texts", &low) && !verifier.signed("texts", high.as_bytes()));
    }

    #[test]
    fn what_is_no_key_is_refused() {
        let app = AppId::new(1).expect("not zero");
        assert_eq!(Secret::new("").err(), Some(BadKey::EmptySecret));
        for pem in ["", "secret", P256, crate::hostile::V1_PRIVATE_KEY_PEM] {
            assert_eq!(Verifier::v1(app, pem).err(), Some(BadKey::NoPublicKey), "{pem:?}");
        }
        for pem in ["", "secret", P256, crate::hostile::V1_PUBLIC_KEY_PEM] {
            assert_eq!(SigningKeyV1::from_pem(pem).err(), Some(BadKey::NoPrivateKey), "{pem:?}");
        }
    }
}
