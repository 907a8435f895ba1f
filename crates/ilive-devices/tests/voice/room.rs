//! A room that can be computed: who speaks in it, what its walls give back, and how much of it is left.

use std::f64::consts::TAU;
use std::time::Duration;

use ilive_devices::audio::{AudioFrame, Channels, VoiceProcessing, VoiceProcessor};

/// Samples a second.
pub(crate) const RATE: usize = 48_000;
/// How loud a voice is over all, in decibels of full scale: as people speak into a microphone. Its peaks reach -6.
const VOICE_DB: f64 = -26.0;
const HARMONICS: u32 = 24;
/// Where a mouth makes a voice louder, and how wide.
const FORMANTS: [(f64, f64); 3] = [(600.0, 150.0), (1400.0, 250.0), (2600.0, 400.0)];
/// Reflections of a room.
const REFLECTIONS: usize = 80;
/// After this long a reflection is 60 dB weaker.
const REVERBERATION_S: f64 = 0.25;
/// No processing is later than 20 ms.
const LATEST: usize = 960;

/// Random numbers that are the same in each run.
struct Dice(u64);

impl Dice {
    /// -1 to 1.
    fn roll(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1u64 << 52) as f64 - 1.0
    }

    fn between(&mut self, least: f64, most: f64) -> f64 {
        least + (most - least) * (self.roll() + 1.0) / 2.0
    }
}

/// Something like speech: syllables of gliding harmonics or of hiss, with pauses between words.
pub(crate) fn voice(seed: u64, pitch_hz: f64, seconds: usize) -> Vec<f64> {
    let mut dice = Dice(seed);
    let mut samples = Vec::with_capacity(seconds * RATE);
    while samples.len() < seconds * RATE {
        match dice.between(0.0, 10.0) as u32 {
            0 => samples.extend(std::iter::repeat_n(0.0, RATE / 4)),
            1..=3 => hiss(&mut dice, &mut samples),
            _ => vowel(&mut dice, pitch_hz, &mut samples),
        }
    }
    samples.truncate(seconds * RATE);
    let power = samples.iter().map(|sample| sample * sample).sum::<f64>() / samples.len() as f64;
    let scale = 10f64.powf(VOICE_DB / 20.0) / power.sqrt();
    samples.iter().map(|sample| sample * scale).collect()
}

/// Swells and fades.
fn envelope(at: usize, of: usize) -> f64 {
    (std::f64::consts::PI * at as f64 / of as f64).sin().sqrt()
}

fn hiss(dice: &mut Dice, samples: &mut Vec<f64>) {
    let count = (dice.between(0.06, 0.14) * RATE as f64) as usize;
    let (mut before, loud) = (0.0, dice.between(0.05, 0.15));
    for at in 0..count {
        let noise = dice.roll();
        samples.push((noise - before) * loud * envelope(at, count));
        before = noise;
    }
}

fn vowel(dice: &mut Dice, pitch_hz: f64, samples: &mut Vec<f64>) {
    let count = (dice.between(0.12, 0.28) * RATE as f64) as usize;
    let (from, to) = (pitch_hz * dice.between(0.85, 1.2), pitch_hz * dice.between(0.8, 1.1));
    let (loud, shift) = (dice.between(0.4, 1.0), dice.between(0.7, 1.4));
    let weight =
        |hz: f64| FORMANTS.iter().map(|(at, wide)| 1.0 / (1.0 + ((hz - at * shift) / wide).powi(2))).sum();
    let weights: Vec<f64> = (1..=HARMONICS).map(|n| weight(f64::from(n) * (from + to) / 2.0)).collect();
    let mut phase = 0.0;
    for at in 0..count {
        phase += (from + (to - from) * at as f64 / count as f64) / RATE as f64;
        let harmonics =
            weights.iter().zip(1..).map(|(weight, n): (_, u32)| weight * (TAU * phase * f64::from(n)).sin());
        samples.push(harmonics.sum::<f64>() / 6.0 * loud * envelope(at, count));
    }
}

/// Noise that stays as it is, so many decibels below full scale.
pub(crate) fn noise(seed: u64, level_db: f64, seconds: usize) -> Vec<f64> {
    let mut dice = Dice(seed);
    // Evenly spread, it has a third of the power of its ends.
    let loud = 10f64.powf(level_db / 20.0) * 3f64.sqrt();
    (0..seconds * RATE).map(|_| dice.roll() * loud).collect()
}

/// What comes back of `played` from the loudspeaker to the microphone: first after `delay_ms`, then from all walls, fading;
/// `gain_db` louder than it was played.
pub(crate) fn echo(played: &[f64], delay_ms: usize, gain_db: f64) -> Vec<f64> {
    let mut dice = Dice(delay_ms as u64);
    let mut walls: Vec<(usize, f64)> = vec![(0, 1.0)];
    walls.extend((0..REFLECTIONS).map(|_| {
        let after = REVERBERATION_S * dice.between(0.0, 1.0).powi(2);
        let weaker = 10f64.powf(-3.0 * after / REVERBERATION_S);
        ((after * RATE as f64) as usize, weaker * dice.roll() / 3.0)
    }));
    let power: f64 = walls.iter().map(|(_, gain)| gain * gain).sum();
    let scale = 10f64.powf(gain_db / 20.0) / power.sqrt();
    let mut heard = vec![0.0; played.len()];
    for (after, gain) in walls {
        let late = after + delay_ms * RATE / 1000;
        for (heard, played) in heard.iter_mut().skip(late).zip(played) {
            *heard += played * gain * scale;
        }
    }
    heard
}

/// What a microphone makes of all this at once.
pub(crate) fn samples(parts: &[&[f64]]) -> Vec<i16> {
    let sum = |at| parts.iter().map(|part| part[at]).sum::<f64>();
    (0..parts[0].len()).map(|at| (sum(at) * 32_767.0).round().clamp(-32_768.0, 32_767.0) as i16).collect()
}

/// 20 ms at a time.
pub(crate) fn frames(samples: &[i16], channels: Channels) -> impl Iterator<Item = AudioFrame> {
    let parts = samples.chunks_exact(channels.frame_len());
    parts.map(move |part| AudioFrame::new(channels, part.to_vec(), Duration::ZERO).expect("a frame"))
}

/// What others hear of a room in which `played` is played and `heard` is heard.
pub(crate) fn sent(does: VoiceProcessing, channels: Channels, played: &[i16], heard: &[i16]) -> Vec<i16> {
    let mut processor = VoiceProcessor::new(does);
    let mut sent = Vec::with_capacity(heard.len());
    for (far, mut near) in frames(played, channels).zip(frames(heard, channels)) {
        processor.render(&far);
        processor.capture(&mut near);
        sent.extend_from_slice(near.samples());
    }
    sent
}

/// The sound from one second on to another.
pub(crate) fn between(samples: &[i16], from_s: f64, to_s: f64) -> &[i16] {
    &samples[(from_s * RATE as f64) as usize..(to_s * RATE as f64) as usize]
}

/// How loud it is, in decibels of full scale. Silence is -96, below which 16 bits have nothing.
pub(crate) fn level_db(samples: &[i16]) -> f64 {
    let power: f64 =
        samples.iter().map(|sample| f64::from(*sample).powi(2)).sum::<f64>() / samples.len() as f64;
    (10.0 * (power / 32_767f64.powi(2)).log10()).max(-96.0)
}

/// How much of `voice` is left in `heard`, in decibels: 0 is all of it. What else is to be heard there does not count.
pub(crate) fn left_of(voice: &[i16], heard: &[i16]) -> f64 {
    let voice = &voice[..voice.len() - LATEST];
    // To find how late it is, some of the samples do.
    let most = |late: &usize| product(voice, &heard[*late..], 16) as i64;
    let late = (0..LATEST).max_by_key(most).unwrap_or(0);
    let left = product(voice, &heard[late..], 1) / product(voice, voice, 1);
    20.0 * left.max(1e-5).log10()
}

/// How alike two sounds are, by each sample of so many.
fn product(one: &[i16], other: &[i16], of: usize) -> f64 {
    one.iter().zip(other).step_by(of).map(|(one, other)| f64::from(*one) * f64::from(*other)).sum()
}
