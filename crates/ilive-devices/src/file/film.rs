//! Films: MP4 files with H264 and with AAC or Opus, also in fragments, as recordings are written here.
//!
//! The list of samples is read when a film is opened; each sample is read and decoded when it is due. Picture and sound have
//! a reader of the file each, so that neither waits for the other's place.

mod boxes;
mod building;
mod decoder;
mod inner;
mod movie;
mod pictures;
mod resample;
mod run;
mod sound;
mod table;
mod track;

use std::path::Path;
use std::time::Duration;

pub use pictures::{Found, Mp4Pictures};
pub use sound::Mp4Sound;

use crate::DeviceError;
use crate::audio::AudioFrame;
use crate::device::{AudioSource, DeviceKind, VideoSource};
use crate::file::{BadFile, FileSound, FileVideo, Playhead, Source, is_mp4, open};
use crate::video::{Size, VideoFrame};

/// A film: its picture and, where it has one, its sound, both at the same place.
pub struct Film {
    pictures: FileVideo,
    sound: Option<FileSound>,
}

impl Film {
    /// Opens the file that stands for a film or a camera. The sound of a Y4M film is in the WAV file of the same name
    /// beside it, where there is one. `looped`: after the end comes the beginning.
    ///
    /// # Errors
    /// As [`open`]; [`DeviceError::Damaged`] (1) when it is no such file, cut off, or coded in another way. A film
    /// whose sound cannot be played is not shown without it.
    pub fn open(kind: DeviceKind, path: &Path, looped: bool) -> Result<Self, DeviceError> {
        let mut pictures = Box::new(open(kind, path)?);
        let beside = path.with_extension("wav");
        let sound = match is_mp4(pictures.as_mut()).map_err(|why| DeviceError::Damaged { kind, why })? {
            true => Some(path),
            false => beside.is_file().then_some(beside.as_path()),
        };
        let sound = sound.map(|path| open(kind, path)).transpose()?;
        Self::of(kind, pictures, sound.map(|sound| Box::new(sound) as Box<dyn Source>), looped)
    }

    /// A film of these files, which may be one.
    ///
    /// # Errors
    /// [`DeviceError::Damaged`] (1).
    pub fn of(
        kind: DeviceKind,
        pictures: Box<dyn Source>,
        sound: Option<Box<dyn Source>>,
        looped: bool,
    ) -> Result<Self, DeviceError> {
        let pictures = FileVideo::open(kind, pictures, looped)?;
        let sound = match sound.map(|sound| FileSound::open(kind, sound, looped)) {
            Some(Err(DeviceError::Damaged { why: BadFile::Without(_), .. })) | None => None,
            Some(sound) => Some(sound?),
        };
        let mut film = Self { pictures, sound };
        film.share_length();
        Ok(film)
    }

    /// Holds it; what is held stays so.
    pub fn pause(&mut self, at: Duration) {
        self.each_head(|head| head.pause(at));
    }

    /// Goes on from where it was held.
    pub fn resume(&mut self, at: Duration) {
        self.each_head(|head| head.resume(at));
    }

    /// Winds to a position: what plays goes on playing from there, what is held stays held there.
    pub fn seek(&mut self, at: Duration, position: Duration) {
        self.each_head(|head| head.seek(at, position));
    }

    /// From the beginning, playing.
    pub fn restart(&mut self, at: Duration) {
        self.each_head(|head| head.restart(at));
    }

    /// How long it is.
    #[must_use]
    pub const fn length(&self) -> Duration {
        self.pictures.length()
    }

    /// Whether it has been shown to its end.
    #[must_use]
    pub fn is_over(&self, at: Duration) -> bool {
        self.pictures.is_over(at)
    }

    /// Picture and sound end, and begin again, together.
    fn share_length(&mut self) {
        if let Some(sound) = &mut self.sound {
            let length = self.pictures.length().max(sound.length());
            self.pictures.lasts(length);
            sound.lasts(length);
        }
    }

    fn each_head(&mut self, turn: impl Fn(&mut Playhead)) {
        turn(self.pictures.head());
        self.sound.iter_mut().for_each(|sound| turn(sound.head()));
    }
}

impl VideoSource for Film {
    fn size(&self) -> Size {
        self.pictures.size()
    }

    fn poll(&mut self, at: Duration) -> Result<Option<VideoFrame>, DeviceError> {
        self.pictures.poll(at)
    }

    fn has_sound(&self) -> bool {
        self.sound.is_some()
    }

    fn poll_sound(&mut self, at: Duration) -> Result<Option<AudioFrame>, DeviceError> {
        self.sound.as_mut().map_or(Ok(None), |sound| sound.poll(at))
    }
}
