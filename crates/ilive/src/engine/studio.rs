//! What is sent: open devices, the encoders behind them, and the device test.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ilive_devices::DeviceError;
use ilive_devices::audio::{AudioFrame, Boost};
use ilive_devices::device::{DeviceKind, LevelMeter, Loopback};
use ilive_devices::video::{VideoFrame, Watermark};
use ilive_protocol::wire::Source;
use ilive_session::device::{Area, FileCall, Pick};

use super::catalogue::Catalogue;
use super::external::ExternalBody;
use super::feed::{AudioFeed, VideoFeed};
use super::listeners::Listeners;
use super::outlet::Outlet;
use super::setup::Encoding;
use super::sink::MediaSink;
use super::video_sender::VideoSender;
use super::voice_sender::VoiceSender;

/// How often pictures are looked for: a picture of 30 a second is at most a third of its time late.
const TURN: Duration = Duration::from_millis(10);
/// In a device test, one hears oneself this much later, in frames of 20 ms: half a second.
const LOOPBACK_FRAMES: usize = 25;
/// Sound of the system that waits for the microphone's next 20 ms; more has come too fast.
const SYSTEM_WAITING_MAX: usize = 10;

/// All that is sent.
pub(super) struct Studio {
    sink: Arc<dyn MediaSink>,
    epoch: Instant,
    video: BTreeMap<DeviceKind, VideoFeed>,
    microphone: Option<AudioFeed>,
    system: Option<AudioFeed>,
    system_waiting: Vec<AudioFrame>,
    main: VideoSender,
    aux: VideoSender,
    voice: VoiceSender,
    watermark: Option<Watermark>,
    test: Option<Test>,
}

/// A device test: nothing is sent; one sees, measures and hears oneself.
struct Test {
    meter: LevelMeter,
    loopback: Loopback,
}

/// What a turn has come to.
#[derive(Default)]
pub(super) struct Turn {
    /// Devices that are gone.
    pub(super) lost: Vec<(DeviceKind, DeviceError)>,
    /// The own voice, to be heard.
    pub(super) own: Option<AudioFrame>,
}

impl Studio {
    /// `bases`: where the time stamps of main, aux and voice begin.
    pub(super) fn new(sink: Arc<dyn MediaSink>, encoding: Encoding, bases: [u32; 3]) -> Self {
        Self {
            sink,
            epoch: Instant::now(),
            video: BTreeMap::new(),
            microphone: None,
            system: None,
            system_waiting: Vec::new(),
            main: VideoSender::new(Source::Main, encoding.main, bases[0]),
            aux: VideoSender::new(Source::Aux, encoding.aux, bases[1]),
            voice: VoiceSender::new(encoding.sound, bases[2]),
            watermark: None,
            test: None,
        }
    }

    /// Opens a device that gives something; what is open of its kind is closed.
    pub(super) fn open(
        &mut self,
        catalogue: &Catalogue,
        kind: DeviceKind,
        pick: &Pick,
    ) -> Result<(), DeviceError> {
        match kind {
            DeviceKind::Microphone => self.microphone = Some(AudioFeed::open(catalogue, kind, pick)?),
            DeviceKind::SystemSound => self.system = Some(AudioFeed::open(catalogue, kind, pick)?),
            _ => drop(self.video.insert(kind, VideoFeed::open(catalogue, kind, pick)?)),
        }
        Ok(())
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
                if let Some(sender) = self.sender(kind) {
                    sender.stop();
                }
            }
            _ => {}
        }
    }

    /// The device test begins.
    pub(super) fn begin_test(&mut self) {
        self.test = Some(Test { meter: LevelMeter::default(), loopback: Loopback::new(LOOPBACK_FRAMES) });
    }

    /// It ends, with what is open in it.
    pub(super) fn end_test(&mut self) {
        self.test = None;
        for kind in DeviceKind::ALL {
            self.close(kind);
        }
    }

    pub(super) fn set_boost(&mut self, kind: DeviceKind, boost: Boost) {
        let feed = if kind == DeviceKind::SystemSound { &mut self.system } else { &mut self.microphone };
        if let Some(feed) = feed {
            feed.boost = boost;
        }
    }

    pub(super) fn mute(&mut self, kind: DeviceKind, muted: bool) {
        match kind {
            DeviceKind::Microphone => self.microphone.iter_mut().for_each(|feed| feed.muted = muted),
            _ => self.video.get_mut(&kind).into_iter().for_each(|feed| feed.muted = muted),
        }
        if let Some(sender) = self.sender(kind).filter(|_| !muted) {
            sender.ask_for_keyframe(Instant::now());
        }
    }

    pub(super) fn set_area(&mut self, area: Area) {
        if let Some(feed) = self.video.get_mut(&DeviceKind::Screen) {
            feed.set_area(area);
        }
    }

    pub(super) fn control_film(&mut self, now: Instant, call: FileCall) {
        if let Some(feed) = self.video.get_mut(&DeviceKind::MediaFile) {
            feed.control(now, call);
        }
    }

    pub(super) fn set_watermark(&mut self, watermark: Option<Watermark>) {
        self.watermark = watermark;
    }

    pub(super) fn set_encoding(&mut self, encoding: Encoding) {
        self.main.set_encoding(encoding.main);
        self.aux.set_encoding(encoding.aux);
        self.voice.set_encoding(encoding.sound);
    }

    /// Bytes of the app's, beside the main picture where there is one, else beside the auxiliary one.
    pub(super) fn add_custom(&mut self, data: Vec<u8>) {
        let main = |kind: &DeviceKind| kind.uplink().is_some_and(|(source, _)| source == Source::Main);
        let sender = if self.video.keys().any(main) { &mut self.main } else { &mut self.aux };
        sender.add_custom(data);
    }

    /// Of a hundred packets of the voice so many are lost on their way.
    pub(super) fn set_loss(&mut self, percent: u8) {
        self.voice.set_loss(percent);
    }

    pub(super) fn ask_for_keyframe(&mut self, now: Instant, source: Source) {
        match source {
            Source::Main => self.main.ask_for_keyframe(now),
            Source::Aux => self.aux.ask_for_keyframe(now),
            Source::Audio | Source::Unspecified => {}
        }
    }

    /// When there is something to do.
    pub(super) fn deadline(&self, now: Instant) -> Option<Instant> {
        let open = !self.video.is_empty() || self.microphone.is_some() || self.system.is_some();
        open.then(|| {
            let turns = now.saturating_duration_since(self.epoch).as_nanos() / TURN.as_nanos();
            self.epoch + TURN * (u32::try_from(turns).unwrap_or(u32::MAX - 1) + 1)
        })
    }

    /// Takes what devices have now, and sends it.
    pub(super) fn turn(&mut self, now: Instant, listeners: &Listeners, outlet: &mut Outlet) -> Turn {
        let mut turn = Turn::default();
        for kind in DeviceKind::ALL {
            let Some(feed) = self.video.get_mut(&kind) else { continue };
            let polled = feed.poll(now);
            let sent = polled.and_then(|frame| match frame {
                Some(frame) => self.show(now, kind, frame, outlet),
                None => self.show_again(now, kind, outlet),
            });
            if let Err(error) = sent {
                turn.lost.push((kind, error));
            }
        }
        self.take_system_sound(now, &mut turn);
        if let Err(error) = self.speak(now, listeners, outlet, &mut turn) {
            turn.lost.push((DeviceKind::Microphone, error));
        }
        for (kind, _) in &turn.lost {
            self.close(*kind);
        }
        turn
    }

    /// A frame of the app, as its capture's next picture; none where that is closed.
    pub(super) fn external(
        &self,
        now: Instant,
        kind: DeviceKind,
        body: &ExternalBody,
    ) -> Result<Option<VideoFrame>, DeviceError> {
        let opened = self.video.get(&kind).map(VideoFeed::opened);
        opened.map(|opened| body.read(now.saturating_duration_since(opened))).transpose()
    }

    /// A picture of a device, or of the app's own capture.
    pub(super) fn show(
        &mut self,
        now: Instant,
        kind: DeviceKind,
        frame: VideoFrame,
        outlet: &mut Outlet,
    ) -> Result<(), DeviceError> {
        if self.sink.wants_preview() {
            self.sink.preview(kind, &frame);
        }
        let Some(feed) = self.video.get(&kind) else { return Ok(()) };
        let (opened, keep) = (feed.opened(), feed.may_stand_still());
        if self.test.is_some() || feed.muted || !outlet.is_open() {
            return Ok(());
        }
        let Some((source, _)) = kind.uplink() else { return Ok(()) };
        let frame = VideoFrame { at: opened.saturating_duration_since(self.epoch) + frame.at, ..frame };
        let (sender, watermark) = match source {
            Source::Main => (&mut self.main, self.watermark.as_mut()),
            _ => (&mut self.aux, None),
        };
        let sent = sender.send(now, frame, watermark, keep)?;
        let complete = sent.is_none_or(|sent| outlet.send_picture(source, sent));
        if !complete {
            sender.ask_for_keyframe(now);
        }
        Ok(())
    }

    /// A film that is held: who comes needs its picture all the same.
    fn show_again(&mut self, now: Instant, kind: DeviceKind, outlet: &mut Outlet) -> Result<(), DeviceError> {
        let at = now.saturating_duration_since(self.epoch);
        let Some((source, _)) = kind.uplink().filter(|_| outlet.is_open()) else { return Ok(()) };
        let Some(sender) = self.sender(kind) else { return Ok(()) };
        let Some(sent) = sender.send_again(now, at)? else { return Ok(()) };
        if !outlet.send_picture(source, sent) {
            sender.ask_for_keyframe(now);
        }
        Ok(())
    }

    fn take_system_sound(&mut self, now: Instant, turn: &mut Turn) {
        let Some(feed) = &mut self.system else { return };
        loop {
            match feed.poll(now) {
                Ok(Some(frame)) => self.system_waiting.push(frame),
                Ok(None) => break,
                Err(error) => {
                    turn.lost.push((DeviceKind::SystemSound, error));
                    break;
                }
            }
        }
        let over = self.system_waiting.len().saturating_sub(SYSTEM_WAITING_MAX);
        self.system_waiting.drain(..over);
    }

    /// All of the microphone that is due.
    fn speak(
        &mut self,
        now: Instant,
        listeners: &Listeners,
        outlet: &mut Outlet,
        turn: &mut Turn,
    ) -> Result<(), DeviceError> {
        loop {
            let Some(feed) = &mut self.microphone else { return Ok(()) };
            let Some(mut frame) = feed.poll(now)? else { return Ok(()) };
            frame.at += feed.opened().saturating_duration_since(self.epoch);
            let muted = feed.muted;
            if let Some(test) = &mut self.test {
                test.meter.hear(&frame);
                self.sink.level(test.meter.level(), test.meter.peak());
                turn.own = test.loopback.pass(frame).or(turn.own.take());
                continue;
            }
            let system = (!self.system_waiting.is_empty()).then(|| self.system_waiting.remove(0));
            let mixed = self.voice.mix(frame, system, muted, listeners);
            if outlet.is_open() {
                outlet.send_voice(self.voice.send(&mixed)?);
            }
        }
    }

    fn sender(&mut self, kind: DeviceKind) -> Option<&mut VideoSender> {
        match kind.uplink()?.0 {
            Source::Main => Some(&mut self.main),
            Source::Aux => Some(&mut self.aux),
            Source::Audio | Source::Unspecified => None,
        }
    }
}
