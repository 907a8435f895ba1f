//! When the next picture or the next 20 ms of sound are due, with time as an input.

use std::time::Duration;

use crate::audio::FRAME;

/// Sound that is more than a second late is left out: a machine that slept does not talk for hours afterwards.
const BEHIND_MAX: u64 = 50;

/// Pictures a second, as a fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FrameRate {
    frames: u32,
    seconds: u32,
}

/// Counts pictures; the newest due one is given, those before are skipped.
#[derive(Debug, Clone, Copy)]
pub(crate) struct VideoPace {
    rate: FrameRate,
    next: u64,
}

/// Counts frames of sound; each is given.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct AudioPace {
    next: u64,
}

impl FrameRate {
    /// The most pictures a second.
    pub const MAX: u32 = 120;

    /// So many whole pictures a second.
    #[must_use]
    pub fn whole(frames: u32) -> Option<Self> {
        Self::new(frames, 1)
    }

    /// `frames` in `seconds`: between one in a minute and [`FrameRate::MAX`] in a second.
    #[must_use]
    pub fn new(frames: u32, seconds: u32) -> Option<Self> {
        let (least, most) = (u64::from(frames) * 60, u64::from(Self::MAX) * u64::from(seconds));
        let possible = seconds > 0 && least >= u64::from(seconds) && u64::from(frames) <= most;
        possible.then_some(Self { frames, seconds })
    }

    /// As one number.
    #[must_use]
    pub fn hz(self) -> f32 {
        self.frames as f32 / self.seconds as f32
    }

    /// The number of the picture that is on `at` this time.
    #[must_use]
    pub fn picture_at(self, at: Duration) -> u64 {
        let number = at.as_nanos() * u128::from(self.frames) / (u128::from(self.seconds) * 1_000_000_000);
        u64::try_from(number).unwrap_or(u64::MAX)
    }

    /// When a picture comes on.
    #[must_use]
    pub fn time_of(self, number: u64) -> Duration {
        let nanos = u128::from(number) * u128::from(self.seconds) * 1_000_000_000;
        let nanos = nanos.div_ceil(u128::from(self.frames));
        Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
    }
}

impl VideoPace {
    pub(crate) fn new(rate: FrameRate) -> Self {
        Self { rate, next: 0 }
    }

    /// The newest picture that is due and was not given.
    pub(crate) fn poll(&mut self, at: Duration) -> Option<(u64, Duration)> {
        let newest = self.rate.picture_at(at);
        (newest >= self.next).then(|| {
            self.next = newest.saturating_add(1);
            (newest, self.rate.time_of(newest))
        })
    }
}

impl AudioPace {
    /// The next frame that is due.
    pub(crate) fn poll(&mut self, at: Duration) -> Option<(u64, Duration)> {
        let newest = u64::try_from(at.as_nanos() / FRAME.as_nanos()).unwrap_or(u64::MAX);
        if newest < self.next {
            return None;
        }
        let number = self.next.max(newest.saturating_sub(BEHIND_MAX));
        self.next = number + 1;
        let nanos = u128::from(number) * FRAME.as_nanos();
        Some((number, Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_picture_is_due_at_its_time_and_not_before() {
        for (frames, seconds) in [(15, 1), (30_000, 1001), (1, 60), (120, 1)] {
            let rate = FrameRate::new(frames, seconds).expect("a rate");
            for number in [0, 1, 2, 1000, 1_000_003] {
                let at = rate.time_of(number);
                assert_eq!(rate.picture_at(at), number, "{frames}/{seconds}");
                let before = at.checked_sub(Duration::from_nanos(1));
                assert!(
                    before.is_none_or(|before| rate.picture_at(before) == number - 1),
                    "{frames}/{seconds}"
                );
            }
        }
    }

    #[test]
    fn no_rate_is_absurd() {
        for (frames, seconds) in [(0, 1), (1, 0), (0, 0), (121, 1), (1, 61), (u32::MAX, 1), (1, u32::MAX)] {
            assert_eq!(FrameRate::new(frames, seconds), None, "{frames}/{seconds}");
        }
    }

    #[test]
    fn late_pictures_are_skipped_and_late_sound_is_not() {
        let ms = Duration::from_millis;
        let mut video = VideoPace::new(FrameRate::whole(10).expect("a rate"));
        let mut audio = AudioPace::default();

        assert_eq!(video.poll(ms(0)), Some((0, ms(0))));
        assert_eq!(video.poll(ms(99)), None);
        assert_eq!(video.poll(ms(350)), Some((3, ms(300))));
        let heard: Vec<u64> = std::iter::from_fn(|| audio.poll(ms(65))).map(|(number, _)| number).collect();
        assert_eq!(heard, [0, 1, 2, 3]);
        assert_eq!(audio.poll(Duration::from_secs(3600)).map(|(number, _)| number), Some(180_000 - 50));
    }
}
