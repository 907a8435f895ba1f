//! A device that was found, and how it is reached.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::device::{DeviceId, DeviceInfo, DeviceKind};

/// A device in the list.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) info: DeviceInfo,
    pub(super) place: Place,
    /// Known to all who have it open.
    pub(super) gone: Arc<AtomicBool>,
}

/// Where a device is.
#[derive(Debug, Clone)]
pub(super) enum Place {
    /// A source or sink of a PulseAudio server.
    #[cfg(target_os = "linux")]
    Pulse(super::pulse::Endpoint),
    /// As cpal knows it.
    Cpal(cpal::Device),
}

impl Found {
    /// None where the system calls it by something that is no id here, which would be longer than 256 characters or
    /// not printable.
    pub(super) fn new(kind: DeviceKind, id: &str, name: &str, place: Place) -> Option<Self> {
        let id: DeviceId = id.parse().ok()?;
        let name = if name.is_empty() { id.to_string() } else { name.to_owned() };
        Some(Self { info: DeviceInfo { kind, id, name }, place, gone: Arc::default() })
    }
}

/// The new list in place of the old one. Who has a device open that is not in the new one is told; true where there is
/// anything to tell to those who only know the list.
pub(super) fn replace(list: &mut Vec<Found>, mut new: Vec<Found>) -> bool {
    let infos = |list: &[Found]| -> Vec<DeviceInfo> { list.iter().map(|found| found.info.clone()).collect() };
    let changed = infos(list) != infos(&new);
    for old in std::mem::take(list) {
        match new.iter_mut().find(|found| found.info.kind == old.info.kind && found.info.id == old.info.id) {
            Some(found) => found.gone = old.gone,
            None => old.gone.store(true, Ordering::Relaxed),
        }
    }
    *list = new;
    changed
}
