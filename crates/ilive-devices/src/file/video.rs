//! A Y4M file as a camera or as a film.

use std::time::Duration;

use crate::DeviceError;
use crate::device::{DeviceKind, VideoSource};
use crate::file::{Playhead, Source, Y4m};
use crate::video::{Size, VideoFrame};

/// Pictures of a file, at their own rate.
pub struct FileVideo {
    kind: DeviceKind,
    film: Y4m,
    looped: bool,
    head: Playhead,
    /// What was given last: after how many windings, in which round, which picture.
    given: Option<(u64, u64, u64)>,
}

impl FileVideo {
    /// Reads the header; `kind` is what the file stands for. `looped`: after the last picture comes the first.
    ///
    /// # Errors
    /// [`DeviceError::Damaged`] (1) when it is no such file, or cut off.
    pub fn open(kind: DeviceKind, from: Box<dyn Source>, looped: bool) -> Result<Self, DeviceError> {
        let film = Y4m::open(from).map_err(|why| DeviceError::Damaged { kind, why })?;
        Ok(Self { kind, film, looped, head: Playhead::default(), given: None })
    }

    /// Where the film is, to be held and wound.
    pub fn head(&mut self) -> &mut Playhead {
        &mut self.head
    }

    /// How long it is.
    #[must_use]
    pub fn length(&self) -> Duration {
        self.film.rate().time_of(self.film.pictures())
    }

    /// Whether the last picture has been on for its time.
    #[must_use]
    pub fn is_over(&self, at: Duration) -> bool {
        !self.looped && self.head.position(at) >= self.length()
    }
}

impl VideoSource for FileVideo {
    fn size(&self) -> Size {
        self.film.size()
    }

    /// A film that is held shows the picture that it was wound to, once.
    fn poll(&mut self, at: Duration) -> Result<Option<VideoFrame>, DeviceError> {
        if self.is_over(at) {
            return Ok(None);
        }
        let number = self.film.rate().picture_at(self.head.position(at));
        let (round, number) = (number / self.film.pictures(), number % self.film.pictures());
        let due = (self.head.winds(), round, number);
        if self.given == Some(due) {
            return Ok(None);
        }
        let picture = self.film.read(number).map_err(|why| DeviceError::Damaged { kind: self.kind, why })?;
        self.given = Some(due);
        Ok(Some(VideoFrame { picture, at }))
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
