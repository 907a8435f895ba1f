//! POST: an offer, the ticket of who makes it, and the entry into the room.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ilive_core::room::{Enter, Follow, Grant, Person};
use ilive_protocol::wire::{MemberKind, RoleType, reply};
use ilive_protocol::{AppId, Rights, RoomId, UserId};
use tokio_util::sync::CancellationToken;

use super::registry::{Resource, Way};
use super::{is_content, read_body, sdp};
use crate::clock::{unix_ms, unix_s};
use crate::refusal::Refusal;
use crate::request::bearer;
use crate::room::{Caller, HttpCaller, Message as ToRoom, OfferIn, RoomHandle};
use crate::shared::Shared;

/// A POST whose ticket has been checked.
pub(super) struct Post {
    way: Way,
    room: RoomId,
    app: AppId,
    person: Person,
    grant: Grant,
    offer: String,
}

impl Post {
    /// In the order of R3: the packet, the ticket, the room, the key.
    pub(super) async fn read(
        shared: &Shared,
        way: Way,
        room: &str,
        headers: &HeaderMap,
        body: Result<Bytes, BytesRejection>,
    ) -> Result<Self, Refusal> {
        let ticket = bearer(headers)?;
        if !is_content(headers, "application/sdp") {
            return Err(Refusal::bad("content_type", "send an offer as application/sdp")
                .with_status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
        }
        let offer = read_body(body)?;
        let (app, bearer) = shared.apps.bearer(ticket, unix_s())?;
        let room = RoomId::from_path(room)?;
        let (user, grant) = app.grant_to(bearer, &room)?;
        let room = crate::room::served(room)?;
        let app = app.id;
        let user = shared.store.user(app, &user, "", unix_ms()).await?;
        let person = Person { user: user.id, tiny: user.tiny, nick: user.nick };
        Ok(Self { way, room, app, person, grant, offer })
    }

    /// The member that is to be shown.
    pub(super) async fn member(&self, shared: &Shared, user: UserId) -> Result<Follow, Refusal> {
        let found = shared.store.users(self.app, std::slice::from_ref(&user), &[]).await?;
        Ok(found.first().map_or(Follow::Unknown, |user| Follow::Member(user.tiny)))
    }

    pub(super) async fn enter(self, shared: &Shared, follow: Follow) -> Result<Response, Refusal> {
        let place = shared.whip.reserve(self.way, self.app, &self.person.user, &self.room, &shared.config)?;
        let room = RoomHandle::open(shared, self.app, &self.room, self.person.tiny)?;
        let session = shared.next_session();
        let out = CancellationToken::new();
        let (caller, answered) = HttpCaller::new(session, out.clone());
        let enter = Box::new(self.entry(shared, follow)?);
        let ufrag = sdp::attribute(&self.offer, "ice-ufrag").unwrap_or_default().to_owned();
        let offer = OfferIn::inferred(self.offer);
        let request = shared.next_request();
        room.tell(ToRoom::Enter { caller: Caller::Http(caller), request, enter, offer })?;
        let answer = match answered.await {
            Ok(Ok(reply::Result::RoomEnter(entered))) => entered.answer_sdp,
            Ok(Err(refusal)) => return Err(refusal.into()),
            _ => return Err(ilive_core::room::Refusal::RoomNotExist.into()),
        };
        let etag = sdp::etag(&answer);
        let resource = Resource { session, room, place, ufrag, etag };
        Ok(created(shared, resource, out, answer))
    }

    fn entry(&self, shared: &Shared, follow: Follow) -> Result<Enter, Refusal> {
        let (kind, role) = match self.way {
            Way::Whip => (MemberKind::Whip, RoleType::Host),
            Way::Whep => (MemberKind::Whep, RoleType::Audience),
        };
        let publishes = self.way == Way::Whip;
        Ok(Enter {
            person: self.person.clone(),
            grant: self.grant,
            kind,
            peer: shared.next_peer(),
            create: publishes,
            exclusive: false,
            role: shared.apps.get(self.app)?.roles.find("", role, role)?,
            asked: Rights::NONE,
            wants: sdp::wants(&self.offer, publishes),
            title: String::new(),
            follow,
        })
    }
}

fn created(shared: &Shared, resource: Resource, out: CancellationToken, answer: String) -> Response {
    let way = resource.place.way().word();
    let (room, etag) = (resource.room.id.clone(), resource.etag.clone());
    let id = shared.whip.insert(shared, resource, out);
    let headers = [
        (header::CONTENT_TYPE, "application/sdp".to_owned()),
        (header::LOCATION, format!("/{way}/{room}/{id}")),
        (header::ETAG, etag),
        (HeaderName::from_static("accept-patch"), "application/trickle-ice-sdpfrag".to_owned()),
    ];
    (StatusCode::CREATED, headers, answer).into_response()
}
