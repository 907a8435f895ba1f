//! Where requests come from, and how many may come from one place.

use std::convert::Infallible;
use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, header};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::refusal::Refusal;
use crate::shared::Shared;

/// Those that a limiter remembers before it forgets who has rested.
const REMEMBERED: usize = 10_000;

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Where a request comes from: the other end of the connection, or whom a trusted proxy there tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Source {
    address: IpAddr,
    /// Loopback is not, as long as it is where the request began.
    counted: bool,
}

impl FromRequestParts<Shared> for Source {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        let peer = peer.unwrap_or(IpAddr::from([127, 0, 0, 1]));
        Ok(Self::of(peer, &parts.headers, &shared.config.server.trusted_proxies))
    }
}

impl Source {
    /// A proxy appends whom it hears from, so the last address that is no proxy of ours is the one that nobody forged. A
    /// proxy that tells of nobody is counted itself; one elsewhere tells of no loopback but its own.
    fn of(peer: IpAddr, headers: &HeaderMap, trusted: &[IpAddr]) -> Self {
        let peer = peer.to_canonical();
        let is_proxy = |address: IpAddr| trusted.iter().any(|proxy| proxy.to_canonical() == address);
        if !is_proxy(peer) {
            return Self { address: peer, counted: !peer.is_loopback() };
        }
        let told = told(headers);
        match told.iter().rev().find(|told| told.is_none_or(|address| !is_proxy(address))) {
            Some(Some(address)) if !address.is_loopback() => Self { address: *address, counted: true },
            Some(Some(address)) if peer.is_loopback() => Self { address: *address, counted: false },
            _ => Self { address: peer, counted: true },
        }
    }

    /// What counts as one place; none for what is not counted.
    pub(crate) fn place(self) -> Option<IpAddr> {
        self.counted.then(|| place(self.address))
    }
}

/// The addresses of `X-Forwarded-For`, else of `Forwarded` (RFC 7239), in their order; none for one that cannot be read.
fn told(headers: &HeaderMap) -> Vec<Option<IpAddr>> {
    let values = |name: HeaderName| {
        let lines = headers.get_all(name).into_iter().map(|line| line.to_str().unwrap_or("unreadable"));
        lines.flat_map(|line| line.split(',')).collect::<Vec<_>>()
    };
    match values(X_FORWARDED_FOR) {
        told if !told.is_empty() => told.into_iter().map(address).collect(),
        _ => values(header::FORWARDED).into_iter().map(|hop| address(hop_for(hop)?)).collect(),
    }
}

/// `for=…` of one hop.
fn hop_for(hop: &str) -> Option<&str> {
    let pairs = hop.split(';').filter_map(|pair| pair.split_once('='));
    pairs.into_iter().find(|(name, _)| name.trim().eq_ignore_ascii_case("for")).map(|(_, value)| value)
}

/// An address, with or without brackets, quotes and a port.
fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim().trim_matches('"');
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    let found = bare.parse().ok().or_else(|| text.parse().ok().map(|socket: SocketAddr| socket.ip()));
    found.map(|address: IpAddr| address.to_canonical())
}

/// What counts as one place: an IPv4 address, or the /64 that one customer of an IPv6 provider has at least.
pub(crate) fn place(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64)).into(),
        address @ IpAddr::V4(_) => address,
    }
}

/// So many a minute of each.
pub(crate) struct Budgets<K: Hash + Eq + Clone> {
    limiter: DefaultKeyedRateLimiter<K>,
    began: Instant,
    /// The second in which those that have rested were last forgotten: it costs a look at all of them.
    pruned_s: AtomicU64,
}

impl<K: Hash + Eq + Clone> Budgets<K> {
    pub(crate) fn per_minute(count: u32) -> Self {
        let limiter =
            RateLimiter::keyed(Quota::per_minute(NonZeroU32::new(count).unwrap_or(NonZeroU32::MIN)));
        Self { limiter, began: Instant::now(), pruned_s: AtomicU64::new(0) }
    }

    /// False when this one's budget is used up.
    pub(crate) fn take(&self, key: &K) -> bool {
        let now_s = self.began.elapsed().as_secs();
        if self.limiter.len() > REMEMBERED && self.pruned_s.swap(now_s, Ordering::Relaxed) != now_s {
            self.limiter.retain_recent();
        }
        self.limiter.check_key(key).is_ok()
    }
}

/// So many a minute from one place.
pub(crate) struct SourceBudget(Budgets<IpAddr>);

impl SourceBudget {
    pub(crate) fn per_minute(count: u32) -> Self {
        Self(Budgets::per_minute(count))
    }

    /// # Errors
    /// 10005 `throttled` when the source has used up its budget.
    pub(crate) fn take(&self, source: Source) -> Result<(), Refusal> {
        if source.place().is_none_or(|place| self.0.take(&place)) {
            return Ok(());
        }
        Err(Refusal::full("throttled", "too many requests from this address")
            .retry_after(Duration::from_secs(10)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn a_source_is_whom_the_last_trusted_proxy_heard() {
        let trusted = ["127.0.0.1", "10.0.0.1", "::ffff:10.0.0.2", "2001:db8::1"].map(ip);
        let (xff, forwarded) = ("x-forwarded-for", "forwarded");
        for (case, peer, headers, address, counted) in [
            ("no proxy", "192.0.2.7", vec![], "192.0.2.7", true),
            ("no proxy of ours", "192.0.2.7", vec![(xff, "198.51.100.1")], "192.0.2.7", true),
            ("this machine", "127.0.0.9", vec![], "127.0.0.9", false),
            ("this machine says what it likes", "::1", vec![(xff, "198.51.100.1")], "::1", false),
            ("one hop", "10.0.0.1", vec![(xff, "198.51.100.1")], "198.51.100.1", true),
            ("mapped", "::ffff:10.0.0.1", vec![(xff, "::ffff:198.51.100.1")], "198.51.100.1", true),
            (
                "a forged one before it",
                "10.0.0.1",
                vec![(xff, "6.6.6.6, 198.51.100.1")],
                "198.51.100.1",
                true,
            ),
            ("two hops", "10.0.0.1", vec![(xff, "6.6.6.6,198.51.100.1,10.0.0.2")], "198.51.100.1", true),
            (
                "two lines",
                "10.0.0.1",
                vec![(xff, "198.51.100.1"), (xff, "2001:db8::1")],
                "198.51.100.1",
                true,
            ),
            ("with a port", "10.0.0.1", vec![(xff, "198.51.100.1:4711")], "198.51.100.1", true),
            ("IPv6 with a port", "10.0.0.1", vec![(xff, "[2001:db8::9]:4711")], "2001:db8::9", true),
            ("nobody told of", "10.0.0.1", vec![], "10.0.0.1", true),
            ("nonsense", "10.0.0.1", vec![(xff, "198.51.100.1, unknown")], "10.0.0.1", true),
            ("proxies alone", "10.0.0.1", vec![(xff, "10.0.0.2")], "10.0.0.1", true),
            ("a proxy here", "127.0.0.1", vec![(xff, "198.51.100.1")], "198.51.100.1", true),
            ("a proxy here, silent", "127.0.0.1", vec![], "127.0.0.1", true),
            ("a proxy here, for this machine", "127.0.0.1", vec![(xff, "::1")], "::1", false),
            ("another's loopback", "10.0.0.1", vec![(xff, "127.0.0.5")], "10.0.0.1", true),
            (
                "RFC 7239",
                "10.0.0.1",
                vec![(forwarded, "for=6.6.6.6, proto=https;For=\"[2001:db8::9]:47\";by=10.0.0.1")],
                "2001:db8::9",
                true,
            ),
            ("RFC 7239, hidden", "10.0.0.1", vec![(forwarded, "for=_hidden")], "10.0.0.1", true),
            (
                "both",
                "10.0.0.1",
                vec![(forwarded, "for=6.6.6.6"), (xff, "198.51.100.1")],
                "198.51.100.1",
                true,
            ),
        ] {
            let mut map = HeaderMap::new();
            for (name, value) in headers {
                map.append(name, value.parse().expect("a value"));
            }
            let source = Source::of(ip(peer), &map, &trusted);
            assert_eq!(source, Source { address: ip(address), counted }, "{case}");
        }
    }

    #[test]
    fn one_customers_addresses_have_one_budget() {
        for (case, first, second, shared) in [
            ("IPv4", "192.0.2.7", "192.0.2.8", false),
            ("one address in two forms", "192.0.2.7", "::ffff:192.0.2.7", true),
            ("one /64", "2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true),
            ("two /64", "2001:db8:1:2::1", "2001:db8:1:3::1", false),
        ] {
            let budget = SourceBudget::per_minute(1);
            let take = |text| budget.take(Source { address: ip(text), counted: true });
            assert!(take(first).is_ok() && take(first).is_err(), "{case}");
            assert_eq!(take(second).is_err(), shared, "{case}");
        }
    }
}
