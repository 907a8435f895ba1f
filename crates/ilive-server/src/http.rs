//! HTTP: health, the version, guests, rooms, WHIP and WHEP, the web application, and the WebSocket's upgrade.

mod guard;
mod guest;
mod manual;
mod operation;
mod rooms;
mod spear;
mod speed;
mod ticket;
mod web;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::extract::rejection::JsonRejection;
use axum::http::StatusCode;
use axum::middleware;
use axum::routing::{get, post, put};

use crate::link;
use crate::refusal::Refusal;
use crate::shared::Shared;

pub(crate) use web::BUILT as WEB_BUILT;

/// Largest body of any request in bytes: an offer.
const MAX_BODY: usize = 256 * 1024;

/// Every route of the main listener.
pub(crate) fn router(shared: Shared) -> Router {
    let api = Router::new()
        .route("/guest", post(guest::make))
        .route("/ticket", post(ticket::check))
        .route("/rooms", get(rooms::list))
        .route("/rooms/{room}", get(rooms::one))
        .route("/rooms/{room}/cover", get(rooms::cover))
        .route("/rooms/{room}/cover", put(rooms::put_cover))
        .merge(speed::router())
        .fallback(no_such_resource);

    Router::new()
        .route("/healthz", get(operation::health))
        .route("/readyz", get(operation::ready))
        .route("/version", get(operation::version))
        .route("/metrics", get(operation::metrics))
        .route("/index.php", get(spear::roles))
        .route("/ws/v1", get(link::upgrade))
        .nest("/api/v1", api)
        .merge(crate::whip::router())
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(middleware::from_fn_with_state(shared.clone(), guard::body_in_time))
        .layer(middleware::from_fn_with_state(shared.clone(), guard::own_name))
        .merge(manual::router())
        .merge(web::router())
        .method_not_allowed_fallback(no_such_method)
        .layer(middleware::from_fn(guard::headers))
        .with_state(shared)
}

/// A body that is not what was asked for. `send`: what would have been.
fn bad_json(error: &JsonRejection, send: &'static str) -> Refusal {
    let status = match error.status() {
        // Whether it is no JSON, or JSON of something else, is one thing to who has sent it.
        StatusCode::UNPROCESSABLE_ENTITY => StatusCode::BAD_REQUEST,
        other => other,
    };
    Refusal::bad("bad_json", send).with_status(status)
}

async fn no_such_resource() -> Refusal {
    Refusal::bad("no_such_resource", "there is nothing at this address").with_status(StatusCode::NOT_FOUND)
}

async fn no_such_method() -> Refusal {
    Refusal::bad("no_such_method", "this address takes other methods")
        .with_status(StatusCode::METHOD_NOT_ALLOWED)
}
