//! In the place of cameras and screens where a build has none.

use super::Changed;
use crate::DeviceError;
use crate::device::{DeviceId, DeviceInfo, DeviceKind, VideoSource};

/// The part of [`super::SystemDevices`] that gives no pictures.
pub(super) struct Video;

impl Video {
    pub(super) fn watch(_: Changed) -> Self {
        Self
    }

    pub(super) fn devices(&self) -> Vec<DeviceInfo> {
        Vec::new()
    }
}

pub(super) fn windows() -> Vec<DeviceInfo> {
    Vec::new()
}

pub(super) fn open(kind: DeviceKind, id: &DeviceId) -> Result<Box<dyn VideoSource>, DeviceError> {
    Err(DeviceError::NoDevice { kind, id: id.clone() })
}
