//! What an MP4 file says of its tracks: in one table, or fragment by fragment.

use shiguredo_mp4::TrackKind;
use shiguredo_mp4::boxes::{HdlrBox, MvhdBox, TfhdBox};

use super::building::{Building, entry};
use super::inner::Inner;
use super::track::Track;
use crate::file::BadFile;

/// The tracks that can be played.
pub(super) struct Movie {
    /// Of the track that is to be played.
    kind: TrackKind,
    /// Of the file, in bytes.
    length: u64,
    tracks: Vec<Building>,
    /// There is a track of the kind that cannot be decoded here.
    unsupported: bool,
}

impl Movie {
    pub(super) fn new(moov: Inner<'_>, kind: TrackKind, length: u64) -> Result<Self, BadFile> {
        let mut movie = Self { kind, length, tracks: Vec::new(), unsupported: false };
        let rate = moov.child(b"mvhd")?.decode::<MvhdBox>()?.timescale.get();
        let of_film = (rate, moov.find(b"mvex")?);
        for found in moov.inside() {
            let found = found?;
            if found.kind == *b"trak" {
                movie.add_track(found, of_film)?;
            }
        }
        Ok(movie)
    }

    /// The first track of a kind that can be decoded here counts.
    fn add_track(&mut self, trak: Inner<'_>, of_film: (u32, Option<Inner<'_>>)) -> Result<(), BadFile> {
        let mdia = trak.child(b"mdia")?;
        let kind = match mdia.child(b"hdlr")?.decode::<HdlrBox>()?.handler_type {
            HdlrBox::HANDLER_TYPE_VIDE => TrackKind::Video,
            HdlrBox::HANDLER_TYPE_SOUN => TrackKind::Audio,
            _ => return Ok(()),
        };
        let stbl = mdia.child(b"minf")?.child(b"stbl")?;
        let Some(entry) = entry(stbl)? else {
            self.unsupported |= kind == self.kind;
            return Ok(());
        };
        if self.tracks.iter().all(|track| track.kind != kind) {
            let track = Building::new(kind, entry, trak, of_film, kind == self.kind)?;
            self.tracks.push(track.with_table(stbl, self.length)?);
        }
        Ok(())
    }

    /// What a fragment that begins at this place adds.
    pub(super) fn add_fragment(&mut self, begins: u64, moof: Inner<'_>) -> Result<(), BadFile> {
        let mut after_last = None;
        for traf in moof.inside() {
            let traf = traf?;
            if traf.kind != *b"traf" {
                continue;
            }
            let header: TfhdBox = traf.child(b"tfhd")?.decode()?;
            let base = match (header.base_data_offset, header.default_base_is_moof) {
                (Some(base), _) => base,
                (None, true) => begins,
                (None, false) => after_last.unwrap_or(begins),
            };
            let track = self.tracks.iter_mut().find(|track| track.id == header.track_id);
            if let Some(track) = track {
                after_last = Some(track.add_runs(traf, &header, base, self.length)?);
            }
        }
        Ok(())
    }

    /// The track that is to be played.
    pub(super) fn track(self) -> Result<Track, BadFile> {
        let film = self.tracks.iter().map(Building::end).max().unwrap_or_default();
        let Some(track) = self.tracks.into_iter().find(|track| track.kind == self.kind) else {
            return Err(match (self.kind, self.unsupported) {
                (TrackKind::Video, true) => BadFile::Unsupported("this coding of pictures"),
                (TrackKind::Video, false) => BadFile::Without("picture"),
                (_, true) => BadFile::Unsupported("this coding of sound"),
                (_, false) => BadFile::Without("sound"),
            });
        };
        let (entry, turned, rate_hz) = (track.entry.clone(), track.turned, track.rate_hz);
        let samples = track.into_samples();
        if samples.is_empty() || film.is_zero() {
            return Err(BadFile::Empty);
        }
        Ok(Track { entry, turned, rate_hz, samples, film })
    }
}
