//! Devices of the system: cameras and screens, microphones, players and what they play.
//!
//! The feature `system` brings them. Without it the lists are empty, and everything else is the same.

#[cfg(feature = "system-audio")]
mod audio;
#[cfg(not(feature = "system-audio"))]
#[path = "system/no_audio.rs"]
mod audio;
#[cfg(not(all(any(feature = "system-camera", feature = "system-screen"), target_os = "linux")))]
#[path = "system/no_video.rs"]
mod video;
#[cfg(all(any(feature = "system-camera", feature = "system-screen"), target_os = "linux"))]
mod video;
#[cfg(any(
    feature = "system-audio",
    all(any(feature = "system-camera", feature = "system-screen"), target_os = "linux")
))]
mod watchers;

use std::sync::Arc;

#[cfg(all(feature = "system-camera", target_os = "linux"))]
pub(crate) use video::decode_jpeg;

use crate::DeviceError;
use crate::device::{AudioSink, AudioSource, Backend, DeviceId, DeviceInfo, DeviceKind, VideoSource};

/// Whether devices of the system are in this build.
pub const AVAILABLE: bool =
    cfg!(any(feature = "system-audio", feature = "system-camera", feature = "system-screen"));

/// Told, on any thread, that the lists may have changed.
pub type Changed = Arc<dyn Fn() + Send + Sync>;

/// The devices of this system.
pub struct SystemDevices {
    audio: audio::SystemAudio,
    video: video::Video,
}

impl SystemDevices {
    /// Looks at the devices that there are. From then on `changed` is told when one comes or goes, or when the system has
    /// another default, until this is dropped.
    ///
    /// The first look is waited for: with a server of sound and a display that answer some tens of milliseconds, at most
    /// 3 s for sound and then 2 s for cameras and screens. What is not found by then is not in the lists yet, and `changed`
    /// is told when it is; a server of sound that takes 2 s for each of six answers is found after 12 s. Whoever watches
    /// while another one does finds the lists at once.
    #[must_use]
    pub fn watch(changed: Changed) -> Self {
        Self { audio: audio::SystemAudio::watch(Arc::clone(&changed)), video: video::Video::watch(changed) }
    }
}

impl Backend for SystemDevices {
    fn devices(&self) -> Vec<DeviceInfo> {
        [self.audio.devices(), self.video.devices()].concat()
    }

    fn windows(&self) -> Vec<DeviceInfo> {
        video::windows()
    }

    fn open_video(&self, kind: DeviceKind, id: &DeviceId) -> Result<Box<dyn VideoSource>, DeviceError> {
        video::open(kind, id)
    }

    fn open_audio(&self, kind: DeviceKind, id: &DeviceId) -> Result<Box<dyn AudioSource>, DeviceError> {
        self.audio.open_audio(kind, id)
    }

    fn open_player(&self, id: &DeviceId) -> Result<Box<dyn AudioSink>, DeviceError> {
        self.audio.open_player(id)
    }
}
