//! WHIP, WHEP and the metrics of the server under test.

use std::net::SocketAddr;

use anyhow::{Context, bail};
use reqwest::{Client, StatusCode, header};

use crate::bench::server::user_sig;

/// The room that is published into and played.
const ROOM: u32 = 1001;

/// The server's HTTP.
#[derive(Clone)]
pub(super) struct Api {
    client: Client,
    base: String,
}

/// What the server has counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Counters {
    /// Media packets for viewers, resends apart.
    pub(super) forwarded: u64,
    pub(super) resent: u64,
}

/// Which end of a room.
#[derive(Clone, Copy)]
pub(super) enum Way {
    Whip,
    Whep,
}

impl Api {
    pub(super) fn new(address: SocketAddr) -> anyhow::Result<Self> {
        // Another part of the program may have installed it already.
        _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let client = Client::builder().no_proxy().build()?;
        Ok(Self { client, base: format!("http://{address}") })
    }

    /// Posts an offer; gives the answer.
    pub(super) async fn post(&self, way: Way, user: &str, offer: String) -> anyhow::Result<String> {
        let path = match way {
            Way::Whip => "whip",
            Way::Whep => "whep",
        };
        let request = self.client.post(format!("{}/{path}/{ROOM}", self.base));
        let request = request.bearer_auth(user_sig(user)?).header(header::CONTENT_TYPE, "application/sdp");
        let response = request.body(offer).send().await.with_context(|| format!("POST /{path}/{ROOM}"))?;
        let status = response.status();
        let body = response.text().await?;
        if status != StatusCode::CREATED {
            bail!("POST /{path}/{ROOM}: {status}: {body}");
        }
        Ok(body)
    }

    pub(super) async fn counters(&self) -> anyhow::Result<Counters> {
        let response = self.client.get(format!("{}/metrics", self.base)).send().await?;
        let page = response.error_for_status()?.text().await?;
        Counters::read(&page).context("/metrics has no counts of media packets")
    }
}

impl Counters {
    fn read(page: &str) -> Option<Self> {
        let of = |name: &str| page.lines().find_map(|line| line.strip_prefix(name)?.trim().parse().ok());
        Some(Self {
            forwarded: of("ilive_media_packets_forwarded_total ")?,
            resent: of("ilive_media_packets_resent_total ")?,
        })
    }

    /// What came after `before`.
    pub(super) fn since(self, before: Self) -> Self {
        Self { forwarded: self.forwarded - before.forwarded, resent: self.resent - before.resent }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counters_are_found_by_their_whole_names() {
        let page = "# TYPE ilive_media_packets_forwarded counter\nilive_media_packets_forwarded_total 12\n\
                    ilive_media_packets_resent_total 3\n# EOF\n";

        assert_eq!(Counters::read(page), Some(Counters { forwarded: 12, resent: 3 }));
        assert_eq!(Counters::read("ilive_media_packets_forwarded_totals 12\n"), None);
    }
}
