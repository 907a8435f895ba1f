//! Open devices that give sound and pictures, whatever they were opened by.

use std::path::Path;
use std::time::Instant;

use ilive_devices::DeviceError;
use ilive_devices::audio::{AudioFrame, Boost, VoiceProcessing, VoiceProcessor};
use ilive_devices::device::{AudioSource, DeviceKind, VideoSource};
use ilive_devices::file::{self, FileSound, Film};
use ilive_devices::video::{VideoFrame, cut_out};
use ilive_session::device::{Area, FileCall, Pick};

use super::catalogue::{Catalogue, Origin, Suitable};

/// A device that gives pictures.
pub(super) struct VideoFeed {
    source: Pictures,
    /// Nobody has chosen the device.
    followed: Option<Suitable>,
    opened: Instant,
    /// The part of the screen that is shared.
    area: Option<Area>,
    /// The device gives that part itself.
    cut_by_device: bool,
    /// Nothing of it is sent.
    pub(super) muted: bool,
}

enum Pictures {
    Device(DeviceKind, Box<dyn VideoSource>),
    Film(Box<Film>),
    /// The app gives them itself.
    External,
}

/// A device that gives sound.
pub(super) struct AudioFeed {
    kind: DeviceKind,
    source: Box<dyn AudioSource>,
    /// What is done to a device that hears a room.
    voice: VoiceProcessing,
    /// Does it; none where the device hears no room.
    processor: Option<VoiceProcessor>,
    /// Nobody has chosen the device.
    followed: Option<Suitable>,
    opened: Instant,
    pub(super) boost: Boost,
    /// Silence is sent in its place.
    pub(super) muted: bool,
}

impl VideoFeed {
    pub(super) fn open(catalogue: &Catalogue, kind: DeviceKind, pick: &Pick) -> Result<Self, DeviceError> {
        let mut followed = None;
        let source = match pick {
            _ if kind.is_external() => Pictures::External,
            Pick::Default | Pick::Area(_) => {
                let first = followed.insert(catalogue.suitable(kind)?);
                Pictures::Device(kind, catalogue.open_video(kind, &first.id)?)
            }
            Pick::Id(id) => Pictures::Device(kind, catalogue.open_video(kind, &catalogue.find(kind, id)?)?),
            // Windows are in no list: they come and go by the minute.
            Pick::Window(id) => Pictures::Device(kind, catalogue.open_video(kind, &id.parse()?)?),
            Pick::File(path) => Pictures::Film(Box::new(Film::open(kind, Path::new(path), false)?)),
        };
        let (opened, area) = (Instant::now(), None);
        let mut feed = Self { source, followed, opened, area, cut_by_device: false, muted: false };
        if let Pick::Area(area) = pick {
            feed.set_area(*area);
        }
        Ok(feed)
    }

    /// Its device is gone: goes on with the next one. False where there is none, or somebody has chosen this one.
    pub(super) fn replace(&mut self, catalogue: &Catalogue) -> bool {
        let Pictures::Device(kind, _) = self.source else { return false };
        let next = self.followed.as_ref().and_then(|gone| catalogue.instead_of(gone));
        let Some(next) = next else { return false };
        match catalogue.open_video(kind, &next.id) {
            Ok(source) => {
                self.source = Pictures::Device(kind, source);
                self.opened = Instant::now();
                self.followed = Some(next);
                self.area.into_iter().for_each(|area| self.set_area(area));
                true
            }
            Err(error) => not_taken(kind, &next, &error),
        }
    }

    /// When it was opened: the times of its pictures count from there.
    pub(super) fn opened(&self) -> Instant {
        self.opened
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
            Pictures::Device(_, device) => device.set_part(from, to),
            Pictures::Film(_) | Pictures::External => false,
        };
    }

    /// Holds and winds a film; others have nothing to hold.
    pub(super) fn control(&mut self, now: Instant, call: FileCall) {
        let at = now.saturating_duration_since(self.opened);
        let Pictures::Film(film) = &mut self.source else { return };
        match call {
            FileCall::Pause => film.pause(at),
            FileCall::Resume => film.resume(at),
            FileCall::Restart => film.restart(at),
            FileCall::Seek(to_ms) => film.seek(at, std::time::Duration::from_millis(to_ms)),
        }
    }

    /// Whether its pictures have sound.
    pub(super) fn has_sound(&self) -> bool {
        match &self.source {
            Pictures::Device(_, device) => device.has_sound(),
            Pictures::Film(film) => film.has_sound(),
            Pictures::External => false,
        }
    }

    /// The next 20 ms of the sound of its pictures that are due.
    pub(super) fn poll_sound(&mut self, now: Instant) -> Result<Option<AudioFrame>, DeviceError> {
        let at = now.saturating_duration_since(self.opened);
        match &mut self.source {
            Pictures::Device(_, device) => device.poll_sound(at),
            Pictures::Film(film) => film.poll_sound(at),
            Pictures::External => Ok(None),
        }
    }

    /// The newest picture, where there is one that was not given.
    pub(super) fn poll(&mut self, now: Instant) -> Result<Option<VideoFrame>, DeviceError> {
        let at = now.saturating_duration_since(self.opened);
        let frame = match &mut self.source {
            Pictures::Device(_, device) => device.poll(at)?,
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
    pub(super) fn open(
        catalogue: &Catalogue,
        kind: DeviceKind,
        pick: &Pick,
        voice: VoiceProcessing,
    ) -> Result<Self, DeviceError> {
        let mut followed = None;
        let (origin, source) = match pick {
            Pick::File(path) => {
                let file = Box::new(file::open(kind, Path::new(path))?);
                let source: Box<dyn AudioSource> = Box::new(FileSound::open(kind, file, false)?);
                (Origin::Named, source)
            }
            Pick::Id(id) => catalogue.open_audio(kind, &catalogue.find(kind, id)?)?,
            Pick::Default | Pick::Window(_) | Pick::Area(_) => {
                let first = followed.insert(catalogue.suitable(kind)?);
                catalogue.open_audio(kind, &first.id)?
            }
        };
        let (boost, processor) = (Boost::default(), processor(kind, origin, voice));
        Ok(Self { kind, source, voice, processor, followed, opened: Instant::now(), boost, muted: false })
    }

    /// Its device is gone: goes on with the next one. False where there is none, or somebody has chosen this one.
    pub(super) fn replace(&mut self, catalogue: &Catalogue) -> bool {
        let next = self.followed.as_ref().and_then(|gone| catalogue.instead_of(gone));
        next.is_some_and(|next| self.take(catalogue, next))
    }

    /// Goes on with the default device where that is another one now.
    pub(super) fn follow(&mut self, catalogue: &Catalogue) {
        if let Some(next) = self.followed.as_ref().and_then(|held| catalogue.better_than(held)) {
            self.take(catalogue, next);
        }
    }

    fn take(&mut self, catalogue: &Catalogue, next: Suitable) -> bool {
        match catalogue.open_audio(self.kind, &next.id) {
            Ok((origin, source)) => {
                self.source = source;
                self.processor = processor(self.kind, origin, self.voice);
                self.opened = Instant::now();
                self.followed = Some(next);
                true
            }
            Err(error) => not_taken(self.kind, &next, &error),
        }
    }

    /// When it was opened: the times of its frames count from there.
    pub(super) fn opened(&self) -> Instant {
        self.opened
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
        let mut frame = self.source.poll(now.saturating_duration_since(self.opened))?;
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

/// False.
pub(super) fn not_taken(kind: DeviceKind, next: &Suitable, error: &DeviceError) -> bool {
    tracing::warn!(%kind, id = %next.id, %error, "the device that is the default now was not opened");
    false
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use ilive_devices::video::{Picture, Size};

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
        let (source, opened) = (Pictures::Device(DeviceKind::Screen, Box::new(Large(None))), Instant::now());
        let mut feed =
            VideoFeed { source, followed: None, opened, area: None, cut_by_device: false, muted: false };

        feed.set_area(Area { left: 2000, top: 1000, right: 3000, bottom: 1600 });

        let frame = feed.poll(opened).expect("open").expect("a picture");
        assert_eq!(frame.picture.size(), Size::new(1000, 600));
    }
}
