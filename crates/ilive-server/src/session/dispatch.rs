//! Where each request of a session goes.

use std::time::Instant;

use ilive_core::call::Request as Call;
use ilive_core::room::{self, Enter, Follow, Grant, Request as Ask, RequestId};
use ilive_core::session::Input;
use ilive_protocol::wire::{self, MemberKind, RoleType, client_frame::Request, reply};
use ilive_protocol::{Code, Rights, RoomId};

use super::{Entering, Task};
use crate::apps::App;
use crate::clock::unix_s;
use crate::config::Features;
use crate::refusal::Refusal;
use crate::room::{Caller, Message as ToRoom, OfferIn, RoomHandle};

impl Task {
    /// Carries a request out, or sends it where it is carried out; exactly one answer follows.
    pub(super) fn dispatch(&mut self, id: RequestId, request: Request) {
        let done = match request {
            Request::RenewTicket(renew) => self.renew(&renew).map(Some),
            Request::Resolve(resolve) => self.resolve(id, resolve).map(|()| None),
            Request::SendMessage(send) => self.send_message(id, send).map(|()| None),
            Request::ReadMessages(read) => self.read_messages(id, read).map(|()| None),
            Request::GroupJoin(join) => self.group_join(id, &join).map(|()| None),
            Request::GroupLeave(leave) => self.group(id, leave.room.as_ref(), Ask::GroupLeave).map(|()| None),
            Request::GroupMembers(page) => {
                let ask = Ask::GroupMembers { offset: page.offset, limit: page.limit };
                self.group(id, page.room.as_ref(), ask).map(|()| None)
            }
            Request::RoomLocate(locate) => locate_room(&locate).map(Some),
            Request::RoomEnter(enter) => self.enter(id, enter).map(|()| None),
            Request::ChangeRole(change) => self.change_role(id, &change).map(|()| None),
            Request::Negotiate(negotiate) => self.negotiate(id, negotiate).map(|()| None),
            Request::MakeCall(make) => self.call(id, Call::MakeCall(make)).map(|()| None),
            Request::AcceptCall(accept) => self.call(id, Call::AcceptCall(accept)).map(|()| None),
            Request::RejectCall(reject) => self.call(id, Call::RejectCall(reject)).map(|()| None),
            Request::EndCall(end) => self.call(id, Call::EndCall(end)).map(|()| None),
            Request::Invite(invite) => self.call(id, Call::Invite(invite)).map(|()| None),
            Request::AcceptInvite(accept) => self.call(id, Call::AcceptInvite(accept)).map(|()| None),
            Request::RefuseInvite(refuse) => self.call(id, Call::RefuseInvite(refuse)).map(|()| None),
            Request::CancelInvite(cancel) => self.call(id, Call::CancelInvite(cancel)).map(|()| None),
            Request::LinkRoom(link) => self.link_room(id, &link).map(|()| None),
            Request::UnlinkRoom(_) => self.unlink_room(id).map(|()| None),
            Request::SpeedTest(_) => self.speed_test().map(Some),
            Request::Push(_) => Err(self.off_or_not_built(|features| features.push, "push")),
            Request::Record(_) => Err(self.off_or_not_built(|features| features.record, "record")),
            Request::RoomExit(_) => self.exit(id).map(|()| None),
            other => self.in_the_room(id, other).map(|()| None),
        };
        match done {
            Ok(None) => {}
            Ok(Some(result)) => self.answer(id, result),
            Err(refusal) => self.input(Input::Answer(id, reply::Result::Error(refusal.into_wire()))),
        }
    }

    fn speed_test(&self) -> Result<reply::Result, Refusal> {
        Refusal::unless_on(self.shared.apps.get(self.handle.app)?.features.speed_test, "speed_test")?;
        let addresses = self.shared.media.candidates();
        let place = self.link.as_ref().and_then(|(_, writer)| writer.place);
        let terms = self.shared.speed.begin(Instant::now(), self.handle.tiny, place, &addresses)?;
        Ok(reply::Result::SpeedTest(terms))
    }

    fn off_or_not_built(&self, is_on: impl Fn(&Features) -> bool, feature: &'static str) -> Refusal {
        let app = self.shared.apps.get(self.handle.app);
        app.and_then(|app| Refusal::unless_on(is_on(&app.features), feature)).err().unwrap_or_else(not_built)
    }

    fn renew(&mut self, renew: &wire::RenewTicket) -> Result<reply::Result, Refusal> {
        let (_, ticket) = self.shared.apps.user_sig(self.handle.app.get(), &renew.user_sig, unix_s())?;
        if ticket.user != self.handle.person.user {
            let said = format!(
                "the ticket is for user {}, this login is of {}",
                ticket.user, self.handle.person.user
            );
            return Err(Refusal::denied("wrong_user", said));
        }
        self.issued_at_s = ticket.issued_at;
        let ticket_expires_at_ms = ticket.expires_at.saturating_mul(1000);
        self.session.handle(crate::clock::now(), Input::Renewed { ticket_expires_at_ms });
        Ok(reply::Result::RenewTicket(wire::RenewTicketReply { ticket_expires_at_ms }))
    }

    fn enter(&mut self, id: RequestId, enter: wire::RoomEnter) -> Result<(), Refusal> {
        let room_id = served_room(enter.room.as_ref())?;
        let offer = OfferIn::new(enter.offer.as_ref())?;
        let app = self.shared.apps.get(self.handle.app)?;
        let default = if enter.create { RoleType::Host } else { RoleType::Audience };
        let role = app.roles.find(&enter.role, enter.role_type(), default)?;
        let grant = self.grant(app, &enter.private_map_key, &room_id)?;
        let leaves = self.leaves(&room_id, enter.switch_from.as_ref())?;
        let asked = u8::try_from(enter.rights_asked & 0xFF).map_or(Rights::NONE, Rights);
        let entry = Enter {
            person: (*self.handle.person).clone(),
            grant,
            kind: MemberKind::Person,
            peer: self.shared.next_peer(),
            create: enter.create,
            exclusive: enter.exclusive,
            role,
            asked,
            wants: Rights::NONE,
            title: enter.info.map(|info| info.title).unwrap_or_default(),
            follow: Follow::Anybody,
        };
        let room = self.open_room(&room_id)?;
        let message = ToRoom::Enter { caller: self.caller(), request: id, enter: Box::new(entry), offer };
        room.tell(message)?;
        self.entering.push(Entering { request: id, room, leaves, began: Instant::now() });
        Ok(())
    }

    /// What the ticket gives in a room: a key that is presented is held to.
    fn grant(&self, app: &App, key: &str, room: &RoomId) -> Result<Grant, Refusal> {
        match key {
            "" => app.grant_without_key(self.issued_at_s),
            key => app.grant_by_key(key, &self.handle.person, room, unix_s()),
        }
    }

    /// The room that is left once the new one is entered.
    fn leaves(&self, new: &RoomId, from: Option<&wire::RoomRef>) -> Result<Option<RoomHandle>, Refusal> {
        let from = from.map(RoomId::try_from).transpose()?;
        match (&self.room, from) {
            (None, None) => Ok(None),
            (Some(current), Some(from)) if current.id == from => Ok(Some(current.clone())),
            (Some(current), None) if current.id == *new => Ok(None),
            (Some(current), None) => Err(Refusal::of(
                Code::ServerRepeatedOperation,
                "in_another_room",
                format!("this session is in room {}: leave it, or switch", current.id),
            )),
            (_, Some(from)) => Err(not_in_room(format!("this session is not in room {from}"))),
        }
    }

    fn change_role(&mut self, id: RequestId, change: &wire::ChangeRole) -> Result<(), Refusal> {
        let room = self.current_room()?;
        let app = self.shared.apps.get(self.handle.app)?;
        let role = app.roles.find(&change.role, change.role_type(), RoleType::Audience)?;
        let grant = match change.private_map_key.as_str() {
            "" => None,
            key => Some(app.grant_by_key(key, &self.handle.person, &room.id, unix_s())?),
        };
        self.ask(&room, id, Ask::ChangeRole { role, grant })
    }

    fn negotiate(&mut self, id: RequestId, negotiate: wire::Negotiate) -> Result<(), Refusal> {
        let offer = OfferIn::new(negotiate.offer.as_ref())?;
        let room = self.current_room()?;
        room.tell(ToRoom::Negotiate { caller: self.caller(), request: id, offer })
    }

    /// The room of that name, opened where it is not.
    pub(super) fn open_room(&self, room: &RoomId) -> Result<RoomHandle, Refusal> {
        RoomHandle::open(&self.shared, self.handle.app, room, self.handle.tiny)
    }

    fn group_join(&mut self, id: RequestId, join: &wire::GroupJoin) -> Result<(), Refusal> {
        let room_id = served_room(join.room.as_ref())?;
        let app = self.shared.apps.get(self.handle.app)?;
        let Grant { ticket, issued_at_ms, .. } = self.grant(app, &join.private_map_key, &room_id)?;
        if !ticket.has(Rights::JOIN) {
            return Err(room::Refusal::LackJoin.into());
        }
        let room = self.open_room(&room_id)?;
        let person = (*self.handle.person).clone();
        self.ask(&room, id, Ask::GroupJoin { person, issued_at_ms, create: join.create })?;
        if !self.groups.iter().any(|known| known.is(&room)) {
            self.groups.retain(|known| !known.is_closed());
            self.groups.push(room);
        }
        Ok(())
    }

    fn group(&mut self, id: RequestId, room: Option<&wire::RoomRef>, ask: Ask) -> Result<(), Refusal> {
        let room_id = served_room(room)?;
        let room = self.open_room(&room_id)?;
        self.ask(&room, id, ask)
    }

    /// Requests that need a seat and nothing else.
    fn in_the_room(&mut self, id: RequestId, request: Request) -> Result<(), Refusal> {
        let room = self.current_room()?;
        let ask = match request {
            Request::RoomRead(_) => Ask::Read,
            Request::SetUplink(uplink) => Ask::SetUplink(uplink),
            Request::SetViews(views) => Ask::SetViews(views),
            Request::SetRoomInfo(set) => Ask::SetInfo(set.info.unwrap_or_default()),
            Request::EndRoom(_) => Ask::End,
            Request::StageRequest(stage) => Ask::StageRequest(stage),
            Request::StageCancel(_) => Ask::StageCancel,
            Request::StageAnswer(stage) => Ask::StageAnswer(stage),
            Request::StageInvite(stage) => Ask::StageInvite(stage),
            Request::StageInviteAnswer(stage) => Ask::StageInviteAnswer(stage),
            Request::StageLeave(stage) => Ask::StageLeave(stage),
            Request::MuteMember(mute) => Ask::Mute(mute),
            Request::KickMember(kick) => Ask::Kick(kick),
            _ => return Err(not_built()),
        };
        self.ask(&room, id, ask)
    }

    /// Out of the room, and of those that have not answered yet whether they let in.
    pub(super) fn exit(&mut self, id: RequestId) -> Result<(), Refusal> {
        let mut rooms = self.room.iter().chain(self.entering.iter().map(|entering| &entering.room));
        let Some(first) = rooms.next() else {
            self.answer(id, reply::Result::Done(wire::Done {}));
            return Ok(());
        };
        for room in rooms.filter(|room| !room.is(first)) {
            room.must_hear(ToRoom::Core(Box::new(room::Input::SessionGone(self.handle.id))));
        }
        self.ask(first, id, Ask::Exit)?;
        // What comes next need not wait until the room has written it down.
        self.in_room(None);
        Ok(())
    }

    pub(super) fn ask(&self, room: &RoomHandle, id: RequestId, ask: Ask) -> Result<(), Refusal> {
        room.tell(ToRoom::Request { caller: self.caller(), request: id, ask: Box::new(ask) })
    }

    fn caller(&self) -> Caller {
        Caller::Login(self.handle.clone())
    }

    pub(super) fn current_room(&self) -> Result<RoomHandle, Refusal> {
        self.room.clone().ok_or_else(|| not_in_room("this session is in no room".to_owned()))
    }
}

/// Known to the wire, and to nobody behind it.
fn not_built() -> Refusal {
    Refusal::of(Code::ServerNotImplement, "unknown_command", "this server does not know the request")
}

fn not_in_room(said: String) -> Refusal {
    Refusal::of(Code::ServerIdNotInRoom, room::Refusal::NotInRoom.fault().sub_reason, said)
}

/// The room of a request. Rooms with names are not served yet: 10007.
pub(super) fn served_room(room: Option<&wire::RoomRef>) -> Result<RoomId, Refusal> {
    let room = RoomId::try_from(room.ok_or_else(|| Refusal::bad("bad_id", "room: is missing"))?)?;
    crate::room::served(room)
}

fn locate_room(locate: &wire::RoomLocate) -> Result<reply::Result, Refusal> {
    served_room(locate.room.as_ref())?;
    // One node: it is the one that was asked.
    Ok(reply::Result::RoomLocate(wire::RoomLocateReply { url: String::new() }))
}
