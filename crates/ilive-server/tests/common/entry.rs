//! Rooms as clients ask for them.

use ilive_protocol::wire::{self, client_frame::Request, reply};
use ilive_sfu::Source;

use super::{Call, Client, Draft, Fault, Shape};

pub(crate) fn room(number: u32) -> Option<wire::RoomRef> {
    Some(wire::RoomRef { id: Some(wire::room_ref::Id::Number(number)) })
}

pub(crate) fn named(name: &str) -> Option<wire::RoomRef> {
    Some(wire::RoomRef { id: Some(wire::room_ref::Id::Name(name.to_owned())) })
}

pub(crate) fn user(user: &str) -> Option<wire::MemberRef> {
    Some(wire::MemberRef { id: Some(wire::member_ref::Id::UserId(user.to_owned())) })
}

/// An entry that makes the room.
pub(crate) fn create(number: u32, offer: wire::Offer) -> wire::RoomEnter {
    wire::RoomEnter { create: true, ..join(number, offer) }
}

/// An entry into a room that is there.
pub(crate) fn join(number: u32, offer: wire::Offer) -> wire::RoomEnter {
    wire::RoomEnter { room: room(number), offer: Some(offer), ..Default::default() }
}

/// An uplink from now on, or no more.
pub(crate) fn uplink(source: Source, on: bool) -> Request {
    let source = wire::Source::from(source).into();
    let kind = wire::UplinkKind::Camera.into();
    Request::SetUplink(wire::SetUplink { source, on, muted: false, kind })
}

/// Everybody who sends.
pub(crate) fn all_views() -> Request {
    Request::SetViews(wire::SetViews { auto: true, views: Vec::new() })
}

impl Client {
    pub(crate) async fn enter(&mut self, enter: wire::RoomEnter) -> Result<wire::RoomEnterReply, Fault> {
        match self.ask(Request::RoomEnter(enter)).await? {
            reply::Result::RoomEnter(reply) => Ok(reply),
            other => panic!("an entry was answered {other:?}"),
        }
    }

    /// A request with nothing to say in its answer.
    pub(crate) async fn done(&mut self, request: Request) {
        let what = format!("{request:?}");
        assert_eq!(self.ask(request).await, Ok(reply::Result::Done(wire::Done {})), "{what}");
    }

    /// Makes a room and connects its media.
    pub(crate) async fn host(&mut self, number: u32, shape: &Shape) -> (wire::RoomEnterReply, Call) {
        let draft = Draft::new(shape).await;
        let reply = self.enter(create(number, draft.offer())).await.expect("a room");
        let mut call = draft.connect(&reply.answer_sdp);
        call.connected().await;
        (reply, call)
    }

    /// Enters a room and connects its media.
    pub(crate) async fn visit(&mut self, number: u32, shape: &Shape) -> (wire::RoomEnterReply, Call) {
        let draft = Draft::new(shape).await;
        let reply = self.enter(join(number, draft.offer())).await.expect("an entry");
        let mut call = draft.connect(&reply.answer_sdp);
        call.connected().await;
        (reply, call)
    }

    /// Publishes a source and sends it.
    pub(crate) async fn publish(&mut self, call: &Call, source: Source) {
        self.done(uplink(source, true)).await;
        call.send(source, true).await;
    }

    /// What is true of the room now; what the room has told before has come by then.
    pub(crate) async fn state(&mut self) -> wire::RoomState {
        match self.ask(Request::RoomRead(wire::RoomRead {})).await {
            Ok(reply::Result::RoomRead(state)) => state,
            other => panic!("a read was answered {other:?}"),
        }
    }
}
