//! What a microphone has heard, until somebody asks for it.

use std::collections::VecDeque;
use std::time::Duration;

use crate::audio::{AudioFrame, Channels, FRAME, RATE_HZ};

/// A second: who asks later than that does not get what is older.
const KEPT_FRAMES: usize = 50;
/// Sound that comes so much later than it should have is a new beginning: the device, or the machine, has slept.
const BREAK: Duration = Duration::from_millis(500);

/// Samples at 48 kHz, as they came.
pub(super) struct Ear {
    channels: Channels,
    samples: VecDeque<i16>,
    /// When the oldest of them began, by the frames before; none before the first frame.
    next: Option<Duration>,
}

impl Ear {
    pub(super) fn new(channels: Channels) -> Self {
        Self { channels, samples: VecDeque::new(), next: None }
    }

    /// Takes interleaved samples.
    pub(super) fn hear(&mut self, samples: impl IntoIterator<Item = i16>) {
        self.samples.extend(samples);
        let frame = self.channels.frame_len();
        let too_many = self.samples.len().saturating_sub(KEPT_FRAMES * frame).div_ceil(frame);
        self.samples.drain(..(too_many * frame).min(self.samples.len()));
        if let Some(next) = &mut self.next {
            *next += FRAME * u32::try_from(too_many).unwrap_or(u32::MAX);
        }
    }

    /// The oldest 20 ms, where there are as many. Times go on by 20 ms, as the device counts; `at` says only when that began.
    pub(super) fn give(&mut self, at: Duration) -> Option<AudioFrame> {
        let len = self.channels.frame_len();
        if self.samples.len() < len {
            return None;
        }
        let began = at.saturating_sub(self.waiting());
        let begins = self.next.filter(|next| began < *next + BREAK).unwrap_or(began);
        self.next = Some(begins + FRAME);
        let samples = self.samples.drain(..len).collect();
        AudioFrame::new(self.channels, samples, begins).ok()
    }

    fn waiting(&self) -> Duration {
        let samples = self.samples.len() / self.channels.count();
        Duration::from_secs(samples as u64) / RATE_HZ
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    fn times(ear: &mut Ear, at: Duration) -> Vec<u128> {
        std::iter::from_fn(|| ear.give(at)).map(|frame| frame.at.as_millis()).collect()
    }

    #[test]
    fn pieces_of_any_length_become_frames_in_order() {
        let mut ear = Ear::new(Channels::Stereo);
        let mut given = Vec::new();
        for part in (0..5760i16).collect::<Vec<_>>().chunks(441) {
            ear.hear(part.iter().copied());
            given.extend(std::iter::from_fn(|| ear.give(MS)).flat_map(|frame| frame.samples().to_vec()));
        }

        assert_eq!(given, (0..5760).collect::<Vec<i16>>());
    }

    #[test]
    fn times_go_on_whenever_somebody_asks() {
        let mut ear = Ear::new(Channels::Mono);
        ear.hear([0; 960]);
        assert_eq!(times(&mut ear, 33 * MS), [13]);
        ear.hear([0; 1920]);
        assert_eq!(times(&mut ear, 140 * MS), [33, 53], "80 ms late");
        ear.hear([0; 960]);
        assert_eq!(times(&mut ear, 2020 * MS), [2000], "the device had stopped");
    }

    #[test]
    fn more_than_a_second_is_not_kept_and_the_times_tell() {
        let mut ear = Ear::new(Channels::Mono);
        ear.hear([0; 960]);
        assert_eq!(times(&mut ear, 20 * MS), [0]);

        ear.hear(std::iter::repeat_n(0, 48_000).chain([0; 480]));

        let times = times(&mut ear, 1030 * MS);
        assert_eq!((times.len(), times[0]), (49, 40), "a frame was left out for the half one behind");
    }
}
