//! Calls between two users and invitations into rooms, of one app: decided here, so that both ends always end alike.
//!
//! A call rings at every login of the called user that has a link. The first that accepts has it; a refusal is the user's, a
//! busy login only drops out. From then on two logins are in it, and what ends one end's part ends the call: a hang-up, a
//! logout, a link that is lost for [`crate::Timers::call_away`]. Nothing is kept for somebody who is not there: a call that
//! arrives late is worse than none.
//!
//! The shell tells of every login ([`Input::LoggedIn`] to [`Input::SessionGone`]) and carries out the [`Output`]s in order.

mod invite;
mod io;
mod login;
mod phone;
mod refusal;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::{Duration, Instant};

use ilive_protocol::UserId;
use ilive_protocol::wire::{event::Event, reply};

pub use io::{Input, Output, Request};
pub use refusal::Refusal;

use crate::Timers;
use crate::room::SessionId;
use invite::Invite;
use login::Login;
use phone::Call;

/// All calls and invitations of one app. Feed it with [`Exchange::handle`], then drain [`Exchange::poll_output`].
#[derive(Debug)]
pub struct Exchange {
    timers: Timers,
    logins: BTreeMap<SessionId, Login>,
    by_user: BTreeMap<UserId, BTreeSet<SessionId>>,
    calls: BTreeMap<u64, Call>,
    invites: BTreeMap<u64, Invite>,
    /// What time brings about; what is due for something that is over meanwhile is passed over.
    due: BTreeSet<(Instant, Due)>,
    /// Ids of calls and invitations: none is used again.
    last: u64,
    outputs: VecDeque<Output>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Due {
    Call(u64),
    Invite(u64),
    Away(SessionId),
}

/// What rings at one user at a time, calls and invitations each: a crowd of callers gets 10005.
const RINGING_MAX: usize = 16;

impl Exchange {
    /// Nobody is logged in yet.
    #[must_use]
    pub fn new(timers: Timers) -> Self {
        Self {
            timers,
            logins: BTreeMap::new(),
            by_user: BTreeMap::new(),
            calls: BTreeMap::new(),
            invites: BTreeMap::new(),
            due: BTreeSet::new(),
            last: 0,
            outputs: VecDeque::new(),
        }
    }

    /// Takes one event. Drain [`Exchange::poll_output`] before the next.
    pub fn handle(&mut self, now: Instant, input: Input) {
        self.expire(now);
        match input {
            Input::LoggedIn(session, person) => self.logged_in(session, person),
            Input::LinkLost(session) => self.link_lost(now, session),
            Input::LinkBack(session) => self.link_back(session),
            Input::SessionGone(session) => self.session_gone(session),
            Input::Request(session, request, what) => {
                let before = self.outputs.len();
                let result = self.request(now, session, what);
                self.outputs.insert(before, Output::Reply(session, request, result));
            }
            Input::Tick => {}
        }
    }

    /// The next thing for the shell to do, oldest first; a reply comes before the events of its request.
    pub fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// When [`Input::Tick`] is next needed, and what for.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<(Instant, &'static str)> {
        self.due.first().map(|(at, due)| {
            let what = match due {
                Due::Call(_) => "call rings",
                Due::Invite(_) => "invitation stands",
                Due::Away(_) => "link lost in a call",
            };
            (*at, what)
        })
    }

    /// How many calls ring or stand.
    #[must_use]
    pub fn calls(&self) -> usize {
        self.calls.len()
    }

    /// How many invitations stand.
    #[must_use]
    pub fn invitations(&self) -> usize {
        self.invites.len()
    }

    fn request(&mut self, now: Instant, session: SessionId, what: Request) -> Result<reply::Result, Refusal> {
        match what {
            Request::MakeCall(make) => self.make_call(now, session, &make),
            Request::AcceptCall(accept) => self.accept_call(session, accept.call_id),
            Request::RejectCall(reject) => self.reject_call(session, reject.call_id, reject.busy),
            Request::EndCall(end) => self.end_call(session, end.call_id),
            Request::Invite(invite) => self.invite(now, session, &invite),
            Request::AcceptInvite(accept) => self.accept_invite(session, accept.invite_id),
            Request::RefuseInvite(refuse) => self.refuse_invite(session, refuse.invite_id),
            Request::CancelInvite(cancel) => self.cancel_invite(session, cancel.invite_id),
        }
    }

    fn expire(&mut self, now: Instant) {
        while self.due.first().is_some_and(|(at, _)| *at <= now) {
            let Some((_, due)) = self.due.pop_first() else { return };
            match due {
                Due::Call(id) => self.rung_out(id),
                Due::Invite(id) => self.invite_expired(id),
                Due::Away(session) => self.away_for_long(now, session),
            }
        }
    }

    fn next_id(&mut self) -> u64 {
        self.last += 1;
        self.last
    }

    /// How long something rings that was asked to for `ring_ms`.
    fn ring(&self, ring_ms: u32) -> Duration {
        match ring_ms {
            0 => self.timers.ring,
            ms => self.timers.ring.min(Duration::from_millis(ms.into())),
        }
    }

    fn tell(&mut self, to: impl IntoIterator<Item = SessionId>, event: Event) {
        let to: Vec<SessionId> = to.into_iter().collect();
        if !to.is_empty() {
            self.outputs.push_back(Output::Event(to, event));
        }
    }
}
