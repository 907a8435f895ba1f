//! In the place of microphones and players where a build has none.

use super::Changed;
use crate::DeviceError;
use crate::device::{AudioSink, AudioSource, DeviceId, DeviceInfo, DeviceKind};

/// The part of [`super::SystemDevices`] that gives no sound.
pub(super) struct SystemAudio;

impl SystemAudio {
    pub(super) fn watch(_: Changed) -> Self {
        Self
    }

    pub(super) fn devices(&self) -> Vec<DeviceInfo> {
        Vec::new()
    }

    pub(super) fn open_audio(
        &self,
        kind: DeviceKind,
        id: &DeviceId,
    ) -> Result<Box<dyn AudioSource>, DeviceError> {
        Err(DeviceError::NoDevice { kind, id: id.clone() })
    }

    pub(super) fn open_player(&self, id: &DeviceId) -> Result<Box<dyn AudioSink>, DeviceError> {
        Err(DeviceError::NoDevice { kind: DeviceKind::Player, id: id.clone() })
    }
}
