//! Which web pages may log in (cross-site WebSockets, S10).

use axum::http::{HeaderMap, header};

/// The origins that may open a WebSocket.
#[derive(Debug, Clone)]
pub(crate) struct Origins {
    listed: Vec<String>,
}

impl Origins {
    pub(crate) fn new(listed: &[String]) -> Self {
        Self {
            listed: listed.iter().map(|origin| origin.trim_end_matches('/').to_ascii_lowercase()).collect(),
        }
    }

    /// No `Origin` (not a browser), the server's own, or a listed one. An origin is compared as a whole: scheme, host and port.
    pub(crate) fn allow(&self, headers: &HeaderMap) -> bool {
        let mut origins = headers.get_all(header::ORIGIN).iter();
        let origin = match (origins.next(), origins.next()) {
            (None, _) => return true,
            (Some(origin), None) => origin,
            (Some(_), Some(_)) => return false,
        };
        let Ok(origin) = origin.to_str().map(str::to_ascii_lowercase) else { return false };
        if self.listed.iter().any(|listed| listed == "*" || *listed == origin) {
            return true;
        }
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).map(str::to_ascii_lowercase);
        let authority = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
        host.is_some() && authority == host.as_deref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(listed: &[&str], host: &str, origin: Option<&str>) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, host.parse().expect("a host"));
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, origin.parse().expect("an origin"));
        }
        Origins::new(&listed.iter().map(|&origin| origin.to_owned()).collect::<Vec<_>>()).allow(&headers)
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
            assert_eq!(allowed(&listed, "localhost:8800", origin), good, "{origin:?}");
        }
        assert!(allowed(&["*"], "localhost:8800", Some("null")));
    }

    #[test]
    fn two_origins_are_none() {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, "a".parse().expect("a host"));
        headers.append(header::ORIGIN, "http://a".parse().expect("an origin"));
        headers.append(header::ORIGIN, "http://evil".parse().expect("an origin"));
        assert!(!Origins::new(&[]).allow(&headers));
    }
}
