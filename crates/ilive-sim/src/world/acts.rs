//! What clients and the media plane do.

use ilive_core::room::{
    Enter, Grant, Input, MediaEvent, Negotiated, Refusal, Request, RequestId, Role, SessionId, SlotOffer,
};
use ilive_protocol::wire::{self, reply::Result as Reply};
use ilive_protocol::{PeerId, Rights};

use super::{Answer, World};
use crate::carry::brief;
use crate::{Client, Guest};

impl World {
    /// Enters; with `answer_offers` the answer is there when this returns.
    pub fn enter(&mut self, session: SessionId, name: &str, guest: &Guest) -> Option<Answer> {
        let (peer, person) = (PeerId(self.fresh()), self.person(name));
        let grant =
            Grant { ticket: guest.ticket, key_presented: guest.key, issued_at_ms: self.clock().unix_ms };
        let enter = Enter {
            person,
            grant,
            kind: guest.kind,
            peer,
            create: guest.create,
            exclusive: false,
            role: Role::new("asked", guest.role),
            asked: Rights::NONE,
            wants: Rights::NONE,
            title: String::new(),
            follow: guest.follow,
        };
        let request = RequestId(self.fresh());
        self.pending.insert(request, session);
        self.note(format!("{name} enters as {:?}", guest.role));
        let client = Client {
            tiny: enter.person.tiny,
            peer,
            kind: guest.kind,
            ticket: guest.ticket,
            replica: None,
            away: None,
            negotiating: true,
            offered: Vec::new(),
        };
        self.entering.insert(session, client);
        self.give(Input::Enter(session, request, Box::new(enter)));
        self.entering.remove(&session);
        self.answers.remove(&request)
    }

    /// A new session of a user that enters and has its media: how most stories begin.
    pub fn join(&mut self, name: &str, guest: &Guest) -> SessionId {
        let session = self.session();
        self.enter(session, name, guest);
        self.media(session, MediaEvent::Connected);
        session
    }

    /// A request's number when it was refused, 0 when it was done.
    pub fn code(&mut self, session: SessionId, what: Request) -> u32 {
        match self.ask(session, what) {
            Some(Ok(_)) => 0,
            Some(Err(refusal)) => refusal.fault().code,
            None => u32::MAX,
        }
    }

    /// Asks something of the room.
    pub fn ask(&mut self, session: SessionId, what: Request) -> Option<Answer> {
        let request = RequestId(self.fresh());
        self.pending.insert(request, session);
        self.note(format!("{} asks {}", self.name_of(session), brief(&what)));
        let key = match &what {
            Request::ChangeRole { grant, .. } => grant.map(|grant| grant.ticket),
            _ => None,
        };
        self.give(Input::Request(session, request, what));
        let answer = self.answers.remove(&request);
        if let (Some(ticket), Some(Ok(_)), Some(client)) = (key, &answer, self.clients.get_mut(&session)) {
            client.ticket = ticket;
        }
        answer
    }

    /// Asks for the state without a word in the transcript.
    pub(crate) fn read(&mut self, session: SessionId) -> Option<wire::RoomState> {
        let request = RequestId(self.fresh());
        self.pending.insert(request, session);
        self.give(Input::Request(session, request, Request::Read));
        match self.answers.remove(&request) {
            Some(Ok(Reply::RoomRead(state))) => Some(state),
            _ => None,
        }
    }

    /// The link is gone; the seat is kept for as long as the timers say.
    pub fn lose_link(&mut self, session: SessionId) {
        let until = self.now + self.config.timers.resume_window;
        self.note(format!("{} loses its link", self.name_of(session)));
        if let Some(client) = self.clients.get_mut(&session) {
            client.away = Some(until);
        }
        self.give(Input::LinkLost(session, until));
    }

    /// The link is back.
    pub fn resume(&mut self, session: SessionId) {
        self.note(format!("{} is back", self.name_of(session)));
        if let Some(client) = self.clients.get_mut(&session) {
            client.away = None;
        }
        self.give(Input::LinkBack(session));
    }

    /// The session has ended.
    pub fn end_session(&mut self, session: SessionId) {
        self.note(format!("{}'s session ends", self.name_of(session)));
        self.give(Input::SessionGone(session));
        self.clients.remove(&session);
    }

    /// The server is told to stop.
    pub fn stop(&mut self) {
        self.note("the server stops".to_owned());
        self.give(Input::Stop(Refusal::Draining));
    }

    /// The media plane saw something of the session's connection.
    pub fn media(&mut self, session: SessionId, event: MediaEvent) {
        if let Some(peer) = self.clients.get(&session).map(|client| client.peer) {
            self.note(format!("{}: media {event:?}", self.name_of(session)));
            self.give(Input::Media(peer, event));
        }
    }

    /// Answers an offer that waits: with two audio and `pictures` video slots, or not at all.
    pub fn answer_offer(&mut self, session: SessionId, pictures: usize, well: bool) {
        let Some(client) = self.clients.get_mut(&session).filter(|client| client.negotiating) else { return };
        client.negotiating = false;
        let video = |at: usize| SlotOffer { mid: format!("v{at}"), video: true };
        let audio = |at: usize| SlotOffer { mid: format!("a{at}"), video: false };
        let slots: Vec<SlotOffer> = (1..=2).map(audio).chain((1..=pictures).map(video)).collect();
        client.offered = slots.iter().map(|slot| slot.mid.clone()).collect();
        let answered = Negotiated { slots, sends: Vec::new() };
        let result = if well { Ok(answered) } else { Err(Refusal::IceFailed) };
        self.give(Input::Negotiated(session, result));
    }
}
