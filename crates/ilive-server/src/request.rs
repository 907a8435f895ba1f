//! Parts of a request, with a code for each that is missing or cannot be read.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use serde::de::DeserializeOwned;

use crate::refusal::Refusal;

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
