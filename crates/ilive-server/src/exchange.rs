//! Calls and invitations of one app: the rules behind a lock that is held for a few lines, and a clock.
//!
//! Every request is a few looks into tables, so no task stands between two logins; what one does is told to others in the
//! order in which it was done.

use std::collections::HashMap;
use std::sync::Mutex;

use ilive_core::Timers;
use ilive_core::call::{Exchange as Rules, Input, Output, Request};
use ilive_core::room::{RequestId, SessionId};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::clock::{now, until};
use crate::refusal::Refusal;
use crate::session::SessionHandle;
use crate::sync::lock;

/// The exchange of one app.
pub(crate) struct Exchange {
    inner: Mutex<Inner>,
    /// Something is due earlier than before.
    sooner: Notify,
}

struct Inner {
    rules: Rules,
    logins: HashMap<SessionId, SessionHandle>,
}

impl Exchange {
    pub(crate) fn new(timers: Timers) -> Self {
        let inner = Inner { rules: Rules::new(timers), logins: HashMap::new() };
        Self { inner: Mutex::new(inner), sooner: Notify::new() }
    }

    pub(crate) fn log_in(&self, login: &SessionHandle) {
        let mut inner = lock(&self.inner);
        inner.logins.insert(login.id, login.clone());
        inner.rules.handle(now().at, Input::LoggedIn(login.id, (*login.person).clone()));
        inner.carry_out();
    }

    pub(crate) fn log_out(&self, login: SessionId) {
        self.input(Input::SessionGone(login));
        lock(&self.inner).logins.remove(&login);
    }

    pub(crate) fn link_lost(&self, login: SessionId) {
        self.input(Input::LinkLost(login));
    }

    pub(crate) fn link_back(&self, login: SessionId) {
        self.input(Input::LinkBack(login));
    }

    /// The answer comes to the login as its events do, in their order.
    pub(crate) fn ask(&self, login: SessionId, request: RequestId, what: Request) {
        self.input(Input::Request(login, request, what));
    }

    fn input(&self, input: Input) {
        let mut inner = lock(&self.inner);
        let before = inner.rules.poll_timeout();
        inner.rules.handle(now().at, input);
        inner.carry_out();
        if inner.rules.poll_timeout() != before {
            self.sooner.notify_one();
        }
    }

    /// Keeps the exchange's time until `stop`.
    pub(crate) async fn run(&self, stop: CancellationToken) {
        loop {
            let due = lock(&self.inner).rules.poll_timeout().map(|(at, _)| at);
            tokio::select! {
                () = until(due) => self.input(Input::Tick),
                () = self.sooner.notified() => {}
                () = stop.cancelled() => return,
            }
        }
    }
}

impl Inner {
    fn carry_out(&mut self) {
        while let Some(output) = self.rules.poll_output() {
            match output {
                Output::Reply(login, request, result) => {
                    if let Some(login) = self.logins.get(&login) {
                        let refused = |refusal| Refusal::from(refusal).into_wire();
                        login.finish(request, result.map_err(refused));
                    }
                }
                Output::Event(logins, event) => {
                    for login in logins.iter().filter_map(|login| self.logins.get(login)) {
                        login.event(event.clone());
                    }
                }
            }
        }
    }
}
