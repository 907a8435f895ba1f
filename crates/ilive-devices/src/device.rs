//! Devices: which there are, how they are opened, and what each kind gives or takes.
//!
//! The traits are the seam between those who use devices and the backends that have them. A source is asked for what
//! is due; a backend that is called from threads of the system keeps what has come until it is asked.

mod id;
mod test;

use std::time::Duration;

pub use id::{BadDeviceId, DeviceId, DeviceInfo};
pub use ilive_protocol::device::DeviceKind;
pub use test::{LevelMeter, Loopback};

use crate::DeviceError;
use crate::audio::AudioFrame;
use crate::video::{Size, VideoFrame};

/// Something that gives pictures.
pub trait VideoSource: Send {
    /// The size of its pictures.
    fn size(&self) -> Size;

    /// The newest picture that is due `at` this time since the opening and was not given before. Pictures between that
    /// nobody asked for are skipped: a picture that comes late is of no use.
    ///
    /// # Errors
    /// [`DeviceError::Failed`], [`DeviceError::Damaged`]: the source is of no use any more.
    fn poll(&mut self, at: Duration) -> Result<Option<VideoFrame>, DeviceError>;

    /// Gives only the part between two corners from now on, the second one outside of it, in pixels of the device: those
    /// may be more than its pictures have. False where it always gives all; its pictures' pixels are the device's then,
    /// and whoever asks can cut them.
    fn set_part(&mut self, from: (i32, i32), to: (i32, i32)) -> bool {
        let _ = (from, to);
        false
    }

    /// Whether sound belongs to the pictures, as that of a film does.
    fn has_sound(&self) -> bool {
        false
    }

    /// The next 20 ms of that sound, as [`AudioSource::poll`]; in step with the pictures.
    ///
    /// # Errors
    /// As [`VideoSource::poll`].
    fn poll_sound(&mut self, at: Duration) -> Result<Option<AudioFrame>, DeviceError> {
        let _ = at;
        Ok(None)
    }
}

/// Something that gives sound.
pub trait AudioSource: Send {
    /// The next 20 ms that are due `at` this time since the opening. To be asked again until there are none: sound that
    /// comes up to a second late is played late, not left out.
    ///
    /// # Errors
    /// [`DeviceError::Failed`], [`DeviceError::Damaged`]: the source is of no use any more.
    fn poll(&mut self, at: Duration) -> Result<Option<AudioFrame>, DeviceError>;
}

/// Something that plays sound.
pub trait AudioSink: Send {
    /// Takes the next 20 ms.
    ///
    /// # Errors
    /// [`DeviceError::Failed`]: the player is of no use any more.
    fn play(&mut self, frame: &AudioFrame) -> Result<(), DeviceError>;

    /// How often it had nothing to play and was silent, since it was opened.
    fn underruns(&self) -> u64 {
        0
    }
}

/// Where devices come from.
///
/// Whoever has several asks one after the other, and only [`DeviceError::NoDevice`] lets the next one try: every other
/// error is that of a device that is here.
///
/// To open a device may block. The virtual ones wait for nothing but the file that they read. A camera or a screen of the
/// system is waited for up to 5 s. A server of sound (PulseAudio, PipeWire) has to answer three times and may be silent
/// for 2 s before each answer, 6 s in all. Elsewhere (ALSA, WASAPI, Core Audio) a stream is waited for up to 5 s, and
/// before that the driver says its formats, in a time that nothing bounds. Devices that work are open within milliseconds,
/// cameras within a second or two.
pub trait Backend: Send + Sync {
    /// What there is now, the most suitable of each kind first.
    fn devices(&self) -> Vec<DeviceInfo>;

    /// The windows of programs that are shown now, the topmost first. They are opened as screens are, by their ids, but
    /// are no devices: nobody wants to share one that he has not chosen.
    fn windows(&self) -> Vec<DeviceInfo> {
        Vec::new()
    }

    /// Opens a camera, a screen or the picture of a file. May block, as said above.
    ///
    /// # Errors
    /// [`DeviceError::NoDevice`] (1301): it is not this backend's, or gone. [`DeviceError::Busy`] (1008), [`DeviceError::Denied`],
    /// [`DeviceError::Failed`], [`DeviceError::Damaged`] (1), [`DeviceError::NoFile`] (1301).
    fn open_video(&self, kind: DeviceKind, id: &DeviceId) -> Result<Box<dyn VideoSource>, DeviceError>;

    /// Opens a microphone, the sound of the system or of a file. May block, as said above.
    ///
    /// # Errors
    /// As [`Backend::open_video`].
    fn open_audio(&self, kind: DeviceKind, id: &DeviceId) -> Result<Box<dyn AudioSource>, DeviceError>;

    /// Opens a player. May block, as said above.
    ///
    /// # Errors
    /// As [`Backend::open_video`].
    fn open_player(&self, id: &DeviceId) -> Result<Box<dyn AudioSink>, DeviceError>;
}
