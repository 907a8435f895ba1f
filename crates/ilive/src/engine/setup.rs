//! What an engine is made with.

use ilive_devices::audio::{Channels, VoiceProcessing};
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
    /// What is done to a microphone of the machine first. What the app says itself comes before: [`Setup::voice`].
    pub voice: VoiceProcessing,
}

/// What the app says of [`VoiceProcessing`]: on, off, or as the role has it (none). Only microphones of the machine are
/// worked on: a tone, a file or frames of the app are sent as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct VoiceSwitches {
    /// What the player plays is taken out of what the microphone hears.
    pub echo_cancellation: Option<bool>,
    /// Noise becomes quieter.
    pub noise_suppression: Option<bool>,
    /// Voices come to one loudness.
    pub gain_control: Option<bool>,
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
    /// What the app has to say of microphones, whatever the role says.
    pub voice: VoiceSwitches,
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

impl VoiceSwitches {
    /// What comes of a role's word with the app's.
    pub(super) fn over(self, role: VoiceProcessing) -> VoiceProcessing {
        VoiceProcessing {
            echo_cancellation: self.echo_cancellation.unwrap_or(role.echo_cancellation),
            noise_suppression: self.noise_suppression.unwrap_or(role.noise_suppression),
            gain_control: self.gain_control.unwrap_or(role.gain_control),
        }
    }
}

/// 640×480 at 15 a second, 1280×720 at 10 for screens, and 24 kbit/s of voice without echo and noise.
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
        let (main, aux) = (video(640, 480, 15, 500_000), video(1280, 720, 10, 1_200_000));
        Self { main, aux, sound, voice: VoiceProcessing::default() }
    }
}

/// The virtual devices that are always there, and those of the system before them.
impl Default for Setup {
    fn default() -> Self {
        let backends = vec![BackendKind::System, BackendKind::Virtual];
        let (encoding, voice) = (Encoding::default(), VoiceSwitches::default());
        Self { encoding, voice, backends, devices: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_app_has_the_last_word_where_it_has_one() {
        let role = VoiceProcessing { gain_control: false, ..VoiceProcessing::default() };
        let says = |echo_cancellation, gain_control| VoiceSwitches {
            echo_cancellation,
            gain_control,
            ..VoiceSwitches::default()
        };

        for (app, echo_cancellation, gain_control) in [
            (VoiceSwitches::default(), true, false),
            (says(Some(false), None), false, false),
            (says(Some(true), Some(true)), true, true),
        ] {
            let both = VoiceProcessing { echo_cancellation, noise_suppression: true, gain_control };
            assert_eq!(app.over(role), both, "{app:?}");
        }
    }
}
