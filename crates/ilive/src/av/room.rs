//! The room and who sends in it (C.2, C.3).

use std::sync::Arc;

use ilive_protocol::TinyId;
use ilive_protocol::wire::Source;
use ilive_session::av::{RoomState, View};
use ilive_session::call::Secret;
use ilive_session::{Call, Error, av};

use crate::call::{at_once, done, pend};
use crate::pending::Pending;
use crate::shared::Shared;

/// The AV room of one client: entered or not.
#[derive(Clone)]
pub struct Room {
    shared: Arc<Shared>,
}

impl std::fmt::Debug for Room {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Room({:?})", self.state())
    }
}

/// A member that sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Endpoint {
    /// Who.
    pub tiny_id: TinyId,
    /// What was asked for and is sent.
    pub source: Source,
}

impl Room {
    pub(super) fn new(shared: Arc<Shared>) -> Self {
        Self { shared }
    }

    /// Its state.
    #[must_use]
    pub fn state(&self) -> RoomState {
        self.shared.look(ilive_session::Client::room_state)
    }

    /// Sees exactly these: as many views as members.
    ///
    /// # Errors
    /// At once: 1101, 1004 for lists of unequal length, 1001, 1002, 1201, 1401, 1402. Later: 1005, 10006, 10010.
    pub fn request_view_list(&self, members: &[TinyId], views: &[View]) -> Pending<()> {
        let call = av::Call::RequestViews(members.to_vec(), views.to_vec());
        pend(&self.shared, Call::Av(call), done)
    }

    /// Sees nobody.
    ///
    /// # Errors
    /// 1101, 1001, 1002, 1201.
    pub fn cancel_all_view(&self) -> Pending<()> {
        pend(&self.shared, Call::Av(av::Call::CancelViews), done)
    }

    /// Takes another role; `room_key` may be empty.
    ///
    /// # Errors
    /// 1101, 1001, 1002, 1003 for the present role without a key, 1201, 1 `role_not_exists`, 10003.
    pub fn change_role(&self, role: &str, room_key: &str) -> Pending<()> {
        let call = av::Call::ChangeRole(role.to_owned(), Secret(room_key.to_owned()));
        pend(&self.shared, Call::Av(call), done)
    }

    /// A member that sends this source.
    ///
    /// # Errors
    /// 1101, 1201, 1401 for who sends nothing, 1402 for another source.
    pub fn endpoint(&self, tiny_id: TinyId, source: Source) -> Result<Endpoint, Error> {
        at_once(&self.shared, Call::Av(av::Call::Endpoint(tiny_id, source)), None, done)?;
        Ok(Endpoint { tiny_id, source })
    }
}
