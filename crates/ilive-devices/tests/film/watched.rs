//! Who watches a film, in simulated time.

use std::ops::Range;
use std::time::Duration;

use ilive_devices::audio::{AudioFrame, Channels};
use ilive_devices::device::VideoSource;
use ilive_devices::file::Film;
use ilive_devices::pattern::read_counter;

/// How often it is looked at.
const TURN: usize = 5;

/// A film, and what was seen and heard of it so far.
pub(crate) struct Watched {
    pub(crate) film: Film,
    /// When which number came.
    pub(crate) pictures: Vec<(Duration, u16)>,
    sounds: Vec<AudioFrame>,
}

impl Watched {
    pub(crate) fn new(film: Film) -> Self {
        Self { film, pictures: Vec::new(), sounds: Vec::new() }
    }

    /// Looks and listens for so many ms since it was opened.
    pub(crate) fn watch(&mut self, ms: Range<u64>) {
        for at in ms.step_by(TURN).map(Duration::from_millis) {
            if let Some(frame) = self.film.poll(at).expect("a good film") {
                self.pictures.push((at, read_counter(&frame.picture).expect("a number")));
            }
            self.hear(at);
        }
    }

    /// Listens only.
    pub(crate) fn listen(&mut self, ms: Range<u64>) {
        ms.step_by(TURN).map(Duration::from_millis).for_each(|at| self.hear(at));
    }

    fn hear(&mut self, at: Duration) {
        while let Some(frame) = self.film.poll_sound(at).expect("a good film") {
            self.sounds.push(frame);
        }
    }

    /// All sound of some ms since it was opened, in one channel.
    pub(crate) fn heard(&self, ms: Range<u64>) -> Vec<i16> {
        let within = |frame: &&AudioFrame| ms.contains(&(frame.at.as_millis() as u64));
        let frames = self.sounds.iter().filter(within);
        frames.flat_map(|frame| frame.in_channels(Channels::Mono).samples().to_vec()).collect()
    }

    /// Frames of sound from this time on.
    pub(crate) fn sounds_from(&self, at: Duration) -> usize {
        self.sounds.iter().filter(|frame| frame.at >= at).count()
    }

    /// When it becomes loud after silence.
    pub(crate) fn beeps(&self) -> Vec<Duration> {
        let (mut beeps, mut quiet) = (Vec::new(), Duration::from_secs(1));
        let each = Duration::from_secs(1) / 48_000;
        for frame in &self.sounds {
            for (sample, number) in frame.in_channels(Channels::Mono).samples().iter().zip(0u32..) {
                match sample.unsigned_abs() > 3000 {
                    true => {
                        if quiet > Duration::from_millis(200) {
                            beeps.push(frame.at + each * number);
                        }
                        quiet = Duration::ZERO;
                    }
                    false => quiet += each,
                }
            }
        }
        beeps
    }
}
