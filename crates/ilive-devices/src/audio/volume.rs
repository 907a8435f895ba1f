//! Volumes 0 to 100 of the two kinds: what may become louder, and what may not.

use crate::DeviceError;
use crate::audio::AudioFrame;

/// A microphone's, a media file's or the system sound's: 10 leaves it as it is, 100 makes it ten times as loud, 0 mutes
/// it. The original says so of the sound of a program (B.4); of the microphone only that it is a boost, so here it is
/// the same scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Boost(u8);

/// A player's: 100 leaves sound as it is, 0 mutes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Volume(u8);

/// The upper end of both.
const MAX: u32 = 100;
/// The boost that changes nothing.
const UNITY: u8 = 10;

impl Boost {
    /// 0 to 100.
    ///
    /// # Errors
    /// [`DeviceError::BadVolume`] beyond (1004, at the façade 8021).
    pub fn new(value: u32) -> Result<Self, DeviceError> {
        checked(value).map(Self)
    }

    /// 0 to 100.
    #[must_use]
    pub const fn value(self) -> u8 {
        self.0
    }

    /// Multiplies; what is beyond the scale stays at its end.
    pub fn apply(self, frame: &mut AudioFrame) {
        multiply(frame, self.0, UNITY);
    }
}

impl Default for Boost {
    fn default() -> Self {
        Self(UNITY)
    }
}

impl Volume {
    /// 0 to 100.
    ///
    /// # Errors
    /// [`DeviceError::BadVolume`] beyond (1004, at the façade 8021).
    pub fn new(value: u32) -> Result<Self, DeviceError> {
        checked(value).map(Self)
    }

    /// 0 to 100.
    #[must_use]
    pub const fn value(self) -> u8 {
        self.0
    }

    /// Multiplies.
    pub fn apply(self, frame: &mut AudioFrame) {
        multiply(frame, self.0, 100);
    }
}

impl Default for Volume {
    fn default() -> Self {
        Self(100)
    }
}

fn checked(value: u32) -> Result<u8, DeviceError> {
    u8::try_from(value).ok().filter(|_| value <= MAX).ok_or(DeviceError::BadVolume(value))
}

fn multiply(frame: &mut AudioFrame, by: u8, unity: u8) {
    if by == unity {
        return;
    }
    for sample in frame.samples_mut() {
        *sample = clip(i32::from(*sample) * i32::from(by) / i32::from(unity));
    }
}

/// The sample nearest to a sum or a product.
pub(super) fn clip(value: i32) -> i16 {
    i16::try_from(value).unwrap_or(if value < 0 { i16::MIN } else { i16::MAX })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::audio::Channels;

    fn frame(sample: i16) -> AudioFrame {
        AudioFrame::new(Channels::Mono, vec![sample; 960], Duration::ZERO).expect("a frame")
    }

    #[test]
    fn a_boost_of_ten_changes_nothing_and_a_large_one_clips_without_wrapping() {
        for (boost, before, after) in [
            (0, 1000, 0),
            (5, 1000, 500),
            (10, 1000, 1000),
            (100, 1000, 10_000),
            (100, 4000, i16::MAX),
            (100, -4000, i16::MIN),
            (100, i16::MIN, i16::MIN),
            (10, i16::MIN, i16::MIN),
        ] {
            let mut frame = frame(before);
            Boost::new(boost).expect("in range").apply(&mut frame);
            assert_eq!(frame.samples(), [after; 960], "{before} by {boost}");
        }
    }

    #[test]
    fn a_player_is_never_louder_than_what_it_gets() {
        for (volume, before, after) in [(0, 1000, 0), (50, -1001, -500), (100, i16::MIN, i16::MIN)] {
            let mut frame = frame(before);
            Volume::new(volume).expect("in range").apply(&mut frame);
            assert_eq!(frame.samples(), [after; 960], "{before} at {volume}");
        }
    }

    #[test]
    fn beyond_a_hundred_is_refused() {
        for value in [101, 256, 266, u32::MAX] {
            assert_eq!(Boost::new(value), Err(DeviceError::BadVolume(value)));
            assert_eq!(Volume::new(value), Err(DeviceError::BadVolume(value)));
        }
        assert_eq!((Boost::default().value(), Volume::default().value()), (10, 100));
    }
}
