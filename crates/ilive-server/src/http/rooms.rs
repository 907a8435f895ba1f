//! The rooms that are open, for home pages; and their covers.

use std::time::Instant;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ilive_protocol::limits::COVER_MAX_BYTES;
use ilive_protocol::{AppId, Code, RoomId};
use serde::{Deserialize, Serialize};

use crate::apps::App;
use crate::clock::unix_ms;
use crate::refusal::Refusal;
use crate::request::{Path, Query, bearer};
use crate::room::{Cover, RoomHandle};
use crate::shared::Shared;

/// Rooms of one list: the fullest.
const LIST_MAX: usize = 200;

#[derive(Deserialize)]
pub(super) struct Which {
    /// None: the app of the guests.
    sdk_app_id: Option<u32>,
}

#[derive(Serialize)]
pub(super) struct List {
    rooms: Vec<Entry>,
}

/// One room as a list shows it.
#[derive(Serialize)]
pub(super) struct Entry {
    /// As URLs write it.
    room: String,
    title: String,
    host: Host,
    people: u32,
    /// Unix ms.
    since_ms: u64,
    /// Somebody sends.
    live: bool,
    cover_url: Option<String>,
}

#[derive(Serialize)]
struct Host {
    user_id: String,
    nick: String,
    present: bool,
}

/// `GET /api/v1/rooms`: open rooms, live ones first, then by people.
pub(super) async fn list(
    State(shared): State<Shared>,
    Query(which): Query<Which>,
) -> Result<Json<List>, Refusal> {
    let app = app(&shared, &which)?;
    // Where keys open rooms, who has none does not learn of them.
    let rooms = if app.require_room_key { Vec::new() } else { shared.hub.rooms_of(app.id) };
    let mut rooms: Vec<Entry> = rooms.iter().filter_map(entry).collect();
    rooms.sort_by(|a, b| {
        (b.live, b.people, b.since_ms, &a.room).cmp(&(a.live, a.people, a.since_ms, &b.room))
    });
    rooms.truncate(LIST_MAX);
    Ok(Json(List { rooms }))
}

/// `GET /api/v1/rooms/{room}`.
pub(super) async fn one(
    State(shared): State<Shared>,
    Path(room): Path<String>,
    Query(which): Query<Which>,
) -> Result<Json<Entry>, Refusal> {
    let (room, id) = find(&shared, &room, &which)?;
    if shared.apps.get(room.app)?.require_room_key {
        return Err(not_there(&id));
    }
    entry(&room).map(Json).ok_or_else(|| not_there(&id))
}

/// `GET /api/v1/rooms/{room}/cover`.
pub(super) async fn cover(
    State(shared): State<Shared>,
    Path(room): Path<String>,
    Query(which): Query<Which>,
) -> Result<Response, Refusal> {
    let (room, id) = find(&shared, &room, &which)?;
    let cover = room.cover().ok_or_else(|| not_there(&id))?;
    // The list names a cover by its time, so that a picture once fetched never changes.
    let headers = [(header::CONTENT_TYPE, "image/jpeg"), (header::CACHE_CONTROL, "private, max-age=60")];
    Ok((headers, cover.jpeg).into_response())
}

/// `PUT /api/v1/rooms/{room}/cover`: a JPEG from the host's page.
pub(super) async fn put_cover(
    State(shared): State<Shared>,
    Path(room): Path<String>,
    Query(which): Query<Which>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<StatusCode, Refusal> {
    let token = bearer(&headers)?;
    let (room, _) = find(&shared, &room, &which)?;
    if !same(token, &room.cover_token()) {
        return Err(Refusal::denied("not_host", "only the host's page puts the cover of a room"));
    }
    if headers.get(header::CONTENT_TYPE).is_none_or(|kind| kind != "image/jpeg") {
        return Err(Refusal::bad("cover_type", "a cover is image/jpeg")
            .with_status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
    }
    let jpeg =
        body.map_err(|error| Refusal::bad("cover_size", error.body_text()).with_status(error.status()))?;
    if jpeg.len() > COVER_MAX_BYTES {
        let said = format!("a cover has at most {COVER_MAX_BYTES} bytes, not {}", jpeg.len());
        return Err(Refusal::bad("cover_size", said).with_status(StatusCode::PAYLOAD_TOO_LARGE));
    }
    if !jpeg.starts_with(&[0xFF, 0xD8, 0xFF]) {
        return Err(Refusal::bad("cover_type", "the body is no JPEG"));
    }
    room.put_cover(Cover { jpeg, at_ms: unix_ms(), at: Instant::now() });
    Ok(StatusCode::NO_CONTENT)
}

fn app<'a>(shared: &'a Shared, which: &Which) -> Result<&'a App, Refusal> {
    match which.sdk_app_id {
        Some(id) => shared.apps.get(AppId::new(id)?),
        None => shared.apps.first().ok_or_else(|| Refusal::denied("app_unknown", "this server has no app")),
    }
}

fn find(shared: &Shared, room: &str, which: &Which) -> Result<(RoomHandle, RoomId), Refusal> {
    let id = crate::room::served(RoomId::from_path(room)?)?;
    let room = shared.hub.open_room(app(shared, which)?.id, &id).ok_or_else(|| not_there(&id))?;
    Ok((room, id))
}

fn not_there(id: &RoomId) -> Refusal {
    Refusal::of(Code::ServerRoomNotExist, "room_not_exist", format!("room {id} is not open, or has none"))
}

fn entry(room: &RoomHandle) -> Option<Entry> {
    let listing = room.listing()?;
    let cover = room.cover();
    Some(Entry {
        room: room.id.to_string(),
        title: listing.title,
        host: Host {
            user_id: listing.host.user.to_string(),
            nick: listing.host.nick,
            present: listing.host_present,
        },
        people: listing.people,
        since_ms: listing.created_at_ms,
        live: listing.live,
        cover_url: cover.map(|cover| {
            format!("/api/v1/rooms/{}/cover?sdk_app_id={}&at={}", room.id, room.app, cover.at_ms)
        }),
    })
}

/// Compared in a time that says nothing of where they differ.
fn same(one: &str, other: &str) -> bool {
    one.len() == other.len() && one.bytes().zip(other.bytes()).fold(0, |diff, (a, b)| diff | (a ^ b)) == 0
}
