//! Another rate, and a little longer or shorter.

use rubato::audioadapter::Adapter;
use rubato::audioadapter_buffers::direct::InterleavedSlice;
use rubato::{
    Adjustable, Async, FixedAsync, PolynomialDegree, Resampler as _, SincInterpolationParameters,
    SincInterpolationType, WindowFunction,
};

use super::steering::STRETCH_MAX;

/// A hundredth of a second is done at a time.
const CHUNKS_A_SECOND: u32 = 100;
/// Enough for voices and music at rates that devices have; twice as many cost twice as much.
const SINC_LEN: usize = 128;

/// Makes samples of one rate from those of another.
pub(super) struct Resampler {
    inner: Async<f32>,
    channels: usize,
    /// Less than a chunk.
    pending: Vec<f32>,
}

/// Why sound cannot be had at another rate.
#[derive(Debug, thiserror::Error)]
pub(super) enum ResampleError {
    /// No such rate.
    #[error("from {0} to {1} Hz: {2}")]
    Rate(u32, u32, rubato::ResamplerConstructionError),
    /// While it ran.
    #[error(transparent)]
    Run(#[from] rubato::ResampleError),
}

impl Resampler {
    /// Between these rates. Where they are the same it only stretches.
    pub(super) fn new(from_hz: u32, to_hz: u32, channels: usize) -> Result<Self, ResampleError> {
        let chunk = (from_hz / CHUNKS_A_SECOND) as usize;
        let (ratio, fixed) = (f64::from(to_hz) / f64::from(from_hz), FixedAsync::Input);
        // A little more than is asked for: the end itself is refused when it is rounded.
        let stretch = 1.0 + 2.0 * STRETCH_MAX;
        let made = if from_hz == to_hz {
            Async::new_poly(ratio, stretch, PolynomialDegree::Septic, chunk, channels, fixed)
        } else {
            let parameters = SincInterpolationParameters {
                sinc_len: SINC_LEN,
                f_cutoff: None,
                oversampling_factor: 128,
                interpolation: SincInterpolationType::Linear,
                window: WindowFunction::BlackmanHarris2,
            };
            Async::new_sinc(ratio, stretch, &parameters, chunk, channels, fixed)
        };
        let inner = made.map_err(|why| ResampleError::Rate(from_hz, to_hz, why))?;
        Ok(Self { inner, channels, pending: Vec::new() })
    }

    /// Takes interleaved samples, and gives what they make, `stretch` times as long; what is less than a chunk waits for
    /// the next.
    pub(super) fn process(&mut self, samples: &[i16], stretch: f64) -> Result<Vec<i16>, ResampleError> {
        self.inner.set_resample_ratio_relative(stretch, true)?;
        self.pending.extend(samples.iter().map(|sample| f32::from(*sample) / SCALE));
        let mut made = Vec::new();
        let mut done = 0;
        loop {
            let frames = self.inner.input_frames_next();
            let end = done + frames * self.channels;
            let Some(chunk) = self.pending.get(done..end) else { break };
            let Ok(input) = InterleavedSlice::new(chunk, self.channels, frames) else { break };
            let output = self.inner.process(&input, None)?;
            for frame in 0..output.frames() {
                let samples = (0..self.channels).map(|channel| output.read_sample(channel, frame));
                made.extend(samples.map(|sample| (sample.unwrap_or(0.0) * SCALE).round() as i16));
            }
            done = end;
        }
        self.pending.drain(..done);
        Ok(made)
    }
}

/// Of a 16 bit sample.
const SCALE: f32 = 32_768.0;

#[cfg(test)]
mod tests {
    use std::f64::consts::TAU;

    use super::*;
    use crate::tone::{TONE_HZ, measure};

    fn tone(rate_hz: u32, samples: u32) -> Vec<i16> {
        let sample = |n| (TAU * f64::from(n) * f64::from(TONE_HZ) / f64::from(rate_hz)).sin() * 16_000.0;
        (0..samples).map(|n| sample(n) as i16).collect()
    }

    #[test]
    fn a_tone_stays_whole_at_each_rate() {
        for rate_hz in [8_000, 16_000, 44_100, 48_000, 96_000] {
            let mut resampler = Resampler::new(rate_hz, 48_000, 1).expect("a rate");

            let parts = tone(rate_hz, rate_hz).chunks(441).map(<[i16]>::to_vec).collect::<Vec<_>>();
            let made: Vec<i16> =
                parts.iter().flat_map(|part| resampler.process(part, 1.0).expect("it runs")).collect();

            let report = measure(&made, TONE_HZ);
            assert!((report.frequency_hz - 997.0).abs() < 0.5, "{rate_hz}: {report:?}");
            assert!(report.missing == 0 && report.frames >= 48, "{rate_hz}: {report:?}");
        }
    }

    #[test]
    fn stretching_makes_more_or_fewer_samples_and_no_hole() {
        for (stretch, least, most) in
            [(1.002, 48_080, 48_100), (1.0, 47_990, 48_010), (0.998, 47_890, 47_910)]
        {
            let mut resampler = Resampler::new(48_000, 48_000, 1).expect("a rate");

            let made: Vec<i16> = tone(48_000, 48_000)
                .chunks(960)
                .flat_map(|part| resampler.process(part, stretch).expect("it runs"))
                .collect();

            assert!((least..=most).contains(&made.len()), "{stretch}: {}", made.len());
            assert_eq!(measure(&made, TONE_HZ).missing, 0, "{stretch}");
        }
    }
}
