//! Invitations (C.8): one user asks another into a room. It stands until it is answered, taken back, or its time is over.

use std::collections::BTreeSet;
use std::time::Instant;

use ilive_protocol::wire::{self, InviteEnd, event::Event, reply};
use ilive_protocol::{RoomId, UserId};

use super::phone::done;
use super::{Due, Exchange, RINGING_MAX, Refusal};
use crate::room::{Person, SessionId};

/// One that stands.
#[derive(Debug)]
pub(super) struct Invite {
    from: SessionId,
    /// The logins of the invited user; never none.
    at: BTreeSet<SessionId>,
}

impl Exchange {
    pub(super) fn invite(
        &mut self,
        now: Instant,
        session: SessionId,
        invite: &wire::Invite,
    ) -> Result<reply::Result, Refusal> {
        let (from, to) = self.parties(session, &invite.user_id)?;
        let room =
            invite.room.as_ref().ok_or(Refusal::BadValue { what: "bad_id", why: "no room is named" })?;
        let room = RoomId::try_from(room)?;
        let crossing = self.crossing(session, &to);
        if let Some((id, inviter)) = &crossing
            && inviter.tiny < from.tiny
        {
            return self.accept_crossing(session, *id);
        }
        let at = self.reachable(&to);
        if at.is_empty() {
            return Err(Refusal::NobodyToInvite(to));
        }
        let older = self.older(session, &at);
        let stays = |(id, _): &(u64, &Invite)| !older.contains(id);
        let crowded = |to: &SessionId| self.invited(*to).filter(stays).count() >= RINGING_MAX;
        if at.iter().any(crowded) || self.inviting(session).filter(stays).count() >= RINGING_MAX {
            return Err(Refusal::Crowded { limit: RINGING_MAX });
        }
        self.replace(session, older);
        let invite_id = self.next_id();
        self.due.insert((now + self.ring(invite.ring_ms), Due::Invite(invite_id)));
        for session in at.iter().chain([&session]) {
            if let Some(login) = self.logins.get_mut(session) {
                login.invites.insert(invite_id);
            }
        }
        self.invites.insert(invite_id, Invite { from: session, at: at.clone() });
        let (user_id, nick) = (from.user.to_string(), from.nick);
        let arrived = wire::InviteArrived { invite_id, user_id, nick, room: Some((&room).into()) };
        self.tell(at, Event::InviteArrived(arrived));
        if let Some((lost, _)) = crossing {
            self.prevail(session, invite_id, lost);
        }
        Ok(reply::Result::Invite(wire::InviteReply { invite_id }))
    }

    fn standing(&self, session: SessionId) -> impl Iterator<Item = (u64, &Invite)> {
        let ids = self.logins.get(&session).into_iter().flat_map(|login| &login.invites);
        ids.filter_map(|id| Some((*id, self.invites.get(id)?)))
    }

    /// Those that stand for it. They are not in the way of its own.
    fn invited(&self, session: SessionId) -> impl Iterator<Item = (u64, &Invite)> {
        self.standing(session).filter(move |(_, invite)| invite.at.contains(&session))
    }

    /// Its own that stand.
    fn inviting(&self, session: SessionId) -> impl Iterator<Item = (u64, &Invite)> {
        self.standing(session).filter(move |(_, invite)| invite.from == session)
    }

    /// Of one login at another one invitation stands, the newest: nobody fills another's table alone.
    fn older(&self, from: SessionId, at: &BTreeSet<SessionId>) -> BTreeSet<u64> {
        self.inviting(from).filter(|(_, invite)| !invite.at.is_disjoint(at)).map(|(id, _)| id).collect()
    }

    fn replace(&mut self, from: SessionId, older: BTreeSet<u64>) {
        for id in older {
            if let Some(mut invite) = self.take(id) {
                invite.at.insert(from);
                self.tell_over(id, invite.at, InviteEnd::Cancelled);
            }
        }
    }

    /// The invitation by `user` that stands for `session`, and who invites.
    fn crossing(&self, session: SessionId, user: &UserId) -> Option<(u64, Person)> {
        self.invited(session).find_map(|(id, invite)| {
            let inviter = &self.logins.get(&invite.from)?.person;
            (inviter.user == *user).then(|| (id, inviter.clone()))
        })
    }

    /// Both invite each other, and the other's invitation counts: it is accepted, and its id is the answer.
    fn accept_crossing(&mut self, session: SessionId, invite_id: u64) -> Result<reply::Result, Refusal> {
        self.accept_invite(session, invite_id)?;
        self.tell([session], Event::InviteAccepted(wire::InviteAccepted { invite_id }));
        Ok(reply::Result::Invite(wire::InviteReply { invite_id }))
    }

    /// Both invite each other, and the new one by `session` counts: whose is lost has accepted it.
    fn prevail(&mut self, session: SessionId, won: u64, lost: u64) {
        let Some(Invite { from: other, mut at }) = self.take(lost) else { return };
        at.insert(other);
        at.remove(&session);
        self.tell_over(lost, at, InviteEnd::Answered);
        if self.accept_invite(other, won).is_ok() {
            self.tell([other], Event::InviteAccepted(wire::InviteAccepted { invite_id: won }));
        }
    }

    /// Takes one that stands for `session` out.
    fn answer(&mut self, session: SessionId, id: u64) -> Result<Invite, Refusal> {
        match self.invites.get(&id) {
            Some(invite) if invite.at.contains(&session) => self.take(id).ok_or(Refusal::NoInvitation),
            _ => Err(Refusal::NoInvitation),
        }
    }

    pub(super) fn accept_invite(&mut self, session: SessionId, id: u64) -> Result<reply::Result, Refusal> {
        let Invite { from, mut at } = self.answer(session, id)?;
        at.remove(&session);
        self.tell([from], Event::InviteAccepted(wire::InviteAccepted { invite_id: id }));
        self.tell_over(id, at, InviteEnd::Answered);
        Ok(done())
    }

    pub(super) fn refuse_invite(&mut self, session: SessionId, id: u64) -> Result<reply::Result, Refusal> {
        let Invite { from, mut at } = self.answer(session, id)?;
        at.remove(&session);
        self.tell_over(id, BTreeSet::from([from]), InviteEnd::Refused);
        self.tell_over(id, at, InviteEnd::Answered);
        Ok(done())
    }

    pub(super) fn cancel_invite(&mut self, session: SessionId, id: u64) -> Result<reply::Result, Refusal> {
        if self.invites.get(&id).is_none_or(|invite| invite.from != session) {
            return Err(Refusal::NoInvitation);
        }
        let at = self.take(id).map(|invite| invite.at).unwrap_or_default();
        self.tell_over(id, at, InviteEnd::Cancelled);
        Ok(done())
    }

    pub(super) fn invite_expired(&mut self, id: u64) {
        if let Some(Invite { from, mut at }) = self.take(id) {
            at.insert(from);
            self.tell_over(id, at, InviteEnd::TimedOut);
        }
    }

    /// One of its logins is gone.
    pub(super) fn invite_lost(&mut self, id: u64, session: SessionId) {
        let Some(invite) = self.invites.get_mut(&id) else { return };
        invite.at.remove(&session);
        if (invite.from == session || invite.at.is_empty())
            && let Some(Invite { from, mut at }) = self.take(id)
        {
            if from != session {
                at.insert(from);
            }
            self.tell_over(id, at, InviteEnd::Left);
        }
    }

    fn take(&mut self, id: u64) -> Option<Invite> {
        let invite = self.invites.remove(&id)?;
        for session in invite.at.iter().chain([&invite.from]) {
            if let Some(login) = self.logins.get_mut(session) {
                login.invites.remove(&id);
            }
        }
        Some(invite)
    }

    fn tell_over(&mut self, invite_id: u64, to: BTreeSet<SessionId>, how: InviteEnd) {
        self.tell(to, Event::InviteEnded(wire::InviteEnded { invite_id, how: how.into() }));
    }
}
