//! What is in flight: the one place that completions come from.
//!
//! A refused call leaves nothing here; an accepted one is here until its one completion goes out. A class is busy exactly
//! while one of its operations is here, so none can be stuck.

use std::collections::BTreeMap;
use std::time::Instant;

use crate::DeviceKind;

/// Names an accepted call; its completion carries it. Never used again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OpId(pub u64);

/// Operations of which one may be in flight at a time (C.0).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Start and stop of the AV context; login is a start.
    Context,
    /// Enter, exit, switch, change role.
    Room,
    /// Open and close of one kind of device.
    Device(DeviceKind),
    /// Request and cancel of views.
    Member,
    /// Start and stop of the device test.
    Test,
    /// An invitation, its acceptance or its refusal.
    Invitation,
    /// Login at the IM layer.
    Im,
    /// A speed test.
    Speed,
}

/// What an operation does, by the AV layer's name for it: create and join are both an `Enter`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verb {
    /// Login, and start of the AV context.
    Start,
    /// Stop of the AV context.
    Stop,
    /// Login at the IM layer.
    ImLogin,
    /// Logout, at the façade or the IM layer.
    Logout,
    /// Logout for good.
    Release,
    /// A new userSig.
    Renew,
    /// Create or join a room.
    Enter,
    /// Quit a room.
    Exit,
    /// Go over to another room.
    Switch,
    /// Another role.
    ChangeRole,
    /// See other members.
    RequestViews,
    /// See nobody.
    CancelViews,
    /// Open a device.
    Open(DeviceKind),
    /// Close it.
    Close(DeviceKind),
    /// Begin the device test.
    StartTest,
    /// End it.
    StopTest,
    /// Invite a user.
    Invite,
    /// Accept an invitation.
    AcceptInvite,
    /// Refuse one.
    RefuseInvite,
    /// Take back one's own.
    CancelInvite,
    /// A message.
    Message,
    /// What is one request and its answer; any number may be in flight.
    Ask,
    /// A speed test.
    SpeedTest,
    /// A call: make, accept, reject or end one.
    Call,
}

impl Verb {
    /// The class in which it flies alone.
    #[must_use]
    pub fn class(self) -> Option<Class> {
        match self {
            Self::Start | Self::Stop => Some(Class::Context),
            Self::ImLogin => Some(Class::Im),
            Self::Enter | Self::Exit | Self::Switch | Self::ChangeRole => Some(Class::Room),
            Self::RequestViews | Self::CancelViews => Some(Class::Member),
            Self::Open(kind) | Self::Close(kind) => Some(Class::Device(kind)),
            Self::StartTest | Self::StopTest => Some(Class::Test),
            Self::Invite | Self::AcceptInvite | Self::RefuseInvite | Self::CancelInvite => {
                Some(Class::Invitation)
            }
            Self::SpeedTest => Some(Class::Speed),
            Self::Logout | Self::Release | Self::Renew | Self::Message | Self::Ask | Self::Call => None,
        }
    }
}

/// The layer whose method was called: it decides how a failure is named on its way up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caller {
    /// The one object.
    Facade,
    /// `av::…`.
    Av,
    /// `im::…`.
    Im,
}

/// An accepted call without its completion yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Operation {
    /// What it does.
    pub verb: Verb,
    /// Who asked.
    pub caller: Caller,
    /// When.
    pub since: Instant,
}

/// All that is in flight.
#[derive(Debug, Clone, Default)]
pub struct Operations {
    open: BTreeMap<OpId, Operation>,
    last: u64,
}

impl Operations {
    /// The call is accepted: from here on it has one completion to come.
    pub fn begin(&mut self, now: Instant, caller: Caller, verb: Verb) -> OpId {
        self.last += 1;
        let op = OpId(self.last);
        self.open.insert(op, Operation { verb, caller, since: now });
        op
    }

    /// A name for what no call waits for: it has no completion.
    pub(crate) fn nobody(&mut self) -> OpId {
        self.last += 1;
        OpId(self.last)
    }

    /// Takes it out; whoever gets it owes the completion. None: it has had its completion.
    pub fn end(&mut self, op: OpId) -> Option<Operation> {
        self.open.remove(&op)
    }

    /// The newest operation so far, to take back later ones.
    #[must_use]
    pub fn mark(&self) -> OpId {
        OpId(self.last)
    }

    /// Forgets what was begun after `mark`: its call was refused after all.
    pub fn take_back(&mut self, mark: OpId) {
        self.open.retain(|op, _| *op <= mark);
    }

    /// One of them.
    #[must_use]
    pub fn get(&self, op: OpId) -> Option<&Operation> {
        self.open.get(&op)
    }

    /// What keeps the class busy.
    #[must_use]
    pub fn busy(&self, class: Class) -> Option<(OpId, Operation)> {
        let found = self.open.iter().find(|(_, operation)| operation.verb.class() == Some(class));
        found.map(|(op, operation)| (*op, *operation))
    }

    /// All of them, oldest first.
    #[must_use]
    pub fn all(&self) -> Vec<OpId> {
        self.open.keys().copied().collect()
    }

    /// How many are in flight.
    #[must_use]
    pub fn count(&self) -> usize {
        self.open.len()
    }

    /// Whether nothing is in flight.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.open.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operation_completes_once() {
        let mut operations = Operations::default();
        let op = operations.begin(now(), Caller::Av, Verb::Start);

        assert_eq!(operations.end(op).map(|operation| operation.verb), Some(Verb::Start));
        assert_eq!(operations.end(op), None);
    }

    #[test]
    fn a_class_is_busy_while_one_of_its_operations_is_open() {
        let mut operations = Operations::default();
        let enter = operations.begin(now(), Caller::Facade, Verb::Enter);
        operations.begin(now(), Caller::Facade, Verb::Message);

        assert_eq!(operations.busy(Class::Room).map(|(op, _)| op), Some(enter));
        assert_eq!(operations.busy(Class::Context), None);
        operations.end(enter);
        assert_eq!(operations.busy(Class::Room), None);
    }

    #[test]
    fn what_was_begun_by_a_refused_call_is_taken_back() {
        let mut operations = Operations::default();
        let first = operations.begin(now(), Caller::Av, Verb::Start);
        let mark = operations.mark();
        let second = operations.begin(now(), Caller::Av, Verb::Message);

        operations.take_back(mark);

        assert!(operations.get(first).is_some() && operations.get(second).is_none());
        assert!(operations.begin(now(), Caller::Av, Verb::Message) > second, "no id twice");
    }

    #[allow(clippy::disallowed_methods, reason = "an Instant has no other beginning")]
    fn now() -> Instant {
        Instant::now()
    }
}
