//! A track of an MP4 file: how it is coded, and where each of its samples is.

use std::io::SeekFrom;
use std::time::Duration;

use shiguredo_mp4::TrackKind;
use shiguredo_mp4::boxes::SampleEntry;

use super::boxes::TopBoxes;
use super::inner::Inner;
use super::movie::Movie;
use crate::file::{BadFile, Source};
use crate::video::Rotation;

/// The longest film. Times beyond it are damage, and nothing that is computed of shorter ones overflows.
pub(super) const LENGTH_MAX: Duration = Duration::from_secs(7 * 24 * 3600);
/// Samples of a track: nine hours of 60 pictures a second, and 48 MB of memory.
pub(super) const SAMPLES_MAX: usize = 1 << 21;

/// A track of a film.
pub(super) struct Track {
    pub(super) entry: SampleEntry,
    /// How a picture is to be turned: phones film lying down and say so.
    pub(super) turned: Rotation,
    /// Ticks a second.
    pub(super) rate_hz: u32,
    /// In the order in which they are decoded; at least one.
    pub(super) samples: Vec<Sample>,
    /// Of the whole film, with its other tracks.
    pub(super) film: Duration,
}

/// What is decoded at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sample {
    /// When it is shown or heard, in ticks from the beginning of the film; before it, where only others need it.
    pub(super) at: i64,
    /// Where it is in the file.
    pub(super) offset: u64,
    pub(super) size: u32,
    pub(super) keyframe: bool,
}

impl Track {
    /// Looks for the first picture or sound that can be decoded here, and for all of its samples. What a file that is
    /// written in fragments lacks at its end was not written yet, and the film is shorter.
    ///
    /// # Errors
    /// What is wrong with the file; [`BadFile::Without`] where it has no such track.
    pub(super) fn open(from: &mut dyn Source, kind: TrackKind) -> Result<Self, BadFile> {
        let mut boxes = TopBoxes::new(from)?;
        let mut movie = None;
        while let Some(found) = boxes.next(from)? {
            match (&found.kind, &mut movie) {
                (b"moov", None) => {
                    let moov = boxes.read(from, found)?;
                    movie = Some(Movie::new(Inner::new(&moov)?, kind, boxes.length())?);
                }
                (b"moof", Some(_)) if found.end > boxes.length() => break,
                (b"moof", Some(movie)) => {
                    let moof = boxes.read(from, found)?;
                    movie.add_fragment(found.at, Inner::new(&moof)?)?;
                }
                (b"moof", None) => return Err(BadFile::BadHeader("fragment before the list of tracks")),
                _ => {}
            }
        }
        movie.ok_or(BadFile::Truncated)?.track()
    }

    /// A time of the film in ticks.
    pub(super) fn ticks(&self, at: Duration) -> i64 {
        let ticks = at.as_nanos() * u128::from(self.rate_hz) / 1_000_000_000;
        i64::try_from(ticks).unwrap_or(i64::MAX)
    }

    /// The bytes of a sample.
    pub(super) fn read(&self, from: &mut dyn Source, number: usize) -> Result<Vec<u8>, BadFile> {
        let sample = self.samples.get(number).ok_or(BadFile::Truncated)?;
        from.seek(SeekFrom::Start(sample.offset))?;
        // Sizes were held against the file's length when it was opened.
        let mut bytes = vec![0; sample.size as usize];
        from.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}
