//! One-to-one calls, as far as they are the client's (B.9, E.15). The server decides; here is which step is allowed (8008), and
//! which id is none (8003 to reject, `call` 100 else). A call that has ended is forgotten: none is stuck.

use std::collections::BTreeMap;
use std::time::Instant;

use ilive_protocol::Code;
use ilive_protocol::wire::client_frame::Request as R;
use ilive_protocol::wire::{self, CallResult, CallType};

use crate::call::{Accepted, PhoneCall};
use crate::operations::{Caller, Verb};
use crate::purpose::{CallStep, Purpose};
use crate::{Client, Error, OpId, guards};

/// A call's state (E.15); idle and end are calls that are not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhoneState {
    /// Accepted here; the server has not answered.
    Enter,
    /// Rings here.
    Incoming,
    /// Rings there.
    Wait,
    /// Both are in it.
    Establish,
}

/// The `call` code of an id that is none (E.15).
pub(crate) const NOT_EXIST: u32 = 100;

#[derive(Debug, Clone, Default)]
pub(crate) struct Phone {
    pub(crate) calls: BTreeMap<u64, One>,
    /// Asked for; has no id yet.
    pub(crate) making: Option<OpId>,
    /// The one being made waits until the one that it ends is over on the server, which gives it an id first.
    pub(crate) held: Option<wire::MakeCall>,
}

#[derive(Debug, Clone)]
pub(crate) enum One {
    Enter(OpId),
    /// Counts as timed out at this time.
    Incoming(Instant),
    Wait(Instant),
    Establish,
}

impl One {
    fn state(&self) -> PhoneState {
        match self {
            Self::Enter(_) => PhoneState::Enter,
            Self::Incoming(_) => PhoneState::Incoming,
            Self::Wait(_) => PhoneState::Wait,
            Self::Establish => PhoneState::Establish,
        }
    }
}

fn wrong_state(why: String) -> Error {
    Error::of(Code::WrongState, "call_state").because(why)
}

impl Client {
    /// The state of a call; none when there is no such call.
    #[must_use]
    pub fn phone_state(&self, call: u64) -> Option<PhoneState> {
        self.phone.calls.get(&call).map(One::state)
    }

    pub(crate) fn phone_call(&mut self, now: Instant, call: PhoneCall) -> Result<Accepted, Error> {
        self.alive()?;
        match call {
            PhoneCall::Make { user_id, video, end_current } => {
                self.make_call(now, &user_id, video, end_current)
            }
            PhoneCall::Accept(id) => self.accept_call(now, id),
            PhoneCall::Reject(id) => self.reject_call(now, id),
            PhoneCall::End(id) => self.end_call(now, id),
        }
    }

    fn phone_ready(&self) -> Result<(), Error> {
        self.im_loaded()?;
        self.logged_in_8009()?;
        self.im_logged_in()
    }

    /// Calls in ENTER, WAIT or ESTABLISH.
    fn active_calls(&self) -> Vec<u64> {
        let active = |one: &One| !matches!(one, One::Incoming(_));
        self.phone.calls.iter().filter(|(_, one)| active(one)).map(|(id, _)| *id).collect()
    }

    pub(crate) fn no_other_call(&self) -> Result<(), Error> {
        match self.phone.making.is_some() || !self.active_calls().is_empty() {
            true => Err(Error::of(Code::WrongState, "in_call").because("another call is under way")),
            false => Ok(()),
        }
    }

    fn make_call(
        &mut self,
        now: Instant,
        user: &str,
        video: bool,
        end_current: bool,
    ) -> Result<Accepted, Error> {
        let to = guards::user_id(user)?;
        if self.login.session().is_some_and(|session| session.who.user == to) {
            return Err(Error::of(Code::InvalidParam, "self_call").because("one cannot call oneself"));
        }
        self.phone_ready()?;
        self.in_budget()?;
        if end_current {
            self.end_current_calls(now);
        }
        self.no_other_call()?;
        let op = self.operations.begin(now, Caller::Facade, Verb::Call);
        self.phone.making = Some(op);
        let kind = if video { CallType::Video } else { CallType::Audio };
        let make = wire::MakeCall { user_id: to.to_string(), r#type: kind.into(), ring_ms: self.ring_ms() };
        match self.requests.count(|purpose| *purpose == Purpose::StrayCall) {
            0 => self.ask(now, R::MakeCall(make), Purpose::Call(op, CallStep::Make)),
            _ => self.phone.held = Some(make),
        }
        Ok(Accepted::Pending(op))
    }

    /// The old call ends with result 4, what it had pending with 8007.
    fn end_current_calls(&mut self, now: Instant) {
        let left = || Error::of(Code::UserCancel, "left");
        if let Some(op) = self.phone.making {
            self.give_up(now, op, left());
        }
        for id in self.active_calls() {
            if let Some(One::Enter(op)) = self.phone.calls.remove(&id) {
                self.requests.take(|purpose| purpose.op() == Some(op));
                self.finish(op, Err(left()));
            }
            self.ask(now, R::EndCall(wire::EndCall { call_id: id }), Purpose::Undo);
            self.tell_ended(id, CallResult::HungUp);
        }
    }

    fn accept_call(&mut self, now: Instant, id: u64) -> Result<Accepted, Error> {
        self.phone_ready()?;
        match self.phone.calls.get(&id) {
            None => Err(Error::call(NOT_EXIST, "not_exist").because(format!("there is no call {id}"))),
            Some(One::Incoming(_)) => self.no_other_call(),
            Some(other) => Err(wrong_state(format!("call {id} is {:?}", other.state()))),
        }?;
        self.in_budget()?;
        let op = self.operations.begin(now, Caller::Facade, Verb::Call);
        self.phone.calls.insert(id, One::Enter(op));
        let accept = R::AcceptCall(wire::AcceptCall { call_id: id });
        self.ask(now, accept, Purpose::Call(op, CallStep::Accept(id)));
        Ok(Accepted::Pending(op))
    }

    fn reject_call(&mut self, now: Instant, id: u64) -> Result<Accepted, Error> {
        self.phone_ready()?;
        match self.phone.calls.get(&id) {
            None => Err(Error::of(Code::NoRoom, "no_call").because(format!("there is no call {id}"))),
            Some(One::Incoming(_)) => Ok(()),
            Some(other) => Err(wrong_state(format!("call {id} is {:?}", other.state()))),
        }?;
        self.in_budget()?;
        self.phone.calls.remove(&id);
        let op = self.operations.begin(now, Caller::Facade, Verb::Call);
        let reject = R::RejectCall(wire::RejectCall { call_id: id, busy: false });
        self.ask(now, reject, Purpose::Call(op, CallStep::Reject(id)));
        Ok(Accepted::Pending(op))
    }

    fn end_call(&mut self, now: Instant, id: u64) -> Result<Accepted, Error> {
        self.phone_ready()?;
        match self.phone.calls.get(&id) {
            None => Err(Error::call(NOT_EXIST, "not_exist").because(format!("there is no call {id}"))),
            Some(One::Incoming(_)) => Err(wrong_state(format!("call {id} rings here: reject it"))),
            Some(_) => Ok(()),
        }?;
        self.in_budget()?;
        if let Some(One::Enter(op)) = self.phone.calls.remove(&id) {
            self.requests.take(|purpose| purpose.op() == Some(op));
            self.finish(op, Err(Error::of(Code::UserCancel, "left")));
        }
        let op = self.operations.begin(now, Caller::Facade, Verb::Call);
        let end = R::EndCall(wire::EndCall { call_id: id });
        self.ask(now, end, Purpose::Call(op, CallStep::End(id)));
        Ok(Accepted::Pending(op))
    }
}
