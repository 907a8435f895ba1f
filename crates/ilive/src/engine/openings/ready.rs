//! What a wish comes to: a device that is open, before anybody uses it.

use std::path::Path;

use ilive_devices::DeviceError;
use ilive_devices::device::{AudioSink, AudioSource, DeviceId, DeviceKind, VideoSource};
use ilive_devices::file::{self, FileSound, Film};
use ilive_session::device::Pick;

use super::super::catalogue::{Catalogue, Origin, Suitable};
use super::super::closings::{Closings, Held};
use super::Wanted;

/// An open device.
pub(in super::super) struct Ready {
    pub(in super::super) source: Source,
    /// Nobody has chosen it.
    pub(in super::super) followed: Option<Suitable>,
}

/// What it gives or takes.
pub(in super::super) enum Source {
    Pictures(Pictures),
    /// And whose it is: a microphone of the machine hears a room.
    Sound(Origin, Held<dyn AudioSource>),
    Player(Held<dyn AudioSink>),
}

/// What gives pictures.
pub(in super::super) enum Pictures {
    Device(Held<dyn VideoSource>),
    Film(Held<Film>),
    /// The app gives them itself.
    External,
}

impl Ready {
    /// Takes a driver's time, or that of a disk.
    pub(super) fn open(
        catalogue: &Catalogue,
        kind: DeviceKind,
        wanted: &Wanted,
        closings: &Closings,
    ) -> Result<Self, DeviceError> {
        let (id, followed) = match wanted {
            Wanted::Picked(..) if kind.is_external() => {
                return Ok(Self { source: Source::Pictures(Pictures::External), followed: None });
            }
            Wanted::Picked(_, Pick::File(path)) => {
                return Ok(Self { source: Source::file(kind, Path::new(path), closings)?, followed: None });
            }
            Wanted::Picked(_, Pick::Id(id)) => (catalogue.find(kind, id)?, None),
            // Windows are in no list: they come and go by the minute.
            Wanted::Picked(_, Pick::Window(id)) => (id.parse()?, None),
            Wanted::Picked(_, Pick::Default | Pick::Area(_)) => {
                let first = catalogue.suitable(kind)?;
                (first.id.clone(), Some(first))
            }
            Wanted::Instead(next) => (next.id.clone(), Some(next.clone())),
        };
        Ok(Self { source: Source::device(catalogue, kind, &id, closings)?, followed })
    }
}

impl Source {
    fn device(
        catalogue: &Catalogue,
        kind: DeviceKind,
        id: &DeviceId,
        closings: &Closings,
    ) -> Result<Self, DeviceError> {
        Ok(match kind {
            DeviceKind::Player => Self::Player(Held::new(kind, catalogue.open_player(id)?, closings)),
            DeviceKind::Microphone | DeviceKind::SystemSound => {
                let (origin, source) = catalogue.open_audio(kind, id)?;
                Self::Sound(origin, Held::new(kind, source, closings))
            }
            _ => {
                let source = catalogue.open_video(kind, id)?;
                Self::Pictures(Pictures::Device(Held::new(kind, source, closings)))
            }
        })
    }

    fn file(kind: DeviceKind, path: &Path, closings: &Closings) -> Result<Self, DeviceError> {
        Ok(match kind {
            DeviceKind::Microphone | DeviceKind::SystemSound => {
                let file = Box::new(file::open(kind, path)?);
                let sound = Box::new(FileSound::open(kind, file, false)?);
                Self::Sound(Origin::Named, Held::new(kind, sound, closings))
            }
            _ => {
                let film = Box::new(Film::open(kind, path, false)?);
                Self::Pictures(Pictures::Film(Held::new(kind, film, closings)))
            }
        })
    }
}
