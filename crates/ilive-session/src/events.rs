//! What the server tells unasked. Events are numbered: what comes twice is dropped, and after one that is missing the session
//! is taken up again.

use std::time::Instant;

use ilive_protocol::wire::event::Event as Told;
use ilive_protocol::wire::{self, server_frame::Body};
use ilive_protocol::{Code, RoomId, TinyId};

use crate::login::Turn;
use crate::purpose::Purpose;
use crate::{Client, Error, Event};

impl Client {
    pub(crate) fn frame(&mut self, now: Instant, frame: wire::ServerFrame) {
        match frame.body {
            Some(Body::Reply(reply)) => self.reply(now, reply),
            Some(Body::Event(wire::Event { seq, event })) => match (self.login.see(seq), event) {
                (Turn::Next, Some(told)) => self.told(now, told),
                (Turn::Early, _) => {
                    let why = format!("event {seq} has come, and those before it have not");
                    self.bad_frame(now, Error::of(Code::ParseFail, "bad_frame").because(why));
                }
                (Turn::Next, None) | (Turn::Past, _) => {}
            },
            Some(Body::Tick(_)) | None => {}
        }
    }

    fn told(&mut self, now: Instant, told: Told) {
        match told {
            Told::TicketExpired(expired) => {
                let error = self.as_event(Error::of(Code::Expire, "grace"));
                self.event(Event::TicketExpired(expired.grace_ms, error));
            }
            Told::SessionEnded(ended) => {
                let unsaid = Error::of(Code::ServerFailed, "session_ended");
                self.session_ended(now, ended.error.map_or(unsaid, Error::from_wire));
            }
            Told::MemberChanged(wire::MemberChanged { member: Some(member), version }) => {
                self.member(now, version, TinyId(member.tiny_id), |members| members.changed(&member));
            }
            Told::MemberChanged(_) => {}
            Told::MemberGone(wire::MemberGone { tiny_id, version, .. }) => {
                self.member(now, version, TinyId(tiny_id), |members| members.gone(TinyId(tiny_id)));
            }
            Told::RightsChanged(rights) => self.rights_changed(rights),
            Told::SlotsChanged(slots) => self.slots_changed(slots),
            Told::PrivilegeDiff(diff) => {
                if let Ok(source) = wire::Source::try_from(diff.source) {
                    self.event(Event::PrivilegeDiff(source));
                }
            }
            Told::RoomDisconnected(out) => self.put_out(now, out),
            Told::LinksChanged(changed) => self.links_changed(changed),
            Told::InviteArrived(arrived) => self.invite_arrived(now, arrived),
            Told::InviteAccepted(accepted) => self.invite_accepted(accepted),
            Told::InviteEnded(ended) => self.invite_ended(ended),
            Told::CallIncoming(incoming) => self.call_incoming(now, incoming),
            Told::CallEstablished(established) => self.call_established(established),
            Told::CallEnded(ended) => self.call_ended(ended),
            other => self.event(Event::Server(other)),
        }
    }

    fn member(
        &mut self,
        now: Instant,
        version: u64,
        who: TinyId,
        change: impl FnOnce(&mut crate::av::Members),
    ) {
        if let Some(stay) = self.room.stay_mut()
            && stay.members.is_new(version)
        {
            change(&mut stay.members);
            self.tell_change(now, who);
        }
    }

    fn rights_changed(&mut self, rights: wire::RightsChanged) {
        let Some(stay) = self.room.stay_mut() else { return };
        stay.rights = rights.rights;
        let (peer, role) = (stay.peer, rights.role.clone());
        let another = stay.role != role;
        stay.role.clone_from(&role);
        stay.muted_by_host.clone_from(&rights.muted_by_host);
        stay.news = Some(rights);
        if another {
            self.engine(crate::io::EngineCommand::Role(peer, role));
        }
        self.tell_rights();
    }

    /// Of a room that the app is in; the news of one that is being entered wait for its completion.
    pub(crate) fn tell_rights(&mut self) {
        if let Some(rights) = self.room.app_stay_mut().and_then(|stay| stay.news.take()) {
            self.event(Event::Rights(rights));
        }
    }

    fn slots_changed(&mut self, slots: wire::SlotsChanged) {
        if let Some(peer) = self.room.stay_mut().map(|stay| stay.peer) {
            self.engine(crate::io::EngineCommand::Slots(peer, slots.slots));
        }
    }

    /// Events were lost: what is true now is read.
    pub(crate) fn read_room(&mut self, now: Instant) {
        if self.room.stay_mut().is_some() {
            let read = wire::client_frame::Request::RoomRead(wire::RoomRead {});
            self.ask(now, read, Purpose::ReadRoom);
        }
    }

    pub(crate) fn room_read(&mut self, now: Instant, reply: Result<wire::RoomState, Error>) {
        match reply.and_then(crate::av::checked) {
            Ok(state) => {
                let of = state.room.as_ref().and_then(|room| RoomId::try_from(room).ok());
                // The answer may be late, and of the room before.
                let Some(stay) =
                    self.room.stay_mut().filter(|stay| of.is_none_or(|of| of == stay.param.room))
                else {
                    return;
                };
                stay.members.read(&state);
                let peer = stay.peer;
                self.keep_links(&state.links);
                self.engine(crate::io::EngineCommand::Slots(peer, state.slots));
                self.tell_members(now);
            }
            Err(error) if error.is(Code::ServerIdNotInRoom) => self.lose_room(now, error, None),
            // Asked again after the next loss; until then events go on.
            Err(error) => self.warn(error),
        }
    }
}
