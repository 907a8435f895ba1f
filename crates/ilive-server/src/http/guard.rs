//! What every request passes: headers of every response, the time that its body has, the name that it is for.

use std::time::Duration;

use axum::body::{Body, HttpBody};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt, stream};
use tokio::time::{Instant, timeout_at};
use tokio_util::sync::CancellationToken;

use crate::origin;
use crate::refusal::Refusal;
use crate::shared::Shared;

const POLICY: &str = "default-src 'self'; connect-src 'self'; img-src 'self' blob: data:; \
    media-src 'self' blob:; object-src 'none'; base-uri 'none'; frame-ancestors 'self'; form-action 'self'";

/// Headers that every response has: no sniffing, no script but our own, no referrer that could carry a room's address.
pub(super) async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    response
}

/// No page of others acts here under a name that it has pointed at this server: it could read the answers.
pub(super) async fn own_name(State(shared): State<Shared>, mut request: Request, next: Next) -> Response {
    say_host(&mut request);
    match shared.origins.is_rebound(request.headers()) {
        true => origin::refusal().into_response(),
        false => next.run(request).await,
    }
}

/// HTTP/2 has in the address what HTTP/1.1 has in `Host`.
fn say_host(request: &mut Request) {
    let authority = request.uri().authority().map(|authority| HeaderValue::from_str(authority.as_str()));
    if let Some(Ok(host)) = authority {
        request.headers_mut().entry(header::HOST).or_insert(host);
    }
}

/// A body has its time to come in: a handler waits for all of it. Past it the answer is 10002 `body_timeout`, whatever
/// the handler made of half a body. (An upgrade has no body, so a WebSocket may last.)
pub(super) async fn body_in_time(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let deadline = Instant::now() + Duration::from_millis(shared.config.timers.request_body.into());
    let late = CancellationToken::new();
    let response = next.run(request.map(|body| until(body, deadline, late.clone()))).await;
    if !late.is_cancelled() {
        return response;
    }
    Refusal::bad("body_timeout", "the body of the request did not come in time")
        .with_status(StatusCode::REQUEST_TIMEOUT)
        .into_response()
}

/// The body as far as it comes by then; cancels `late` when that is not all of it.
fn until(body: Body, deadline: Instant, late: CancellationToken) -> Body {
    let pieces = Box::pin(body.into_data_stream());
    Body::from_stream(stream::unfold((pieces, late), move |(mut pieces, late)| async move {
        match timeout_at(deadline, pieces.next()).await {
            Ok(piece) => piece.map(|piece| (piece, (pieces, late))),
            Err(elapsed) => {
                late.cancel();
                Some((Err(axum::Error::new(elapsed)), (pieces, late)))
            }
        }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_is_known_in_both_versions_of_http() {
        for (case, uri, host, known) in [
            ("HTTP/1.1", "/version", Some("a.example:8800"), Some("a.example:8800")),
            ("HTTP/2", "https://a.example:8800/version", None, Some("a.example:8800")),
            ("both", "https://b.example/version", Some("a.example"), Some("a.example")),
            ("neither", "/version", None, None),
        ] {
            let mut request = Request::builder().uri(uri);
            if let Some(host) = host {
                request = request.header(header::HOST, host);
            }
            let mut request = request.body(Body::empty()).expect("a request");

            say_host(&mut request);

            let got = request.headers().get(header::HOST).map(|host| host.to_str().expect("ASCII"));
            assert_eq!(got, known, "{case}");
        }
    }
}
