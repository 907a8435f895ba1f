//! What waits to be played: handed over by one clock, taken by another.

use std::collections::VecDeque;
use std::time::Duration;

use super::steering::{Steering, Step, TARGET};

/// Left and right.
const CHANNELS: usize = 2;
/// A device that took nothing while so many frames came stands still, or has not begun: what waits for it gets old.
const STILL_FRAMES: u32 = 8;

/// Stereo samples at the device's rate.
pub(super) struct Cushion {
    rate_hz: u32,
    samples: VecDeque<i16>,
    state: State,
    steering: Steering,
    /// Frames since the device took something.
    untouched: u32,
    underruns: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Silence is played until enough waits.
    Filling,
    Playing,
}

impl Cushion {
    pub(super) fn new(rate_hz: u32) -> Self {
        let (samples, state, steering) = (VecDeque::new(), State::Filling, Steering::new());
        Self { rate_hz, samples, state, steering, untouched: 0, underruns: 0 }
    }

    /// What becomes of the next frame.
    pub(super) fn step(&mut self, quiet: bool) -> Step {
        self.untouched += 1;
        if self.untouched > STILL_FRAMES {
            self.keep(TARGET);
            self.steering.forget();
        }
        match self.state {
            State::Filling => Step::Stretched(1.0),
            State::Playing => self.steering.step(self.waiting(), quiet),
        }
    }

    /// The frame, or what it has become.
    pub(super) fn push(&mut self, samples: &[i16]) {
        self.samples.extend(samples);
    }

    /// Fills all of `into`, with silence where there is nothing else.
    pub(super) fn pull(&mut self, into: &mut [i16]) {
        self.untouched = 0;
        if self.state == State::Filling && self.waiting() >= TARGET {
            self.state = State::Playing;
        }
        let ready = if self.state == State::Playing { self.samples.len().min(into.len()) } else { 0 };
        let (played, silent) = into.split_at_mut(ready);
        for (to, from) in played.iter_mut().zip(self.samples.drain(..ready)) {
            *to = from;
        }
        silent.fill(0);
        if self.state == State::Playing && !silent.is_empty() {
            self.state = State::Filling;
            self.steering.forget();
            self.underruns += 1;
        }
    }

    /// What comes after the cushion was silent.
    pub(super) fn count_underrun(&mut self) {
        self.underruns += 1;
    }

    /// How often there was nothing to play.
    pub(super) const fn underruns(&self) -> u64 {
        self.underruns
    }

    fn waiting(&self) -> Duration {
        Duration::from_secs((self.samples.len() / CHANNELS) as u64) / self.rate_hz
    }

    /// Only the newest.
    fn keep(&mut self, newest: Duration) {
        let kept = (newest.as_secs_f64() * f64::from(self.rate_hz)) as usize * CHANNELS;
        self.samples.drain(..self.samples.len().saturating_sub(kept));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: usize = 48 * CHANNELS;

    /// Two clocks of the same speed: a frame each 20 ms, the device takes 10 ms at a time.
    struct Played {
        cushion: Cushion,
        number: i16,
        heard: Vec<i16>,
    }

    impl Played {
        fn new() -> Self {
            Self { cushion: Cushion::new(48_000), number: 0, heard: Vec::new() }
        }

        fn push(&mut self) {
            self.number += 1;
            if self.cushion.step(false) != Step::LeftOut {
                self.cushion.push(&[self.number; 20 * MS]);
            }
        }

        fn pull(&mut self) {
            let mut block = [-1; 10 * MS];
            self.cushion.pull(&mut block);
            self.heard.push(block[0]);
        }

        fn frames(&mut self, count: usize) {
            for _ in 0..count {
                self.push();
                self.pull();
                self.pull();
            }
        }
    }

    #[test]
    fn it_begins_when_enough_waits_and_goes_on_in_order() {
        let mut played = Played::new();

        played.frames(5);

        assert_eq!(played.heard, [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]);
        assert_eq!(played.cushion.underruns(), 0, "silence before the beginning is none");
    }

    #[test]
    fn a_turn_that_is_100_ms_late_is_one_silence_and_nothing_is_lost() {
        let mut played = Played::new();
        played.frames(10);
        played.heard.clear();

        (0..10).for_each(|_| played.pull());
        (0..5).for_each(|_| played.push());
        played.frames(10);

        assert_eq!(played.cushion.underruns(), 1);
        let heard: Vec<i16> = played.heard.into_iter().filter(|sample| *sample > 0).collect();
        assert!(heard.is_sorted() && heard.windows(2).all(|pair| pair[1] - pair[0] <= 1), "{heard:?}");
    }

    #[test]
    fn what_a_device_does_not_take_does_not_pile_up() {
        let mut played = Played::new();
        (0..500).for_each(|_| played.push());

        assert!(played.cushion.waiting() <= TARGET + Duration::from_millis(20));
        played.pull();
        assert!(played.heard[0] > 495, "the newest is heard first, {}", played.heard[0]);
    }

    #[test]
    fn half_a_block_is_played_and_the_rest_is_silent() {
        let mut played = Played::new();
        played.push();
        played.push();
        let mut block = [-1; 50 * MS];

        played.cushion.pull(&mut block);

        assert_eq!((block[0], block[40 * MS - 1], block[40 * MS]), (1, 2, 0));
        assert_eq!(played.cushion.underruns(), 1);
    }
}
