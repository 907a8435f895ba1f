//! What the server says of calls, and what nobody says of them.

use std::time::Instant;

use ilive_protocol::Code;

use crate::call::Answer;
use crate::io::Request;
use crate::phone::One;
use crate::purpose::{CallStep, Purpose, Reply};
use crate::{Client, Error, Event, OpId, later};

/// The result of a call that nobody answered (E.15).
const TIMED_OUT: u32 = 2;

/// Calls that may ring at a time: a flood of them is dropped.
const INCOMING_MAX: usize = 16;

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
                    Ok(Reply::Later(later::Reply::Calling(id))) => {
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
            (CallStep::Reject(_) | CallStep::End(_), reply) => reply.map(|_| Answer::Done),
        };
        self.finish(op, result);
    }

    pub(crate) fn call_told(&mut self, now: Instant, event: later::Event) {
        match event {
            later::Event::CallIncoming { id, .. } => {
                let busy = self.no_other_call().is_err() && self.config.auto_busy;
                if busy || !self.config.im_support {
                    let request = later::Request::RejectCall { call: id, busy: true };
                    return self.ask_any(now, Request::Later(request), Purpose::Undo);
                }
                if self.phone.calls.contains_key(&id) || self.phone.calls.len() >= INCOMING_MAX {
                    return;
                }
                self.phone.calls.insert(id, One::Incoming(self.rung_out(now)));
            }
            later::Event::CallEstablished(id) => match self.phone.calls.get_mut(&id) {
                Some(one @ One::Wait(_)) => *one = One::Establish,
                // The answer to the acceptance says the same.
                _ => return,
            },
            later::Event::CallEnded(id, result) => match self.phone.calls.remove(&id) {
                Some(One::Enter(op)) => {
                    self.requests.take(|purpose| purpose.op() == Some(op));
                    self.finish(op, Err(Error::call(result, "").because("the call has ended")));
                }
                Some(_) => {}
                None => return,
            },
            _ => {}
        }
        self.event(Event::Later(event));
    }

    /// One that is given up before its id is known is ended when it is; one that is being accepted is ended now.
    pub(crate) fn abandon_call(&mut self, now: Instant, op: OpId) {
        if self.phone.making == Some(op) {
            self.phone.making = None;
            self.requests.repurpose(&Purpose::Call(op, CallStep::Make), &Purpose::StrayCall);
        }
        let accepting =
            self.phone.calls.iter().find(|(_, one)| matches!(one, One::Enter(entering) if *entering == op));
        if let Some(id) = accepting.map(|(id, _)| *id) {
            self.phone.calls.remove(&id);
            self.ask_any(now, Request::Later(later::Request::EndCall(id)), Purpose::Undo);
        }
    }

    pub(crate) fn stray_call(&mut self, now: Instant, reply: &Result<Reply, Error>) {
        if let Ok(Reply::Later(later::Reply::Calling(id))) = reply {
            self.ask_any(now, Request::Later(later::Request::EndCall(*id)), Purpose::Undo);
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
            self.event(Event::Later(later::Event::CallEnded(id, TIMED_OUT)));
        }
    }
}
