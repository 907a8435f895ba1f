//! A microphone that hears one tone, and an ear that knows how it should sound.

mod measure;

use std::f64::consts::TAU;
use std::time::Duration;

pub use measure::{ToneReport, measure};

use crate::DeviceError;
use crate::audio::{AudioFrame, Channels, FRAME_SAMPLES, RATE_HZ};
use crate::device::AudioSource;
use crate::pace::AudioPace;

/// The tone that [`Tone::default`] makes. It has no whole number of periods in 20 ms, so that a frame that was left out
/// is a jump in phase.
pub const TONE_HZ: u32 = 997;

/// Samples of the tone after which a decoder that began amid a stream has settled. RFC 7845, section 4.6, counts on 80 ms; of this
/// tone up to 140 ms were seen, as loud as twice. What is heard until then says nothing of the way.
pub const SETTLED: usize = 10 * FRAME_SAMPLES;

/// A sine at half of the scale, in phase from the first sample to the last.
#[derive(Debug)]
pub struct Tone {
    frequency_hz: u32,
    channels: Channels,
    pace: AudioPace,
}

impl Tone {
    /// A tone of 20 to 20000 Hz.
    ///
    /// # Errors
    /// [`DeviceError::BadSetting`] (1004) for one that nobody can hear.
    pub fn new(frequency_hz: u32, channels: Channels) -> Result<Self, DeviceError> {
        if !(20..=20_000).contains(&frequency_hz) {
            return Err(DeviceError::BadSetting("a tone below 20 or above 20000 Hz"));
        }
        Ok(Self { frequency_hz, channels, pace: AudioPace::default() })
    }

    /// The frame of this number, the first being 0.
    #[must_use]
    pub fn frame(&self, number: u64, at: Duration) -> AudioFrame {
        let first = number.wrapping_mul(FRAME_SAMPLES as u64);
        let sine = (0..FRAME_SAMPLES as u64).map(|n| self.sample(first.wrapping_add(n)));
        let samples = sine.flat_map(|sample| std::iter::repeat_n(sample, self.channels.count())).collect();
        AudioFrame::new(self.channels, samples, at).expect("as many samples as a frame has")
    }

    /// Whole periods are left out before the sine is taken: it is as exact after a day as in the first second.
    fn sample(&self, number: u64) -> i16 {
        let rate = u64::from(RATE_HZ);
        let phase = (number % rate) * u64::from(self.frequency_hz) % rate;
        let sine = (TAU * phase as f64 / f64::from(RATE_HZ)).sin();
        (sine * f64::from(i16::MAX / 2)).round() as i16
    }
}

impl Default for Tone {
    fn default() -> Self {
        Self { frequency_hz: TONE_HZ, channels: Channels::Mono, pace: AudioPace::default() }
    }
}

impl AudioSource for Tone {
    fn poll(&mut self, at: Duration) -> Result<Option<AudioFrame>, DeviceError> {
        let due = self.pace.poll(at);
        Ok(due.map(|(number, at)| self.frame(number, at)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tone_has_its_frequency_and_no_gap() {
        for frequency_hz in [100, 440, 997, 5000] {
            let mut tone = Tone::new(frequency_hz, Channels::Mono).expect("audible");
            let mut samples = Vec::new();
            while samples.len() < 48_000 {
                let frame = tone.poll(Duration::from_secs(1)).expect("it never fails").expect("due");
                samples.extend_from_slice(frame.samples());
            }
            let report = measure(&samples, frequency_hz);
            assert!((report.frequency_hz - f64::from(frequency_hz)).abs() < 0.1, "{report:?}");
            assert_eq!((report.missing, report.frames), (0, 50), "{report:?}");
        }
    }

    #[test]
    fn both_ears_hear_the_same() {
        let tone = Tone::new(440, Channels::Stereo).expect("audible");
        let frame = tone.frame(7, Duration::ZERO);
        assert!(frame.samples().chunks_exact(2).all(|pair| pair[0] == pair[1]));
    }

    #[test]
    fn what_nobody_hears_is_refused() {
        for frequency_hz in [0, 19, 20_001, u32::MAX] {
            assert!(Tone::new(frequency_hz, Channels::Mono).is_err(), "{frequency_hz}");
        }
    }
}
