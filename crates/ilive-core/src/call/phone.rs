//! One-to-one calls (E.15): made, ringing, established, ended; and whom each end is told to.

use std::collections::BTreeSet;
use std::time::Instant;

use ilive_protocol::UserId;
use ilive_protocol::wire::{self, CallResult, CallType, event::Event, reply};

use super::{Due, Exchange, RINGING_MAX, Refusal};
use crate::room::SessionId;

/// One call. An ended one is forgotten: none can be stuck.
#[derive(Debug)]
pub(super) struct Call {
    caller: SessionId,
    kind: CallType,
    state: State,
}

#[derive(Debug)]
enum State {
    /// At these logins of the called user; never at none.
    Ringing { at: BTreeSet<SessionId> },
    /// Both are in it.
    Established { callee: SessionId },
}

impl Call {
    /// All who are part of it.
    fn parties(&self) -> BTreeSet<SessionId> {
        let others: BTreeSet<SessionId> = match &self.state {
            State::Ringing { at } => at.clone(),
            State::Established { callee } => BTreeSet::from([*callee]),
        };
        others.into_iter().chain([self.caller]).collect()
    }
}

impl Exchange {
    pub(super) fn make_call(
        &mut self,
        now: Instant,
        session: SessionId,
        make: &wire::MakeCall,
    ) -> Result<reply::Result, Refusal> {
        let (from, to) = self.parties(session, &make.user_id)?;
        let kind = make.r#type();
        if kind == CallType::Unspecified {
            return Err(Refusal::BadValue {
                what: "bad_call_type",
                why: "a call has sound alone, or picture",
            });
        }
        self.in_no_call(session)?;
        if let Some(call_id) = self.rings_from(session, &to, kind) {
            self.establish(session, call_id)?;
            self.tell([session], Event::CallEstablished(wire::CallEstablished { call_id }));
            return Ok(reply::Result::MakeCall(wire::MakeCallReply { call_id }));
        }
        let at = self.reachable(&to);
        if at.is_empty() {
            return Err(Refusal::NobodyThere(to));
        }
        if at.iter().any(|session| self.ringing_at(*session) >= RINGING_MAX) {
            return Err(Refusal::Crowded { limit: RINGING_MAX });
        }
        let call_id = self.next_id();
        self.due.insert((now + self.ring(make.ring_ms), Due::Call(call_id)));
        let call = Call { caller: session, kind, state: State::Ringing { at: at.clone() } };
        self.list_call(call_id, &call.parties());
        self.calls.insert(call_id, call);
        let (user_id, nick) = (from.user.to_string(), from.nick);
        self.tell(
            at,
            Event::CallIncoming(wire::CallIncoming { call_id, user_id, nick, r#type: kind.into() }),
        );
        Ok(reply::Result::MakeCall(wire::MakeCallReply { call_id }))
    }

    fn list_call(&mut self, id: u64, parties: &BTreeSet<SessionId>) {
        for session in parties {
            if let Some(login) = self.logins.get_mut(session) {
                login.calls.insert(id);
            }
        }
    }

    fn calls_of(&self, session: SessionId) -> impl Iterator<Item = &Call> {
        let ids = self.logins.get(&session).into_iter().flat_map(|login| &login.calls);
        ids.filter_map(|id| self.calls.get(id))
    }

    fn ringing_at(&self, session: SessionId) -> usize {
        self.calls_of(session)
            .filter(|call| matches!(&call.state, State::Ringing { at } if at.contains(&session)))
            .count()
    }

    fn in_no_call(&self, session: SessionId) -> Result<(), Refusal> {
        let is_in = |call: &Call| {
            call.caller == session || matches!(call.state, State::Established { callee } if callee == session)
        };
        if self.calls_of(session).any(is_in) { Err(Refusal::InCall) } else { Ok(()) }
    }

    /// The call of this user that rings at `session`: who calls its caller in the same way has accepted it, even if it was not
    /// heard yet. Who wants sound alone has not accepted pictures.
    fn rings_from(&self, session: SessionId, caller: &UserId, kind: CallType) -> Option<u64> {
        let rings = |id: &&u64| {
            self.calls.get(id).is_some_and(|call| {
                call.kind == kind
                    && matches!(&call.state, State::Ringing { at } if at.contains(&session))
                    && self.logins.get(&call.caller).is_some_and(|login| login.person.user == *caller)
            })
        };
        self.logins.get(&session)?.calls.iter().find(rings).copied()
    }

    /// The logins that a call rings at, `session` among them.
    fn rings_at(&mut self, session: SessionId, id: u64) -> Result<&mut BTreeSet<SessionId>, Refusal> {
        match self.calls.get_mut(&id) {
            Some(Call { state: State::Ringing { at }, .. }) if at.contains(&session) => Ok(at),
            _ => Err(Refusal::NoCall),
        }
    }

    pub(super) fn accept_call(&mut self, session: SessionId, id: u64) -> Result<reply::Result, Refusal> {
        self.establish(session, id)?;
        Ok(done())
    }

    fn establish(&mut self, session: SessionId, id: u64) -> Result<(), Refusal> {
        self.rings_at(session, id)?;
        self.in_no_call(session)?;
        let call = self.calls.get_mut(&id).ok_or(Refusal::NoCall)?;
        let caller = call.caller;
        let before = std::mem::replace(&mut call.state, State::Established { callee: session });
        if let State::Ringing { at } = before {
            let others = at.into_iter().filter(|other| *other != session).collect();
            self.part(id, &others, CallResult::Cancelled);
        }
        self.tell([caller], Event::CallEstablished(wire::CallEstablished { call_id: id }));
        Ok(())
    }

    /// A busy login drops out; the user's no is for all of them.
    pub(super) fn reject_call(
        &mut self,
        session: SessionId,
        id: u64,
        busy: bool,
    ) -> Result<reply::Result, Refusal> {
        let at = self.rings_at(session, id)?;
        if busy && at.len() > 1 {
            at.remove(&session);
            self.unlist_call(id, session);
        } else {
            let how = if busy { CallResult::Busy } else { CallResult::Refused };
            self.finish_call(id, how, Some(session));
        }
        Ok(done())
    }

    /// By the caller or the called: what it means depends on how far the call has come.
    pub(super) fn end_call(&mut self, session: SessionId, id: u64) -> Result<reply::Result, Refusal> {
        let call = self.calls.get(&id).filter(|call| call.parties().contains(&session));
        let how = match call.ok_or(Refusal::NoCall)? {
            Call { state: State::Established { .. }, .. } => CallResult::HungUp,
            Call { caller, .. } if *caller == session => CallResult::Cancelled,
            Call { .. } => CallResult::Refused,
        };
        self.finish_call(id, how, Some(session));
        Ok(done())
    }

    /// One of its logins is gone, or has been away for too long.
    pub(super) fn call_lost(&mut self, id: u64, session: SessionId) {
        match self.calls.get_mut(&id) {
            Some(Call { caller, state: State::Ringing { at }, .. }) if *caller != session && at.len() > 1 => {
                at.remove(&session);
                self.part(id, &BTreeSet::from([session]), CallResult::Disconnected);
            }
            Some(_) => self.finish_call(id, CallResult::Disconnected, None),
            None => {}
        }
    }

    pub(super) fn rung_out(&mut self, id: u64) {
        if matches!(self.calls.get(&id), Some(Call { state: State::Ringing { .. }, .. })) {
            self.finish_call(id, CallResult::TimedOut, None);
        }
    }

    /// Ends a call for all who are part of it. Who asked for it has its answer, and needs no event.
    fn finish_call(&mut self, id: u64, how: CallResult, asked: Option<SessionId>) {
        let Some(call) = self.calls.remove(&id) else { return };
        let mut parties = call.parties();
        if let Some(asked) = asked {
            parties.remove(&asked);
            self.unlist_call(id, asked);
        }
        self.part(id, &parties, how);
    }

    /// The call is over for these.
    fn part(&mut self, call_id: u64, parties: &BTreeSet<SessionId>, how: CallResult) {
        for session in parties {
            self.unlist_call(call_id, *session);
        }
        let ended = wire::CallEnded { call_id, result: how.into() };
        self.tell(parties.iter().copied(), Event::CallEnded(ended));
    }

    fn unlist_call(&mut self, id: u64, session: SessionId) {
        if let Some(login) = self.logins.get_mut(&session) {
            login.calls.remove(&id);
        }
    }
}

pub(super) fn done() -> reply::Result {
    reply::Result::Done(wire::Done {})
}
