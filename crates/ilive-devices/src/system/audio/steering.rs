//! How the player's buffer is kept from running dry and from growing: two clocks that are never quite the same.

use std::time::Duration;

use crate::audio::FRAME;

/// What waits when the next frame is due, on the average: two late turns of a busy machine. Right after the frame it is
/// 20 ms more.
pub(super) const TARGET: Duration = Duration::from_millis(40);
/// So much more than the target is left out at once, whatever it is: a delay of that length is heard in a talk.
const TOO_MUCH: Duration = Duration::from_millis(120);
/// The average is that of two seconds: it must not follow a single late turn.
const SMOOTH: f64 = 100.0;
/// What is too much is to be gone in so many seconds.
const MEND: f64 = 10.0;
/// Two parts of a thousand: a thirtieth of a semitone. Clocks differ by a twentieth of that at most.
pub(super) const STRETCH_MAX: f64 = 0.002;

/// What becomes of the next frame.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Step {
    /// It is so many times as long, nearly 1.
    Stretched(f64),
    LeftOut,
}

/// Knows how much used to wait.
#[derive(Debug, Clone, Copy)]
pub(super) struct Steering {
    /// More than the target, in seconds; less is negative.
    excess: f64,
}

impl Steering {
    pub(super) const fn new() -> Self {
        Self { excess: 0.0 }
    }

    /// So much `waiting` is there before the next frame; nobody hears it missing when it is `quiet`.
    pub(super) fn step(&mut self, waiting: Duration, quiet: bool) -> Step {
        let excess = waiting.as_secs_f64() - TARGET.as_secs_f64();
        self.excess += (excess - self.excess) / SMOOTH;
        if waiting > TARGET + TOO_MUCH || (quiet && waiting > TARGET + FRAME && self.excess > 0.0) {
            self.excess -= FRAME.as_secs_f64();
            return Step::LeftOut;
        }
        Step::Stretched(1.0 - (self.excess / MEND).clamp(-STRETCH_MAX, STRETCH_MAX))
    }

    /// All that waited was left out or played: what was before says nothing any more.
    pub(super) fn forget(&mut self) {
        self.excess = 0.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR_FRAMES: u32 = 3600 * 50;
    const FRAME_S: f64 = 0.02;

    /// Least and most that waited in the last half of an hour, in milliseconds, and the frames that were left out, with a
    /// device that is faster by so many parts of a million.
    fn hour(device_ppm: f64) -> (f64, f64, u32) {
        let mut steering = Steering::new();
        let mut waiting = TARGET.as_secs_f64();
        let (mut least, mut most, mut left_out) = (f64::MAX, 0f64, 0);
        for frame in 0..HOUR_FRAMES {
            match steering.step(Duration::from_secs_f64(waiting), false) {
                Step::Stretched(by) => waiting += FRAME_S * by,
                Step::LeftOut => left_out += 1,
            }
            waiting = (waiting - FRAME_S * (1.0 + device_ppm / 1e6)).max(0.0);
            if frame > HOUR_FRAMES / 2 {
                (least, most) = (least.min(waiting), most.max(waiting));
            }
        }
        (least * 1000.0, most * 1000.0, left_out)
    }

    #[test]
    fn clocks_that_differ_leave_the_buffer_where_it_is() {
        for ppm in [0.0, 100.0, -100.0, 500.0, -500.0] {
            let (least, most, left_out) = hour(ppm);
            // 500 millionths of the time are taken back at a twentieth of what is too much or too little: 5 ms of it.
            assert!(least > 34.0 && most < 46.0 && left_out == 0, "{ppm}: {least} to {most} ms, {left_out}");
        }
    }

    #[test]
    fn what_a_late_turn_left_behind_goes_unheard() {
        for (quiet, within) in [(false, 50 * 60), (true, 50 * 2)] {
            let mut steering = Steering::new();
            let mut waiting = TARGET.as_secs_f64() + 0.1;
            for _ in 0..within {
                match steering.step(Duration::from_secs_f64(waiting), quiet) {
                    Step::Stretched(by) => waiting += FRAME_S * (by - 1.0),
                    Step::LeftOut => waiting -= FRAME_S,
                }
            }
            let more = waiting - TARGET.as_secs_f64();
            assert!((-0.01..0.025).contains(&more), "quiet: {quiet}, {more} s too much");
        }
    }

    #[test]
    fn far_too_much_is_left_out_at_once() {
        let mut steering = Steering::new();

        assert_eq!(steering.step(TARGET + TOO_MUCH + FRAME, false), Step::LeftOut);
    }
}
