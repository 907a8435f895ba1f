//! Lists of devices (C.6).

use std::sync::Arc;

use ilive_session::device::{DeviceCall, DeviceInfo};
use ilive_session::{Call, DeviceKind, Error, av};

use crate::call::at_once;
use crate::device_call::devices;
use crate::shared::Shared;

/// The devices that one client can open.
#[derive(Clone)]
pub struct DeviceMgr {
    shared: Arc<Shared>,
}

impl std::fmt::Debug for DeviceMgr {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DeviceMgr")
    }
}

impl DeviceMgr {
    pub(super) fn new(shared: Arc<Shared>) -> Self {
        Self { shared }
    }

    /// Cameras, microphones or players, the default first.
    ///
    /// # Errors
    /// 1101, 1004 for kinds that have no list, 1301 when there is none.
    pub fn list(&self, kind: DeviceKind) -> Result<Vec<DeviceInfo>, Error> {
        at_once(&self.shared, Call::Av(av::Call::Device(DeviceCall::List(kind))), None, devices)
    }
}
