//! Invitations (C.8): one of one's own at a time, and those that have come in. What could not be done is 1801, 1802 or 1803 with
//! the reason nested: the server knows whether an invitation still stands.

use std::collections::BTreeMap;
use std::time::Instant;

use ilive_protocol::wire::client_frame::Request as R;
use ilive_protocol::wire::event::Event as Told;
use ilive_protocol::wire::{self, InviteEnd, reply::Result as Reply};
use ilive_protocol::{Code, RoomId, UserId};

use crate::call::{Accepted, Answer, RoomArg};
use crate::operations::{Caller, Verb};
use crate::purpose::{InviteStep, Purpose};
use crate::{Client, Error, Event, OpId, guards};

/// What is done with invitations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InviteCall {
    /// Asks a user into a room; 1801.
    Invite(String, RoomArg),
    /// Takes one; 1802.
    Accept(u64),
    /// Turns one down; 1803.
    Refuse(u64),
    /// Takes one's own back.
    Cancel(u64),
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Invite {
    own: Own,
    /// Those that have come in, each until it counts as timed out.
    incoming: BTreeMap<u64, Instant>,
}

#[derive(Debug, Clone, Default)]
enum Own {
    #[default]
    Idle,
    /// Somebody is asked; counts as timed out at `until`.
    Inviting { id: u64, until: Instant },
}

/// Invitations that may stand at a time: a flood of them is dropped.
const INCOMING_MAX: usize = 64;

impl Client {
    /// 1101, 1004, 1001, 1002; the rest is in the completion.
    pub(crate) fn invite_call(&mut self, now: Instant, call: InviteCall) -> Result<Accepted, Error> {
        self.started()?;
        let (verb, step, request) = match call {
            InviteCall::Invite(user, room) => {
                let (to, room) = self.invited(&user, &room)?;
                let (user_id, room, ring_ms) = (to.to_string(), Some((&room).into()), self.ring_ms());
                let invite = wire::Invite { user_id, room, ring_ms };
                (Verb::Invite, InviteStep::Invite, R::Invite(invite))
            }
            InviteCall::Accept(invite_id) => {
                let accept = wire::AcceptInvite { invite_id };
                (Verb::AcceptInvite, InviteStep::Accept(invite_id), R::AcceptInvite(accept))
            }
            InviteCall::Refuse(invite_id) => {
                let refuse = wire::RefuseInvite { invite_id };
                (Verb::RefuseInvite, InviteStep::Refuse(invite_id), R::RefuseInvite(refuse))
            }
            InviteCall::Cancel(invite_id) => {
                let cancel = wire::CancelInvite { invite_id };
                (Verb::CancelInvite, InviteStep::Cancel(invite_id), R::CancelInvite(cancel))
            }
        };
        self.free(verb)?;
        let op = self.operations.begin(now, Caller::Av, verb);
        if let (Own::Inviting { id, .. }, InviteStep::Invite) = (&self.invite.own, step) {
            let why = format!("invitation {id} still stands: cancel it first");
            self.finish(op, Err(Error::of(Code::AvInviteFailed, "in_invitation").because(why)));
        } else {
            self.ask(now, request, Purpose::Invite(op, step));
        }
        Ok(Accepted::Pending(op))
    }

    fn invited(&self, user: &str, room: &RoomArg) -> Result<(UserId, RoomId), Error> {
        let bad = |error: Error| Error::of(Code::AvInvalidArgument, "").because(error.message);
        let to = guards::user_id(user).map_err(bad)?;
        let room = guards::room_id(room).map_err(bad)?;
        match self.login.session() {
            Some(session) if session.who.user == to => {
                Err(Error::of(Code::AvInvalidArgument, "").because("one cannot invite oneself"))
            }
            _ => Ok((to, room)),
        }
    }

    pub(crate) fn invite_answered(
        &mut self,
        now: Instant,
        op: OpId,
        step: InviteStep,
        reply: Result<Reply, Error>,
    ) {
        let code = match step {
            InviteStep::Invite => Some(Code::AvInviteFailed),
            InviteStep::Accept(_) => Some(Code::AvAcceptFailed),
            InviteStep::Refuse(_) => Some(Code::AvRefuseFailed),
            InviteStep::Cancel(_) => None,
        };
        let result = match (step, reply) {
            (_, Err(error)) => Err(match code {
                Some(code) => Error::of(code, "").because(error.message.clone()).caused_by(error),
                None => error,
            }),
            (InviteStep::Invite, Ok(Reply::Invite(wire::InviteReply { invite_id: id }))) => {
                self.invite.own = Own::Inviting { id, until: self.rung_out(now) };
                Ok(Answer::Id(id))
            }
            (InviteStep::Invite, Ok(_)) => Err(Error::of(Code::ParseFail, "wrong_reply")),
            (_, Ok(_)) => Ok(Answer::Done),
        };
        match step {
            InviteStep::Invite => {}
            // Whatever was said: it stands no longer.
            InviteStep::Accept(id) | InviteStep::Refuse(id) => _ = self.invite.incoming.remove(&id),
            InviteStep::Cancel(id) => self.own_over(id),
        }
        self.finish(op, result);
    }

    fn own_over(&mut self, id: u64) {
        if matches!(self.invite.own, Own::Inviting { id: own, .. } if own == id) {
            self.invite.own = Own::Idle;
        }
    }

    /// The server ends what rings; this is for one that is silent.
    pub(crate) fn rung_out(&self, now: Instant) -> Instant {
        now + self.config.timers.ring + self.config.timers.request
    }

    pub(crate) fn ring_ms(&self) -> u32 {
        u32::try_from(self.config.timers.ring.as_millis()).unwrap_or(u32::MAX)
    }

    pub(crate) fn invite_arrived(&mut self, now: Instant, arrived: wire::InviteArrived) {
        if self.invite.incoming.len() < INCOMING_MAX {
            self.invite.incoming.insert(arrived.invite_id, self.rung_out(now));
            self.event(Event::Server(Told::InviteArrived(arrived)));
        }
    }

    /// The own one, or of two that cross the one that counts, whosever it is.
    pub(crate) fn invite_accepted(&mut self, accepted: wire::InviteAccepted) {
        self.own_over(accepted.invite_id);
        self.invite.incoming.remove(&accepted.invite_id);
        self.event(Event::Server(Told::InviteAccepted(accepted)));
    }

    pub(crate) fn invite_ended(&mut self, ended: wire::InviteEnded) {
        self.own_over(ended.invite_id);
        self.invite.incoming.remove(&ended.invite_id);
        self.event(Event::Server(Told::InviteEnded(ended)));
    }

    /// As [`Self::calls_lost`].
    pub(crate) fn invites_lost(&mut self, now: Instant, known: bool) {
        let mut over: Vec<u64> = self.invite.incoming.keys().copied().collect();
        if let Own::Inviting { id, .. } = self.invite.own {
            over.push(id);
            if known {
                self.ask(now, R::CancelInvite(wire::CancelInvite { invite_id: id }), Purpose::Undo);
            }
        }
        for invite_id in over {
            self.invite_ended(wire::InviteEnded { invite_id, how: InviteEnd::Left.into() });
        }
    }

    /// One that is given up before its id is known is taken back when it is.
    pub(crate) fn abandon_invite(&mut self, op: OpId) {
        self.requests.repurpose(&Purpose::Invite(op, InviteStep::Invite), &Purpose::StrayInvite);
    }

    pub(crate) fn stray_invite(&mut self, now: Instant, reply: &Result<Reply, Error>) {
        if let Ok(Reply::Invite(wire::InviteReply { invite_id })) = reply {
            let cancel = wire::CancelInvite { invite_id: *invite_id };
            self.ask(now, R::CancelInvite(cancel), Purpose::Undo);
        }
    }

    pub(crate) fn invite_deadline(&self) -> Option<(Instant, &'static str)> {
        let own = match self.invite.own {
            Own::Inviting { until, .. } => Some(until),
            Own::Idle => None,
        };
        self.invite.incoming.values().copied().chain(own).min().map(|at| (at, "invitation"))
    }

    pub(crate) fn expire_invite(&mut self, now: Instant) {
        let late = self.invite.incoming.iter().filter(|(_, until)| **until <= now);
        let mut over: Vec<u64> = late.map(|(id, _)| *id).collect();
        if let Own::Inviting { id, until } = self.invite.own
            && until <= now
        {
            over.push(id);
        }
        for invite_id in over {
            self.invite_ended(wire::InviteEnded { invite_id, how: InviteEnd::TimedOut.into() });
        }
    }
}
