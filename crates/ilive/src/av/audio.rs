//! Sound that is sent and played (C.4).

use std::sync::Arc;

use ilive_session::device::{DeviceCall, Pick};
use ilive_session::{DeviceKind, Error};

use super::{device, device_at_once};
use crate::pending::Pending;
use crate::shared::Shared;

/// Microphone, player and the system's sound of one client.
#[derive(Clone)]
pub struct AudioCtrl {
    shared: Arc<Shared>,
}

impl std::fmt::Debug for AudioCtrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AudioCtrl")
    }
}

impl AudioCtrl {
    pub(super) fn new(shared: Arc<Shared>) -> Self {
        Self { shared }
    }

    /// Opens a microphone, a player or the system's sound.
    ///
    /// # Errors
    /// 1101, 1004, 1001, 1002, 1003, 1201, 1301, 1008, 1.
    pub fn open(&self, kind: DeviceKind, pick: Pick) -> Pending<()> {
        device(&self.shared, DeviceCall::Open(kind, pick))
    }

    /// Closes it.
    ///
    /// # Errors
    /// 1101, 1001, 1002, 1003 when closed.
    pub fn close(&self, kind: DeviceKind) -> Pending<()> {
        device(&self.shared, DeviceCall::Close(kind))
    }

    /// Sends silence without closing the microphone, or lifts that.
    ///
    /// # Errors
    /// 1101, 1301 when closed.
    pub fn mute(&self, kind: DeviceKind, muted: bool) -> Pending<()> {
        device(&self.shared, DeviceCall::Mute(kind, muted))
    }

    /// 0 to 100; a microphone's is a boost, where 10 is unchanged.
    ///
    /// # Errors
    /// 1101, 1004, 1301 when closed.
    pub fn set_volume(&self, kind: DeviceKind, volume: u32) -> Result<(), Error> {
        device_at_once(&self.shared, DeviceCall::Volume(kind, volume), None)
    }

    /// Hands raw sound of one of the sources 0 to 7 to the sink, or stops that.
    ///
    /// # Errors
    /// 1101, 1004 for another source, 1201 out of a room.
    pub fn tap(&self, source: u32, on: bool) -> Result<(), Error> {
        device_at_once(&self.shared, DeviceCall::AudioTap(source, on), None)
    }
}
