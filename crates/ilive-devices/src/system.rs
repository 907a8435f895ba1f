//! Devices of the system: cameras and screens, microphones, players and what they play.
//!
//! The feature `system` brings them. Without it the lists are empty, and everything else is the same.

use std::sync::Arc;

use crate::DeviceError;
use crate::device::{AudioSink, AudioSource, Backend, DeviceId, DeviceInfo, DeviceKind, VideoSource};

/// Whether devices of the system are in this build.
pub const AVAILABLE: bool = cfg!(any(feature = "system-audio", feature = "system-video"));

/// Told, on any thread, that the lists may have changed.
pub type Changed = Arc<dyn Fn() + Send + Sync>;

/// The devices of this system.
#[derive(Debug, Default)]
pub struct SystemDevices {}

impl SystemDevices {
    /// Looks at the devices that there are. From then on `changed` is told when one comes or goes, or when the system has
    /// another default, until this is dropped.
    #[must_use]
    pub fn watch(changed: Changed) -> Self {
        drop(changed);
        Self {}
    }
}

impl Backend for SystemDevices {
    fn devices(&self) -> Vec<DeviceInfo> {
        Vec::new()
    }

    fn open_video(&mut self, kind: DeviceKind, id: &DeviceId) -> Result<Box<dyn VideoSource>, DeviceError> {
        Err(DeviceError::NoDevice { kind, id: id.clone() })
    }

    fn open_audio(&mut self, kind: DeviceKind, id: &DeviceId) -> Result<Box<dyn AudioSource>, DeviceError> {
        Err(DeviceError::NoDevice { kind, id: id.clone() })
    }

    fn open_player(&mut self, id: &DeviceId) -> Result<Box<dyn AudioSink>, DeviceError> {
        Err(DeviceError::NoDevice { kind: DeviceKind::Player, id: id.clone() })
    }
}
