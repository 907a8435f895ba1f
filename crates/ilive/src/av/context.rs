//! The context: it owns everything else of the AV layer (C.1).

use std::sync::Arc;

use ilive_session::av::{ContextState, Enter};
use ilive_session::{Call, Error, av};

use super::{AudioCtrl, DeviceMgr, DeviceTest, Invitation, Room, VideoCtrl};
use crate::Rights;
use crate::call::{at_once, done, pend};
use crate::facade::entered;
use crate::pending::Pending;
use crate::shared::Shared;

/// The AV context of one client. Made with it, stopped.
#[derive(Clone)]
pub struct Context {
    shared: Arc<Shared>,
}

impl std::fmt::Debug for Context {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Context({:?})", self.state())
    }
}

impl Context {
    pub(crate) fn new(shared: Arc<Shared>) -> Self {
        Self { shared }
    }

    /// Its state.
    #[must_use]
    pub fn state(&self) -> ContextState {
        self.shared.look(ilive_session::Client::context_state)
    }

    /// Makes it again after a destroy.
    ///
    /// # Errors
    /// 1003 when there is one.
    pub fn create(&self) -> Result<(), Error> {
        at_once(&self.shared, Call::Av(av::Call::Create), None, done)
    }

    /// Starts it; asks IM for the own tiny id each time.
    ///
    /// # Errors
    /// At once: 1101 when destroyed, 1001, 1002, 1003, 1502 without a login or link. Later: 1502 for an unknown id,
    /// 6999 when IM answers with an error, 7000 when it does not answer, 1 when the engine does not start.
    pub fn start(&self) -> Pending<()> {
        pend(&self.shared, Call::Av(av::Call::Start), done)
    }

    /// Stops it.
    ///
    /// # Errors
    /// 1001, 1002, 1003, 1202 in a room, 1602 in a device test.
    pub fn stop(&self) -> Pending<()> {
        pend(&self.shared, Call::Av(av::Call::Stop), done)
    }

    /// Destroys it.
    ///
    /// # Errors
    /// 1101 when destroyed, 1102 unless stopped.
    pub fn destroy(&self) -> Result<(), Error> {
        at_once(&self.shared, Call::Av(av::Call::Destroy), None, done)
    }

    /// Enters a room; its chat group is IM's. The rights in force.
    ///
    /// # Errors
    /// At once: 1101, 1004, 1001, 1002, 1003, 1602, 1006 for [`super::RoomType::Pair`], 1 `role_not_exists`. Later:
    /// 1005, 10001 to 10009, 1 `dtls_fingerprint`.
    pub fn enter_room(&self, enter: Enter) -> Pending<Rights> {
        pend(&self.shared, Call::Av(av::Call::Enter(enter)), entered)
    }

    /// Leaves it.
    ///
    /// # Errors
    /// 1101, 1001, 1002, 1003 when in none.
    pub fn exit_room(&self) -> Pending<()> {
        pend(&self.shared, Call::Av(av::Call::Exit), done)
    }

    /// Goes over to another room.
    ///
    /// # Errors
    /// As [`Context::enter_room`]; 1201 when in none.
    pub fn switch_room(&self, enter: Enter) -> Pending<Rights> {
        pend(&self.shared, Call::Av(av::Call::Switch(enter)), entered)
    }

    /// The room.
    #[must_use]
    pub fn room(&self) -> Room {
        Room::new(Arc::clone(&self.shared))
    }

    /// Cameras, external capture, screen and films.
    #[must_use]
    pub fn video_ctrl(&self) -> VideoCtrl {
        VideoCtrl::new(Arc::clone(&self.shared))
    }

    /// Microphone, player, the system's sound.
    #[must_use]
    pub fn audio_ctrl(&self) -> AudioCtrl {
        AudioCtrl::new(Arc::clone(&self.shared))
    }

    /// Lists of devices.
    #[must_use]
    pub fn device_mgr(&self) -> DeviceMgr {
        DeviceMgr::new(Arc::clone(&self.shared))
    }

    /// The device test.
    #[must_use]
    pub fn device_test(&self) -> DeviceTest {
        DeviceTest::new(Arc::clone(&self.shared))
    }

    /// Invitations.
    #[must_use]
    pub fn invitation(&self) -> Invitation {
        Invitation::new(Arc::clone(&self.shared))
    }
}
