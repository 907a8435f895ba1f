//! A Y4M or MP4 file as a camera or as the picture of a film.

use std::time::Duration;

use crate::DeviceError;
use crate::device::{DeviceKind, VideoSource};
use crate::file::{BadFile, Found, Mp4Pictures, Playhead, Source, Y4m, is_mp4};
use crate::video::{Size, VideoFrame};

/// Pictures of a file, at their own rate.
pub struct FileVideo {
    kind: DeviceKind,
    film: Pictures,
    length: Duration,
    looped: bool,
    head: Playhead,
    /// What was given last: after how many windings, in which round, which picture.
    given: Option<(u64, u64, u64)>,
}

/// Where pictures come from.
enum Pictures {
    Raw(Y4m),
    Coded(Box<Mp4Pictures>),
}

impl FileVideo {
    /// Reads the headers; `kind` is what the file stands for. `looped`: after the last picture comes the first.
    ///
    /// # Errors
    /// [`DeviceError::Damaged`] (1) when it is no such file, cut off, or coded in another way.
    pub fn open(kind: DeviceKind, from: Box<dyn Source>, looped: bool) -> Result<Self, DeviceError> {
        let film = Pictures::open(from).map_err(|why| DeviceError::Damaged { kind, why })?;
        Ok(Self { kind, length: film.length(), film, looped, head: Playhead::default(), given: None })
    }

    /// Where the film is, to be held and wound.
    pub fn head(&mut self) -> &mut Playhead {
        &mut self.head
    }

    /// How long it is.
    #[must_use]
    pub const fn length(&self) -> Duration {
        self.length
    }

    /// Its last picture stands until then.
    pub(super) const fn lasts(&mut self, length: Duration) {
        self.length = length;
    }

    /// Whether the last picture has been on for its time.
    #[must_use]
    pub fn is_over(&self, at: Duration) -> bool {
        !self.looped && self.head.position(at) >= self.length
    }

    /// What is to be given now, as `given` has it.
    fn due(&self, at: Duration) -> Option<(u64, u64, u64)> {
        let position = self.head.position(at).as_nanos();
        let length = self.length.as_nanos().max(1);
        let within = |nanos: u128| u64::try_from(nanos).unwrap_or(u64::MAX);
        let number = self.film.picture_at(Duration::from_nanos(within(position % length)))?;
        Some((self.head.winds(), within(position / length), number))
    }
}

impl VideoSource for FileVideo {
    fn size(&self) -> Size {
        self.film.size()
    }

    /// A film that is held shows the picture that it was wound to, once. A film that is behind, because decoding takes
    /// long, shows what it has; while it winds it shows nothing.
    fn poll(&mut self, at: Duration) -> Result<Option<VideoFrame>, DeviceError> {
        let due = if self.is_over(at) { None } else { self.due(at) };
        let Some(due) = due.filter(|due| self.given != Some(*due)) else { return Ok(None) };
        let found = self.film.read(due.2).map_err(|why| DeviceError::Damaged { kind: self.kind, why })?;
        let picture = match found {
            Found::Picture(picture) => {
                self.given = Some(due);
                Some(picture)
            }
            Found::OnTheWay(picture) => picture.filter(|_| self.given.is_some_and(|given| given.0 == due.0)),
        };
        Ok(picture.map(|picture| VideoFrame { picture, at }))
    }
}

impl Pictures {
    fn open(mut from: Box<dyn Source>) -> Result<Self, BadFile> {
        match is_mp4(from.as_mut())? {
            true => Ok(Self::Coded(Box::new(Mp4Pictures::open(from)?))),
            false => Y4m::open(from).map(Self::Raw).map_err(|why| why.of("MP4 or Y4M")),
        }
    }

    fn size(&self) -> Size {
        match self {
            Self::Raw(film) => film.size(),
            Self::Coded(film) => film.size(),
        }
    }

    fn length(&self) -> Duration {
        match self {
            Self::Raw(film) => film.rate().time_of(film.pictures()),
            Self::Coded(film) => film.length(),
        }
    }

    /// The number of the picture that is on; none before the first.
    fn picture_at(&self, at: Duration) -> Option<u64> {
        match self {
            Self::Raw(film) => Some(film.rate().picture_at(at).min(film.pictures() - 1)),
            Self::Coded(film) => film.picture_at(at),
        }
    }

    fn read(&mut self, number: u64) -> Result<Found, BadFile> {
        match self {
            Self::Raw(film) => film.read(number).map(Found::Picture),
            Self::Coded(film) => film.read(number),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::file::y4m::y4m_header;

    /// 10 pictures of 16x16 at 10 a second, each in the luma of its number.
    fn film(looped: bool) -> FileVideo {
        let size = Size::new(16, 16);
        let mut bytes = y4m_header(size, 10, 1);
        for number in 0..10 {
            bytes.extend_from_slice(b"FRAME\n");
            bytes.extend(std::iter::repeat_n(number, size.i420_len()));
        }
        FileVideo::open(DeviceKind::MediaFile, Box::new(Cursor::new(bytes)), looped).expect("a good file")
    }

    fn shown(film: &mut FileVideo, ms: std::ops::Range<u64>) -> Vec<u8> {
        let polls = ms.step_by(10).map(|ms| film.poll(Duration::from_millis(ms)).expect("a good file"));
        polls.flatten().map(|frame| frame.picture.data()[0]).collect()
    }

    #[test]
    fn pictures_come_in_order_and_end_or_begin_again() {
        assert_eq!(shown(&mut film(false), 0..2000), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        assert!(film(false).is_over(Duration::from_secs(1)));
        assert_eq!(shown(&mut film(true), 850..1150), [8, 9, 0, 1]);
    }

    #[test]
    fn a_film_is_held_wound_and_started_anew() {
        let at = Duration::from_millis;
        let mut film = film(false);
        assert_eq!(shown(&mut film, 0..250), [0, 1, 2]);

        film.head().pause(at(250));
        assert_eq!(shown(&mut film, 250..1000), [] as [u8; 0]);
        film.head().seek(at(1000), at(700));
        assert_eq!(shown(&mut film, 1000..2000), [7], "wound to while it is held");
        film.head().seek(at(2000), at(700));
        assert_eq!(shown(&mut film, 2000..2001), [7], "wound to where it is");
        film.head().resume(at(2000));
        assert_eq!(shown(&mut film, 2000..2150), [8]);
        film.head().restart(at(2150));
        assert_eq!(shown(&mut film, 2150..2300), [0, 1]);
    }

    #[test]
    fn what_is_no_film_is_a_damaged_device() {
        let refused = FileVideo::open(DeviceKind::Camera, Box::new(Cursor::new(b"GIF89a".to_vec())), true);
        let error = refused.err().expect("no film");
        assert_eq!((error.code().number(), error.sub_reason()), (1, "device_failed"));
    }
}
