//! PATCH: candidates that came later, or an ICE restart (RFC 9725 section 4.3).

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ilive_protocol::wire::reply;
use ilive_sfu::IceLogin;
use tokio_util::sync::CancellationToken;

use super::{Resource, is_content, sdp};
use crate::refusal::Refusal;
use crate::room::{Caller, HttpCaller, Message as ToRoom, OfferIn};
use crate::shared::Shared;

const FRAGMENT: &str = "application/trickle-ice-sdpfrag";

pub(super) async fn patch(
    shared: &Shared,
    resource: &Resource,
    headers: &HeaderMap,
    fragment: &str,
) -> Result<Response, Refusal> {
    if !is_content(headers, FRAGMENT) {
        return Err(Refusal::bad("content_type", format!("send a fragment as {FRAGMENT}"))
            .with_status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
    }
    match Fragment::read(fragment, &resource.ufrag)? {
        Fragment::Restart(login) => restart(shared, resource, headers, login).await,
        Fragment::Trickle => trickle(resource, headers),
    }
}

/// What a PATCH asks for.
pub(crate) enum Fragment {
    /// Candidates of the ICE session that is on.
    Trickle,
    /// Another ICE session, under these credentials.
    Restart(IceLogin),
}

impl Fragment {
    /// Reads a body; `used` is the client's user fragment so far.
    ///
    /// # Errors
    /// 10002 for a restart that lacks half of its credentials.
    pub(crate) fn read(text: &str, used: &str) -> Result<Self, Refusal> {
        let Some(ufrag) = sdp::attribute(text, "ice-ufrag").filter(|ufrag| *ufrag != used) else {
            return Ok(Self::Trickle);
        };
        let pwd = sdp::attribute(text, "ice-pwd")
            .ok_or_else(|| Refusal::bad("sdp_syntax", "a restart needs a=ice-ufrag and a=ice-pwd"))?;
        Ok(Self::Restart(IceLogin { ufrag: ufrag.to_owned(), pwd: pwd.to_owned() }))
    }
}

/// The fragment must be for the ICE session that is on.
fn matches(headers: &HeaderMap, etag: &str) -> Result<(), Refusal> {
    let Some(wanted) = headers.get(header::IF_MATCH) else {
        return Err(Refusal::bad("if_match", "PATCH needs If-Match with the ETag, or * to restart")
            .with_status(StatusCode::PRECONDITION_REQUIRED));
    };
    let good =
        wanted.to_str().is_ok_and(|wanted| wanted == "*" || wanted.split(',').any(|one| one.trim() == etag));
    if good {
        return Ok(());
    }
    Err(Refusal::bad("if_match", "the ICE session has changed meanwhile")
        .with_status(StatusCode::PRECONDITION_FAILED))
}

/// Candidates need no work: as ICE-lite the server learns a client's addresses from its checks.
fn trickle(resource: &Resource, headers: &HeaderMap) -> Result<Response, Refusal> {
    // A client that cannot set the header may trickle all the same: candidates alone restart nothing.
    if headers.contains_key(header::IF_MATCH) {
        matches(headers, &resource.etag)?;
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn restart(
    shared: &Shared,
    resource: &Resource,
    headers: &HeaderMap,
    login: IceLogin,
) -> Result<Response, Refusal> {
    matches(headers, &resource.etag)?;
    let ufrag = login.ufrag.clone();
    let offer = OfferIn::Restart(login);
    let (caller, answered) = HttpCaller::new(resource.session, CancellationToken::new());
    let request = shared.next_request();
    resource.room.tell(ToRoom::Negotiate { caller: Caller::Http(caller), request, offer })?;
    let answer = match answered.await {
        Ok(Ok(reply::Result::Negotiate(negotiated))) => negotiated.answer_sdp,
        Ok(Err(refusal)) => return Err(refusal.into()),
        _ => return Err(ilive_core::room::Refusal::NotInRoom.into()),
    };
    let etag = sdp::etag(&answer);
    shared.whip.restarted(resource.session, &etag, &ufrag);
    let line = |name: &str| format!("a={name}:{}\r\n", sdp::attribute(&answer, name).unwrap_or_default());
    let body = line("ice-ufrag") + &line("ice-pwd");
    let headers = [(header::CONTENT_TYPE, FRAGMENT.to_owned()), (header::ETAG, etag)];
    Ok((StatusCode::OK, headers, body).into_response())
}
