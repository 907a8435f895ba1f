//! Whether an open device still is one.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use super::found::Found;
use crate::DeviceError;
use crate::device::{DeviceId, DeviceKind};

/// Told from the thread that the device calls on and from the monitor's, asked at each turn of who uses the device.
pub(super) struct Lifeline {
    kind: DeviceKind,
    id: DeviceId,
    gone: Arc<AtomicBool>,
    ended: OnceLock<DeviceError>,
}

impl Lifeline {
    pub(super) fn of(found: &Found) -> Arc<Self> {
        let (kind, id, gone) = (found.info.kind, found.info.id.clone(), Arc::clone(&found.gone));
        Arc::new(Self { kind, id, gone, ended: OnceLock::new() })
    }

    /// # Errors
    /// Why the device is of no use any more.
    pub(super) fn check(&self) -> Result<(), DeviceError> {
        if self.gone.load(Ordering::Relaxed) {
            return Err(self.no_device());
        }
        self.ended.get().map_or(Ok(()), |why| Err(why.clone()))
    }

    /// The first reason stays.
    pub(super) fn end(&self, why: DeviceError) {
        let _ = self.ended.set(why);
    }

    pub(super) fn no_device(&self) -> DeviceError {
        DeviceError::NoDevice { kind: self.kind, id: self.id.clone() }
    }

    pub(super) fn busy(&self) -> DeviceError {
        DeviceError::Busy(self.kind)
    }

    pub(super) fn denied(&self) -> DeviceError {
        DeviceError::Denied(self.kind)
    }

    pub(super) fn failed(&self, why: impl ToString) -> DeviceError {
        DeviceError::Failed { kind: self.kind, why: why.to_string() }
    }
}
