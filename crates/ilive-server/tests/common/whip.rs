//! WHIP and WHEP as an encoder or a player speaks them.

use super::{Answer, Call, Draft, Running, Shape};

pub(crate) const SDP: &str = "application/sdp";
pub(crate) const FRAGMENT: &str = "application/trickle-ice-sdpfrag";

/// An HTTP session that is on.
pub(crate) struct Resource {
    pub(crate) call: Call,
    pub(crate) location: String,
    pub(crate) etag: String,
}

impl Running {
    /// POSTs an offer.
    pub(crate) async fn offer(&self, path: &str, ticket: &str, sdp: &str) -> Answer {
        let bearer = format!("Bearer {ticket}");
        let headers = [("authorization", bearer.as_str()), ("content-type", SDP)];
        self.call("POST", path, &headers, sdp.as_bytes().to_vec()).await
    }

    /// POSTs an offer and connects.
    pub(crate) async fn resource(&self, path: &str, ticket: &str, shape: &Shape) -> Resource {
        let draft = Draft::new(shape).await;
        let answer = self.offer(path, ticket, &draft.sdp).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        assert_eq!(answer.header("content-type"), SDP);
        let (location, etag) = (answer.header("location"), answer.header("etag"));
        assert!(location.starts_with(path.split('?').next().expect("a path")), "{location}");
        let mut call = draft.connect(&answer.text());
        call.connected().await;
        Resource { call, location, etag }
    }

    /// PATCHes a fragment; without `if_match` when that is empty.
    pub(crate) async fn patch(&self, at: &str, ticket: &str, if_match: &str, fragment: &str) -> Answer {
        let bearer = format!("Bearer {ticket}");
        let mut headers = vec![("authorization", bearer.as_str()), ("content-type", FRAGMENT)];
        if !if_match.is_empty() {
            headers.push(("if-match", if_match));
        }
        self.call("PATCH", at, &headers, fragment.as_bytes().to_vec()).await
    }

    pub(crate) async fn delete(&self, at: &str, ticket: &str) -> Answer {
        let bearer = format!("Bearer {ticket}");
        self.call("DELETE", at, &[("authorization", bearer.as_str())], Vec::new()).await
    }
}
