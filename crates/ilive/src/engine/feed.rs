//! Open devices that give sound and pictures, whatever they were opened by.

use std::path::Path;
use std::time::Instant;

use ilive_devices::DeviceError;
use ilive_devices::audio::{AudioFrame, Boost};
use ilive_devices::device::{AudioSource, DeviceKind, VideoSource};
use ilive_devices::file::{self, FileSound, FileVideo};
use ilive_devices::video::{VideoFrame, cut_out};
use ilive_session::device::{Area, FileCall, Pick};

use super::catalogue::Catalogue;

/// A device that gives pictures.
pub(super) struct VideoFeed {
    source: Pictures,
    opened: Instant,
    /// The part of the screen that is shared.
    area: Option<Area>,
    /// Nothing of it is sent.
    pub(super) muted: bool,
}

enum Pictures {
    Device(Box<dyn VideoSource>),
    Film(FileVideo),
    /// The app gives them itself.
    External,
}

/// A device that gives sound.
pub(super) struct AudioFeed {
    source: Box<dyn AudioSource>,
    opened: Instant,
    pub(super) boost: Boost,
    /// Silence is sent in its place.
    pub(super) muted: bool,
}

impl VideoFeed {
    pub(super) fn open(catalogue: &Catalogue, kind: DeviceKind, pick: &Pick) -> Result<Self, DeviceError> {
        let device = |id| {
            let id = catalogue.find(kind, id)?;
            catalogue.open_video(kind, &id).map(Pictures::Device)
        };
        let source = match pick {
            _ if kind.is_external() => Pictures::External,
            Pick::Default | Pick::Area(_) => device(None)?,
            Pick::Id(id) | Pick::Window(id) => device(Some(id))?,
            Pick::File(path) => {
                let file = Box::new(file::open(kind, Path::new(path))?);
                Pictures::Film(FileVideo::open(kind, file, false)?)
            }
        };
        let area = if let Pick::Area(area) = pick { Some(*area) } else { None };
        Ok(Self { source, opened: Instant::now(), area, muted: false })
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
            Pictures::Device(device) => device.poll(at)?,
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
        let source = match pick {
            Pick::File(path) => {
                let file = Box::new(file::open(kind, Path::new(path))?);
                Box::new(FileSound::open(kind, file, false)?)
            }
            pick => {
                let id = if let Pick::Id(id) = pick { Some(id.as_str()) } else { None };
                catalogue.open_audio(kind, &catalogue.find(kind, id)?)?
            }
        };
        Ok(Self { source, opened: Instant::now(), boost: Boost::default(), muted: false })
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
