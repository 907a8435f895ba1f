//! Open devices, as those who use them see them.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::cushion::Cushion;
use super::ear::Ear;
use super::lifeline::Lifeline;
use super::resample::Resampler;
use super::steering::Step;
use crate::DeviceError;
use crate::audio::{AudioFrame, Channels, RATE_HZ, dbov};
use crate::device::{AudioSink, AudioSource};

/// Quieter than this, in dB below the loudest, 20 ms are not missed.
const QUIET: u8 = 50;

/// Keeps a stream of the system going until it is dropped.
pub(super) type Stream = Box<dyn Send>;

/// Shared with the thread on which the system calls; held for as long as samples are copied.
pub(super) type Shared<T> = Arc<Mutex<T>>;

/// A microphone, or the sound of the system.
pub(super) struct Microphone {
    pub(super) ear: Shared<Ear>,
    pub(super) life: Arc<Lifeline>,
    pub(super) _stream: Stream,
}

/// A player.
pub(super) struct Player {
    cushion: Shared<Cushion>,
    resampler: Resampler,
    life: Arc<Lifeline>,
    _stream: Stream,
}

impl Player {
    /// A player whose device takes `rate_hz` from the cushion.
    pub(super) fn new(
        cushion: Shared<Cushion>,
        rate_hz: u32,
        life: Arc<Lifeline>,
        stream: Stream,
    ) -> Result<Self, DeviceError> {
        let resampler = Resampler::new(RATE_HZ, rate_hz, Channels::Stereo.count());
        let resampler = resampler.map_err(|why| life.failed(why))?;
        Ok(Self { cushion, resampler, life, _stream: stream })
    }
}

impl AudioSource for Microphone {
    fn poll(&mut self, at: Duration) -> Result<Option<AudioFrame>, DeviceError> {
        self.life.check()?;
        Ok(lock(&self.ear).give(at))
    }
}

impl AudioSink for Player {
    fn play(&mut self, frame: &AudioFrame) -> Result<(), DeviceError> {
        self.life.check()?;
        let step = lock(&self.cushion).step(dbov(frame.samples()) >= QUIET);
        if let Step::Stretched(by) = step {
            let stereo = frame.in_channels(Channels::Stereo);
            let made = self.resampler.process(stereo.samples(), by);
            lock(&self.cushion).push(&made.map_err(|why| self.life.failed(why))?);
        }
        Ok(())
    }

    fn underruns(&self) -> u64 {
        lock(&self.cushion).underruns()
    }
}

/// Samples are whole even where somebody has panicked beside them.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
