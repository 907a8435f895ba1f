//! A player without ears: counts what it was given.

use crate::DeviceError;
use crate::audio::{AudioFrame, dynamic_level};
use crate::device::AudioSink;

/// Plays nothing, and knows what it would have been.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NullPlayer {
    frames: u64,
    silent: u64,
    level: u8,
}

impl NullPlayer {
    /// Frames of 20 ms that were played.
    #[must_use]
    pub const fn frames(&self) -> u64 {
        self.frames
    }

    /// Those of them that nobody would have heard.
    #[must_use]
    pub const fn silent(&self) -> u64 {
        self.silent
    }

    /// How loud the last one was, 0 to 100.
    #[must_use]
    pub const fn level(&self) -> u8 {
        self.level
    }
}

impl AudioSink for NullPlayer {
    fn play(&mut self, frame: &AudioFrame) -> Result<(), DeviceError> {
        self.level = dynamic_level(frame.samples());
        self.frames += 1;
        self.silent += u64::from(self.level == 0);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::audio::Channels;
    use crate::tone::Tone;

    #[test]
    fn it_counts_and_measures() {
        let mut player = NullPlayer::default();
        player.play(&AudioFrame::silent(Channels::Stereo, Duration::ZERO)).expect("it never fails");
        player.play(&Tone::default().frame(0, Duration::ZERO)).expect("it never fails");

        assert_eq!((player.frames(), player.silent()), (2, 1));
        assert!(player.level() > 80, "{}", player.level());
    }
}
