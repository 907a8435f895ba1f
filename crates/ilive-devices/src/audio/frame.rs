//! 20 ms of sound.

use std::time::Duration;

use crate::DeviceError;

/// Samples a second and channel, everywhere.
pub const RATE_HZ: u32 = 48_000;
/// How much sound a frame is (E.11).
pub const FRAME: Duration = Duration::from_millis(20);
/// Samples of a frame in one channel.
pub const FRAME_SAMPLES: usize = 960;

/// One channel or two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Channels {
    /// One.
    Mono,
    /// Left and right, a sample of each in turn.
    Stereo,
}

/// 20 ms in 16 bits at 48 kHz, and when they began.
#[derive(Clone, PartialEq, Eq)]
pub struct AudioFrame {
    channels: Channels,
    samples: Vec<i16>,
    /// Since the device was opened.
    pub at: Duration,
}

impl Channels {
    /// 1 or 2.
    #[must_use]
    pub const fn count(self) -> usize {
        match self {
            Self::Mono => 1,
            Self::Stereo => 2,
        }
    }

    /// The number of samples of a frame, all channels together.
    #[must_use]
    pub const fn frame_len(self) -> usize {
        FRAME_SAMPLES * self.count()
    }
}

impl AudioFrame {
    /// The frame of these samples, interleaved where there are two channels.
    ///
    /// # Errors
    /// [`DeviceError::BadLength`] (1004): not 960 samples a channel. Its lengths are in bytes.
    pub fn new(channels: Channels, samples: Vec<i16>, at: Duration) -> Result<Self, DeviceError> {
        if samples.len() != channels.frame_len() {
            return Err(DeviceError::BadLength {
                expected: 2 * channels.frame_len(),
                found: 2 * samples.len(),
            });
        }
        Ok(Self { channels, samples, at })
    }

    /// A silent one.
    #[must_use]
    pub fn silent(channels: Channels, at: Duration) -> Self {
        Self { channels, samples: vec![0; channels.frame_len()], at }
    }

    /// One or two.
    #[must_use]
    pub const fn channels(&self) -> Channels {
        self.channels
    }

    /// All samples.
    #[must_use]
    pub fn samples(&self) -> &[i16] {
        &self.samples
    }

    /// All samples, to be changed.
    pub fn samples_mut(&mut self) -> &mut [i16] {
        &mut self.samples
    }

    /// The same sound in one channel or two: mono is doubled, stereo becomes the mean of both.
    #[must_use]
    pub fn in_channels(&self, channels: Channels) -> Self {
        let samples = match (self.channels, channels) {
            (Channels::Mono, Channels::Stereo) => {
                self.samples.iter().flat_map(|sample| [*sample; 2]).collect()
            }
            (Channels::Stereo, Channels::Mono) => {
                let mean = |pair: &[i16]| i16::midpoint(pair[0], pair[1]);
                self.samples.chunks_exact(2).map(mean).collect()
            }
            _ => self.samples.clone(),
        };
        Self { channels, samples, at: self.at }
    }
}

/// Not the samples: a log is no recording.
impl std::fmt::Debug for AudioFrame {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "AudioFrame({:?} at {:?})", self.channels, self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_is_960_samples_a_channel() {
        for (channels, len, good) in [
            (Channels::Mono, 960, true),
            (Channels::Stereo, 1920, true),
            (Channels::Mono, 959, false),
            (Channels::Mono, 1920, false),
            (Channels::Stereo, 960, false),
            (Channels::Stereo, 0, false),
        ] {
            let frame = AudioFrame::new(channels, vec![0; len], Duration::ZERO);
            assert_eq!(frame.is_ok(), good, "{channels:?} {len}");
        }
    }

    #[test]
    fn mono_is_doubled_and_stereo_is_averaged() {
        let stereo: Vec<i16> = (0..960).flat_map(|_| [i16::MAX, i16::MAX - 2]).collect();
        let stereo = AudioFrame::new(Channels::Stereo, stereo, Duration::ZERO).expect("a frame");

        let mono = stereo.in_channels(Channels::Mono);

        assert_eq!(mono.samples(), [i16::MAX - 1; 960]);
        assert_eq!(mono.in_channels(Channels::Stereo).samples(), [i16::MAX - 1; 1920]);
    }
}
