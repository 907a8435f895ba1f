//! What leads out of the current room: links with other rooms, push and record. The server's word decides; here are the guards.

use std::time::Instant;

use ilive_protocol::wire::client_frame::Request as R;
use ilive_protocol::{Code, RoomId, wire};

use crate::call::{Accepted, Answer, RoomArg, Secret};
use crate::operations::{Caller, Verb};
use crate::purpose::Purpose;
use crate::{Client, Error, Event, OpId, guards};

impl Client {
    /// 8021 for a link to oneself, 8002, 8003, 8004 for a room that is linked.
    pub(crate) fn link_room(
        &mut self,
        now: Instant,
        room: &RoomArg,
        user: &str,
        link_key: Secret,
    ) -> Result<Accepted, Error> {
        self.alive()?;
        let room = guards::room_id(room)?;
        let user = guards::user_id(user)?;
        if self.login.session().is_some_and(|session| session.who.user == user)
            || self.current_room() == Some(&room)
        {
            return Err(Error::of(Code::InvalidParam, "self_link").because("a link leads to another room"));
        }
        self.av_ready()?;
        self.in_room_8003()?;
        self.room_entered()?;
        if self.links.contains(&room) {
            return Err(Error::of(Code::AlreadyExist, "linked").because(format!("room {room} is linked")));
        }
        self.in_budget()?;
        let op = self.operations.begin(now, Caller::Facade, Verb::Ask);
        let link =
            wire::LinkRoom { room: Some((&room).into()), user_id: user.to_string(), link_key: link_key.0 };
        self.ask(now, R::LinkRoom(link), Purpose::Link(op, room));
        Ok(Accepted::Pending(op))
    }

    pub(crate) fn linked(&mut self, op: OpId, room: RoomId, reply: Result<(), Error>) {
        if reply.is_ok() && self.room.stay().is_some() {
            self.links.insert(room);
        }
        self.finish(op, reply.map(|()| Answer::Done));
    }

    pub(crate) fn unlinked(&mut self, op: OpId, reply: Result<(), Error>) {
        if reply.is_ok() {
            self.links.clear();
        }
        self.finish(op, reply.map(|()| Answer::Done));
    }

    /// 8002, 8003.
    pub(crate) fn unlink_room(&mut self, now: Instant) -> Result<Accepted, Error> {
        self.alive()?;
        self.av_ready()?;
        self.in_room_8003()?;
        self.room_entered()?;
        self.in_budget()?;
        let op = self.operations.begin(now, Caller::Facade, Verb::Ask);
        self.ask(now, R::UnlinkRoom(wire::UnlinkRoom {}), Purpose::Unlink(op));
        Ok(Accepted::Pending(op))
    }

    /// 8009, 8003; what follows is the server's word.
    pub(crate) fn push_or_record(&mut self, now: Instant, request: R) -> Result<Accepted, Error> {
        self.alive()?;
        self.logged_in_8009()?;
        self.in_room_8003()?;
        self.im_logged_in()?;
        self.in_budget()?;
        let op = self.operations.begin(now, Caller::Facade, Verb::Ask);
        self.ask(now, request, Purpose::Ask(op));
        Ok(Accepted::Pending(op))
    }

    pub(crate) fn links_changed(&mut self, changed: wire::LinksChanged) {
        self.keep_links(&changed.links);
        self.room.stay_mut().into_iter().for_each(|stay| stay.links.clone_from(&changed.links));
        self.event(Event::Server(wire::event::Event::LinksChanged(changed)));
    }

    /// What the room is linked with no longer is none of this session's either.
    pub(crate) fn keep_links(&mut self, links: &[wire::RoomLink]) {
        let there: Vec<RoomId> =
            links.iter().filter_map(|link| RoomId::try_from(link.room.as_ref()?).ok()).collect();
        self.links.retain(|room| there.contains(room));
    }
}
