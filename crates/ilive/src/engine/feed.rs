//! Open devices that give sound and pictures, whatever they were opened by.

use std::path::Path;
use std::time::Instant;

use ilive_devices::DeviceError;
use ilive_devices::audio::{AudioFrame, Boost};
use ilive_devices::device::{AudioSource, DeviceKind, VideoSource};
use ilive_devices::file::{self, FileSound, FileVideo};
use ilive_devices::video::{VideoFrame, cut_out};
use ilive_session::device::{Area, FileCall, Pick};

use super::catalogue::{Catalogue, Suitable};

/// A device that gives pictures.
pub(super) struct VideoFeed {
    source: Pictures,
    /// Nobody has chosen the device.
    followed: Option<Suitable>,
    opened: Instant,
    /// The part of the screen that is shared.
    area: Option<Area>,
    /// Nothing of it is sent.
    pub(super) muted: bool,
}

enum Pictures {
    Device(DeviceKind, Box<dyn VideoSource>),
    Film(FileVideo),
    /// The app gives them itself.
    External,
}

/// A device that gives sound.
pub(super) struct AudioFeed {
    kind: DeviceKind,
    source: Box<dyn AudioSource>,
    /// Nobody has chosen the device.
    followed: Option<Suitable>,
    opened: Instant,
    pub(super) boost: Boost,
    /// Silence is sent in its place.
    pub(super) muted: bool,
}

impl VideoFeed {
    pub(super) fn open(catalogue: &Catalogue, kind: DeviceKind, pick: &Pick) -> Result<Self, DeviceError> {
        let (mut followed, mut area) = (None, None);
        let source = match pick {
            _ if kind.is_external() => Pictures::External,
            Pick::Default | Pick::Area(_) => {
                let first = followed.insert(catalogue.suitable(kind)?);
                Pictures::Device(kind, catalogue.open_video(kind, &first.id)?)
            }
            Pick::Id(id) | Pick::Window(id) => {
                Pictures::Device(kind, catalogue.open_video(kind, &catalogue.find(kind, id)?)?)
            }
            Pick::File(path) => {
                let file = Box::new(file::open(kind, Path::new(path))?);
                Pictures::Film(FileVideo::open(kind, file, false)?)
            }
        };
        if let Pick::Area(shared) = pick {
            area = Some(*shared);
        }
        Ok(Self { source, followed, opened: Instant::now(), area, muted: false })
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

    /// Another part of the screen.
    pub(super) fn set_area(&mut self, area: Area) {
        self.area = Some(area);
    }

    /// Holds and winds a film; others have nothing to hold.
    pub(super) fn control(&mut self, now: Instant, call: FileCall) {
        let at = now.saturating_duration_since(self.opened);
        let Pictures::Film(film) = &mut self.source else { return };
        match call {
            FileCall::Pause => film.head().pause(at),
            FileCall::Resume => film.head().resume(at),
            FileCall::Restart => film.head().restart(at),
            FileCall::Seek(to_ms) => film.head().seek(at, std::time::Duration::from_millis(to_ms)),
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
        Ok(match (frame, self.area) {
            (Some(frame), Some(Area { left, top, right, bottom })) => {
                let picture = cut_out(frame.picture, (left, top), (right, bottom));
                Some(VideoFrame { picture, at: frame.at })
            }
            (frame, _) => frame,
        })
    }
}

impl AudioFeed {
    pub(super) fn open(catalogue: &Catalogue, kind: DeviceKind, pick: &Pick) -> Result<Self, DeviceError> {
        let mut followed = None;
        let source = match pick {
            Pick::File(path) => {
                let file = Box::new(file::open(kind, Path::new(path))?);
                Box::new(FileSound::open(kind, file, false)?)
            }
            Pick::Id(id) => catalogue.open_audio(kind, &catalogue.find(kind, id)?)?,
            Pick::Default | Pick::Window(_) | Pick::Area(_) => {
                let first = followed.insert(catalogue.suitable(kind)?);
                catalogue.open_audio(kind, &first.id)?
            }
        };
        let boost = Boost::default();
        Ok(Self { kind, source, followed, opened: Instant::now(), boost, muted: false })
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
            Ok(source) => {
                self.source = source;
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

    /// The next 20 ms that are due, as loud as they are to be.
    pub(super) fn poll(&mut self, now: Instant) -> Result<Option<AudioFrame>, DeviceError> {
        let mut frame = self.source.poll(now.saturating_duration_since(self.opened))?;
        if let Some(frame) = &mut frame {
            self.boost.apply(frame);
        }
        Ok(frame)
    }
}

/// False.
pub(super) fn not_taken(kind: DeviceKind, next: &Suitable, error: &DeviceError) -> bool {
    tracing::warn!(%kind, id = %next.id, %error, "the device that is the default now was not opened");
    false
}
