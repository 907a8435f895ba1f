//! Opens a connection: TCP, TLS where the address says so, and the upgrade to a WebSocket.

use std::sync::Arc;

use ilive_protocol::Code;
use ilive_session::Error;
use ilive_session::io::Verdict;
use rustls::ClientConfig;
use rustls::pki_types::{CertificateDer, ServerName};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::handshake::client::{Request, Response};
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;

use super::verdict;
use crate::config::Address;
use crate::http::Http;

/// The sub-protocol that is spoken here.
const SUB_PROTOCOL: &str = "ilive.v1.pb";
/// Bytes of one read; an idle connection holds so many.
const READ_BUFFER: usize = 4096;
/// Larger frames come from no server of ours.
const FRAME_MAX: usize = 4 << 20;

/// A connection below the WebSocket.
pub(crate) trait Bytes: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Bytes for T {}
pub(crate) type Stream = Box<dyn Bytes>;

/// What is needed to connect, as often as it takes.
#[derive(Clone)]
pub(crate) struct Dialing {
    address: Arc<Address>,
    tls: Option<Arc<ClientConfig>>,
}

impl Dialing {
    /// # Errors
    /// 8020 when the system's trust store cannot be read, 8021 for a root that is no certificate.
    pub(crate) fn new(address: Address, roots: Vec<CertificateDer<'static>>) -> Result<Self, Error> {
        let tls = match address.tls {
            true => Some(Arc::new(trust(roots)?)),
            false => None,
        };
        Ok(Self { address: Arc::new(address), tls })
    }

    /// The same server, for other requests.
    ///
    /// # Errors
    /// 8020 when the system gives no sockets.
    pub(crate) fn http(&self) -> Result<Http, Error> {
        Http::new((*self.address).clone(), self.tls.as_deref().cloned())
    }

    /// Connects. How long it may take is the caller's matter.
    pub(super) async fn dial(&self) -> Result<WebSocketStream<Stream>, Verdict> {
        let Address { host, port, .. } = &*self.address;
        let tcp =
            TcpStream::connect((host.as_str(), *port)).await.map_err(|error| verdict::of_connect(&error))?;
        // Only costs latency where it fails.
        let _ = tcp.set_nodelay(true);
        let stream = self.secured(tcp).await?;
        let config = WebSocketConfig::default()
            .read_buffer_size(READ_BUFFER)
            .write_buffer_size(0)
            .max_message_size(Some(FRAME_MAX))
            .max_frame_size(Some(FRAME_MAX));
        let request = self.request()?;
        let upgraded = tokio_tungstenite::client_async_with_config(request, stream, Some(config)).await;
        let (socket, response) = upgraded.map_err(|error| verdict::of_upgrade(&error))?;
        match spoken(&response) {
            true => Ok(socket),
            false => Err(Verdict::Foreign),
        }
    }

    async fn secured(&self, tcp: TcpStream) -> Result<Stream, Verdict> {
        let Some(tls) = &self.tls else { return Ok(Box::new(tcp)) };
        let name = ServerName::try_from(self.address.host.clone()).map_err(|_| Verdict::Unreachable)?;
        let connector = TlsConnector::from(Arc::clone(tls));
        let stream = connector.connect(name, tcp).await.map_err(|error| verdict::of_tls(&error))?;
        Ok(Box::new(stream))
    }

    fn request(&self) -> Result<Request, Verdict> {
        let scheme = if self.address.tls { "wss" } else { "ws" };
        let url = format!("{scheme}://{}/ws/v1", self.address.authority());
        let mut request = url.into_client_request().map_err(|_| Verdict::Unreachable)?;
        let protocol = SUB_PROTOCOL.parse().expect("a word is a header's value");
        request.headers_mut().insert("sec-websocket-protocol", protocol);
        Ok(request)
    }
}

fn spoken(response: &Response) -> bool {
    response.headers().get("sec-websocket-protocol").is_some_and(|name| name == SUB_PROTOCOL)
}

/// The system's roots, and those of the app.
fn trust(roots: Vec<CertificateDer<'static>>) -> Result<ClientConfig, Error> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let verifier = rustls_platform_verifier::Verifier::new_with_extra_roots(roots, Arc::clone(&provider))
        .map_err(|error| {
            Error::of(Code::SdkFailed, "unexpected").because(format!("no trust store: {error}"))
        })?;
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("the provider has the cipher suites of TLS 1.2 and 1.3")
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    Ok(config)
}
