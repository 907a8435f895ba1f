//! What an MP4 file says of its tracks: in one table, or fragment by fragment.

use std::time::Duration;

use shiguredo_mp4::TrackKind;
use shiguredo_mp4::aux::SampleTableAccessor;
use shiguredo_mp4::boxes::{
    Avc1Box, HdlrBox, MoofBox, MoovBox, SampleEntry, StblBox, StszBox, TrafBox, TrakBox, TrexBox, TrunBox,
};
use shiguredo_mp4::{BoxType, Decode};

use super::track::{LENGTH_MAX, SAMPLES_MAX, Sample, Track};
use crate::file::BadFile;
use crate::video::Rotation;

/// The largest sample: far more than a picture of full HD in lossless quality.
const SAMPLE_MAX_BYTES: u32 = 16 << 20;

/// The tracks that can be played.
pub(super) struct Movie {
    /// Of the file, in bytes.
    length: u64,
    tracks: Vec<Building>,
    /// There is a track of this kind that cannot be decoded here.
    unsupported: Vec<TrackKind>,
}

/// A track while its samples are looked for.
struct Building {
    id: u32,
    kind: TrackKind,
    entry: SampleEntry,
    turned: Rotation,
    rate_hz: u32,
    /// From the track's own times to those of the film.
    shift: i64,
    /// What fragments do not say themselves.
    defaults: Option<TrexBox>,
    samples: Vec<Sample>,
    /// Where the next sample begins, in the track's own time.
    next: u64,
    /// Where the last one of all ends, in the time of the film.
    end: i64,
}

impl Movie {
    pub(super) fn new(moov: MoovBox, length: u64) -> Result<Self, BadFile> {
        let mut movie = Self { length, tracks: Vec::new(), unsupported: Vec::new() };
        let movie_rate = moov.mvhd_box.timescale.get();
        let defaults = moov.mvex_box.map(|mvex| mvex.trex_boxes).unwrap_or_default();
        for trak in moov.trak_boxes {
            let kind = match trak.mdia_box.hdlr_box.handler_type {
                HdlrBox::HANDLER_TYPE_VIDE => TrackKind::Video,
                HdlrBox::HANDLER_TYPE_SOUN => TrackKind::Audio,
                _ => continue,
            };
            let entry = trak.mdia_box.minf_box.stbl_box.stsd_box.entries.first().and_then(decodable);
            match entry {
                Some(_) if movie.tracks.iter().any(|track| track.kind == kind) => {}
                Some(entry) => {
                    let track = Building::new(kind, entry, &trak, movie_rate, &defaults)?;
                    movie.tracks.push(track.with_table(trak.mdia_box.minf_box.stbl_box, length)?);
                }
                None => movie.unsupported.push(kind),
            }
        }
        Ok(movie)
    }

    /// What a fragment that begins at this place adds.
    pub(super) fn add_fragment(&mut self, begins: u64, moof: &MoofBox) -> Result<(), BadFile> {
        let mut after_last = None;
        for traf in &moof.traf_boxes {
            let header = &traf.tfhd_box;
            let base = match (header.base_data_offset, header.default_base_is_moof) {
                (Some(base), _) => base,
                (None, true) => begins,
                (None, false) => after_last.unwrap_or(begins),
            };
            let track = self.tracks.iter_mut().find(|track| track.id == header.track_id);
            if let Some(track) = track {
                after_last = Some(track.add_runs(traf, base, self.length)?);
            }
        }
        Ok(())
    }

    /// The track of this kind.
    pub(super) fn take(self, kind: TrackKind) -> Result<Track, BadFile> {
        let film = self.tracks.iter().map(Building::end).max().unwrap_or_default();
        let Some(track) = self.tracks.into_iter().find(|track| track.kind == kind) else {
            let there = self.unsupported.contains(&kind);
            return Err(match (kind, there) {
                (TrackKind::Video, true) => BadFile::Unsupported("this coding of pictures"),
                (TrackKind::Video, false) => BadFile::Without("picture"),
                (_, true) => BadFile::Unsupported("this coding of sound"),
                (_, false) => BadFile::Without("sound"),
            });
        };
        if track.samples.is_empty() || film.is_zero() {
            return Err(BadFile::Empty);
        }
        let Building { entry, turned, rate_hz, samples, .. } = track;
        Ok(Track { entry, turned, rate_hz, samples, film })
    }
}

impl Building {
    fn new(
        kind: TrackKind,
        entry: SampleEntry,
        trak: &TrakBox,
        movie_rate: u32,
        defaults: &[TrexBox],
    ) -> Result<Self, BadFile> {
        let (id, rate_hz) = (trak.tkhd_box.track_id, trak.mdia_box.mdhd_box.timescale.get());
        Ok(Self {
            id,
            kind,
            entry,
            turned: turned(&trak.tkhd_box.matrix),
            rate_hz,
            shift: shift(trak, rate_hz, movie_rate)?,
            defaults: defaults.iter().find(|defaults| defaults.track_id == id).cloned(),
            samples: Vec::new(),
            next: 0,
            end: 0,
        })
    }

    /// All samples of a file that is not in fragments. Each must be there.
    fn with_table(mut self, table: StblBox, length: u64) -> Result<Self, BadFile> {
        let count = match &table.stsz_box {
            StszBox::Fixed { sample_count, .. } => *sample_count as usize,
            StszBox::Variable { entry_sizes } => entry_sizes.len(),
        };
        if count > SAMPLES_MAX {
            return Err(too_many());
        }
        let table = SampleTableAccessor::new(table).map_err(|_| BadFile::BadHeader("list of samples"))?;
        for sample in table.samples() {
            let (offset, size) = (sample.data_offset(), sample.data_size());
            if offset.saturating_add(u64::from(size)) > length {
                return Err(BadFile::Truncated);
            }
            self.next = sample.timestamp();
            let shown_later = sample.composition_time_offset().unwrap_or_default();
            let placed = Placed { offset, size, shown_later, duration: sample.duration() };
            self.push(placed, sample.is_sync_sample())?;
        }
        Ok(self)
    }

    /// The samples of a fragment; gives where the last one ends. What is behind the end of the file was not written.
    fn add_runs(&mut self, traf: &TrafBox, base: u64, length: u64) -> Result<u64, BadFile> {
        if let Some(time) = &traf.tfdt_box {
            self.next = time.base_media_decode_time;
        }
        let mut offset = base;
        for run in &traf.trun_boxes {
            if let Some(from_base) = run.data_offset {
                offset = base.checked_add_signed(from_base.into()).ok_or(BadFile::BadHeader("fragment"))?;
            }
            offset = self.add_run(traf, run, offset, length)?;
        }
        Ok(offset)
    }

    fn add_run(&mut self, traf: &TrafBox, run: &TrunBox, from: u64, length: u64) -> Result<u64, BadFile> {
        let (header, defaults) = (&traf.tfhd_box, self.defaults.clone());
        let (mut offset, mut first_flags) = (from, run.first_sample_flags);
        for sample in &run.samples {
            let size = sample.size.or(header.default_sample_size);
            let size = size.or(defaults.as_ref().map(|defaults| defaults.default_sample_size));
            let duration = sample.duration.or(header.default_sample_duration);
            let duration = duration.or(defaults.as_ref().map(|defaults| defaults.default_sample_duration));
            let flags = first_flags.take().or(sample.flags).or(header.default_sample_flags);
            let flags = flags.or(defaults.as_ref().map(|defaults| defaults.default_sample_flags));
            let (Some(size), Some(duration)) = (size, duration) else {
                return Err(BadFile::BadHeader("fragment"));
            };
            let end = offset.saturating_add(u64::from(size));
            if end > length {
                break;
            }
            let keyframe = flags.is_none_or(|flags| !flags.sample_is_non_sync_sample());
            let shown_later = sample.composition_time_offset.unwrap_or_default();
            self.push(Placed { offset, size, shown_later, duration }, keyframe)?;
            offset = end;
        }
        Ok(offset)
    }

    /// A sample that is decoded at `next`.
    fn push(&mut self, placed: Placed, keyframe: bool) -> Result<(), BadFile> {
        let Placed { offset, size, shown_later, duration } = placed;
        if size > SAMPLE_MAX_BYTES {
            return Err(BadFile::BadHeader("sample, which is too large,"));
        }
        if self.samples.len() >= SAMPLES_MAX {
            return Err(too_many());
        }
        let next = i64::try_from(self.next).ok();
        let at = next.and_then(|next| next.checked_add(shown_later)?.checked_add(self.shift));
        let at = at.filter(|at| at.unsigned_abs() <= most(self.rate_hz)).ok_or(BAD_TIMES)?;
        self.next = self.next.saturating_add(u64::from(duration));
        self.end = self.end.max(at + i64::from(duration));
        // Nothing stands for nothing: such a sample only takes time.
        if size > 0 {
            self.samples.push(Sample { at, offset, size, keyframe });
        }
        Ok(())
    }

    /// In time of the film. A last sample may be said to last for ever.
    fn end(&self) -> Duration {
        let ticks = u128::from(self.end.max(0).unsigned_abs().min(most(self.rate_hz)));
        let nanos = ticks * 1_000_000_000 / u128::from(self.rate_hz);
        Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
    }
}

/// What is said of a sample; times in ticks.
struct Placed {
    offset: u64,
    size: u32,
    /// How much later it is shown than decoded.
    shown_later: i64,
    duration: u32,
}

const BAD_TIMES: BadFile = BadFile::BadHeader("times");

const fn too_many() -> BadFile {
    BadFile::BadHeader("samples, which are too many,")
}

/// Ticks of the longest film.
const fn most(rate_hz: u32) -> u64 {
    LENGTH_MAX.as_secs() * rate_hz as u64
}

/// The part of a track's matrix that turns: where a step to the right leads, and one down. What it scales, mirrors or
/// moves stays as it is.
fn turned(matrix: &[i32; 9]) -> Rotation {
    match [matrix[0], matrix[1], matrix[3], matrix[4]].map(i32::signum) {
        [0, 1, -1, 0] => Rotation::Quarter,
        [-1, 0, 0, -1] => Rotation::Half,
        [0, -1, 1, 0] => Rotation::ThreeQuarters,
        _ => Rotation::None,
    }
}

/// What an edit list makes of the times: it waits, then it begins somewhere in the track. What it does behind that, cuts
/// and repetitions, only editors write.
fn shift(trak: &TrakBox, rate_hz: u32, movie_rate: u32) -> Result<i64, BadFile> {
    let list = trak.edts_box.as_ref().and_then(|edts| edts.elst_box.as_ref());
    let (mut waits, mut begins) = (0u64, 0);
    for edit in list.iter().flat_map(|list| &list.entries) {
        if edit.media_time >= 0 {
            begins = edit.media_time;
            break;
        }
        waits = waits.saturating_add(edit.edit_duration);
    }
    let waits = u128::from(waits) * u128::from(rate_hz) / u128::from(movie_rate.max(1));
    i64::try_from(waits).ok().and_then(|waits| waits.checked_sub(begins)).ok_or(BAD_TIMES)
}

/// The entry, where there is a decoder for it. `avc3` differs from `avc1` in its name and in where parameters may be.
fn decodable(entry: &SampleEntry) -> Option<SampleEntry> {
    match entry {
        SampleEntry::Avc1(_) | SampleEntry::Mp4a(_) | SampleEntry::Opus(_) => Some(entry.clone()),
        SampleEntry::Unknown(other) if other.box_type == BoxType::Normal(*b"avc3") => {
            let size = u32::try_from(other.payload.len() + 8).ok()?;
            let as_avc1 = [&size.to_be_bytes()[..], b"avc1", &other.payload].concat();
            Avc1Box::decode(&as_avc1).ok().map(|(avc1, _)| SampleEntry::Avc1(avc1))
        }
        _ => None,
    }
}
