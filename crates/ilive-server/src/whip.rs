//! WHIP (RFC 9725) and WHEP, mirrored: one POST publishes into a room or plays it.

mod patch;
mod post;
mod registry;
mod sdp;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, post};
use ilive_core::room::Follow;
use ilive_protocol::Code;
use serde::Deserialize;
use tower_http::cors::{Any, CorsLayer};
use tower_http::set_header::SetResponseHeaderLayer;

use crate::refusal::Refusal;
use crate::request::{Path, Query, bearer};
use crate::shared::Shared;
use crate::source::Source;
pub(crate) use patch::Fragment;
use post::Post;
pub(crate) use registry::Registry;
use registry::{Resource, Way};

/// The routes of both; readable from every origin, for the ticket is in a header that no page sends by itself.
pub(crate) fn router() -> Router<Shared> {
    let cors = CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::POST, Method::PATCH, Method::DELETE, Method::OPTIONS])
        .allow_headers([header::AUTHORIZATION, header::CONTENT_TYPE, header::IF_MATCH])
        .expose_headers([
            header::LOCATION,
            header::ETAG,
            header::LINK,
            HeaderName::from_static("accept-patch"),
        ]);
    Router::new()
        .route("/whip/{room}", post(whip).fallback(no_method))
        .route("/whep/{room}", post(whep).fallback(no_method))
        .route("/whip/{room}/{resource}", any(resource))
        .route("/whep/{room}/{resource}", any(resource))
        .layer(cors)
        // OPTIONS is answered by the layer above; this is what it tells a tool that is no page (RFC 9725 section 4.1).
        .layer(SetResponseHeaderLayer::if_not_present(
            HeaderName::from_static("accept-post"),
            HeaderValue::from_static("application/sdp"),
        ))
}

async fn no_method() -> Refusal {
    Refusal::bad("no_such_method", "POST an offer here; PATCH and DELETE go to the Location of its answer")
        .with_status(StatusCode::METHOD_NOT_ALLOWED)
}

async fn whip(
    State(shared): State<Shared>,
    source: Source,
    Path(room): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Refusal> {
    shared.connects.take(source)?;
    let post = Post::read(&shared, Way::Whip, &room, &headers, body).await?;
    post.enter(&shared, Follow::Anybody).await
}

#[derive(Deserialize)]
struct Which {
    /// Show this member only.
    user: Option<String>,
}

async fn whep(
    State(shared): State<Shared>,
    source: Source,
    Path(room): Path<String>,
    Query(which): Query<Which>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Refusal> {
    shared.connects.take(source)?;
    let post = Post::read(&shared, Way::Whep, &room, &headers, body).await?;
    let follow = match which.user {
        Some(user) => post.member(&shared, user.parse()?).await?,
        None => Follow::Anybody,
    };
    post.enter(&shared, follow).await
}

async fn resource(
    State(shared): State<Shared>,
    Path((_, id)): Path<(String, String)>,
    method: Method,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Refusal> {
    match method {
        Method::PATCH | Method::DELETE => {}
        _ => return Err(no_method().await),
    }
    let resource = owned(&shared, &id, &headers)?;
    if method == Method::DELETE {
        resource.end(&shared);
        return Ok(StatusCode::OK.into_response());
    }
    let body = read_body(body)?;
    patch::patch(&shared, &resource, &headers, &body).await
}

/// The session behind a Location, for a ticket of the same user, expired or not.
fn owned(shared: &Shared, id: &str, headers: &HeaderMap) -> Result<Resource, Refusal> {
    let (app, user) = shared.apps.holder(bearer(headers)?)?;
    let resource = shared.whip.get(id).ok_or_else(|| {
        Refusal::of(Code::ServerIdNotInRoom, "session_gone", "this session is over: POST a new offer")
    })?;
    if !resource.place.is_of(app, &user) {
        return Err(Refusal::denied("wrong_user", "this session belongs to another user"));
    }
    Ok(resource)
}

fn read_body(body: Result<Bytes, BytesRejection>) -> Result<String, Refusal> {
    let body =
        body.map_err(|error| Refusal::bad("sdp_too_large", error.body_text()).with_status(error.status()))?;
    String::from_utf8(body.into()).map_err(|_| Refusal::bad("sdp_syntax", "the body is not UTF-8"))
}

/// Whether the body is of this type, parameters apart.
fn is_content(headers: &HeaderMap, wanted: &str) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case(wanted))
}
