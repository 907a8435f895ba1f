//! One track: samples that wait for their successor, which says how long they last.

use std::time::Duration;

use bytes::Bytes;

/// Samples of one track since the last fragment.
#[derive(Debug)]
pub(super) struct Track {
    id: u32,
    rate_hz: u32,
    /// The newest one; how long it lasts is not known.
    last: Option<Sample>,
    whole: Vec<Whole>,
}

#[derive(Debug)]
struct Sample {
    /// In ticks of the track, from the beginning of the file.
    start: u64,
    data: Bytes,
    keyframe: bool,
}

/// A sample that may be written.
#[derive(Debug)]
pub(super) struct Whole {
    start: u64,
    /// In ticks.
    pub(super) duration: u32,
    pub(super) data: Bytes,
    pub(super) keyframe: bool,
}

/// What a fragment has of a track; never without samples.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) track: u32,
    /// In ticks.
    pub(super) start: u64,
    pub(super) samples: Vec<Whole>,
}

impl Track {
    pub(super) const fn new(id: u32, rate_hz: u32) -> Self {
        Self { id, rate_hz, last: None, whole: Vec::new() }
    }

    /// Appends a sample. One that is not later than the last one is a tick behind it: order is kept, and nothing lost.
    pub(super) fn push(&mut self, at: Duration, data: Bytes, keyframe: bool) {
        let after = self.last.as_ref().map_or(0, |last| last.start + 1);
        let start = self.ticks(at).max(after);
        if let Some(last) = self.last.replace(Sample { start, data, keyframe }) {
            self.complete(last, start);
        }
    }

    /// There is no other sample: the last one is as long as the one before, or this long.
    pub(super) fn end(&mut self, length: Duration) {
        if let Some(last) = self.last.take() {
            let ticks = self.whole.last().map_or(self.ticks(length), |before| u64::from(before.duration));
            let end = last.start + ticks;
            self.complete(last, end);
        }
    }

    /// How much time the whole ones fill.
    pub(super) fn span(&self) -> Duration {
        let Some((first, last)) = self.whole.first().zip(self.whole.last()) else { return Duration::ZERO };
        let ticks = last.start + u64::from(last.duration) - first.start;
        Duration::from_secs_f64(ticks as f64 / f64::from(self.rate_hz))
    }

    /// How many bytes they are.
    pub(super) fn bytes(&self) -> usize {
        self.whole.iter().map(|sample| sample.data.len()).sum()
    }

    /// All that can be written now.
    pub(super) fn take(&mut self) -> Option<Part> {
        let samples = std::mem::take(&mut self.whole);
        samples.first().map(|first| first.start).map(|start| Part { track: self.id, start, samples })
    }

    /// A pause beyond 32 bits, half a day, ends a fragment anyway, and the next one says where it begins.
    fn complete(&mut self, Sample { start, data, keyframe }: Sample, end: u64) {
        let duration = u32::try_from(end - start).unwrap_or(u32::MAX);
        self.whole.push(Whole { start, duration, data, keyframe });
    }

    fn ticks(&self, at: Duration) -> u64 {
        let ticks = at.as_nanos() * u128::from(self.rate_hz) / 1_000_000_000;
        u64::try_from(ticks).unwrap_or(u64::MAX / 2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples(track: &mut Track) -> Vec<(u64, u32)> {
        let part = track.take();
        part.map_or(Vec::new(), |part| part.samples.iter().map(|s| (s.start, s.duration)).collect())
    }

    fn push(track: &mut Track, at_ms: u64) {
        track.push(Duration::from_millis(at_ms), Bytes::new(), false);
    }

    #[test]
    fn a_sample_lasts_until_the_next_one() {
        let mut track = Track::new(1, 1000);
        for at_ms in [10, 30, 45, 500] {
            push(&mut track, at_ms);
        }
        assert_eq!(samples(&mut track), [(10, 20), (30, 15), (45, 455)], "a gap is a long sample");
        track.end(Duration::from_millis(7));
        assert_eq!(samples(&mut track), [(500, 7)]);
    }

    #[test]
    fn the_last_one_is_as_long_as_the_one_before() {
        let mut track = Track::new(1, 1000);
        (0..3).for_each(|n| push(&mut track, n * 20));
        track.end(Duration::from_millis(7));
        assert_eq!(samples(&mut track), [(0, 20), (20, 20), (40, 20)]);
        assert_eq!(samples(&mut track), []);
    }

    #[test]
    fn times_that_do_not_go_on_keep_their_order() {
        let mut track = Track::new(1, 1000);
        for at_ms in [100, 100, 50, 200] {
            push(&mut track, at_ms);
        }
        assert_eq!(samples(&mut track), [(100, 1), (101, 1), (102, 98)]);
    }

    #[test]
    fn rounding_does_not_add_up() {
        let mut track = Track::new(1, 90_000);
        (0..=90_000u64).for_each(|n| track.push(Duration::from_secs(n) / 15, Bytes::new(), false));
        assert_eq!(track.span(), Duration::from_secs(6000));
    }
}
