//! What an engine is made with.

use ilive_devices::audio::Channels;
use ilive_devices::codec::{OpusSettings, Sound, VideoSettings};
use ilive_devices::device::DeviceInfo;
use ilive_devices::pace::FrameRate;
use ilive_devices::video::Size;
use ilive_devices::virtual_devices::Virtual;

/// How a picture is encoded (E.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VideoEncoding {
    /// Larger pictures are fitted to it.
    pub size: Size,
    /// Rate and bits.
    pub settings: VideoSettings,
}

/// What the role makes of sound and pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encoding {
    /// Camera and external capture.
    pub main: VideoEncoding,
    /// Screen, film and external capture beside the camera.
    pub aux: VideoEncoding,
    /// The voice.
    pub sound: OpusSettings,
}

/// Where devices come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BackendKind {
    /// The system, where the build has its devices (feature `system-devices`).
    System,
    /// A test pattern, a tone, a player that is not heard, and what [`Setup::devices`] names.
    Virtual,
}

/// Which devices there are, and what is made of what they give.
#[derive(Debug, Clone)]
pub struct Setup {
    /// What the role says at first.
    pub encoding: Encoding,
    /// Only devices from here are listed and opened.
    pub backends: Vec<BackendKind>,
    /// Made devices, before those that are always there: files that stand for cameras and microphones.
    pub devices: Vec<(DeviceInfo, Virtual)>,
}

impl Setup {
    /// Nothing of the machine: the same devices wherever it runs.
    #[must_use]
    pub fn virtual_only() -> Self {
        Self { backends: vec![BackendKind::Virtual], ..Self::default() }
    }
}

/// 640×480 at 15 a second, 1280×720 at 10 for screens, and 24 kbit/s of voice.
impl Default for Encoding {
    fn default() -> Self {
        let video = |width, height, frames, bitrate_bps| VideoEncoding {
            size: Size::new(width, height),
            settings: VideoSettings {
                rate: FrameRate::whole(frames).expect("between one a minute and 120 a second"),
                bitrate_bps,
            },
        };
        let sound = OpusSettings {
            channels: Channels::Mono,
            bitrate_bps: 24_000,
            sound: Sound::Voice,
            loss_percent: 5,
        };
        Self { main: video(640, 480, 15, 500_000), aux: video(1280, 720, 10, 1_200_000), sound }
    }
}

/// The virtual devices that are always there, and those of the system before them.
impl Default for Setup {
    fn default() -> Self {
        let backends = vec![BackendKind::System, BackendKind::Virtual];
        Self { encoding: Encoding::default(), backends, devices: Vec::new() }
    }
}
