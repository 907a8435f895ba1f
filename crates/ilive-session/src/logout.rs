//! The end of a login, by the user's word or the server's: what is pending ends, and all that hangs on it is as before.

use std::time::Instant;

use ilive_protocol::wire::client_frame::Request as R;
use ilive_protocol::{Code, wire};

use crate::call::Answer;
use crate::login::{Login, passes};
use crate::operations::{Caller, Verb};
use crate::purpose::Purpose;
use crate::{Client, Error, Event, OpId};

impl Client {
    /// Ends the login with all that is in it: what is pending ends with 8007, then the server is told.
    pub(crate) fn log_out(&mut self, now: Instant, caller: Caller, verb: Verb) -> OpId {
        self.end_all(&Error::of(Code::UserCancel, "left"));
        let op = self.operations.begin(now, caller, verb);
        let was_in = matches!(self.login, Login::In(_)) && self.link.up().is_some();
        self.reset();
        if was_in {
            self.login = Login::Leaving(op);
            self.ask(now, R::Logout(wire::Logout {}), Purpose::Goodbye);
        } else {
            self.part(op);
        }
        op
    }

    /// The goodbye was heard, or nobody is there to hear it.
    pub(crate) fn goodbye_said(&mut self) {
        if let Login::Leaving(op) = self.login {
            self.part(op);
        }
    }

    fn part(&mut self, op: OpId) {
        self.login = Login::Out;
        self.requests.clear();
        self.hang_up();
        if self.operations.get(op).is_some_and(|operation| operation.verb == Verb::Release) {
            self.released = true;
        }
        self.finish(op, Ok(Answer::Done));
    }

    /// The façade's login failed in its second half: nobody waits for this goodbye.
    pub(crate) fn undo_login(&mut self, now: Instant, op: OpId, error: &Error) {
        self.end_others(op, error);
        if self.link.up().is_some() {
            self.ask(now, R::Logout(wire::Logout {}), Purpose::Undo);
        }
        self.login = Login::Out;
        self.reset();
        self.hang_up();
    }

    /// The server has ended the login, and all that is in it.
    pub(crate) fn forced_offline(&mut self, error: Error) {
        self.login = Login::Out;
        self.end_all(&error);
        self.reset();
        self.hang_up();
        let error = self.as_event(error);
        self.event(Event::ForcedOffline(error));
    }

    /// `SessionEnded`: for good, or for now.
    pub(crate) fn session_ended(&mut self, now: Instant, error: Error) {
        if passes(&error) {
            return self.turned_away(now, error);
        }
        self.forced_offline(error);
    }
}
