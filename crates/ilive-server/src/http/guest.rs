//! Guests: a fresh id and a ticket for it, so that a page opens ready.

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use ilive_protocol::UserId;
use ilive_ticket::{Claims, Secret, mint_user_sig_v2};
use serde::{Deserialize, Serialize};

use crate::clock::{unix_ms, unix_s};
use crate::refusal::Refusal;
use crate::shared::Shared;
use crate::source::Source;
use crate::words::nick;

/// A guest's ticket holds for a day.
const VALID_S: u64 = 86_400;
/// `g` and so many characters of base32: 50 bits, so that a second draw is next to never needed.
const ID_CHARS: usize = 10;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ask {
    #[serde(default)]
    nick: String,
}

#[derive(Serialize)]
pub(super) struct Guest {
    sdk_app_id: u32,
    user_id: String,
    user_sig: String,
    /// Unix ms.
    expires_at: u64,
}

/// `POST /api/v1/guest {nick}`.
pub(super) async fn make(
    State(shared): State<Shared>,
    source: Source,
    ask: Result<Json<Ask>, JsonRejection>,
) -> Result<Json<Guest>, Refusal> {
    let off = || Refusal::denied("guests_off", "this server gives no guest tickets: log in with a userSig");
    let app = shared.apps.guest_app().ok_or_else(off)?;
    shared.guests.take(source)?;
    let Json(ask) = ask.map_err(|error| super::bad_json(&error, "send {\"nick\": \"…\"}"))?;
    let nick = nick(&ask.nick)?;
    let user = loop {
        let user = fresh_id()?;
        if shared.store.users(app.id, std::slice::from_ref(&user), &[]).await?.is_empty() {
            break user;
        }
    };
    shared.store.user(app.id, &user, nick, unix_ms()).await?;
    let issued_at = unix_s();
    let secret = app.secret().and_then(|secret| Secret::new(secret).ok()).ok_or_else(off)?;
    let claims = Claims { app: app.id, user: &user, issued_at, valid_s: VALID_S };
    Ok(Json(Guest {
        sdk_app_id: app.id.get(),
        user_id: user.to_string(),
        user_sig: mint_user_sig_v2(&secret, &claims),
        expires_at: (issued_at + VALID_S) * 1000,
    }))
}

fn fresh_id() -> Result<UserId, Refusal> {
    const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    let random: [u8; ID_CHARS] = rand::random();
    let id: String = random.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect();
    Ok(format!("g{id}").parse()?)
}
