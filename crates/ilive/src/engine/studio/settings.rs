//! What is changed while devices are open.

use std::time::Instant;

use ilive_devices::audio::Boost;
use ilive_devices::device::DeviceKind;
use ilive_devices::video::Watermark;
use ilive_protocol::wire::Source;
use ilive_session::device::{Area, FileCall};

use super::super::setup::Encoding;
use super::Studio;

impl Studio {
    pub(in super::super) fn set_boost(&mut self, kind: DeviceKind, boost: Boost) {
        if let Some(feed) = self.sound(kind) {
            feed.boost = boost;
        }
    }

    pub(in super::super) fn mute(&mut self, kind: DeviceKind, muted: bool) {
        match kind {
            DeviceKind::Microphone => self.microphone.iter_mut().for_each(|feed| feed.muted = muted),
            _ => self.video.get_mut(&kind).into_iter().for_each(|feed| feed.muted = muted),
        }
        if let Some(sender) = self.sender(kind).filter(|_| !muted) {
            sender.ask_for_keyframe(Instant::now());
        }
    }

    pub(in super::super) fn set_area(&mut self, area: Area) {
        if let Some(feed) = self.video.get_mut(&DeviceKind::Screen) {
            feed.set_area(area);
        }
    }

    pub(in super::super) fn control_film(&mut self, now: Instant, call: FileCall) {
        if let Some(feed) = self.video.get_mut(&DeviceKind::MediaFile) {
            feed.control(now, call);
        }
    }

    pub(in super::super) fn set_watermark(&mut self, watermark: Option<Watermark>) {
        self.watermark = watermark;
    }

    pub(in super::super) fn set_encoding(&mut self, encoding: Encoding) {
        self.main.set_encoding(encoding.main);
        self.aux.set_encoding(encoding.aux);
        self.voice.set_encoding(encoding.sound);
        self.processing = self.switches.over(encoding.voice);
        if let Some(microphone) = &mut self.microphone {
            microphone.set_voice(self.processing);
        }
    }

    /// Bytes of the app's, beside the main picture where there is one, else beside the auxiliary one.
    pub(in super::super) fn add_custom(&mut self, data: Vec<u8>) {
        let main = |kind: &DeviceKind| kind.uplink().is_some_and(|(source, _)| source == Source::Main);
        let sender = if self.video.keys().any(main) { &mut self.main } else { &mut self.aux };
        sender.add_custom(data);
    }

    /// Of a hundred packets of the voice so many are lost on their way.
    pub(in super::super) fn set_loss(&mut self, percent: u8) {
        self.voice.set_loss(percent);
    }

    pub(in super::super) fn ask_for_keyframe(&mut self, now: Instant, source: Source) {
        match source {
            Source::Main => self.main.ask_for_keyframe(now),
            Source::Aux => self.aux.ask_for_keyframe(now),
            Source::Audio | Source::Unspecified => {}
        }
    }
}
