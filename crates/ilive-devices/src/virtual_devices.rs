//! Devices that are made: always there, or plugged in by whoever tests with them.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::DeviceError;
use crate::audio::{AudioFrame, Channels};
use crate::device::{AudioSink, AudioSource, Backend, DeviceId, DeviceInfo, DeviceKind, VideoSource};
use crate::file::{self, FileSound, Film};
use crate::null::NullPlayer;
use crate::pace::FrameRate;
use crate::pattern::TestPattern;
use crate::tone::Tone;
use crate::video::{Size, VideoFrame};

/// What a machine without sound of its own sounds like; no multiple of the microphone's tone.
const HUM_HZ: u32 = 440;

/// What a virtual device is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Virtual {
    /// Moving bars with a number; a camera, a screen or a film.
    Pattern {
        /// Of its pictures.
        size: Size,
        /// Of its pictures.
        rate: FrameRate,
    },
    /// One tone; a microphone or the sound of the system.
    Tone {
        /// 20 to 20000.
        frequency_hz: u32,
        /// One or two.
        channels: Channels,
    },
    /// MP4 for both; Y4M for pictures, with the WAV file of the same name beside it; WAV for sound.
    File {
        /// Where it is when the device is opened.
        path: PathBuf,
        /// After the end comes the beginning.
        looped: bool,
    },
    /// A player that plays nothing.
    Null,
}

/// Virtual devices by their ids. A clone has the devices of that moment; one that is unplugged is gone for both.
#[derive(Debug, Clone)]
pub struct VirtualDevices {
    devices: Vec<Plugged>,
}

#[derive(Debug, Clone)]
struct Plugged {
    info: DeviceInfo,
    made: Virtual,
    /// Known to all who have it open.
    gone: Arc<AtomicBool>,
}

/// An open device, until it is unplugged.
struct Open<T> {
    source: T,
    info: DeviceInfo,
    gone: Arc<AtomicBool>,
}

impl VirtualDevices {
    /// None.
    #[must_use]
    pub const fn none() -> Self {
        Self { devices: Vec::new() }
    }

    /// These, the first of each kind before the others.
    #[must_use]
    pub fn of(devices: &[(DeviceInfo, Virtual)]) -> Self {
        let mut made = Self::none();
        // What is plugged last stands first.
        for (info, device) in devices.iter().rev() {
            made.plug(info.clone(), device.clone());
        }
        made
    }

    /// What a machine without devices has: a camera of 640x480 at 15 a second and a screen of 1280x720 at 10, a
    /// microphone and the system's sound with a tone each, and a player.
    #[must_use]
    pub fn always() -> [(DeviceInfo, Virtual); 5] {
        let pattern = |width, height, frames| Virtual::Pattern {
            size: Size::new(width, height),
            rate: FrameRate::whole(frames).expect("between one a minute and 120 a second"),
        };
        let tone = |frequency_hz| Virtual::Tone { frequency_hz, channels: Channels::Mono };
        [
            (DeviceKind::Camera, "virtual:pattern", "Test pattern", pattern(640, 480, 15)),
            (DeviceKind::Screen, "virtual:screen", "Test screen", pattern(1280, 720, 10)),
            (DeviceKind::Microphone, "virtual:tone", "Test tone", tone(crate::tone::TONE_HZ)),
            (DeviceKind::SystemSound, "virtual:hum", "Test hum", tone(HUM_HZ)),
            (DeviceKind::Player, "virtual:null", "Silent player", Virtual::Null),
        ]
        .map(|(kind, id, name, made)| {
            let id = id.parse().expect("printable and short");
            (DeviceInfo { kind, id, name: name.to_owned() }, made)
        })
    }

    /// A device comes, before all others. One of the same kind and id is taken out before.
    pub fn plug(&mut self, info: DeviceInfo, made: Virtual) {
        self.unplug(info.kind, &info.id);
        self.devices.insert(0, Plugged { info, made, gone: Arc::default() });
    }

    /// A device goes; who has it open is told at the next frame.
    pub fn unplug(&mut self, kind: DeviceKind, id: &DeviceId) {
        self.devices.retain(|device| {
            let stays = device.info.kind != kind || device.info.id != *id;
            device.gone.fetch_or(!stays, Ordering::Relaxed);
            stays
        });
    }

    fn find(&self, kind: DeviceKind, id: &DeviceId) -> Result<&Plugged, DeviceError> {
        let found = self.devices.iter().find(|device| device.info.kind == kind && device.info.id == *id);
        found.ok_or_else(|| DeviceError::NoDevice { kind, id: id.clone() })
    }
}

/// [`VirtualDevices::always`].
impl Default for VirtualDevices {
    fn default() -> Self {
        Self::of(&Self::always())
    }
}

impl Backend for VirtualDevices {
    fn devices(&self) -> Vec<DeviceInfo> {
        self.devices.iter().map(|device| device.info.clone()).collect()
    }

    fn open_video(&self, kind: DeviceKind, id: &DeviceId) -> Result<Box<dyn VideoSource>, DeviceError> {
        let device = self.find(kind, id)?;
        match &device.made {
            Virtual::Pattern { size, rate } => Ok(Box::new(device.open(TestPattern::new(*size, *rate)?))),
            Virtual::File { path, looped } => Ok(Box::new(device.open(Film::open(kind, path, *looped)?))),
            Virtual::Tone { .. } | Virtual::Null => Err(device.failed("it has no picture")),
        }
    }

    fn open_audio(&self, kind: DeviceKind, id: &DeviceId) -> Result<Box<dyn AudioSource>, DeviceError> {
        let device = self.find(kind, id)?;
        match &device.made {
            Virtual::Tone { frequency_hz, channels } => {
                Ok(Box::new(device.open(Tone::new(*frequency_hz, *channels)?)))
            }
            Virtual::File { path, looped } => {
                let file = Box::new(file::open(kind, path)?);
                Ok(Box::new(device.open(FileSound::open(kind, file, *looped)?)))
            }
            Virtual::Pattern { .. } | Virtual::Null => Err(device.failed("it has no sound")),
        }
    }

    fn open_player(&self, id: &DeviceId) -> Result<Box<dyn AudioSink>, DeviceError> {
        let device = self.find(DeviceKind::Player, id)?;
        match &device.made {
            Virtual::Null => Ok(Box::new(device.open(NullPlayer::default()))),
            _ => Err(device.failed("it plays nothing")),
        }
    }
}

impl Plugged {
    fn open<T>(&self, source: T) -> Open<T> {
        Open { source, info: self.info.clone(), gone: Arc::clone(&self.gone) }
    }

    fn failed(&self, why: &str) -> DeviceError {
        DeviceError::Failed { kind: self.info.kind, why: why.to_owned() }
    }
}

impl<T> Open<T> {
    fn there(&mut self) -> Result<&mut T, DeviceError> {
        if self.gone.load(Ordering::Relaxed) {
            return Err(DeviceError::NoDevice { kind: self.info.kind, id: self.info.id.clone() });
        }
        Ok(&mut self.source)
    }
}

impl<T: VideoSource> VideoSource for Open<T> {
    fn size(&self) -> Size {
        self.source.size()
    }

    fn poll(&mut self, at: Duration) -> Result<Option<VideoFrame>, DeviceError> {
        self.there()?.poll(at)
    }

    fn has_sound(&self) -> bool {
        self.source.has_sound()
    }

    fn poll_sound(&mut self, at: Duration) -> Result<Option<AudioFrame>, DeviceError> {
        self.there()?.poll_sound(at)
    }
}

impl<T: AudioSource> AudioSource for Open<T> {
    fn poll(&mut self, at: Duration) -> Result<Option<AudioFrame>, DeviceError> {
        self.there()?.poll(at)
    }
}

impl<T: AudioSink> AudioSink for Open<T> {
    fn play(&mut self, frame: &AudioFrame) -> Result<(), DeviceError> {
        self.there()?.play(frame)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use DeviceKind::{Camera, Microphone, Player};

    fn id(text: &str) -> DeviceId {
        text.parse().expect("an id")
    }

    fn number<T>(result: Result<T, DeviceError>) -> Option<u32> {
        result.err().map(|error| error.code().number())
    }

    #[test]
    fn a_machine_without_devices_has_one_of_each_kind() {
        let devices = VirtualDevices::default();

        let mut camera = devices.open_video(Camera, &id("virtual:pattern")).expect("there");
        let mut microphone = devices.open_audio(Microphone, &id("virtual:tone")).expect("there");
        let mut player = devices.open_player(&id("virtual:null")).expect("there");

        assert!(matches!(camera.poll(Duration::ZERO), Ok(Some(_))));
        let heard = microphone.poll(Duration::ZERO).expect("it never fails").expect("due");
        assert_eq!(player.play(&heard), Ok(()));
    }

    #[test]
    fn what_cannot_be_opened_says_why() {
        let mut devices = VirtualDevices::default();
        let missing = Virtual::File { path: "/no/such/file".into(), looped: false };
        for kind in [Camera, Microphone, DeviceKind::MediaFile] {
            devices.plug(DeviceInfo { kind, id: id("file"), name: String::new() }, missing.clone());
        }
        devices.plug(DeviceInfo { kind: Player, id: id("tone"), name: String::new() }, missing);

        assert_eq!(number(devices.open_video(Camera, &id("ghost"))), Some(1301));
        assert_eq!(number(devices.open_video(Microphone, &id("virtual:pattern"))), Some(1301));
        assert_eq!(number(devices.open_player(&id("ghost"))), Some(1301));
        assert_eq!(
            number(devices.open_audio(Camera, &id("virtual:pattern"))),
            Some(1),
            "a camera has no sound"
        );
        assert_eq!(number(devices.open_player(&id("tone"))), Some(1));
        assert_eq!(number(devices.open_video(Camera, &id("file"))), Some(1));
        assert_eq!(number(devices.open_audio(Microphone, &id("file"))), Some(1));
        assert_eq!(number(devices.open_video(DeviceKind::MediaFile, &id("file"))), Some(1301));
    }

    #[test]
    fn who_has_an_unplugged_device_open_is_told_and_it_is_not_listed() {
        let mut devices = VirtualDevices::default();
        let chosen = id("virtual:pattern");
        let mut camera = devices.open_video(Camera, &chosen).expect("there");

        devices.unplug(Camera, &chosen);

        assert_eq!(number(camera.poll(Duration::ZERO)), Some(1301));
        assert!(devices.devices().iter().all(|device| device.kind != Camera));
        assert_eq!(number(devices.open_video(Camera, &chosen)), Some(1301));
    }
}
