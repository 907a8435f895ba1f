//! Invitations into a room (C.8).

use std::sync::Arc;

use ilive_session::call::RoomArg;
use ilive_session::{Call, InviteCall, av};

use crate::call::{done, pend};
use crate::facade::id;
use crate::pending::Pending;
use crate::shared::Shared;

/// Invitations of one client: one of its own at a time, and those that have come in.
#[derive(Clone)]
pub struct Invitation {
    shared: Arc<Shared>,
}

impl std::fmt::Debug for Invitation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Invitation")
    }
}

impl Invitation {
    pub(super) fn new(shared: Arc<Shared>) -> Self {
        Self { shared }
    }

    /// Asks a user into a room; the invitation's id.
    ///
    /// # Errors
    /// At once: 1101, 1004, 1001, 1002. Later: 1801 with its cause nested.
    pub fn invite(&self, user_id: &str, room: impl Into<RoomArg>) -> Pending<u64> {
        let call = InviteCall::Invite(user_id.to_owned(), room.into());
        pend(&self.shared, Call::Av(av::Call::Invite(call)), id)
    }

    /// Takes one.
    ///
    /// # Errors
    /// 1802 with its cause nested.
    pub fn accept(&self, id: u64) -> Pending<()> {
        self.step(InviteCall::Accept(id))
    }

    /// Turns one down.
    ///
    /// # Errors
    /// 1803 with its cause nested.
    pub fn refuse(&self, id: u64) -> Pending<()> {
        self.step(InviteCall::Refuse(id))
    }

    /// Takes one's own back.
    ///
    /// # Errors
    /// 1803 with its cause nested.
    pub fn cancel(&self, id: u64) -> Pending<()> {
        self.step(InviteCall::Cancel(id))
    }

    fn step(&self, call: InviteCall) -> Pending<()> {
        pend(&self.shared, Call::Av(av::Call::Invite(call)), done)
    }
}
