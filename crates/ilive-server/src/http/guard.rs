//! What every request passes: headers of every response, the bearer, the source address and its budget.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;
use std::time::Duration;

use axum::extract::{ConnectInfo, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use serde::de::DeserializeOwned;

use crate::refusal::Refusal;

/// Sources that a limiter remembers before it forgets those that have rested.
const SOURCES: usize = 10_000;

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

/// The ticket of `Authorization: Bearer`.
///
/// # Errors
/// 10003 `no_ticket` when there is none, or it is not a bearer.
pub(crate) fn bearer(headers: &HeaderMap) -> Result<&str, Refusal> {
    let value = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    value
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, ticket)| ticket.trim())
        .filter(|ticket| !ticket.is_empty())
        .ok_or_else(|| {
            Refusal::denied("no_ticket", "this needs `Authorization: Bearer` with a userSig or a room key")
        })
}

/// The parameters of an address.
pub(crate) struct Path<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Path<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let read = axum::extract::Path::from_request_parts(parts, state).await;
        read.map(|path| Self(path.0)).map_err(|error| Refusal::bad("bad_address", error.body_text()))
    }
}

/// What follows the `?` of an address.
pub(crate) struct Query<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let read = axum::extract::Query::from_request_parts(parts, state).await;
        read.map(|query| Self(query.0)).map_err(|error| Refusal::bad("bad_address", error.body_text()))
    }
}

/// Where a request comes from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Source(pub(crate) IpAddr);

impl<S: Send + Sync> FromRequestParts<S> for Source {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let address = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        Ok(Self(address.unwrap_or(IpAddr::from([127, 0, 0, 1])).to_canonical()))
    }
}

/// So many a minute from one source address; loopback is not counted.
pub(crate) struct SourceBudget(DefaultKeyedRateLimiter<IpAddr>);

impl SourceBudget {
    pub(crate) fn per_minute(count: u32) -> Self {
        Self(RateLimiter::keyed(Quota::per_minute(NonZeroU32::new(count).unwrap_or(NonZeroU32::MIN))))
    }

    /// # Errors
    /// 10005 `throttled` when the source has used up its budget.
    pub(crate) fn take(&self, source: Source) -> Result<(), Refusal> {
        if source.0.is_loopback() {
            return Ok(());
        }
        if self.0.len() > SOURCES {
            self.0.retain_recent();
        }
        self.0.check_key(&source.0).map_err(|_| {
            Refusal::full("throttled", "too many requests from this address")
                .retry_after(Duration::from_secs(10))
        })
    }
}
