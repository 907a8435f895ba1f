//! The process's certificate, and the tap that learns the SRTP keys of a handshake that str0m runs.
//!
//! str0m does ICE, DTLS and the publishers' side; egress is ours and needs the same keys. Its `CryptoProvider` is a public
//! value, so a provider of ours stands between it and the DTLS implementation, sees the keying material pass, and, being
//! there, decides whether the certificate is one of those that the offer named: str0m knows one SHA-256 fingerprint, an
//! offer may have several and with other digests (RFC 8122 section 5). Nothing that a handshake with another certificate
//! says reaches str0m, neither keys nor "connected".

use std::cell::RefCell;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use aws_lc_rs::digest;
use str0m::config::CryptoProvider;
use str0m::crypto::dtls::{DtlsCert, DtlsImplError, DtlsInstance, DtlsOutput, DtlsProvider};
use str0m::crypto::dtls::{DtlsVersion, ProtocolVersion, SrtpProfile};
use str0m_proto::crypto::CryptoError;
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use crate::sdp::{Fingerprint, Hash};
use crate::srtp::{Keys, Profile, Role, SrtpError};

/// What all media connections of a process share: the certificate and the DTLS implementation.
#[derive(Debug, Clone)]
pub struct Identity {
    cert: Arc<DtlsCert>,
    dtls: &'static dyn DtlsProvider,
}

impl Identity {
    /// Makes a fresh certificate; its fingerprint is in each answer, so it need not outlive the process.
    #[must_use]
    pub fn generate() -> Self {
        Self::with_dtls(base().dtls_provider)
    }

    /// As [`Identity::generate`], with another DTLS implementation below.
    ///
    /// # Panics
    /// When `dtls` cannot make certificates.
    #[must_use]
    pub fn with_dtls(dtls: &'static dyn DtlsProvider) -> Self {
        let cert = dtls.generate_certificate().expect("a DTLS implementation for servers makes certificates");
        Self { cert: Arc::new(cert), dtls }
    }

    pub(crate) fn cert(&self) -> DtlsCert {
        DtlsCert { certificate: self.cert.certificate.clone(), private_key: self.cert.private_key.clone() }
    }

    /// Runs `build`, in which one DTLS instance is made, with a tap on that instance.
    pub(crate) fn tapped<T>(&self, expected: Vec<Fingerprint>, build: impl FnOnce() -> T) -> (T, Tap) {
        let tap = Tap(Arc::new(Mutex::new(TapState::Open)));
        let waiting = Waiting { dtls: self.dtls, expected, tap: tap.clone() };
        WAITING.with(|slot| slot.replace(Some(waiting)));
        let built = build();
        WAITING.with(RefCell::take);
        (built, tap)
    }
}

/// The provider that each `Rtc` is given: all but DTLS is aws-lc-rs as it is.
pub(crate) fn provider() -> Arc<CryptoProvider> {
    Arc::new(CryptoProvider { dtls_provider: &TapProvider, ..base().clone() })
}

/// HMAC-SHA1, for STUN's message integrity.
pub(crate) fn sha1_hmac(key: &[u8], parts: &[&[u8]]) -> [u8; 20] {
    base().sha1_hmac_provider.sha1_hmac(key, parts)
}

fn base() -> &'static CryptoProvider {
    static BASE: OnceLock<CryptoProvider> = OnceLock::new();
    BASE.get_or_init(str0m_aws_lc_rs::default_provider)
}

/// Where the outcome of a handshake is read.
#[derive(Debug, Clone)]
pub(crate) struct Tap(Arc<Mutex<TapState>>);

enum TapState {
    /// No certificate has come.
    Open,
    /// The certificate is one of those that the offer named.
    Known,
    /// It is another.
    Refused,
    /// The handshake is done.
    Agreed { profile: Profile, material: Zeroizing<Vec<u8>>, role: Role },
    /// The keys are taken.
    Taken,
}

impl std::fmt::Debug for TapState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Open => "Open",
            Self::Known => "Known",
            Self::Refused => "Refused",
            Self::Agreed { .. } => "Agreed",
            Self::Taken => "Taken",
        })
    }
}

impl Tap {
    /// The keys, once.
    pub(crate) fn take_keys(&self) -> Option<Result<Keys, SrtpError>> {
        self.with(|state| match std::mem::replace(state, TapState::Taken) {
            TapState::Agreed { profile, material, role } => Some(Keys::new(profile, &material, role)),
            other => {
                *state = other;
                None
            }
        })
    }

    /// Whether the client showed a certificate that the offer did not name.
    pub(crate) fn refused(&self) -> bool {
        self.with(|state| matches!(state, TapState::Refused))
    }

    fn with<T>(&self, f: impl FnOnce(&mut TapState) -> T) -> T {
        f(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

struct Waiting {
    dtls: &'static dyn DtlsProvider,
    expected: Vec<Fingerprint>,
    tap: Tap,
}

thread_local! {
    /// The tap for the DTLS instance that is about to be made on this thread. A provider is `'static` for str0m, so
    /// what differs from peer to peer cannot be a part of it.
    static WAITING: RefCell<Option<Waiting>> = const { RefCell::new(None) };
}

#[derive(Debug)]
struct TapProvider;

impl DtlsProvider for TapProvider {
    fn generate_certificate(&self) -> Option<DtlsCert> {
        base().dtls_provider.generate_certificate()
    }

    fn new_dtls(
        &self,
        cert: &DtlsCert,
        now: Instant,
        version: DtlsVersion,
        mtu: Option<usize>,
    ) -> Result<Box<dyn DtlsInstance>, CryptoError> {
        let waiting = WAITING.with(RefCell::take).expect("peers are built in Identity::tapped");
        let inner = waiting.dtls.new_dtls(cert, now, version, mtu)?;
        Ok(Box::new(TapDtls { inner, expected: waiting.expected, tap: waiting.tap, now }))
    }
}

#[derive(Debug)]
struct TapDtls {
    inner: Box<dyn DtlsInstance>,
    expected: Vec<Fingerprint>,
    tap: Tap,
    now: Instant,
}

impl TapDtls {
    fn sees_certificate(&self, der: &[u8]) {
        let known = self.expected.iter().any(|fingerprint| fingerprint.is_of(der));
        self.tap.with(|state| *state = if known { TapState::Known } else { TapState::Refused });
    }

    /// Takes the keys when the certificate was good; a handshake without one is refused as well.
    fn sees_keys(&self, material: &[u8], profile: SrtpProfile) {
        let role = if self.inner.is_active() { Role::Client } else { Role::Server };
        let material = Zeroizing::new(material.to_vec());
        self.tap.with(|state| {
            *state = match (&*state, known_profile(profile)) {
                (TapState::Known, Some(profile)) => TapState::Agreed { profile, material, role },
                _ => TapState::Refused,
            }
        });
    }
}

fn known_profile(profile: SrtpProfile) -> Option<Profile> {
    match profile {
        SrtpProfile::AEAD_AES_128_GCM => Some(Profile::AeadAes128Gcm),
        SrtpProfile::AEAD_AES_256_GCM => Some(Profile::AeadAes256Gcm),
        SrtpProfile::AES128_CM_SHA1_80 => Some(Profile::Aes128CmHmacSha1_80),
        #[allow(unreachable_patterns)]
        _ => None,
    }
}

/// How long a refused handshake is asked not to be polled again; its peer is removed at once.
const NEVER: Duration = Duration::from_secs(3600);

impl DtlsInstance for TapDtls {
    fn poll_output<'a>(&mut self, buf: &'a mut [u8]) -> DtlsOutput<'a> {
        if self.tap.refused() {
            return DtlsOutput::Timeout(self.now + NEVER);
        }
        let output = self.inner.poll_output(buf);
        match &output {
            DtlsOutput::PeerCert(der) => self.sees_certificate(der),
            DtlsOutput::KeyingMaterial(material, profile) => self.sees_keys(material, *profile),
            DtlsOutput::Connected if self.tap.with(|state| matches!(state, TapState::Open)) => {
                self.tap.with(|state| *state = TapState::Refused);
            }
            _ => {}
        }
        if self.tap.refused() { DtlsOutput::Timeout(self.now + NEVER) } else { output }
    }

    fn handle_timeout(&mut self, now: Instant) -> Result<(), DtlsImplError> {
        self.now = now;
        self.inner.handle_timeout(now)
    }

    fn set_active(&mut self, active: bool) {
        self.inner.set_active(active);
    }

    fn handle_packet(&mut self, packet: &[u8]) -> Result<(), DtlsImplError> {
        self.inner.handle_packet(packet)
    }

    fn send_application_data(&mut self, data: &[u8]) -> Result<usize, DtlsImplError> {
        self.inner.send_application_data(data)
    }

    fn is_active(&self) -> bool {
        self.inner.is_active()
    }

    fn protocol_version(&self) -> Option<ProtocolVersion> {
        self.inner.protocol_version()
    }

    fn is_closing(&self) -> bool {
        self.inner.is_closing()
    }

    fn is_closed(&self) -> bool {
        self.inner.is_closed()
    }

    fn close(&mut self) -> Result<(), DtlsImplError> {
        self.inner.close()
    }
}

impl Fingerprint {
    fn is_of(&self, der: &[u8]) -> bool {
        let algorithm = match self.hash {
            Hash::Sha256 => &digest::SHA256,
            Hash::Sha384 => &digest::SHA384,
            Hash::Sha512 => &digest::SHA512,
        };
        digest::digest(algorithm, der).as_ref().ct_eq(&self.digest).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_is_known_by_each_strong_digest_and_by_no_other() {
        let der = b"a certificate";
        let of =
            |hash, algorithm| Fingerprint { hash, digest: digest::digest(algorithm, der).as_ref().to_vec() };

        for fingerprint in [
            of(Hash::Sha256, &digest::SHA256),
            of(Hash::Sha384, &digest::SHA384),
            of(Hash::Sha512, &digest::SHA512),
        ] {
            assert!(fingerprint.is_of(der), "{:?}", fingerprint.hash);
            assert!(!fingerprint.is_of(b"another"), "{:?}", fingerprint.hash);
        }
    }
}
