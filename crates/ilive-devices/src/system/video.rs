//! Cameras, screens and windows of the system.

#[cfg(feature = "system-camera")]
mod camera;
mod lookout;
mod newest;
#[cfg(feature = "system-screen")]
mod screen;

#[cfg(feature = "system-camera")]
pub(crate) use camera::decode_jpeg;
use lookout::{Lookout, Watch};

use super::Changed;
use crate::DeviceError;
use crate::device::{DeviceId, DeviceInfo, DeviceKind, VideoSource};

/// One for the process: however many clients there are in it, the devices are looked at once.
static LOOKOUT: Lookout = Lookout::new(look);

/// The part of [`super::SystemDevices`] that gives pictures.
pub(super) struct Video {
    watch: Watch,
}

impl Video {
    pub(super) fn watch(changed: Changed) -> Self {
        Self { watch: LOOKOUT.watch(changed) }
    }

    pub(super) fn devices(&self) -> Vec<DeviceInfo> {
        self.watch.list()
    }
}

/// The windows that are shown now, the topmost first.
pub(super) fn windows() -> Vec<DeviceInfo> {
    #[cfg(feature = "system-screen")]
    return screen::windows();
    #[cfg(not(feature = "system-screen"))]
    Vec::new()
}

pub(super) fn open(kind: DeviceKind, id: &DeviceId) -> Result<Box<dyn VideoSource>, DeviceError> {
    match kind {
        #[cfg(feature = "system-camera")]
        DeviceKind::Camera => camera::open(id),
        #[cfg(feature = "system-screen")]
        DeviceKind::Screen => screen::open(id),
        _ => Err(DeviceError::NoDevice { kind, id: id.clone() }),
    }
}

fn look() -> Vec<DeviceInfo> {
    [
        #[cfg(feature = "system-camera")]
        camera::cameras(),
        #[cfg(feature = "system-screen")]
        screen::screens(),
    ]
    .concat()
}
