//! What is done to a microphone's sound so that others hear a voice and nothing else.

use sonora::config::{
    AdaptiveDigital, EchoCanceller, GainController2, MaxProcessingRate, NoiseSuppression,
    NoiseSuppressionLevel, Pipeline,
};
use sonora::{AudioProcessing, Config, StreamConfig};

use crate::audio::{AudioFrame, RATE_HZ};

/// The library takes 10 ms at a time.
const PARTS: usize = 2;

/// Which of it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VoiceProcessing {
    /// What the loudspeaker plays is taken out of what the microphone hears.
    pub echo_cancellation: bool,
    /// Noise that stays as it is, a fan or a street, becomes 17 dB quieter.
    pub noise_suppression: bool,
    /// Voices that are far away or very near come to one loudness within seconds.
    pub gain_control: bool,
}

/// Works on one microphone. It learns the room that the microphone is in: another microphone needs another one.
pub struct VoiceProcessor {
    does: VoiceProcessing,
    /// None where nothing is done.
    library: Option<Box<AudioProcessing>>,
    /// What the library reads while it writes.
    read: Vec<i16>,
}

impl VoiceProcessing {
    /// Nothing: frames stay as they are, bit for bit.
    pub const OFF: Self = Self { echo_cancellation: false, noise_suppression: false, gain_control: false };
}

/// All of it.
impl Default for VoiceProcessing {
    fn default() -> Self {
        Self { echo_cancellation: true, noise_suppression: true, gain_control: true }
    }
}

impl VoiceProcessor {
    /// One that knows nothing of its room yet; an echo is 25 dB quieter after a second or two.
    #[must_use]
    pub fn new(does: VoiceProcessing) -> Self {
        let mut processor = Self { does: VoiceProcessing::OFF, library: None, read: Vec::new() };
        processor.set(does);
        processor
    }

    /// Does something else from the next frame on. What is known of the room is kept while echoes are cancelled.
    pub fn set(&mut self, does: VoiceProcessing) {
        self.does = does;
        let config = config(does);
        match &mut self.library {
            _ if does == VoiceProcessing::OFF => self.library = None,
            Some(library) => library.apply_config(config),
            none => *none = Some(Box::new(AudioProcessing::builder().config(config).build())),
        }
    }

    /// 20 ms that the loudspeaker gets now, as loud as it gets them. To be told before what the microphone hears of it
    /// comes to [`VoiceProcessor::capture`], by less than 500 ms; frames of both in turn, or a few of one and then of the
    /// other.
    pub fn render(&mut self, frame: &AudioFrame) {
        let Some(library) = self.library.as_mut().filter(|_| self.does.echo_cancellation) else { return };
        let stream = stream(frame);
        let part = frame.samples().len() / PARTS;
        self.read.resize(part, 0);
        for samples in frame.samples().chunks_exact(part) {
            let rendered = library.process_render_i16_with_config(samples, &stream, &stream, &mut self.read);
            rendered.expect(KNOWN);
        }
    }

    /// The next 20 ms that the microphone has heard: what is left in the frame is what others are to hear.
    pub fn capture(&mut self, frame: &mut AudioFrame) {
        let Some(library) = &mut self.library else { return };
        let stream = stream(frame);
        let part = frame.samples().len() / PARTS;
        for samples in frame.samples_mut().chunks_exact_mut(part) {
            self.read.clear();
            self.read.extend_from_slice(samples);
            let captured = library.process_capture_i16_with_config(&self.read, &stream, &stream, samples);
            captured.expect(KNOWN);
        }
    }
}

/// Why the library takes each frame.
const KNOWN: &str = "48 kHz in one channel or two is a format that it has";

fn stream(frame: &AudioFrame) -> StreamConfig {
    StreamConfig::new(RATE_HZ, frame.channels().count() as u16)
}

fn config(does: VoiceProcessing) -> Config {
    // At its lower rate of 32 kHz the library leaves out what is above 16.
    let pipeline =
        Pipeline { maximum_internal_processing_rate: MaxProcessingRate::Rate48kHz, ..Default::default() };
    Config {
        pipeline,
        echo_canceller: does.echo_cancellation.then(EchoCanceller::default),
        noise_suppression: does.noise_suppression.then(noise_suppression),
        gain_controller2: does.gain_control.then(gain_control),
        ..Default::default()
    }
}

/// As much as browsers take.
fn noise_suppression() -> NoiseSuppression {
    NoiseSuppression { level: NoiseSuppressionLevel::High, ..Default::default() }
}

/// Begins with what the microphone gives. The library would begin 15 dB louder: who speaks as one should would be 12 dB
/// too loud in the first second, and so would the noise and the echo that nobody knows yet.
fn gain_control() -> GainController2 {
    let adaptive = AdaptiveDigital { initial_gain_db: 0.0, ..Default::default() };
    GainController2 { adaptive_digital: Some(adaptive), ..Default::default() }
}

impl std::fmt::Debug for VoiceProcessor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("VoiceProcessor").field(&self.does).finish()
    }
}
