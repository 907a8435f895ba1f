//! Which web pages may log in (cross-site WebSockets, S10).

use std::net::IpAddr;

use axum::http::{HeaderMap, header};

use crate::refusal::Refusal;

/// The origins that may open a WebSocket.
#[derive(Debug, Clone)]
pub(crate) struct Origins {
    listed: Vec<String>,
    names: Names,
}

/// The names that this server goes by, in the `Host` of a request.
///
/// A page may make a name of its own point at this server after it was loaded (DNS rebinding): its origin is then what
/// `Host` says. It cannot do so with an address, which is the server's or another's, nor with a name that is not its own.
#[derive(Debug, Clone)]
pub(crate) enum Names {
    /// Whatever it is called: nobody gets in without a ticket of an app.
    Any,
    /// Guests get in without one: these names, localhost, and addresses.
    Only(Vec<String>),
}

impl Names {
    /// `listed`: of the configuration. The machine's own name counts too: it is how others in its network call it.
    pub(crate) fn only(listed: &[String]) -> Self {
        let listed = listed.iter().map(|name| name.trim_end_matches('.').to_ascii_lowercase());
        Self::Only(listed.chain(machine_names()).chain(["localhost".to_owned()]).collect())
    }

    fn know(&self, host: &str) -> bool {
        let Self::Only(names) = self else { return true };
        let name = without_port(host);
        let address = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
        address.parse::<IpAddr>().is_ok() || names.iter().any(|known| known == name)
    }
}

impl Origins {
    pub(crate) fn new(listed: &[String], names: Names) -> Self {
        let listed = listed.iter().map(|origin| origin.trim_end_matches('/').to_ascii_lowercase()).collect();
        Self { listed, names }
    }

    /// No `Origin` (not a browser), the server's own, or a listed one. An origin is compared as a whole: scheme, host and port.
    pub(crate) fn allow(&self, headers: &HeaderMap) -> bool {
        match origin(headers) {
            Given::None => true,
            Given::Bad => false,
            Given::One(origin) => {
                self.is_listed(&origin)
                    || host(headers).is_some_and(|host| is_at(&origin, &host) && self.names.know(&host))
            }
        }
    }

    /// Whether a page that asks this may log in. One of the server's own origin does not name it when it only reads: then it
    /// is where `Host` says.
    pub(crate) fn allow_page(&self, headers: &HeaderMap) -> bool {
        match (origin(headers), host(headers)) {
            (Given::None, Some(host)) => {
                let listed = self.listed.iter().any(|listed| listed == "*" || is_at(listed, &host));
                listed || self.names.know(&host)
            }
            _ => self.allow(headers),
        }
    }

    /// Whether a page has made a name of its own point here: its origin is the host it asks, and neither is ours.
    pub(crate) fn is_rebound(&self, headers: &HeaderMap) -> bool {
        let Given::One(origin) = origin(headers) else { return false };
        let host = host(headers).filter(|host| is_at(&origin, host) && !self.names.know(host));
        host.is_some() && !self.is_listed(&origin)
    }

    fn is_listed(&self, origin: &str) -> bool {
        self.listed.iter().any(|listed| listed == "*" || listed == origin)
    }
}

/// 10003, and what to do.
pub(crate) fn refusal() -> Refusal {
    Refusal::denied(
        "origin_refused",
        "pages of this origin may not log in: add it to server.allowed_origins, or its host name to server.names",
    )
}

/// What `Origin` says, in small letters.
enum Given {
    None,
    One(String),
    /// Two, or no text.
    Bad,
}

fn origin(headers: &HeaderMap) -> Given {
    let mut origins = headers.get_all(header::ORIGIN).iter();
    match (origins.next(), origins.next()) {
        (None, _) => Given::None,
        (Some(origin), None) => {
            origin.to_str().map_or(Given::Bad, |origin| Given::One(origin.to_ascii_lowercase()))
        }
        (Some(_), Some(_)) => Given::Bad,
    }
}

fn host(headers: &HeaderMap) -> Option<String> {
    headers.get(header::HOST).and_then(|host| host.to_str().ok()).map(str::to_ascii_lowercase)
}

fn is_at(origin: &str, host: &str) -> bool {
    let authority = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
    authority == Some(host)
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name.trim_end_matches('.'),
        _ => host.trim_end_matches('.'),
    }
}

/// How this machine calls itself, in small letters; and how others in its network do (mDNS).
pub(crate) fn machine_names() -> impl Iterator<Item = String> {
    let uname = rustix::system::uname();
    let name = uname.nodename().to_str().map(str::to_ascii_lowercase).unwrap_or_default();
    let is_name = |name: &String| {
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.".contains(&b))
    };
    Some(name).filter(is_name).into_iter().flat_map(|name| [format!("{name}.local"), name])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(host: &str, origin: Option<&str>) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, host.parse().expect("a host"));
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, origin.parse().expect("an origin"));
        }
        headers
    }

    fn origins(listed: &[&str], names: Names) -> Origins {
        Origins::new(&listed.iter().map(|&origin| origin.to_owned()).collect::<Vec<_>>(), names)
    }

    #[test]
    fn only_the_own_page_and_listed_ones_may_log_in() {
        let listed = ["https://app.example", "http://dev.example:5173/"];
        for (origin, good) in [
            (None, true),
            (Some("http://localhost:8800"), true),
            (Some("https://localhost:8800"), true),
            (Some("http://LOCALHOST:8800"), true),
            (Some("https://app.example"), true),
            (Some("https://APP.example"), true),
            (Some("http://dev.example:5173"), true),
            (Some("null"), false),
            (Some(""), false),
            (Some("http://localhost"), false),
            (Some("http://localhost:8801"), false),
            (Some("http://localhost:8800.evil.example"), false),
            (Some("http://evil.example/localhost:8800"), false),
            (Some("http://user@localhost:8800"), false),
            (Some("ftp://localhost:8800"), false),
            (Some("localhost:8800"), false),
            (Some("http://app.example"), false),
            (Some("https://app.example:444"), false),
            (Some("https://app.example.evil.example"), false),
            (Some("https://xapp.example"), false),
            (Some("https://app.example, https://evil.example"), false),
            (Some("file://"), false),
        ] {
            for names in [Names::Any, Names::only(&[])] {
                let allowed = origins(&listed, names).allow(&headers("localhost:8800", origin));
                assert_eq!(allowed, good, "{origin:?}");
            }
        }
        assert!(origins(&["*"], Names::Any).allow(&headers("localhost:8800", Some("null"))));
    }

    #[test]
    fn a_page_that_points_its_own_name_here_gets_no_guest_in() {
        let own: Vec<String> = machine_names().map(|name| format!("{name}:8800")).collect();
        let listed = ["https://app.example"];
        let guests = origins(&listed, Names::only(&["live.example".to_owned()]));
        for (host, good) in own.iter().map(|own| (own.as_str(), true)).chain([
            ("localhost", true),
            ("localhost:8800", true),
            ("LocalHost.:8800", true),
            ("127.0.0.1:8800", true),
            ("[::1]:8800", true),
            ("192.168.1.7:8800", true),
            ("[fd00::7]", true),
            ("live.example", true),
            ("live.example:8800", true),
            ("evil.example:8800", false),
            ("evil.example", false),
            ("live.example.evil.example:8800", false),
            ("xlive.example", false),
            ("localhost.evil.example:8800", false),
            ("127.0.0.1.evil.example:8800", false),
            ("app.example:8800", false),
        ]) {
            let page = headers(host, Some(&format!("http://{host}")));
            assert_eq!((guests.allow(&page), guests.is_rebound(&page)), (good, !good), "{host}");
            assert!(origins(&[], Names::Any).allow(&page), "{host}: without guests a ticket decides");

            for origin in [None, Some("https://app.example")] {
                let page = headers(host, origin);
                assert!(guests.allow(&page) && !guests.is_rebound(&page), "{host} {origin:?}");
                let may = good || origin.is_some();
                assert_eq!(guests.allow_page(&page), may, "{host} {origin:?}: what a page is told of itself");
            }
            let other = headers(host, Some("http://other.example"));
            assert!(!guests.allow(&other) && !guests.is_rebound(&other), "{host}: a page from elsewhere");
        }
        let proxied = origins(&["https://evil.example"], Names::only(&[]));
        assert!(proxied.allow_page(&headers("evil.example", None)), "a listed origin knows that it is");
        assert!(
            proxied.allow(&headers("evil.example", Some("https://evil.example"))),
            "a listed origin is ours"
        );
    }

    #[test]
    fn two_origins_are_none() {
        let mut headers = headers("a", Some("http://a"));
        headers.append(header::ORIGIN, "http://evil".parse().expect("an origin"));
        assert!(!origins(&[], Names::Any).allow(&headers));
    }
}
