//! The device test, before a room (C.7).

use std::sync::Arc;

use ilive_session::DeviceKind;
use ilive_session::av::TestState;
use ilive_session::device::{DeviceCall, Pick};

use super::device;
use crate::pending::Pending;
use crate::shared::Shared;

/// The device test of one client.
#[derive(Clone)]
pub struct DeviceTest {
    shared: Arc<Shared>,
}

impl std::fmt::Debug for DeviceTest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DeviceTest({:?})", self.state())
    }
}

impl DeviceTest {
    pub(super) fn new(shared: Arc<Shared>) -> Self {
        Self { shared }
    }

    /// Its state.
    #[must_use]
    pub fn state(&self) -> TestState {
        self.shared.look(ilive_session::Client::test_state)
    }

    /// Begins it.
    ///
    /// # Errors
    /// 1101, 1001 while it starts, 1003 when it runs, 1202 in a room.
    pub fn start(&self) -> Pending<()> {
        device(&self.shared, DeviceCall::StartTest)
    }

    /// Ends it, and what is open in it.
    ///
    /// # Errors
    /// 1101, 1001, 1002, 1601 when none runs.
    pub fn stop(&self) -> Pending<()> {
        device(&self.shared, DeviceCall::StopTest)
    }

    /// Opens a camera, microphone or player in it.
    ///
    /// # Errors
    /// 1101, 1004, 1601 when none runs, 1003, 1301, 1008, 1.
    pub fn enable_device(&self, kind: DeviceKind, pick: Pick) -> Pending<()> {
        device(&self.shared, DeviceCall::OpenInTest(kind, pick))
    }

    /// Closes it again.
    ///
    /// # Errors
    /// 1101, 1601, 1003 when closed.
    pub fn disable_device(&self, kind: DeviceKind) -> Pending<()> {
        device(&self.shared, DeviceCall::CloseInTest(kind))
    }
}
