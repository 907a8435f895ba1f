//! An exchange and who is logged in to it, under a clock that is simulated.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use ilive_core::Timers;
use ilive_core::call::{Exchange, Input, Output, Request};
use ilive_core::room::{Person, RequestId, SessionId};
use ilive_protocol::TinyId;
use ilive_protocol::wire::{self, CallResult, CallType, InviteEnd, event::Event, reply};

pub(crate) const SECOND: Duration = Duration::from_secs(1);

/// Logins are named `user/login`; what each is told is a line.
pub(crate) struct Desk {
    pub(crate) exchange: Exchange,
    now: Instant,
    start: Instant,
    names: BTreeMap<SessionId, String>,
    lines: Vec<String>,
}

#[allow(
    clippy::disallowed_methods,
    reason = "an Instant has no other beginning; from here on time is simulated"
)]
fn beginning() -> Instant {
    Instant::now()
}

impl Desk {
    pub(crate) fn with(logins: &[&str]) -> Self {
        let start = beginning();
        let exchange = Exchange::new(Timers::default());
        let mut desk = Self { exchange, now: start, start, names: BTreeMap::new(), lines: Vec::new() };
        for login in logins {
            desk.log_in(login);
        }
        desk
    }

    pub(crate) fn log_in(&mut self, login: &str) {
        let session = SessionId(self.names.len() as u64 + 1);
        let user = login.split('/').next().unwrap_or(login);
        let person = Person {
            user: user.parse().expect("a good id"),
            tiny: TinyId(session.0),
            nick: user.to_uppercase(),
        };
        self.names.insert(session, login.to_owned());
        self.give(Input::LoggedIn(session, person));
    }

    /// The newest login of that name.
    fn session(&self, login: &str) -> SessionId {
        *self.names.iter().rev().find(|(_, name)| *name == login).expect("a login").0
    }

    pub(crate) fn lose_link(&mut self, login: &str) {
        self.give(Input::LinkLost(self.session(login)));
    }

    pub(crate) fn link_back(&mut self, login: &str) {
        self.give(Input::LinkBack(self.session(login)));
    }

    pub(crate) fn log_out(&mut self, login: &str) {
        self.give(Input::SessionGone(self.session(login)));
    }

    pub(crate) fn ask(&mut self, login: &str, what: Request) {
        self.give(Input::Request(self.session(login), RequestId(0), what));
    }

    pub(crate) fn call(&mut self, login: &str, user: &str) {
        let make = wire::MakeCall { user_id: user.to_owned(), r#type: CallType::Video.into(), ring_ms: 0 };
        self.ask(login, Request::MakeCall(make));
    }

    pub(crate) fn accept(&mut self, login: &str, call_id: u64) {
        self.ask(login, Request::AcceptCall(wire::AcceptCall { call_id }));
    }

    pub(crate) fn reject(&mut self, login: &str, call_id: u64, busy: bool) {
        self.ask(login, Request::RejectCall(wire::RejectCall { call_id, busy }));
    }

    pub(crate) fn end(&mut self, login: &str, call_id: u64) {
        self.ask(login, Request::EndCall(wire::EndCall { call_id }));
    }

    /// Time passes; every deadline is kept.
    pub(crate) fn pass(&mut self, time: Duration) {
        let end = self.now + time;
        while let Some((at, _)) = self.exchange.poll_timeout().filter(|(at, _)| *at <= end) {
            self.now = self.now.max(at);
            self.give(Input::Tick);
        }
        self.now = end;
    }

    fn give(&mut self, input: Input) {
        self.exchange.handle(self.now, input);
        while let Some(output) = self.exchange.poll_output() {
            let line = match output {
                Output::Reply(session, _, result) => format!("{} < {}", self.names[&session], answer(result)),
                Output::Event(sessions, event) => {
                    let to: Vec<&str> = sessions.iter().map(|session| self.names[session].as_str()).collect();
                    format!("{} * {}", to.join(", "), told(&event))
                }
            };
            self.lines.push(line);
        }
    }

    /// What was said since this was last asked.
    pub(crate) fn said(&mut self) -> Vec<String> {
        std::mem::take(&mut self.lines)
    }

    pub(crate) fn seconds(&self) -> u64 {
        (self.now - self.start).as_secs()
    }
}

fn answer(result: Result<reply::Result, ilive_core::call::Refusal>) -> String {
    match result {
        Ok(reply::Result::Done(_)) => "done".to_owned(),
        Ok(reply::Result::MakeCall(made)) => format!("call {}", made.call_id),
        Ok(reply::Result::Invite(made)) => format!("invitation {}", made.invite_id),
        Ok(other) => format!("{other:?}"),
        Err(refusal) => {
            let fault = refusal.fault();
            format!("{} {} {}", fault.module, fault.code, fault.sub_reason)
        }
    }
}

fn told(event: &Event) -> String {
    match event {
        Event::CallIncoming(call) => format!("call {} from {}", call.call_id, call.user_id),
        Event::CallEstablished(call) => format!("call {} established", call.call_id),
        Event::CallEnded(call) => {
            let result = CallResult::try_from(call.result).expect("a result");
            format!("call {} ended {}", call.call_id, result.as_str_name().trim_start_matches("CALL_RESULT_"))
        }
        Event::InviteArrived(invite) => format!("invitation {} from {}", invite.invite_id, invite.user_id),
        Event::InviteAccepted(invite) => format!("invitation {} accepted", invite.invite_id),
        Event::InviteEnded(invite) => {
            let how = InviteEnd::try_from(invite.how).expect("a way to end");
            let word = how.as_str_name().trim_start_matches("INVITE_END_");
            format!("invitation {} ended {word}", invite.invite_id)
        }
        other => format!("{other:?}"),
    }
}

/// What is done, and what is heard of it.
pub(crate) type Case = (&'static str, fn(&mut Desk), &'static [&'static str]);
