//! A room that does not exist: who may make it, and who waits for that.

use std::time::Instant;

use ilive_protocol::wire::RoleType;
use ilive_protocol::{RoomId, wire};

use super::open::Open;
use super::{
    Action, Config, Cross, Enter, Input, Output, Person, Refusal, Request, RequestId, SessionId, Standing,
    may,
};
use crate::Now;

/// Group joins that came before the entry that makes the room: a client sends both at once.
#[derive(Debug, Default)]
pub(super) struct Vacant {
    waiting: Vec<Waiting>,
    outputs: Vec<Output>,
}

#[derive(Debug)]
struct Waiting {
    session: SessionId,
    request: RequestId,
    join: Request,
    until: Instant,
}

impl Vacant {
    /// Takes one event; gives the room when it is made by it.
    pub(super) fn handle(&mut self, now: Now, id: &RoomId, config: &Config, input: Input) -> Option<Open> {
        self.give_up(|waiting| waiting.until <= now.at);
        match input {
            Input::Enter(session, request, enter) => {
                return self.enter(now, id, config, session, request, *enter);
            }
            Input::Request(session, request, what) => self.request(now, config, session, request, what),
            Input::SessionGone(session) => self.give_up(|waiting| waiting.session == session),
            Input::Stop(_) => self.give_up(|_| true),
            Input::Cross(room, cross) => self.crossed(room, &cross),
            Input::Negotiated(..)
            | Input::Media(..)
            | Input::LinkLost(..)
            | Input::LinkBack(_)
            | Input::MessageKept
            | Input::Tick => {}
        }
        None
    }

    pub(super) fn timeout(&self) -> Option<(Instant, &'static str)> {
        self.waiting.iter().map(|waiting| (waiting.until, "group join waits")).min()
    }

    pub(super) fn is_idle(&self) -> bool {
        self.waiting.is_empty()
    }

    pub(super) fn take_outputs(&mut self) -> Vec<Output> {
        std::mem::take(&mut self.outputs)
    }

    fn enter(
        &mut self,
        now: Now,
        id: &RoomId,
        config: &Config,
        session: SessionId,
        request: RequestId,
        enter: Enter,
    ) -> Option<Open> {
        let (owner, title) = (enter.person.clone(), &enter.title);
        let made = may_make(&enter).and_then(|()| Open::new(now, id.clone(), config.clone(), owner, title));
        let mut open = match made {
            Ok(open) => open,
            Err(refusal) => {
                self.refuse(session, request, refusal);
                // Its group join would wait for this entry in vain.
                self.give_up(|waiting| waiting.session == session);
                return None;
            }
        };
        open.handle(now, Input::Enter(session, request, Box::new(enter)));
        for Waiting { session, request, join, .. } in self.waiting.drain(..) {
            open.handle(now, Input::Request(session, request, join));
        }
        Some(open)
    }

    fn request(&mut self, now: Now, config: &Config, session: SessionId, request: RequestId, what: Request) {
        match what {
            Request::GroupJoin { create: true, .. } => {
                let until = now.at + config.timers.group_wait;
                self.waiting.push(Waiting { session, request, join: what, until });
            }
            Request::GroupJoin { .. } | Request::GroupMembers { .. } => {
                self.refuse(session, request, Refusal::GroupNotExist);
            }
            Request::GroupLeave => {
                self.give_up(|waiting| waiting.session == session);
                self.done(session, request);
            }
            Request::Exit => self.done(session, request),
            _ => self.refuse(session, request, Refusal::NotInRoom),
        }
    }

    /// There is nothing here to be linked with.
    fn crossed(&mut self, room: RoomId, cross: &Cross) {
        let answer = match cross {
            Cross::Ask(_) => Cross::Answer(Err(Refusal::RoomNotExist)),
            Cross::Answer(Ok(())) => Cross::Drop,
            Cross::Answer(Err(_)) | Cross::Drop => return,
        };
        self.outputs.push(Output::Cross(room, answer));
    }

    fn give_up(&mut self, which: impl Fn(&Waiting) -> bool) {
        let (gone, kept) = std::mem::take(&mut self.waiting).into_iter().partition(which);
        self.waiting = kept;
        let gone: Vec<Waiting> = gone;
        for waiting in gone {
            self.refuse(waiting.session, waiting.request, Refusal::GroupNotExist);
        }
    }

    fn refuse(&mut self, session: SessionId, request: RequestId, refusal: Refusal) {
        self.outputs.push(Output::Reply(session, request, Err(refusal)));
    }

    fn done(&mut self, session: SessionId, request: RequestId) {
        let done = wire::reply::Result::Done(wire::Done {});
        self.outputs.push(Output::Reply(session, request, Ok(done)));
    }
}

/// ENTER bit, then whether the room is to be made, then the CREATE bit (R3).
fn may_make(enter: &Enter) -> Result<(), Refusal> {
    let standing = enter.standing();
    if !may(&standing, Action::Join) {
        return Err(Refusal::LackJoin);
    }
    if !enter.create {
        return Err(Refusal::RoomNotExist);
    }
    if !may(&standing, Action::Create) {
        return Err(Refusal::LackCreate);
    }
    Ok(())
}

impl Enter {
    /// What counts before there is a role.
    pub(super) fn standing(&self) -> Standing {
        let Enter { grant, asked, .. } = self;
        Standing { ticket: grant.ticket, asked: *asked, role: RoleType::Default, ..Standing::NOBODY }
    }
}

impl Person {
    /// As chat lists show it.
    pub(super) fn group_member(&self, host: bool) -> wire::GroupMember {
        wire::GroupMember { user_id: self.user.to_string(), nick: self.nick.clone(), host }
    }
}
