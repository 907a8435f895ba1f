//! A DTLS implementation that agrees on one SRTP profile: what the exporter gives for a shorter profile is a prefix of
//! what it gives for the longest (TLS 1.2's PRF), so both ends of a handshake can take it as if they had agreed on that.

use std::time::Instant;

use str0m::config::CryptoProvider;
use str0m::crypto::dtls::{
    DtlsCert, DtlsImplError, DtlsInstance, DtlsOutput, DtlsProvider, DtlsVersion, KeyingMaterial,
    ProtocolVersion, SrtpProfile,
};
use str0m_proto::crypto::CryptoError;

#[derive(Debug)]
pub(crate) struct Only(SrtpProfile);

pub(crate) static ONLY_AES_128_GCM: Only = Only(SrtpProfile::AEAD_AES_128_GCM);
pub(crate) static ONLY_AES_256_GCM: Only = Only(SrtpProfile::AEAD_AES_256_GCM);
pub(crate) static ONLY_AES_CM: Only = Only(SrtpProfile::AES128_CM_SHA1_80);

impl Only {
    pub(crate) fn provider(&'static self) -> CryptoProvider {
        CryptoProvider { dtls_provider: self, ..str0m_aws_lc_rs::default_provider() }
    }
}

impl DtlsProvider for Only {
    fn generate_certificate(&self) -> Option<DtlsCert> {
        str0m_aws_lc_rs::default_provider().dtls_provider.generate_certificate()
    }

    fn new_dtls(
        &self,
        cert: &DtlsCert,
        now: Instant,
        version: DtlsVersion,
        mtu: Option<usize>,
    ) -> Result<Box<dyn DtlsInstance>, CryptoError> {
        let inner = str0m_aws_lc_rs::default_provider().dtls_provider.new_dtls(cert, now, version, mtu)?;
        Ok(Box::new(OnlyDtls { inner, profile: self.0 }))
    }
}

#[derive(Debug)]
struct OnlyDtls {
    inner: Box<dyn DtlsInstance>,
    profile: SrtpProfile,
}

impl DtlsInstance for OnlyDtls {
    fn poll_output<'a>(&mut self, buf: &'a mut [u8]) -> DtlsOutput<'a> {
        match self.inner.poll_output(buf) {
            DtlsOutput::KeyingMaterial(material, _) => {
                let len = self.profile.keying_material_len();
                DtlsOutput::KeyingMaterial(KeyingMaterial::new(&material[..len]), self.profile)
            }
            other => other,
        }
    }

    fn handle_timeout(&mut self, now: Instant) -> Result<(), DtlsImplError> {
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

    fn close(&mut self) -> Result<(), DtlsImplError> {
        self.inner.close()
    }
}
