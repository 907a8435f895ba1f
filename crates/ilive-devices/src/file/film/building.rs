//! A track while its samples are looked for.

use std::time::Duration;

use shiguredo_mp4::boxes::{Avc1Box, MdhdBox, SampleEntry, TfdtBox, TfhdBox, TkhdBox, TrexBox};
use shiguredo_mp4::{BoxType, Decode, TrackKind};

use super::inner::Inner;
use super::run::{Run, is_keyframe};
use super::table::{Placed, samples};
use super::track::{LENGTH_MAX, SAMPLES_MAX, Sample};
use crate::file::BadFile;
use crate::video::Rotation;

/// The largest sample: far more than a picture of full HD in lossless quality.
const SAMPLE_MAX_BYTES: u32 = 16 << 20;
/// The longest description of a coding: parameters have some hundred bytes.
const ENTRY_MAX_BYTES: usize = 64 << 10;
const BAD_TIMES: BadFile = BadFile::BadHeader("times");
const BAD_FRAGMENT: BadFile = BadFile::BadHeader("fragment");

/// What is known of a track so far.
pub(super) struct Building {
    pub(super) id: u32,
    pub(super) kind: TrackKind,
    pub(super) entry: SampleEntry,
    pub(super) turned: Rotation,
    pub(super) rate_hz: u32,
    /// From the track's own times to those of the film.
    shift: i64,
    /// What fragments do not say themselves.
    defaults: Option<TrexBox>,
    /// Of a track that is played: of the others only the end counts.
    kept: Option<Vec<Sample>>,
    /// Those without bytes among them.
    count: usize,
    /// Where the next sample begins, in the track's own time.
    next: u64,
    /// Where the last one of all ends, in the time of the film.
    end: i64,
}

/// How a track is coded, where it can be decoded here.
pub(super) fn entry(stbl: Inner<'_>) -> Result<Option<SampleEntry>, BadFile> {
    // Version, flags and a number are before the entries.
    let Some(first) = stbl.child(b"stsd")?.inside_behind(8).next().transpose()? else { return Ok(None) };
    if first.len() > ENTRY_MAX_BYTES {
        return Err(BadFile::BadHeader("description of its coding, which is too long,"));
    }
    Ok(decodable(first.decode()?))
}

impl Building {
    /// `kept`: it is the one that is played.
    pub(super) fn new(
        kind: TrackKind,
        entry: SampleEntry,
        trak: Inner<'_>,
        moov: (u32, Option<Inner<'_>>),
        kept: bool,
    ) -> Result<Self, BadFile> {
        let (movie_rate, mvex) = moov;
        let tkhd: TkhdBox = trak.child(b"tkhd")?.decode()?;
        let mdhd: MdhdBox = trak.child(b"mdia")?.child(b"mdhd")?.decode()?;
        let (id, rate_hz) = (tkhd.track_id, mdhd.timescale.get());
        Ok(Self {
            id,
            kind,
            entry,
            turned: turned(&tkhd.matrix),
            rate_hz,
            shift: shift(trak, rate_hz, movie_rate)?,
            defaults: defaults(mvex, id)?,
            kept: kept.then(Vec::new),
            count: 0,
            next: 0,
            end: 0,
        })
    }

    /// All samples of a file that is not in fragments. Each must be there.
    pub(super) fn with_table(mut self, stbl: Inner<'_>, length: u64) -> Result<Self, BadFile> {
        samples(stbl, |sample| {
            if sample.offset.saturating_add(sample.size.into()) > length {
                return Err(BadFile::Truncated);
            }
            self.push(&sample)
        })?;
        Ok(self)
    }

    /// The samples of a fragment; gives where the last one ends. What is behind the end of the file was not written.
    pub(super) fn add_runs(
        &mut self,
        traf: Inner<'_>,
        header: &TfhdBox,
        base: u64,
        length: u64,
    ) -> Result<u64, BadFile> {
        if let Some(time) = traf.find(b"tfdt")? {
            self.next = time.decode::<TfdtBox>()?.base_media_decode_time;
        }
        let mut offset = base;
        for found in traf.inside() {
            let found = found?;
            if found.kind != *b"trun" {
                continue;
            }
            let run = Run::new(found)?;
            if let Some(from_base) = run.data_offset {
                offset = base.checked_add_signed(from_base.into()).ok_or(BAD_FRAGMENT)?;
            }
            offset = self.add_run(header, &run, offset, length)?;
        }
        Ok(offset)
    }

    fn add_run(&mut self, header: &TfhdBox, run: &Run<'_>, from: u64, length: u64) -> Result<u64, BadFile> {
        let defaults = self.defaults.clone();
        let of_film = |value: fn(&TrexBox) -> u32| defaults.as_ref().map(value);
        let size = header.default_sample_size.or(of_film(|film| film.default_sample_size));
        let duration = header.default_sample_duration.or(of_film(|film| film.default_sample_duration));
        let flags = header.default_sample_flags.map(|flags| flags.get());
        let flags = flags.or(of_film(|film| film.default_sample_flags.get()));
        let mut offset = from;
        for sample in run.samples() {
            let (Some(size), Some(duration)) = (sample.size.or(size), sample.duration.or(duration)) else {
                return Err(BAD_FRAGMENT);
            };
            let end = offset.saturating_add(u64::from(size));
            if end > length {
                break;
            }
            let keyframe = sample.flags.or(flags).is_none_or(is_keyframe);
            self.push(&Placed { offset, size, shown_later: sample.shown_later, duration, keyframe })?;
            offset = end;
        }
        Ok(offset)
    }

    /// A sample that is decoded at `next`.
    fn push(&mut self, placed: &Placed) -> Result<(), BadFile> {
        let &Placed { offset, size, shown_later, duration, keyframe } = placed;
        if size > SAMPLE_MAX_BYTES {
            return Err(BadFile::BadHeader("sample, which is too large,"));
        }
        if self.count >= SAMPLES_MAX {
            return Err(BadFile::BadHeader("samples, which are too many,"));
        }
        self.count += 1;
        let next = i64::try_from(self.next).ok();
        let at = next.and_then(|next| next.checked_add(shown_later)?.checked_add(self.shift));
        let at = at.filter(|at| at.unsigned_abs() <= most(self.rate_hz)).ok_or(BAD_TIMES)?;
        self.next = self.next.saturating_add(u64::from(duration));
        self.end = self.end.max(at + i64::from(duration));
        // Nothing stands for nothing: such a sample only takes time.
        if let Some(kept) = self.kept.as_mut().filter(|_| size > 0) {
            kept.push(Sample { at, offset, size, keyframe });
        }
        Ok(())
    }

    /// In time of the film. A last sample may be said to last for ever.
    pub(super) fn end(&self) -> Duration {
        let ticks = u128::from(self.end.max(0).unsigned_abs().min(most(self.rate_hz)));
        let nanos = ticks * 1_000_000_000 / u128::from(self.rate_hz);
        Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
    }

    /// Its samples, where it is the one that is played.
    pub(super) fn into_samples(self) -> Vec<Sample> {
        self.kept.unwrap_or_default()
    }
}

/// Ticks of the longest film.
const fn most(rate_hz: u32) -> u64 {
    LENGTH_MAX.as_secs() * rate_hz as u64
}

/// What the film says of all fragments of a track.
fn defaults(mvex: Option<Inner<'_>>, track: u32) -> Result<Option<TrexBox>, BadFile> {
    for found in mvex.into_iter().flat_map(Inner::inside) {
        let found = found?;
        if found.kind == *b"trex" {
            let defaults: TrexBox = found.decode()?;
            if defaults.track_id == track {
                return Ok(Some(defaults));
            }
        }
    }
    Ok(None)
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
fn shift(trak: Inner<'_>, rate_hz: u32, movie_rate: u32) -> Result<i64, BadFile> {
    let list = trak.find(b"edts")?.map(|edts| edts.find(b"elst")).transpose()?.flatten();
    let (mut waits, mut begins) = (0u64, 0);
    if let Some(list) = list {
        let (version, mut fields) = list.versioned()?;
        for _ in 0..fields.u32()? {
            let (duration, time) = match version >> 24 {
                0 => (fields.u32()?.into(), fields.u32()?.cast_signed().into()),
                _ => (fields.u64()?, fields.u64()?.cast_signed()),
            };
            let _rate = fields.u32()?;
            if time >= 0 {
                begins = time;
                break;
            }
            waits = waits.saturating_add(duration);
        }
    }
    let waits = u128::from(waits) * u128::from(rate_hz) / u128::from(movie_rate.max(1));
    i64::try_from(waits).ok().and_then(|waits| waits.checked_sub(begins)).ok_or(BAD_TIMES)
}

/// The entry, where there is a decoder for it. `avc3` differs from `avc1` in its name and in where parameters may be.
fn decodable(entry: SampleEntry) -> Option<SampleEntry> {
    match entry {
        SampleEntry::Avc1(_) | SampleEntry::Mp4a(_) | SampleEntry::Opus(_) => Some(entry),
        SampleEntry::Unknown(other) if other.box_type == BoxType::Normal(*b"avc3") => {
            let size = u32::try_from(other.payload.len() + 8).ok()?;
            let as_avc1 = [&size.to_be_bytes()[..], b"avc1", &other.payload].concat();
            Avc1Box::decode(&as_avc1).ok().map(|(avc1, _)| SampleEntry::Avc1(avc1))
        }
        _ => None,
    }
}
