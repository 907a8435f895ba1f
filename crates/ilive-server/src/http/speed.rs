//! The part of a speed test that goes over HTTP: bytes down, bytes up, and what has arrived.

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use axum::{Json, Router};
use bytes::Bytes;
use futures_util::{StreamExt, stream};
use serde::Deserialize;
use serde_json::{Value, json};
use tower_http::cors::{Any, CorsLayer};

use crate::config::ms;
use crate::refusal::Refusal;
use crate::request::{Query, bearer};
use crate::shared::Shared;

/// What is sent: longer than what a compressing proxy looks back.
static NOISE: LazyLock<Bytes> = LazyLock::new(|| {
    let words = std::iter::repeat_with(rand::random::<[u8; 32]>).take(2 * PIECE / 32);
    Bytes::from(words.flatten().collect::<Vec<u8>>())
});
/// Bytes that are handed to the connection at once.
const PIECE: usize = 64 * 1024;

/// The token is in a header that no page sends by itself: readable from every origin.
pub(super) fn router() -> Router<Shared> {
    let cors = CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::POST, Method::OPTIONS])
        .allow_headers([header::AUTHORIZATION, header::CONTENT_TYPE]);
    Router::new()
        .route("/speed", get(arrived))
        .route("/speed/down", get(down))
        .route("/speed/up", post(up))
        .layer(cors)
}

async fn arrived(State(shared): State<Shared>, headers: HeaderMap) -> Result<Json<Value>, Refusal> {
    let datagrams = shared.speed.arrived(Instant::now(), bearer(&headers)?)?;
    Ok(Json(json!({ "datagrams": datagrams })))
}

#[derive(Deserialize)]
struct Wanted {
    bytes: u32,
}

/// Ends after so many bytes or so much time, whichever comes first: on a slow way the time is what is measured.
async fn down(
    State(shared): State<Shared>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Result<impl IntoResponse, Refusal> {
    shared.speed.take_down(Instant::now(), bearer(&headers)?, wanted.bytes)?;
    let until = Instant::now() + ms(shared.config.timers.speed_down);
    let pieces = stream::unfold(wanted.bytes as usize, move |left| async move {
        let now = left.min(PIECE);
        let over = now == 0 || Instant::now() >= until;
        // Two pieces in turn, so that none is the one before it again.
        let from = (left / PIECE % 2) * PIECE;
        (!over).then(|| (Ok::<_, std::convert::Infallible>(NOISE.slice(from..from + now)), left - now))
    });
    let headers = [(header::CONTENT_TYPE, "application/octet-stream"), (header::CACHE_CONTROL, "no-store")];
    Ok((headers, Body::from_stream(pieces)))
}

/// What came after the first part, and in how long: the first part may have waited for nobody.
async fn up(State(shared): State<Shared>, headers: HeaderMap, body: Body) -> Result<Json<Value>, Refusal> {
    let token = bearer(&headers)?;
    let left = shared.speed.reserve_up(Instant::now(), token)?;
    let (mut pieces, mut all, mut timed) = (body.into_data_stream(), 0_u32, None);
    while let Some(piece) = pieces.next().await {
        let piece =
            piece.map_err(|error| Refusal::bad("bad_body", format!("the body broke off: {error}")))?;
        let bytes = u32::try_from(piece.len()).unwrap_or(u32::MAX);
        all = all.saturating_add(bytes);
        if all > left {
            return Err(Refusal::bad("body_too_long", format!("{left} bytes are left of this speed test"))
                .with_status(StatusCode::PAYLOAD_TOO_LARGE));
        }
        let (first, counted) = timed.unwrap_or((Instant::now(), 0));
        let counted = if timed.is_some() { counted + u64::from(bytes) } else { 0 };
        timed = Some((first, counted));
    }
    shared.speed.give_back_up(Instant::now(), token, left - all);
    let (bytes, time) = timed.map_or((0, Duration::ZERO), |(first, counted)| (counted, first.elapsed()));
    Ok(Json(json!({ "bytes": bytes, "us": u64::try_from(time.as_micros()).unwrap_or(u64::MAX) })))
}
