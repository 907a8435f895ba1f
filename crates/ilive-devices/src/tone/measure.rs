//! What became of a tone on its way: its frequency, and how many frames of it are missing.

use std::f64::consts::TAU;

use crate::audio::RATE_HZ;

/// 5 ms: a frame of 20 ms that is missing somewhere is at least three whole ones of these.
const BLOCK: usize = 240;
const BLOCKS_A_FRAME: usize = 4;
/// A block quieter than this share of the usual is a hole.
const QUIET: f64 = 0.25;
/// Share of a period by which the phase may move from one block to the next. Opus stays below a tenth of it.
const JUMP: f64 = 0.03;
/// A phase that stays for 60 ms has settled; a concealed frame is shorter.
const STEADY: usize = 12;
/// A jump is explained by at most so many frames that were left out: 16 of 997 Hz are a whole turn.
const CUT_MAX: u32 = 15;

/// What was heard.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ToneReport {
    /// As measured, of the middle one of all periods.
    pub frequency_hz: f64,
    /// Frames of 20 ms from the first sound to the last, missing ones among them.
    pub frames: usize,
    /// Frames that are silent, out of phase, or were cut out. What a decoder conceals so well that phase and loudness
    /// go on as if nothing had happened is not counted: nobody hears it. One that conceals badly turns the phase for
    /// longer than the packet that was lost, and counts for as much.
    pub missing: usize,
}

/// The tone within one block.
#[derive(Debug, Clone, Copy)]
struct Block {
    amplitude: f64,
    /// Against a tone of the expected frequency that began with the first sample, in periods, 0 to 1.
    phase: f64,
}

/// Looks at mono samples in which a tone of `expected_hz` should be heard without a gap. Silence before and after it
/// does not count.
#[must_use]
pub fn measure(samples: &[i16], expected_hz: u32) -> ToneReport {
    let parts = samples.chunks_exact(BLOCK).enumerate();
    let blocks: Vec<Block> = parts.map(|(n, part)| block(part, n, expected_hz)).collect();
    let usual = median(blocks.iter().map(|block| block.amplitude).collect());
    let loud = |block: &Block| usual > 0.0 && block.amplitude > usual * QUIET;
    let (Some(first), Some(last)) = (blocks.iter().position(loud), blocks.iter().rposition(loud)) else {
        return ToneReport { frequency_hz: 0.0, frames: 0, missing: 0 };
    };
    let phases: Vec<Option<f64>> =
        blocks[first..=last].iter().map(|block| loud(block).then_some(block.phase)).collect();
    let Faults { disturbed, cut } = faults(&phases, expected_hz);
    let frames = phases.len().div_ceil(BLOCKS_A_FRAME) + cut;
    ToneReport { frequency_hz: frequency(samples), frames, missing: disturbed + cut }
}

/// Correlates with a sine and a cosine of the expected frequency.
fn block(part: &[i16], number: usize, expected_hz: u32) -> Block {
    let first = (number * BLOCK) as u64;
    let (mut sine, mut cosine) = (0.0, 0.0);
    for (n, sample) in part.iter().enumerate() {
        let turned = (first + n as u64) * u64::from(expected_hz) % u64::from(RATE_HZ);
        let (sin, cos) = (TAU * turned as f64 / f64::from(RATE_HZ)).sin_cos();
        sine += f64::from(*sample) * sin;
        cosine += f64::from(*sample) * cos;
    }
    let amplitude = 2.0 * sine.hypot(cosine) / part.len() as f64;
    Block { amplitude, phase: (cosine.atan2(sine) / TAU).rem_euclid(1.0) }
}

/// Frames of a tone that are not as they should be.
#[derive(Debug, Default)]
struct Faults {
    /// Silent or out of phase.
    disturbed: usize,
    /// Left out: the phase has jumped and stays where it jumped to.
    cut: usize,
}

/// Goes along the phases; a quiet block has none.
fn faults(phases: &[Option<f64>], expected_hz: u32) -> Faults {
    let mut faults = Faults::default();
    let Some(Some(mut settled)) = phases.first().copied() else { return faults };
    let mut bad = 0;
    for (at, phase) in phases.iter().enumerate() {
        let jumped = match phase {
            Some(phase) if apart(*phase, settled) <= JUMP => false,
            Some(_) if is_steady(&phases[at..]) => true,
            _ => {
                bad += 1;
                continue;
            }
        };
        let phase = phase.unwrap_or(settled);
        if jumped {
            faults.cut += frames_of((phase - settled).rem_euclid(1.0), expected_hz);
        }
        // One block alone is where a jump was, or the edge of something: no frame is so short.
        faults.disturbed += (bad + 1) / BLOCKS_A_FRAME;
        (settled, bad) = (phase, 0);
    }
    faults
}

/// Whether the phase stays where it is from here on.
fn is_steady(phases: &[Option<f64>]) -> bool {
    let near = |pair: &[Option<f64>]| matches!(pair, [Some(a), Some(b)] if apart(*a, *b) <= JUMP);
    phases.len() >= STEADY && phases[..STEADY].windows(2).all(near)
}

/// The fewest frames without which the phase would have jumped so; one, where none explain it.
fn frames_of(jump: f64, expected_hz: u32) -> usize {
    let a_frame = f64::from(expected_hz) / 50.0;
    let explains = |frames: &u32| apart((f64::from(*frames) * a_frame).rem_euclid(1.0), jump) <= JUMP;
    (1..=CUT_MAX).find(explains).unwrap_or(1) as usize
}

/// How far two phases are apart on the circle.
fn apart(a: f64, b: f64) -> f64 {
    let way = (a - b).rem_euclid(1.0);
    way.min(1.0 - way)
}

/// From the times at which the wave rises through zero.
fn frequency(samples: &[i16]) -> f64 {
    let mut rises = Vec::new();
    for (n, pair) in samples.windows(2).enumerate() {
        let (before, after) = (f64::from(pair[0]), f64::from(pair[1]));
        if before < 0.0 && after >= 0.0 {
            rises.push(n as f64 - before / (after - before));
        }
    }
    // Over many periods, so that a sample's width is small against them; the middle one, so that holes do not count.
    let span = (rises.len() / 4).clamp(1, 64);
    let spans = rises.windows(span + 1).map(|rises| rises[span] - rises[0]).collect();
    let middle = median(spans);
    if middle > 0.0 { f64::from(RATE_HZ) * span as f64 / middle } else { 0.0 }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::tone::{TONE_HZ, Tone};

    /// Frames by number; none is one of silence.
    fn sound(frames: impl Iterator<Item = Option<u64>>) -> Vec<i16> {
        let tone = Tone::default();
        let samples = |number: Option<u64>| {
            number.map_or(vec![0; 960], |number| tone.frame(number, Duration::ZERO).samples().to_vec())
        };
        frames.flat_map(samples).collect()
    }

    #[test]
    fn holes_are_counted() {
        for holes in [1, 3, 10] {
            let samples = sound((0..100).map(|n| (!(40..40 + holes).contains(&n)).then_some(n)));
            let report = measure(&samples, TONE_HZ);
            assert_eq!((report.missing as u64, report.frames), (holes, 100), "{report:?}");
            assert!((report.frequency_hz - 997.0).abs() < 0.5, "{report:?}");
        }
    }

    #[test]
    fn what_was_cut_out_is_counted() {
        for cut in [1, 2, 5, 15] {
            let samples = sound((0..100).filter(|n| !(40..40 + cut).contains(n)).map(Some));
            let report = measure(&samples, TONE_HZ);
            assert_eq!((report.missing as u64, report.frames), (cut, 100), "{report:?}");
        }
        let twice = sound((0..100).filter(|n| ![20, 60, 61].contains(n)).map(Some));
        assert_eq!(measure(&twice, TONE_HZ).missing, 3);
    }

    #[test]
    fn silence_around_the_tone_does_not_count() {
        let samples = sound((0..100).map(|n| (10..90).contains(&n).then_some(n)));
        let report = measure(&samples, TONE_HZ);
        assert_eq!((report.missing, report.frames), (0, 80), "{report:?}");
    }

    #[test]
    fn no_tone_is_no_frames() {
        for samples in [vec![], vec![0; 10], vec![0; 48_000], vec![i16::MIN; 100]] {
            assert_eq!(measure(&samples, TONE_HZ).frames, 0, "{} samples", samples.len());
        }
    }
}
