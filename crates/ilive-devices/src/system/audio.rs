//! Microphones, players, and what the players play.
//!
//! On Linux a PulseAudio server has them all, or PipeWire in its place ([`pulse`]). Where there is none, and on other
//! systems, cpal has ([`cpal_host`]). One thread of the process watches what comes and goes ([`monitor`]).

mod cpal_host;
mod cushion;
mod ear;
mod found;
mod lifeline;
mod monitor;
mod open;
#[cfg(target_os = "linux")]
mod pulse;
mod resample;
mod steering;

use self::found::{Found, Place};
use self::lifeline::Lifeline;
use self::monitor::{Monitor, Watcher};
use super::Changed;
use crate::DeviceError;
use crate::device::{AudioSink, AudioSource, DeviceId, DeviceInfo, DeviceKind};

/// The sound of this system.
pub(super) struct SystemAudio {
    watcher: Watcher,
}

impl SystemAudio {
    /// Waits for the first list, at most [`monitor::FIRST_MAX`].
    pub(super) fn watch(changed: Changed) -> Self {
        Self { watcher: Monitor::watch(changed) }
    }

    fn find(&self, kind: DeviceKind, id: &DeviceId) -> Result<Found, DeviceError> {
        let found = self.watcher.find(kind, id);
        found.ok_or_else(|| DeviceError::NoDevice { kind, id: id.clone() })
    }

    pub(super) fn devices(&self) -> Vec<DeviceInfo> {
        self.watcher.devices()
    }

    pub(super) fn open_audio(
        &self,
        kind: DeviceKind,
        id: &DeviceId,
    ) -> Result<Box<dyn AudioSource>, DeviceError> {
        let found = self.find(kind, id)?;
        let life = Lifeline::of(&found);
        Ok(Box::new(match &found.place {
            #[cfg(target_os = "linux")]
            Place::Pulse(source) => source.record(life)?,
            Place::Cpal(device) => cpal_host::record(device, life)?,
        }))
    }

    pub(super) fn open_player(&self, id: &DeviceId) -> Result<Box<dyn AudioSink>, DeviceError> {
        let found = self.find(DeviceKind::Player, id)?;
        let life = Lifeline::of(&found);
        Ok(Box::new(match &found.place {
            #[cfg(target_os = "linux")]
            Place::Pulse(sink) => sink.play(life)?,
            Place::Cpal(device) => cpal_host::play(device, life)?,
        }))
    }
}
