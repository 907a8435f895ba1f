//! What a client is made with.

use std::sync::Arc;

use ilive_protocol::Code;
use ilive_protocol::codes::Delivery;
use ilive_session::{Error, Timers};
use rustls::pki_types::CertificateDer;

use crate::engine::{MediaSink, Setup};
use crate::log::LogFile;
use crate::spear::Spear;

/// Settings of one client.
#[derive(Clone)]
pub struct Config {
    /// The server's address: `http://HOST:PORT` or `https://HOST:PORT`.
    pub url: String,
    /// Profile, never identity: 1 to 32 characters that others see beside the user id; empty keeps what is stored.
    pub nick: String,
    /// Calls from another thread than the one that made the object are refused with 1007. Off by default; on in C.
    pub strict_threads: bool,
    /// Certificates that are trusted besides the system's: of a server with a certificate of its own.
    pub roots: Vec<CertificateDer<'static>>,
    /// Where the SDK writes its log; none: to the app's `tracing` subscriber.
    pub log: Option<LogFile>,
    /// What the state machines are told: roles, budgets, deadlines.
    pub session: ilive_session::Config,
    /// Where the app's roles come from.
    pub spear: Spear,
    /// Devices, and what is sent where no role says it.
    pub media: Setup,
    /// Gets received pictures and sound. None: they are not decoded.
    pub sink: Option<Arc<dyn MediaSink>>,
}

impl Config {
    /// The defaults for this server and app.
    #[must_use]
    pub fn new(url: impl Into<String>, sdk_app_id: u32) -> Self {
        let mut session = ilive_session::Config::new(sdk_app_id);
        session.client = concat!("ilive/", env!("CARGO_PKG_VERSION")).to_owned();
        Self {
            url: url.into(),
            nick: String::new(),
            strict_threads: false,
            roots: Vec::new(),
            log: None,
            session,
            spear: Spear::default(),
            media: Setup::default(),
            sink: None,
        }
    }

    /// The same, with these deadlines.
    #[must_use]
    pub fn with_timers(mut self, timers: Timers) -> Self {
        self.session.timers = timers;
        self
    }

    /// The same, with somebody who takes received pictures and sound.
    #[must_use]
    pub fn with_sink(mut self, sink: Arc<dyn MediaSink>) -> Self {
        self.sink = Some(sink);
        self
    }

    /// Where the WebSocket is.
    pub(crate) fn address(&self) -> Result<Address, Error> {
        Address::parse(&self.url).ok_or_else(|| {
            Error::of(Code::InvalidParam, "bad_url")
                .because(format!("{:?}: http://HOST:PORT or https://HOST:PORT", self.url))
                .delivered(Delivery::Return)
        })
    }
}

/// A server's address, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    pub(crate) tls: bool,
    pub(crate) host: String,
    pub(crate) port: u16,
}

impl Address {
    fn parse(url: &str) -> Option<Self> {
        let (scheme, rest) = url.split_once("://")?;
        let tls = match scheme.to_ascii_lowercase().as_str() {
            "http" | "ws" => false,
            "https" | "wss" => true,
            _ => return None,
        };
        let authority = rest.strip_suffix('/').unwrap_or(rest);
        let (host, port) = split_port(authority)?;
        let good = !host.is_empty() && !host.contains(['/', '?', '#', '@', ' ']);
        let port =
            port.map_or(Some(if tls { 443 } else { 80 }), |port| port.parse().ok().filter(|port| *port > 0))?;
        good.then(|| Self { tls, host: host.to_owned(), port })
    }

    /// As a URL has it: an IPv6 address in brackets.
    pub(crate) fn authority(&self) -> String {
        match self.host.contains(':') {
            true => format!("[{}]:{}", self.host, self.port),
            false => format!("{}:{}", self.host, self.port),
        }
    }

    /// The address of something on this server.
    pub(crate) fn http(&self, path: &str) -> String {
        format!("{}://{}{path}", if self.tls { "https" } else { "http" }, self.authority())
    }
}

/// Host and port; an IPv6 address is in brackets.
fn split_port(authority: &str) -> Option<(&str, Option<&str>)> {
    if let Some(rest) = authority.strip_prefix('[') {
        let (host, after) = rest.split_once(']')?;
        return match after.strip_prefix(':') {
            Some(port) => Some((host, Some(port))),
            None => after.is_empty().then_some((host, None)),
        };
    }
    match authority.split_once(':') {
        Some((_, port)) if port.contains(':') => None,
        Some((host, port)) => Some((host, Some(port))),
        None => Some((authority, None)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_scheme_a_host_and_a_port() {
        for (url, address) in [
            ("http://127.0.0.1:8800", Some((false, "127.0.0.1", 8800))),
            ("https://live.example.org/", Some((true, "live.example.org", 443))),
            ("HTTP://localhost", Some((false, "localhost", 80))),
            ("https://[::1]:8800", Some((true, "::1", 8800))),
            ("https://[::1]", Some((true, "::1", 443))),
            ("ftp://host", None),
            ("host:8800", None),
            ("http://", None),
            ("http://host:0", None),
            ("http://host:99999", None),
            ("http://host/path", None),
            ("http://user@host", None),
            ("http://::1", None),
            ("http://[::1]x", None),
        ] {
            let wanted = address.map(|(tls, host, port)| Address { tls, host: host.to_owned(), port });
            assert_eq!(Address::parse(url), wanted, "{url}");
        }
    }

    #[test]
    fn an_address_is_written_as_it_is_read() {
        for url in ["http://127.0.0.1:8800", "https://[::1]:443"] {
            let address = Address::parse(url).expect("an address");
            assert_eq!(address.http(""), url);
        }
    }
}
