//! One-to-one calls (B.9, E.15): the server decides, and both ends always agree.

use ilive_session::call::PhoneCall;
use ilive_session::{Answer, Call};

use super::Ilive;
use crate::call::{done, pend};
use crate::pending::Pending;

pub(crate) fn id(answer: Answer) -> Option<u64> {
    match answer {
        Answer::Id(id) => Some(id),
        _ => None,
    }
}

impl Ilive {
    /// Rings at a user; the call's id. With `end_current` the present call ends first (result 4).
    ///
    /// # Errors
    /// 8001, 8009, 8021 `self_call`, 8008 in a call.
    pub fn make_call(&self, user_id: &str, video: bool, end_current: bool) -> Pending<u64> {
        let user_id = user_id.to_owned();
        pend(&self.shared, Call::Phone(PhoneCall::Make { user_id, video, end_current }), id)
    }

    /// Takes a call that has come in.
    ///
    /// # Errors
    /// `call` 100 for an unknown one, 8008 for one that does not ring here or beside another.
    pub fn accept_call(&self, call: u64) -> Pending<()> {
        pend(&self.shared, Call::Phone(PhoneCall::Accept(call)), done)
    }

    /// Turns a call down.
    ///
    /// # Errors
    /// 8003 for an unknown one, 8008 for one that does not ring here.
    pub fn reject_call(&self, call: u64) -> Pending<()> {
        pend(&self.shared, Call::Phone(PhoneCall::Reject(call)), done)
    }

    /// Takes one's own call back, or hangs up.
    ///
    /// # Errors
    /// `call` 100 for an unknown one, 8008 for one that rings here.
    pub fn end_call(&self, call: u64) -> Pending<()> {
        pend(&self.shared, Call::Phone(PhoneCall::End(call)), done)
    }
}
