//! The sound of an MP4 file at 48 kHz, from any of its samples on.

use shiguredo_mp4::TrackKind;

use super::decoder::{Coding, Decoder};
use super::resample::Resampler;
use super::track::Track;
use crate::audio::Channels;
use crate::file::sound::samples_in;
use crate::file::{BadFile, Source};

/// What a decoder hears before the first sample that counts: AAC overlaps two packets, Opus wants 80 ms (RFC 7845, 4.6).
const RUN_UP_MS: i64 = 100;
/// Packets that lie closer together than this follow each other: times are rounded.
const GAP_MS: i64 = 10;

/// Sound of an MP4 file.
pub struct Mp4Sound {
    from: Box<dyn Source>,
    track: Track,
    coding: Coding,
    resampler: Option<Resampler>,
    decoded: Decoded,
}

/// What is decoded, in the file's own rate: some samples in a row.
struct Decoded {
    decoder: Decoder,
    /// The packet that is decoded next.
    next: usize,
    /// The number of the first sample; negative before the film begins.
    first: i64,
    samples: Vec<f32>,
}

impl Mp4Sound {
    /// Reads what tracks there are, and where the sound is.
    ///
    /// # Errors
    /// What is wrong with it; [`BadFile::Without`] where there is no sound.
    pub fn open(mut from: Box<dyn Source>) -> Result<Self, BadFile> {
        let track = Track::open(from.as_mut(), TrackKind::Audio)?;
        let coding = Coding::of(&track.entry)?;
        let resampler = Resampler::new(coding.rate_hz);
        let decoded = Decoded { decoder: coding.decoder()?, next: 0, first: 0, samples: Vec::new() };
        let mut sound = Self { from, track, coding, resampler, decoded };
        sound.decoded.first = sound.begins(0);
        Ok(sound)
    }

    /// One or two.
    #[must_use]
    pub const fn channels(&self) -> Channels {
        self.coding.channels
    }

    /// How long the film is, in samples a channel at 48 kHz: what is missing at its end is silent.
    #[must_use]
    pub fn samples(&self) -> u64 {
        samples_in(self.track.film)
    }

    /// Appends `count` samples a channel at 48 kHz, from the sample of number `first` on; silence where there is no sound.
    ///
    /// # Errors
    /// [`BadFile::Undecodable`], [`BadFile::Unreadable`], [`BadFile::Truncated`].
    pub fn read(&mut self, first: u64, count: usize, out: &mut Vec<i16>) -> Result<(), BadFile> {
        // Nobody winds so far; what is computed below does not overflow.
        let first = first.min(self.samples());
        let last = first + (count as u64).saturating_sub(1);
        let (begin, end) = match &self.resampler {
            None => (first as i64, last as i64 + 1),
            Some(resampler) => {
                let reach = resampler.reach() as i64;
                (resampler.place(first).0 as i64 - reach, resampler.place(last).0 as i64 + reach + 1)
            }
        };
        self.decode(begin, end)?;
        for number in first..first + count as u64 {
            self.mix(number, out);
        }
        Ok(())
    }

    /// One sample of each channel.
    fn mix(&self, number: u64, out: &mut Vec<i16>) {
        let (begin, weights) = match &self.resampler {
            None => (number as i64, &[1.0][..]),
            Some(resampler) => {
                let (behind, weights) = resampler.place(number);
                (behind as i64 + 1 - resampler.reach() as i64, weights)
            }
        };
        let channels = self.coding.channels.count();
        // What is missing before the first sample, or behind the last, is silent.
        let missing = usize::try_from(self.decoded.first.saturating_sub(begin)).unwrap_or_default();
        let from = usize::try_from(begin.saturating_sub(self.decoded.first)).unwrap_or_default();
        let samples = self.decoded.samples.get(from * channels..).unwrap_or_default();
        let weights = weights.get(missing..).unwrap_or_default();
        let mut sums = [0.0; 2];
        for (frame, weight) in samples.chunks_exact(channels).zip(weights) {
            for (sum, sample) in sums.iter_mut().zip(frame) {
                *sum += sample * weight;
            }
        }
        let sample = |sum: &f32| (sum * 32_768.0).round().clamp(-32_768.0, 32_767.0) as i16;
        out.extend(sums[..channels].iter().map(sample));
    }

    /// Sees to it that all sound from `begin` to `end` that there is is decoded, and no other for long.
    fn decode(&mut self, begin: i64, end: i64) -> Result<(), BadFile> {
        let each = self.coding.channels.count();
        if !self.leads_to(begin) {
            self.begin_before(begin - self.run_up())?;
        }
        while self.decoded.next < self.track.samples.len() && self.decoded.end(each) < end {
            let at = self.begins(self.decoded.next);
            if at >= end {
                break;
            }
            self.decoded.go_to(at, i64::from(self.coding.rate_hz) * GAP_MS / 1000, begin, each);
            let packet = self.track.read(self.from.as_mut(), self.decoded.next)?;
            self.decoded.next += 1;
            self.decoded.decoder.decode(&packet, &mut self.decoded.samples)?;
        }
        self.decoded.forget_before(begin, each);
        Ok(())
    }

    fn run_up(&self) -> i64 {
        i64::from(self.coding.rate_hz) * RUN_UP_MS / 1000
    }

    /// Whether it is decoded, or comes soon, or is silent in between.
    fn leads_to(&self, begin: i64) -> bool {
        let Decoded { first, next, .. } = self.decoded;
        let end = self.decoded.end(self.coding.channels.count());
        let silent = || next >= self.track.samples.len() || self.begins(next) >= begin;
        first <= begin && (begin < end.saturating_add(self.run_up()) || silent())
    }

    /// Goes to the last packet that begins here or before.
    fn begin_before(&mut self, at: i64) -> Result<(), BadFile> {
        let rate = i64::from(self.coding.rate_hz);
        let ticks = i128::from(at) * i128::from(self.track.rate_hz) / i128::from(rate);
        let behind = self.track.samples.partition_point(|packet| i128::from(packet.at) <= ticks);
        let next = behind.saturating_sub(1);
        let decoder = self.coding.decoder()?;
        self.decoded = Decoded { decoder, next, first: self.begins(next), samples: Vec::new() };
        Ok(())
    }

    /// The first sample of a packet. Times of packets that do not rise were not sorted by anybody: what follows in the file
    /// follows here.
    fn begins(&self, packet: usize) -> i64 {
        let at = self.track.samples[packet].at;
        let samples = i128::from(at) * i128::from(self.coding.rate_hz) / i128::from(self.track.rate_hz);
        i64::try_from(samples).unwrap_or(i64::MAX)
    }
}

impl Decoded {
    /// Behind the last sample.
    fn end(&self, channels: usize) -> i64 {
        self.first.saturating_add((self.samples.len() / channels) as i64)
    }

    /// The next packet begins at this sample: with a `gap`, there is silence before it. Of what is before `needed`, none is
    /// kept.
    fn go_to(&mut self, at: i64, gap: i64, needed: i64, channels: usize) {
        let missing = at.saturating_sub(self.end(channels));
        if missing <= gap {
            return;
        }
        // A read asks for 20 ms: the silence before its end is not longer than that.
        if self.end(channels) >= needed {
            self.samples.resize(self.samples.len() + missing as usize * channels, 0.0);
        } else {
            (self.first, self.samples) = (at, Vec::new());
        }
    }

    fn forget_before(&mut self, begin: i64, channels: usize) {
        let old = usize::try_from(begin.saturating_sub(self.first)).unwrap_or_default();
        let old = old.min(self.samples.len() / channels);
        self.samples.drain(..old * channels);
        self.first += old as i64;
    }
}
