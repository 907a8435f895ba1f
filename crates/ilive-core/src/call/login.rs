//! Who is there: the logins, their links, and what each is part of.

use std::collections::BTreeSet;
use std::time::Instant;

use ilive_protocol::UserId;

use super::{Due, Exchange, Refusal};
use crate::room::{Person, SessionId};

/// One login.
#[derive(Debug)]
pub(super) struct Login {
    pub(super) person: Person,
    pub(super) link: Link,
    /// Calls that ring at it, that it makes, or that it is in.
    pub(super) calls: BTreeSet<u64>,
    /// Invitations that it has made, or that stand for it.
    pub(super) invites: BTreeSet<u64>,
}

/// Whether it can be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Link {
    Up,
    /// Its calls end then.
    Lost {
        until: Instant,
    },
}

impl Exchange {
    pub(super) fn logged_in(&mut self, session: SessionId, person: Person) {
        self.by_user.entry(person.user.clone()).or_default().insert(session);
        let login = Login { person, link: Link::Up, calls: BTreeSet::new(), invites: BTreeSet::new() };
        self.logins.insert(session, login);
    }

    pub(super) fn link_lost(&mut self, now: Instant, session: SessionId) {
        let until = now + self.timers.call_away;
        if let Some(login) = self.logins.get_mut(&session) {
            login.link = Link::Lost { until };
            self.due.insert((until, Due::Away(session)));
        }
    }

    pub(super) fn link_back(&mut self, session: SessionId) {
        if let Some(login) = self.logins.get_mut(&session) {
            login.link = Link::Up;
        }
    }

    /// Invitations wait for the login as long as they stand: only a call has somebody at the other end of the line.
    pub(super) fn away_for_long(&mut self, now: Instant, session: SessionId) {
        let Some(login) = self.logins.get(&session) else { return };
        if matches!(login.link, Link::Lost { until } if until <= now) {
            for call in login.calls.clone() {
                self.call_lost(call, session);
            }
        }
    }

    pub(super) fn session_gone(&mut self, session: SessionId) {
        let Some(login) = self.logins.get(&session) else { return };
        let (calls, invites) = (login.calls.clone(), login.invites.clone());
        for call in calls {
            self.call_lost(call, session);
        }
        for invite in invites {
            self.invite_lost(invite, session);
        }
        let Some(login) = self.logins.remove(&session) else { return };
        if let Some(of_user) = self.by_user.get_mut(&login.person.user) {
            of_user.remove(&session);
            if of_user.is_empty() {
                self.by_user.remove(&login.person.user);
            }
        }
    }

    /// The logins of a user that can be rung at.
    pub(super) fn reachable(&self, user: &UserId) -> BTreeSet<SessionId> {
        let up = |session: &&SessionId| self.logins.get(session).is_some_and(|login| login.link == Link::Up);
        self.by_user.get(user).into_iter().flatten().filter(up).copied().collect()
    }

    /// The person behind a login, and the user named, who must be another.
    pub(super) fn parties(&self, session: SessionId, to: &str) -> Result<(Person, UserId), Refusal> {
        let to: UserId = to.parse()?;
        let from = self.logins.get(&session).ok_or(Refusal::NoCall)?.person.clone();
        match from.user == to {
            true => Err(Refusal::BadValue { what: "to_self", why: "this is the user itself" }),
            false => Ok((from, to)),
        }
    }
}
