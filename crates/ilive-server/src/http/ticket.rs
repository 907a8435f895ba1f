//! Whether a userSig would let its user in, told without a login: a login would end the one that the user has elsewhere.

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use serde::{Deserialize, Serialize};

use crate::clock::unix_s;
use crate::refusal::Refusal;
use crate::shared::Shared;
use crate::source::Source;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    sdk_app_id: u32,
    user_sig: String,
}

/// Whose ticket it is.
#[derive(Serialize)]
pub(super) struct Holder {
    user_id: String,
    /// Unix ms.
    expires_at: u64,
}

/// `POST /api/v1/ticket {sdk_app_id, user_sig}`: checked as a login checks it, and nothing more.
pub(super) async fn check(
    State(shared): State<Shared>,
    source: Source,
    asked: Result<Json<Asked>, JsonRejection>,
) -> Result<Json<Holder>, Refusal> {
    shared.connects.take(source)?;
    let send = "send {\"sdk_app_id\": 1, \"user_sig\": \"…\"}";
    let Json(asked) = asked.map_err(|error| super::bad_json(&error, send))?;
    let (_, ticket) = shared.apps.user_sig(asked.sdk_app_id, &asked.user_sig, unix_s())?;
    let expires_at = ticket.expires_at.saturating_mul(1000);
    Ok(Json(Holder { user_id: ticket.user.to_string(), expires_at }))
}
