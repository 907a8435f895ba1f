//! Requests beside the WebSocket: the app's roles, the speed test. The same server, the same trust.

use std::sync::Arc;
use std::time::Duration;

use ilive_protocol::Code;
use ilive_session::Error;
use rustls::{ClientConfig, RootCertStore};

use crate::config::Address;

/// A request that has no answer by then has none.
const PATIENCE: Duration = Duration::from_secs(10);
/// Answers that are read as text are small; a longer one is not ours.
const TEXT_MAX: usize = 1 << 20;

/// Asks one server.
#[derive(Debug, Clone)]
pub(crate) struct Http {
    client: reqwest::Client,
    address: Address,
}

impl Http {
    /// # Errors
    /// 8020 when the system gives no sockets.
    pub(crate) fn new(address: Address, tls: Option<ClientConfig>) -> Result<Self, Error> {
        let builder =
            reqwest::Client::builder().timeout(PATIENCE).redirect(reqwest::redirect::Policy::none());
        let builder = match tls {
            Some(tls) => builder.use_preconfigured_tls(tls),
            None => builder.use_preconfigured_tls(unused()).no_proxy(),
        };
        let client = builder
            .build()
            .map_err(|error| Error::of(Code::SdkFailed, "unexpected").because(error.to_string()))?;
        Ok(Self { client, address })
    }

    pub(crate) fn address(&self) -> &Address {
        &self.address
    }

    pub(crate) fn get(&self, path: &str) -> reqwest::RequestBuilder {
        self.client.get(self.address.http(path))
    }

    pub(crate) fn post(&self, path: &str) -> reqwest::RequestBuilder {
        self.client.post(self.address.http(path))
    }
}

/// Where nothing is encrypted a client has its TLS all the same, and would panic in an app that has set no provider for its
/// whole process.
fn unused() -> ClientConfig {
    ClientConfig::builder_with_provider(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("the provider has the cipher suites of TLS 1.2 and 1.3")
        .with_root_certificates(RootCertStore::empty())
        .with_no_client_auth()
}

/// The text of an answer.
///
/// # Errors
/// 8012 when nobody answers, 1005 not in time, 8052 when it is not what was asked for; our server's own refusal.
pub(crate) async fn text(request: reqwest::RequestBuilder) -> Result<String, Error> {
    let response = successful(request).await?;
    read(response).await
}

/// An answer that is no refusal; its body is still to come.
///
/// # Errors
/// As [`text`].
pub(crate) async fn successful(request: reqwest::RequestBuilder) -> Result<reqwest::Response, Error> {
    let response = request.send().await.map_err(|error| failed(&error))?;
    match response.status().is_success() {
        true => Ok(response),
        false => Err(refused(&read(response).await?)),
    }
}

async fn read(mut response: reqwest::Response) -> Result<String, Error> {
    let mut bytes = Vec::new();
    while let Some(part) = response.chunk().await.map_err(|error| failed(&error))? {
        bytes.extend_from_slice(&part);
        if bytes.len() > TEXT_MAX {
            return Err(foreign("an answer that does not end"));
        }
    }
    String::from_utf8(bytes).map_err(|_| foreign("an answer that is no text"))
}

/// What went wrong below HTTP.
pub(crate) fn failed(error: &reqwest::Error) -> Error {
    let code = match () {
        () if error.is_timeout() => Error::of(Code::AvTimeout, "no_answer"),
        () if error.is_connect() => Error::of(Code::NetUndefine, "unreachable"),
        () => Error::of(Code::ParseFail, "foreign_answer"),
    };
    code.because(error.to_string())
}

pub(crate) fn foreign(why: &str) -> Error {
    Error::of(Code::ParseFail, "foreign_answer").because(why)
}

/// A refusal in the words of the contract, or somebody else's page.
fn refused(text: &str) -> Error {
    #[derive(serde::Deserialize)]
    struct Problem {
        module: String,
        code: u32,
        sub_reason: String,
        detail: String,
        trace_id: String,
    }
    match serde_json::from_str::<Problem>(text) {
        Ok(Problem { module, code, sub_reason, detail: message, trace_id }) => {
            Error::from_wire(ilive_protocol::wire::Error {
                module,
                code,
                sub_reason,
                message,
                trace_id,
                retry_after_ms: 0,
            })
        }
        Err(_) => foreign("an answer that is not this server's"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_app_has_to_set_no_provider_of_tls_for_its_process() {
        let address = crate::Config::new("http://127.0.0.1:8800", 1).address().expect("an address");

        assert!(Http::new(address, None).is_ok());
    }
}
