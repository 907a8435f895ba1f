//! Another rate to 48 kHz. Each sample is computed from those around its place, so that sound can be begun anywhere and
//! has no delay; a resampler with a state would have to be run up after each winding.

use std::f64::consts::PI;

use crate::audio::RATE_HZ;

/// Zero crossings of the filter to each side: 0 to 19 kHz of a file of 44.1 kHz stay as they are, what folds back is
/// below -60 dB.
const CROSSINGS: f64 = 24.0;
/// Where the filter has half its strength, as a share of the lower of both rates' halves.
const CUTOFF: f64 = 0.94;

/// From one rate to 48 kHz.
pub(super) struct Resampler {
    /// Both rates without what they have in common.
    from: u64,
    to: u64,
    /// Samples that count to each side.
    reach: usize,
    /// For each place between two samples that occurs, the weights of `2 * reach` samples.
    weights: Vec<Vec<f32>>,
}

impl Resampler {
    /// None where nothing is to be done. `rate_hz` is from 7350 to 96000, so that there are 960 places at most.
    pub(super) fn new(rate_hz: u32) -> Option<Self> {
        if rate_hz == RATE_HZ {
            return None;
        }
        let common = greatest_common(rate_hz.into(), RATE_HZ.into());
        let (from, to) = (u64::from(rate_hz) / common, u64::from(RATE_HZ) / common);
        let cutoff = CUTOFF * (f64::from(RATE_HZ) / f64::from(rate_hz)).min(1.0);
        let reach = (CROSSINGS / cutoff).ceil() as usize;
        let weights = (0..to).map(|place| weights(place as f64 / to as f64, reach, cutoff)).collect();
        Some(Self { from, to, reach, weights })
    }

    /// Samples to each side of a place that its sample is made of.
    pub(super) const fn reach(&self) -> usize {
        self.reach
    }

    /// Where the sample of number `at` at 48 kHz lies: behind which sample of the file, and which weights are for it.
    pub(super) fn place(&self, at: u64) -> (u64, &[f32]) {
        let (whole, rest) = (at / self.to * self.from, at % self.to * self.from);
        (whole + rest / self.to, &self.weights[(rest % self.to) as usize])
    }
}

/// A windowed sinc for a place `part` of the way behind the sample `reach - 1`.
fn weights(part: f64, reach: usize, cutoff: f64) -> Vec<f32> {
    let weight = |tap: usize| {
        let away = tap as f64 - (reach as f64 - 1.0) - part;
        let x = PI * away * cutoff;
        let sinc = if x.abs() < 1e-9 { 1.0 } else { x.sin() / x };
        // Blackman: 0 at the ends, 1 in the middle.
        let turn = PI * away / reach as f64;
        cutoff * sinc * (0.42 + 0.5 * turn.cos() + 0.08 * (2.0 * turn).cos()).max(0.0)
    };
    let raw: Vec<f64> = (0..2 * reach).map(weight).collect();
    // What is constant stays as it is at every place.
    let sum: f64 = raw.iter().sum();
    raw.iter().map(|weight| (weight / sum) as f32).collect()
}

const fn greatest_common(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { greatest_common(b, a % b) }
}
