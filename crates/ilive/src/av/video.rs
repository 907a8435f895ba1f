//! Pictures that are sent (C.5).

use std::sync::Arc;

use ilive_session::device::{Area, DeviceCall, FileCall, Pick};
use ilive_session::{DeviceKind, Error};

use super::{device, device_at_once};
use crate::device_call::{AppFrame, pick};
use crate::pending::Pending;
use crate::shared::Shared;

/// Cameras, external capture, screen and films of one client.
#[derive(Clone)]
pub struct VideoCtrl {
    shared: Arc<Shared>,
}

impl std::fmt::Debug for VideoCtrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("VideoCtrl")
    }
}

impl VideoCtrl {
    pub(super) fn new(shared: Arc<Shared>) -> Self {
        Self { shared }
    }

    /// Opens a camera: the default one, or that of the list with this id.
    ///
    /// # Errors
    /// 1101, 1004, 1001, 1002 also beside external capture, 1003, 1201, 1301, 1008, 1.
    pub fn open_camera(&self, id: Option<&str>) -> Pending<()> {
        self.open(DeviceKind::Camera, pick(id))
    }

    /// Opens any kind that sends pictures.
    ///
    /// # Errors
    /// As [`VideoCtrl::open_camera`].
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

    /// Sends no picture without closing the device, or lifts that.
    ///
    /// # Errors
    /// 1101, 1301 when closed.
    pub fn mute(&self, kind: DeviceKind, muted: bool) -> Pending<()> {
        device(&self.shared, DeviceCall::Mute(kind, muted))
    }

    /// Hands in a picture of external capture.
    ///
    /// # Errors
    /// 1101, 1004 for a bad format, size or length, 1301 while closed, 1 `pool_empty`.
    pub fn fill_frame(&self, kind: DeviceKind, frame: &AppFrame<'_>) -> Result<(), Error> {
        device_at_once(&self.shared, DeviceCall::Fill(kind, frame.shape()), Some(frame.body()))
    }

    /// Another part of the screen than the one shared.
    ///
    /// # Errors
    /// 1101, 1004, 1301 unless an area is shared.
    pub fn set_screen_area(&self, area: Area) -> Result<(), Error> {
        device_at_once(&self.shared, DeviceCall::Area(area), None)
    }

    /// The film that is played.
    ///
    /// # Errors
    /// 1101, 1301 when none is.
    pub fn control_file(&self, call: FileCall) -> Result<(), Error> {
        device_at_once(&self.shared, DeviceCall::File(call), None)
    }

    /// Sends bytes beside the next picture: 1 to 4096. Beyond that, what is sent between two pictures is left out.
    ///
    /// # Errors
    /// 1101, 1004 for none or too many, 1201.
    pub fn fill_custom_data(&self, data: &[u8]) -> Result<(), Error> {
        device_at_once(&self.shared, DeviceCall::CustomData(data.to_vec()), None)
    }
}
