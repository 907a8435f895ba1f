//! What a failed dial says of who is there (8012, 8052).

use std::io;

use ilive_session::io::Verdict;
use tokio_tungstenite::tungstenite::Error;
use tokio_tungstenite::tungstenite::error::ProtocolError;
use tokio_tungstenite::tungstenite::http::Response;

/// No route, no such name, refused. What ran out of time says nothing: it is tried again.
pub(super) fn of_connect(error: &io::Error) -> Verdict {
    match error.kind() {
        io::ErrorKind::TimedOut => Verdict::Silent,
        _ => Verdict::Unreachable,
    }
}

/// Somebody is there, with a certificate that is not trusted, or without TLS: not the server that was asked for. A
/// connection that broke says nothing.
pub(super) fn of_tls(error: &io::Error) -> Verdict {
    match error.kind() {
        io::ErrorKind::InvalidData => Verdict::Foreign,
        _ => Verdict::Silent,
    }
}

pub(super) fn of_upgrade(error: &Error) -> Verdict {
    match error {
        Error::Http(response) if is_ours(response) => Verdict::Silent,
        // The connection ended before it had said anything.
        Error::Protocol(ProtocolError::HandshakeIncomplete) => Verdict::Silent,
        Error::Http(_) | Error::HttpFormat(_) | Error::Protocol(_) | Error::Utf8(_) => Verdict::Foreign,
        _ => Verdict::Silent,
    }
}

/// Our server refuses in the words of its contract, whatever the number.
fn is_ours(response: &Response<Option<Vec<u8>>>) -> bool {
    let kind = response.headers().get("content-type").and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("application/problem+json"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, kind: &str) -> Error {
        let response = Response::builder().status(status).header("content-type", kind).body(None);
        Error::Http(Box::new(response.expect("a response")))
    }

    #[test]
    fn a_page_is_foreign_and_a_refusal_of_ours_is_tried_again() {
        for (case, error, verdict) in [
            ("a portal's page", answer(200, "text/html"), Verdict::Foreign),
            ("a proxy's page", answer(502, "text/html; charset=utf-8"), Verdict::Foreign),
            ("our server going down", answer(503, "application/problem+json"), Verdict::Silent),
            ("a broken connection", Error::ConnectionClosed, Verdict::Silent),
        ] {
            assert_eq!(of_upgrade(&error), verdict, "{case}");
        }
    }
}
