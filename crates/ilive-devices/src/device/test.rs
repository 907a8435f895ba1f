//! The pieces of a device test (C.7) that need no device: what a microphone's meter shows, and hearing oneself.
//!
//! The test's states and its numbers (1601, 1602, 1202) are the session's.

use std::collections::VecDeque;

use crate::audio::{AudioFrame, dynamic_level};

/// How far the bar falls in 20 ms: from full to nothing in half a second, so that eyes can follow.
const FALL: u8 = 4;
/// How long the mark of the loudest stays, in frames: a second.
const HOLD_FRAMES: u32 = 50;
/// The longest that one may wait to hear oneself, in frames: two seconds.
const DELAY_MAX: usize = 100;

/// A bar with a mark: rises at once, falls slowly, and remembers the loudest of the last second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LevelMeter {
    level: u8,
    peak: u8,
    held: u32,
}

/// What was said comes back a little later, or two people could not tell it from their own voice.
#[derive(Debug)]
pub struct Loopback {
    delay: usize,
    waiting: VecDeque<AudioFrame>,
}

impl LevelMeter {
    /// One more frame was heard.
    pub fn hear(&mut self, frame: &AudioFrame) {
        let level = dynamic_level(frame.samples());
        self.level = level.max(self.level.saturating_sub(FALL));
        self.held += 1;
        if level >= self.peak || self.held > HOLD_FRAMES {
            (self.peak, self.held) = (self.level, 0);
        }
    }

    /// The bar, 0 to 100.
    #[must_use]
    pub const fn level(&self) -> u8 {
        self.level
    }

    /// The mark, 0 to 100.
    #[must_use]
    pub const fn peak(&self) -> u8 {
        self.peak
    }
}

impl Loopback {
    /// Sound comes back after so many frames of 20 ms, at most two seconds later.
    #[must_use]
    pub fn new(delay_frames: usize) -> Self {
        Self { delay: delay_frames.min(DELAY_MAX), waiting: VecDeque::new() }
    }

    /// Takes what the microphone gives, and gives what the player is to play.
    pub fn pass(&mut self, frame: AudioFrame) -> Option<AudioFrame> {
        let at = frame.at;
        self.waiting.push_back(frame);
        if self.waiting.len() <= self.delay {
            return None;
        }
        let mut frame = self.waiting.pop_front()?;
        frame.at = at;
        Some(frame)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::audio::Channels;

    fn frame(sample: i16, number: u32) -> AudioFrame {
        AudioFrame::new(Channels::Mono, vec![sample; 960], Duration::from_millis(20) * number)
            .expect("a frame")
    }

    #[test]
    fn a_meter_rises_at_once_and_falls_in_half_a_second() {
        let mut meter = LevelMeter::default();
        meter.hear(&frame(i16::MAX, 0));
        assert_eq!((meter.level(), meter.peak()), (100, 100));

        let levels: Vec<u8> = (0..25)
            .map(|_| {
                meter.hear(&frame(0, 0));
                meter.level()
            })
            .collect();

        assert!(levels.is_sorted_by(|a, b| a > b), "{levels:?}");
        assert_eq!((meter.level(), meter.peak()), (0, 100), "the mark stays for a second");
        (0..26).for_each(|_| meter.hear(&frame(0, 0)));
        assert_eq!(meter.peak(), 0);
    }

    #[test]
    fn one_hears_oneself_later() {
        let mut loopback = Loopback::new(2);

        let heard: Vec<Option<AudioFrame>> =
            (0..4u8).map(|n| loopback.pass(frame(i16::from(n), u32::from(n)))).collect();

        assert_eq!(heard, [None, None, Some(frame(0, 2)), Some(frame(1, 3))]);
        assert_eq!(Loopback::new(usize::MAX).delay, DELAY_MAX);
    }
}
