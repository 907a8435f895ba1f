//! Open devices that give sound and pictures, whatever they were opened by.

use std::time::{Duration, Instant};

use ilive_devices::DeviceError;
use ilive_devices::audio::{AudioFrame, Boost, VoiceProcessing, VoiceProcessor};
use ilive_devices::device::{AudioSource, DeviceKind, VideoSource};
use ilive_devices::video::{VideoFrame, cut_out};
use ilive_session::device::{Area, FileCall};

use super::catalogue::{Origin, Suitable};
use super::closings::Held;
use super::openings::Pictures;

/// How a device in use is held.
pub(super) struct Hold {
    /// The times of its frames count from there.
    since: Instant,
    /// Nobody has chosen the device.
    followed: Option<Suitable>,
    /// It is gone, and another one is on its way.
    gone: Option<DeviceError>,
}

/// A device that gives pictures.
pub(super) struct VideoFeed {
    source: Pictures,
    pub(super) hold: Hold,
    /// The part of the screen that is shared.
    area: Option<Area>,
    /// The device gives that part itself.
    cut_by_device: bool,
    /// Nothing of it is sent.
    pub(super) muted: bool,
}

/// A device that gives sound.
pub(super) struct AudioFeed {
    kind: DeviceKind,
    source: Held<dyn AudioSource>,
    pub(super) hold: Hold,
    /// What is done to a device that hears a room.
    voice: VoiceProcessing,
    /// Does it; none where the device hears no room.
    processor: Option<VoiceProcessor>,
    pub(super) boost: Boost,
    /// Silence is sent in its place.
    pub(super) muted: bool,
}

impl Hold {
    /// Of one that was handed over now.
    pub(super) fn new(now: Instant, followed: Option<Suitable>) -> Self {
        Self { since: now, followed, gone: None }
    }

    /// The device, where nobody has chosen it.
    pub(super) fn followed(&self) -> Option<Suitable> {
        self.followed.clone()
    }

    /// Whether there is nothing of it until another one has come.
    pub(super) fn is_gone(&self) -> bool {
        self.gone.is_some()
    }

    /// It is gone.
    pub(super) fn go(&mut self, error: DeviceError) {
        self.gone = Some(error);
    }

    /// Why it is gone, if it is.
    pub(super) fn take_error(&mut self) -> Option<DeviceError> {
        self.gone.take()
    }

    fn age(&self, now: Instant) -> Duration {
        now.saturating_duration_since(self.since)
    }
}

impl VideoFeed {
    pub(super) fn new(source: Pictures, hold: Hold, area: Option<Area>) -> Self {
        let mut feed = Self { source, hold, area: None, cut_by_device: false, muted: false };
        area.into_iter().for_each(|area| feed.set_area(area));
        feed
    }

    /// Goes on with another device.
    pub(super) fn exchange(&mut self, source: Pictures, hold: Hold) {
        (self.source, self.hold) = (source, hold);
        self.area.into_iter().for_each(|area| self.set_area(area));
    }

    /// When it was handed over: the times of its pictures count from there.
    pub(super) fn opened(&self) -> Instant {
        self.hold.since
    }

    /// Whether it stands still for long: who comes later needs a picture all the same.
    pub(super) fn may_stand_still(&self) -> bool {
        matches!(self.source, Pictures::Film(_) | Pictures::External) || self.area.is_some()
    }

    /// Another part of the screen. Where pictures are smaller than the screen, only the device can cut in its pixels.
    pub(super) fn set_area(&mut self, area: Area) {
        self.area = Some(area);
        let (from, to) = corners(area);
        self.cut_by_device = match &mut self.source {
            Pictures::Device(device) => device.set_part(from, to),
            Pictures::Film(_) | Pictures::External => false,
        };
    }

    /// Holds and winds a film; others have nothing to hold.
    pub(super) fn control(&mut self, now: Instant, call: FileCall) {
        let at = self.hold.age(now);
        let Pictures::Film(film) = &mut self.source else { return };
        match call {
            FileCall::Pause => film.pause(at),
            FileCall::Resume => film.resume(at),
            FileCall::Restart => film.restart(at),
            FileCall::Seek(to_ms) => film.seek(at, Duration::from_millis(to_ms)),
        }
    }

    /// Whether its pictures have sound.
    pub(super) fn has_sound(&self) -> bool {
        match &self.source {
            Pictures::Device(device) => device.has_sound(),
            Pictures::Film(film) => film.has_sound(),
            Pictures::External => false,
        }
    }

    /// The next 20 ms of the sound of its pictures that are due.
    pub(super) fn poll_sound(&mut self, now: Instant) -> Result<Option<AudioFrame>, DeviceError> {
        if self.hold.is_gone() {
            return Ok(None);
        }
        let at = self.hold.age(now);
        match &mut self.source {
            Pictures::Device(device) => device.poll_sound(at),
            Pictures::Film(film) => film.poll_sound(at),
            Pictures::External => Ok(None),
        }
    }

    /// The newest picture, where there is one that was not given.
    pub(super) fn poll(&mut self, now: Instant) -> Result<Option<VideoFrame>, DeviceError> {
        if self.hold.is_gone() {
            return Ok(None);
        }
        let at = self.hold.age(now);
        let frame = match &mut self.source {
            Pictures::Device(device) => device.poll(at)?,
            Pictures::Film(film) => film.poll(at)?,
            Pictures::External => None,
        };
        let area = self.area.filter(|_| !self.cut_by_device);
        Ok(match (frame, area.map(corners)) {
            (Some(frame), Some((from, to))) => {
                Some(VideoFrame { picture: cut_out(frame.picture, from, to), at: frame.at })
            }
            (frame, _) => frame,
        })
    }
}

/// The second one is outside.
fn corners(area: Area) -> ((i32, i32), (i32, i32)) {
    ((area.left, area.top), (area.right, area.bottom))
}

impl AudioFeed {
    pub(super) fn new(
        kind: DeviceKind,
        origin: Origin,
        source: Held<dyn AudioSource>,
        hold: Hold,
        voice: VoiceProcessing,
    ) -> Self {
        let (boost, processor) = (Boost::default(), processor(kind, origin, voice));
        Self { kind, source, hold, voice, processor, boost, muted: false }
    }

    /// Goes on with another device.
    pub(super) fn exchange(&mut self, origin: Origin, source: Held<dyn AudioSource>, hold: Hold) {
        (self.source, self.hold) = (source, hold);
        self.processor = processor(self.kind, origin, self.voice);
    }

    /// When it was handed over: the times of its frames count from there.
    pub(super) fn opened(&self) -> Instant {
        self.hold.since
    }

    /// Something else is done to it, where it hears a room.
    pub(super) fn set_voice(&mut self, voice: VoiceProcessing) {
        self.voice = voice;
        if let Some(processor) = &mut self.processor {
            processor.set(voice);
        }
    }

    /// 20 ms that the player gets, which it may hear soon.
    pub(super) fn played(&mut self, frame: &AudioFrame) {
        if let Some(processor) = &mut self.processor {
            processor.render(frame);
        }
    }

    /// The next 20 ms that are due, without the room and as loud as they are to be. The boost comes last: an echo must not
    /// change with it, and what evens out voices must not undo it.
    pub(super) fn poll(&mut self, now: Instant) -> Result<Option<AudioFrame>, DeviceError> {
        if self.hold.is_gone() {
            return Ok(None);
        }
        let mut frame = self.source.poll(self.hold.age(now))?;
        if let Some(frame) = &mut frame {
            if let Some(processor) = &mut self.processor {
                processor.capture(frame);
            }
            self.boost.apply(frame);
        }
        Ok(frame)
    }
}

/// Only a microphone of the machine hears a room.
fn processor(kind: DeviceKind, origin: Origin, voice: VoiceProcessing) -> Option<VoiceProcessor> {
    (kind == DeviceKind::Microphone && origin == Origin::System).then(|| VoiceProcessor::new(voice))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use ilive_devices::video::{Picture, Size};

    use super::super::closings::Closings;
    use super::*;

    /// A screen of 3840x2160, whose pictures are of half that size where they are whole.
    struct Large(Option<Size>);

    impl VideoSource for Large {
        fn size(&self) -> Size {
            self.0.unwrap_or(Size::new(1920, 1080))
        }

        fn poll(&mut self, at: Duration) -> Result<Option<VideoFrame>, DeviceError> {
            Ok(Some(VideoFrame { picture: Picture::black(self.size())?, at }))
        }

        fn set_part(&mut self, from: (i32, i32), to: (i32, i32)) -> bool {
            self.0 = Some(Size::new(from.0.abs_diff(to.0), from.1.abs_diff(to.1)));
            true
        }
    }

    #[test]
    fn what_the_screen_has_cut_in_its_own_pixels_is_not_cut_again() {
        let screen = Held::new(DeviceKind::Screen, Box::new(Large(None)) as Box<_>, &Closings::default());
        let opened = Instant::now();
        let mut feed = VideoFeed::new(Pictures::Device(screen), Hold::new(opened, None), None);

        feed.set_area(Area { left: 2000, top: 1000, right: 3000, bottom: 1600 });

        let frame = feed.poll(opened).expect("open").expect("a picture");
        assert_eq!(frame.picture.size(), Size::new(1000, 600));
    }
}
