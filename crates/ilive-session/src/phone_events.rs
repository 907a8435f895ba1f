//! What the server says of calls, and what nobody says of them.

use std::time::Instant;

use ilive_protocol::wire::client_frame::Request as R;
use ilive_protocol::wire::event::Event as Told;
use ilive_protocol::wire::{self, CallResult, reply::Result as Reply};
use ilive_protocol::{Code, Module};

use crate::call::Answer;
use crate::phone::{NOT_EXIST, One};
use crate::purpose::{CallStep, Purpose};
use crate::{Client, Error, Event, OpId};

/// Calls that may ring at a time: a flood of them is dropped.
const INCOMING_MAX: usize = 16;

fn is_no_call(error: &Error) -> bool {
    error.module == Module::Call && error.code == NOT_EXIST
}

impl Client {
    pub(crate) fn call_answered(
        &mut self,
        now: Instant,
        op: OpId,
        step: CallStep,
        reply: Result<Reply, Error>,
    ) {
        let result = match (step, reply) {
            (CallStep::Make, reply) => {
                self.phone.making = None;
                match reply {
                    Ok(Reply::MakeCall(wire::MakeCallReply { call_id: id })) => {
                        self.phone.calls.insert(id, One::Wait(self.rung_out(now)));
                        Ok(Answer::Id(id))
                    }
                    Ok(_) => Err(Error::of(Code::ParseFail, "wrong_reply")),
                    Err(error) => Err(error),
                }
            }
            (CallStep::Accept(id), Ok(_)) => {
                self.phone.calls.insert(id, One::Establish);
                Ok(Answer::Done)
            }
            (CallStep::Accept(id), Err(error)) => {
                self.phone.calls.remove(&id);
                Err(error)
            }
            // Ended by the other side meanwhile: what was asked for is so.
            (CallStep::Reject(_) | CallStep::End(_), Err(error)) if is_no_call(&error) => Ok(Answer::Done),
            (CallStep::Reject(_) | CallStep::End(_), reply) => reply.map(|_| Answer::Done),
        };
        self.finish(op, result);
    }

    pub(crate) fn call_incoming(&mut self, now: Instant, incoming: wire::CallIncoming) {
        let call_id = incoming.call_id;
        let busy = self.no_other_call().is_err() && self.config.auto_busy;
        if busy || !self.config.im_support {
            let reject = wire::RejectCall { call_id, busy: true };
            return self.ask(now, R::RejectCall(reject), Purpose::Undo);
        }
        if !self.phone.calls.contains_key(&call_id) && self.phone.calls.len() < INCOMING_MAX {
            self.phone.calls.insert(call_id, One::Incoming(self.rung_out(now)));
            self.event(Event::Server(Told::CallIncoming(incoming)));
        }
    }

    /// To the one who called: the other's acceptance has its own answer, which says the same.
    pub(crate) fn call_established(&mut self, established: wire::CallEstablished) {
        if let Some(one @ One::Wait(_)) = self.phone.calls.get_mut(&established.call_id) {
            *one = One::Establish;
            self.event(Event::Server(Told::CallEstablished(established)));
        }
    }

    pub(crate) fn call_ended(&mut self, ended: wire::CallEnded) {
        let Some(one) = self.phone.calls.remove(&ended.call_id) else { return };
        if let One::Enter(op) = one {
            self.requests.take(|purpose| purpose.op() == Some(op));
            let result = u32::try_from(ended.result).unwrap_or_default();
            self.finish(op, Err(Error::call(result, "").because("the call has ended")));
        }
        self.event(Event::Server(Told::CallEnded(ended)));
    }

    pub(crate) fn tell_ended(&mut self, call_id: u64, result: CallResult) {
        self.event(Event::Server(Told::CallEnded(wire::CallEnded { call_id, result: result.into() })));
    }

    /// The session is another, or events of it were lost: what calls there still are nobody can say, so they end here, and
    /// the server is told where it may know of them (`known`).
    pub(crate) fn calls_lost(&mut self, now: Instant, known: bool) {
        let ids: Vec<u64> = self.phone.calls.keys().copied().collect();
        for call_id in ids {
            self.call_ended(wire::CallEnded { call_id, result: CallResult::Disconnected.into() });
            if known {
                self.ask(now, R::EndCall(wire::EndCall { call_id }), Purpose::Undo);
            }
        }
    }

    /// One that is given up before its id is known is ended when it is; one that is being accepted is ended now.
    pub(crate) fn abandon_call(&mut self, now: Instant, op: OpId) {
        if self.phone.making == Some(op) {
            self.phone.making = None;
            self.phone.held = None;
            self.requests.repurpose(&Purpose::Call(op, CallStep::Make), &Purpose::StrayCall);
        }
        let accepting =
            self.phone.calls.iter().find(|(_, one)| matches!(one, One::Enter(entering) if *entering == op));
        if let Some(id) = accepting.map(|(id, _)| *id) {
            self.phone.calls.remove(&id);
            self.ask(now, R::EndCall(wire::EndCall { call_id: id }), Purpose::Undo);
        }
    }

    pub(crate) fn stray_call(&mut self, now: Instant, reply: &Result<Reply, Error>) {
        if let Ok(Reply::MakeCall(wire::MakeCallReply { call_id })) = reply {
            self.ask(now, R::EndCall(wire::EndCall { call_id: *call_id }), Purpose::Undo);
        }
        if self.requests.count(|purpose| *purpose == Purpose::StrayCall) > 0 {
            return;
        }
        if let (Some(op), Some(make)) = (self.phone.making, self.phone.held.take()) {
            self.ask(now, R::MakeCall(make), Purpose::Call(op, CallStep::Make));
        }
    }

    pub(crate) fn phone_deadline(&self) -> Option<(Instant, &'static str)> {
        let until = |one: &One| match one {
            One::Incoming(until) | One::Wait(until) => Some(*until),
            One::Enter(_) | One::Establish => None,
        };
        self.phone.calls.values().filter_map(until).min().map(|at| (at, "call"))
    }

    pub(crate) fn expire_phone(&mut self, now: Instant) {
        let late = |one: &One| matches!(one, One::Incoming(until) | One::Wait(until) if *until <= now);
        let over: Vec<u64> =
            self.phone.calls.iter().filter(|(_, one)| late(one)).map(|(id, _)| *id).collect();
        for id in over {
            self.phone.calls.remove(&id);
            self.tell_ended(id, CallResult::TimedOut);
        }
    }
}
