//! What is sent: open devices, the encoders behind them, and the device test.

mod settings;
mod turn;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use ilive_devices::audio::{AudioFrame, VoiceProcessing};
use ilive_devices::device::{DeviceKind, LevelMeter, Loopback};
use ilive_devices::video::Watermark;
use ilive_protocol::wire::Source;
use ilive_session::device::Pick;

use super::feed::{AudioFeed, Hold, VideoFeed};
use super::film_sounds::FilmSounds;
use super::openings::Source as Opened;
use super::setup::{Encoding, VoiceSwitches};
use super::sink::MediaSink;
use super::video_sender::VideoSender;
use super::voice_sender::VoiceSender;

/// How often pictures are looked for: a picture of 30 a second is at most a third of its time late.
const TURN: Duration = Duration::from_millis(10);
/// In a device test, one hears oneself this much later, in frames of 20 ms: half a second.
const LOOPBACK_FRAMES: usize = 25;
/// All that is sent.
pub(super) struct Studio {
    sink: Arc<dyn MediaSink>,
    epoch: Instant,
    video: BTreeMap<DeviceKind, VideoFeed>,
    microphone: Option<AudioFeed>,
    system: Option<AudioFeed>,
    system_waiting: Vec<AudioFrame>,
    films: FilmSounds,
    main: VideoSender,
    aux: VideoSender,
    voice: VoiceSender,
    switches: VoiceSwitches,
    /// What is done to a microphone of the machine.
    processing: VoiceProcessing,
    watermark: Option<Watermark>,
    test: Option<Test>,
}

/// A device test: nothing is sent; one sees, measures and hears oneself.
struct Test {
    meter: LevelMeter,
    loopback: Loopback,
}

impl Studio {
    /// `bases`: where the time stamps of main, aux and voice begin.
    pub(super) fn new(
        sink: Arc<dyn MediaSink>,
        encoding: Encoding,
        switches: VoiceSwitches,
        bases: [u32; 3],
    ) -> Self {
        Self {
            sink,
            epoch: Instant::now(),
            video: BTreeMap::new(),
            microphone: None,
            system: None,
            system_waiting: Vec::new(),
            films: FilmSounds::default(),
            main: VideoSender::new(Source::Main, encoding.main, bases[0]),
            aux: VideoSender::new(Source::Aux, encoding.aux, bases[1]),
            voice: VoiceSender::new(encoding.sound, bases[2]),
            switches,
            processing: switches.over(encoding.voice),
            watermark: None,
            test: None,
        }
    }

    /// A device that gives something is in use from now on; what was open of its kind is closed.
    pub(super) fn open(&mut self, kind: DeviceKind, pick: &Pick, source: Opened, hold: Hold) {
        match source {
            Opened::Pictures(pictures) => {
                let area = if let Pick::Area(area) = pick { Some(*area) } else { None };
                self.video.insert(kind, VideoFeed::new(pictures, hold, area));
            }
            Opened::Sound(origin, sound) => {
                let feed = AudioFeed::new(kind, origin, sound, hold, self.processing);
                self.sound(kind).replace(feed);
            }
            // Players play what others have sent.
            Opened::Player(_) => {}
        }
    }

    /// Another device takes the place of one that nobody has chosen.
    pub(super) fn exchange(&mut self, kind: DeviceKind, source: Opened, hold: Hold) {
        match source {
            Opened::Pictures(pictures) => {
                if let Some(feed) = self.video.get_mut(&kind) {
                    feed.exchange(pictures, hold);
                }
            }
            Opened::Sound(origin, sound) => {
                if let Some(feed) = self.sound(kind) {
                    feed.exchange(origin, sound, hold);
                }
            }
            Opened::Player(_) => {}
        }
    }

    /// Of what is open, how it is held.
    pub(super) fn hold(&mut self, kind: DeviceKind) -> Option<&mut Hold> {
        match kind {
            DeviceKind::Microphone | DeviceKind::SystemSound => {
                self.sound(kind).as_mut().map(|feed| &mut feed.hold)
            }
            _ => self.video.get_mut(&kind).map(|feed| &mut feed.hold),
        }
    }

    fn sound(&mut self, kind: DeviceKind) -> &mut Option<AudioFeed> {
        if kind == DeviceKind::SystemSound { &mut self.system } else { &mut self.microphone }
    }

    /// 20 ms that the player gets: who is open to it hears them soon.
    pub(super) fn played(&mut self, frame: &AudioFrame) {
        if let Some(microphone) = &mut self.microphone {
            microphone.played(frame);
        }
    }

    /// Closes it, where it is open.
    pub(super) fn close(&mut self, kind: DeviceKind) {
        match kind {
            DeviceKind::Microphone => {
                self.microphone = None;
                self.voice.stop();
            }
            DeviceKind::SystemSound => {
                self.system = None;
                self.system_waiting.clear();
            }
            _ if self.video.remove(&kind).is_some() => {
                self.films.forget(kind);
                if self.microphone.is_none() {
                    self.voice.stop();
                }
                if let Some(sender) = self.sender(kind) {
                    sender.stop();
                }
            }
            _ => {}
        }
    }

    /// The devices whose pictures have sound.
    pub(super) fn sounding(&self) -> BTreeSet<DeviceKind> {
        self.video.iter().filter(|(_, feed)| feed.has_sound()).map(|(kind, _)| *kind).collect()
    }

    /// The device test begins.
    pub(super) fn begin_test(&mut self) {
        self.test = Some(Test { meter: LevelMeter::default(), loopback: Loopback::new(LOOPBACK_FRAMES) });
    }

    /// It ends. What is open in it is closed by whoever ends it.
    pub(super) fn end_test(&mut self) {
        self.test = None;
    }

    /// When there is something to do.
    pub(super) fn deadline(&self, now: Instant) -> Option<Instant> {
        let open = !self.video.is_empty() || self.microphone.is_some() || self.system.is_some();
        open.then(|| {
            let turns = now.saturating_duration_since(self.epoch).as_nanos() / TURN.as_nanos();
            self.epoch + TURN * (u32::try_from(turns).unwrap_or(u32::MAX - 1) + 1)
        })
    }

    fn sender(&mut self, kind: DeviceKind) -> Option<&mut VideoSender> {
        match kind.uplink()?.0 {
            Source::Main => Some(&mut self.main),
            Source::Aux => Some(&mut self.aux),
            Source::Audio | Source::Unspecified => None,
        }
    }
}
