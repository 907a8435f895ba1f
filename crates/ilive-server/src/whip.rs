//! WHIP (RFC 9725) and WHEP, mirrored: one POST publishes into a room or plays it.

mod patch;
mod registry;
mod sdp;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, post};
use ilive_core::room::{Enter, Grant, Person, Role};
use ilive_protocol::wire::{MemberKind, RoleType, reply};
use ilive_protocol::{AppId, Code, Rights, RoomId, TinyId, UserId};
use serde::Deserialize;
use tokio_util::sync::CancellationToken;
use tower_http::cors::{Any, CorsLayer};
use tower_http::set_header::SetResponseHeaderLayer;

use crate::http::{Path, Query, bearer};
use crate::refusal::Refusal;
use crate::room::{Caller, HttpCaller, Message as ToRoom, OfferIn, RoomHandle};
use crate::shared::{Shared, unix_ms, unix_s};
pub(crate) use patch::Fragment;
pub(crate) use registry::Registry;
use registry::Resource;

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
    Path(room): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Refusal> {
    let post = Post::read(&shared, MemberKind::Whip, &room, &headers, body).await?;
    post.enter(&shared, None).await
}

#[derive(Deserialize)]
struct Which {
    /// Show this member only.
    user: Option<String>,
}

async fn whep(
    State(shared): State<Shared>,
    Path(room): Path<String>,
    Query(which): Query<Which>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Refusal> {
    let post = Post::read(&shared, MemberKind::Whep, &room, &headers, body).await?;
    let follow = match which.user {
        Some(user) => Some(post.member(&shared, user.parse()?).await?),
        None => None,
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
    if (resource.app, &resource.user) != (app, &user) {
        return Err(Refusal::denied("wrong_user", "this session belongs to another user"));
    }
    Ok(resource)
}

fn read_body(body: Result<Bytes, BytesRejection>) -> Result<String, Refusal> {
    let body =
        body.map_err(|error| Refusal::bad("sdp_too_large", error.body_text()).with_status(error.status()))?;
    String::from_utf8(body.into()).map_err(|_| Refusal::bad("sdp_syntax", "the body is not UTF-8"))
}

/// A POST whose ticket has been checked.
struct Post {
    kind: MemberKind,
    room: RoomId,
    app: AppId,
    person: Person,
    grant: Grant,
    offer: String,
}

impl Post {
    async fn read(
        shared: &Shared,
        kind: MemberKind,
        room: &str,
        headers: &HeaderMap,
        body: Result<Bytes, BytesRejection>,
    ) -> Result<Self, Refusal> {
        let ticket = bearer(headers)?;
        let room = RoomId::from_path(room)?;
        if !is_content(headers, "application/sdp") {
            return Err(Refusal::bad("content_type", "send an offer as application/sdp")
                .with_status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
        }
        let (app, user, grant) = shared.apps.bearer(ticket, &room, unix_s())?;
        let room = crate::room::served(room)?;
        let app = app.id;
        let user = shared.store.user(app, &user, "", unix_ms()).await?;
        let person = Person { user: user.id, tiny: user.tiny, nick: user.nick };
        Ok(Self { kind, room, app, person, grant, offer: read_body(body)? })
    }

    async fn member(&self, shared: &Shared, user: UserId) -> Result<TinyId, Refusal> {
        let found = shared.store.users(self.app, std::slice::from_ref(&user), &[]).await?;
        found.first().map(|user| user.tiny).ok_or_else(|| {
            Refusal::of(
                Code::ServerEndpointNotExist,
                "member_gone",
                format!("user {user} has never been here"),
            )
        })
    }

    async fn enter(self, shared: &Shared, follow: Option<TinyId>) -> Result<Response, Refusal> {
        let publishes = self.kind == MemberKind::Whip;
        if publishes
            && shared.whip.publishers(self.app, &self.person.user, &self.room)
                >= shared.config.limits.whip_per_user
        {
            return Err(Refusal::full("too_many_sessions", "this user publishes too often already"));
        }
        let room = RoomHandle::open(shared, self.app, &self.room)?;
        let session = shared.next_session();
        let peer = shared.next_peer();
        let wants = sdp::wants(&self.offer, publishes);
        let role = if publishes { ("LiveMaster", RoleType::Host) } else { ("Guest", RoleType::Audience) };
        let enter = Enter {
            person: self.person.clone(),
            grant: self.grant,
            kind: self.kind,
            peer,
            create: publishes,
            exclusive: false,
            role: Role::new(role.0, role.1),
            asked: Rights::NONE,
            wants,
            title: String::new(),
            follow,
        };
        let out = CancellationToken::new();
        let (caller, answered) = HttpCaller::new(session, out.clone());
        let ufrag = sdp::attribute(&self.offer, "ice-ufrag").unwrap_or_default().to_owned();
        let offer = OfferIn::inferred(self.offer);
        let request = shared.next_request();
        room.tell(ToRoom::Enter { caller: Caller::Http(caller), request, enter: Box::new(enter), offer })?;
        let answer = match answered.await {
            Ok(Ok(reply::Result::RoomEnter(entered))) => entered.answer_sdp,
            Ok(Err(refusal)) => return Err(refusal.into()),
            _ => return Err(ilive_core::room::Refusal::RoomNotExist.into()),
        };
        let resource = Resource {
            session,
            room,
            app: self.app,
            user: self.person.user,
            publishes,
            ufrag,
            etag: sdp::etag(&answer),
        };
        Ok(created(shared, resource, out, answer))
    }
}

fn created(shared: &Shared, resource: Resource, out: CancellationToken, answer: String) -> Response {
    let kind = if resource.publishes { "whip" } else { "whep" };
    let (room, etag) = (resource.room.id.clone(), resource.etag.clone());
    let id = shared.whip.insert(shared, resource, out);
    let headers = [
        (header::CONTENT_TYPE, "application/sdp".to_owned()),
        (header::LOCATION, format!("/{kind}/{room}/{id}")),
        (header::ETAG, etag),
        (HeaderName::from_static("accept-patch"), "application/trickle-ice-sdpfrag".to_owned()),
    ];
    (StatusCode::CREATED, headers, answer).into_response()
}

/// Whether the body is of this type, parameters apart.
fn is_content(headers: &HeaderMap, wanted: &str) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case(wanted))
}
