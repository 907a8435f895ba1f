//! For operators and their tools.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use serde::Serialize;

use crate::metrics;
use crate::shared::Shared;

/// Alive.
pub(super) async fn health() -> &'static str {
    "ok"
}

/// Ready for clients: the store can be read, every media thread runs, and the server is not stopping.
pub(super) async fn ready(State(shared): State<Shared>) -> (StatusCode, &'static str) {
    if shared.draining.is_cancelled() {
        return (StatusCode::SERVICE_UNAVAILABLE, "draining");
    }
    if !shared.media.is_whole() {
        return (StatusCode::SERVICE_UNAVAILABLE, "media unavailable");
    }
    match shared.store.ready().await {
        Ok(()) => (StatusCode::OK, "ok"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "store unavailable"),
    }
}

#[derive(Serialize)]
struct Version {
    name: &'static str,
    version: &'static str,
    /// Of the wire: what a login may ask for.
    protocols: [u32; 1],
    /// Whether a page of the asking origin may log in.
    origin_allowed: bool,
    /// Whether `POST /api/v1/guest` is served.
    guests: bool,
    /// Whether the web application is in this program.
    web: bool,
}

/// What this is; readable from every origin, so that a client whose WebSocket does not open can tell why.
pub(super) async fn version(State(shared): State<Shared>, headers: HeaderMap) -> impl IntoResponse {
    let version = Version {
        name: "iLive",
        version: env!("CARGO_PKG_VERSION"),
        protocols: [1],
        origin_allowed: shared.origins.allow_page(&headers),
        guests: shared.apps.guest_app().is_some(),
        web: super::web::BUILT,
    };
    ([(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"), (header::CACHE_CONTROL, "no-store")], Json(version))
}

/// OpenMetrics; no user in a label.
pub(super) async fn metrics(State(shared): State<Shared>) -> impl IntoResponse {
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], metrics::page(&shared).await)
}
