//! Which SRTP profiles the handshakes agreed on: str0m does not say, so a DTLS provider of ours listens.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::Instant;

use str0m::config::CryptoProvider;
use str0m::crypto::dtls::{
    DtlsCert, DtlsImplError, DtlsInstance, DtlsOutput, DtlsProvider, DtlsVersion, ProtocolVersion,
};
use str0m_proto::crypto::CryptoError;

/// Of this process: str0m takes a provider that is static, so it can hold nothing itself.
static AGREED: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// What each connection of the load is given.
pub(super) fn provider() -> Arc<CryptoProvider> {
    static PROVIDER: LazyLock<Arc<CryptoProvider>> = LazyLock::new(|| {
        Arc::new(CryptoProvider { dtls_provider: &Listening, ..str0m_aws_lc_rs::default_provider() })
    });
    PROVIDER.clone()
}

/// All profiles that were agreed on so far.
pub(super) fn agreed() -> BTreeSet<String> {
    AGREED.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

#[derive(Debug)]
struct Listening;

impl DtlsProvider for Listening {
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
        Ok(Box::new(ListeningDtls(inner)))
    }
}

#[derive(Debug)]
struct ListeningDtls(Box<dyn DtlsInstance>);

impl DtlsInstance for ListeningDtls {
    fn poll_output<'a>(&mut self, buf: &'a mut [u8]) -> DtlsOutput<'a> {
        let output = self.0.poll_output(buf);
        if let DtlsOutput::KeyingMaterial(_, profile) = &output {
            AGREED.lock().unwrap_or_else(PoisonError::into_inner).insert(format!("{profile:?}"));
        }
        output
    }

    fn handle_timeout(&mut self, now: Instant) -> Result<(), DtlsImplError> {
        self.0.handle_timeout(now)
    }

    fn set_active(&mut self, active: bool) {
        self.0.set_active(active);
    }

    fn handle_packet(&mut self, packet: &[u8]) -> Result<(), DtlsImplError> {
        self.0.handle_packet(packet)
    }

    fn send_application_data(&mut self, data: &[u8]) -> Result<usize, DtlsImplError> {
        self.0.send_application_data(data)
    }

    fn is_active(&self) -> bool {
        self.0.is_active()
    }

    fn protocol_version(&self) -> Option<ProtocolVersion> {
        self.0.protocol_version()
    }

    fn is_closing(&self) -> bool {
        self.0.is_closing()
    }

    fn is_closed(&self) -> bool {
        self.0.is_closed()
    }

    fn close(&mut self) -> Result<(), DtlsImplError> {
        self.0.close()
    }
}
