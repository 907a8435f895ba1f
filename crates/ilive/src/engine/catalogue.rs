//! All backends' devices: which there are, and how one is opened.

use std::sync::{Mutex, MutexGuard, PoisonError};

use ilive_devices::DeviceError;
use ilive_devices::device::{AudioSink, AudioSource, Backend, DeviceId, DeviceInfo, DeviceKind, VideoSource};
use ilive_devices::virtual_devices::{Virtual, VirtualDevices};
use ilive_session::device::DeviceInfo as Listed;

/// The kinds that people choose from.
pub(super) const LISTED: [DeviceKind; 3] = [DeviceKind::Camera, DeviceKind::Microphone, DeviceKind::Player];

/// Devices by backend. The list has a lock of its own: to open a device may take a driver's time, and whoever reads the
/// list must not wait for that.
pub(super) struct Catalogue {
    backends: Mutex<Backends>,
    list: Mutex<Vec<DeviceInfo>>,
}

struct Backends {
    made: Option<VirtualDevices>,
}

impl Backends {
    fn each(&mut self) -> impl Iterator<Item = &mut dyn Backend> {
        self.made.iter_mut().map(|made| made as &mut dyn Backend)
    }

    fn devices(&mut self) -> Vec<DeviceInfo> {
        self.each().flat_map(|backend| backend.devices()).collect()
    }
}

impl Catalogue {
    pub(super) fn new(made: Option<VirtualDevices>) -> Self {
        let mut backends = Backends { made };
        let list = Mutex::new(backends.devices());
        Self { backends: Mutex::new(backends), list }
    }

    /// The devices of a kind, the most suitable first.
    pub(super) fn list(&self, kind: DeviceKind) -> Vec<Listed> {
        let list = lock(&self.list);
        let of_kind = list.iter().filter(|device| device.kind == kind);
        of_kind.map(|device| Listed { id: device.id.to_string(), name: device.name.clone() }).collect()
    }

    /// Asks the backends again; gives the kinds whose list has changed.
    pub(super) fn refresh(&self) -> Vec<DeviceKind> {
        let found = lock(&self.backends).devices();
        let mut list = lock(&self.list);
        let of = |list: &[DeviceInfo], kind| -> Vec<DeviceInfo> {
            list.iter().filter(|device| device.kind == kind).cloned().collect()
        };
        let changed =
            DeviceKind::ALL.into_iter().filter(|kind| of(&list, *kind) != of(&found, *kind)).collect();
        *list = found;
        changed
    }

    /// A made device comes. Where there are none, nothing happens.
    pub(super) fn plug(&self, device: DeviceInfo, made: Virtual) {
        if let Some(devices) = &mut lock(&self.backends).made {
            devices.plug(device, made);
        }
    }

    /// A made device goes.
    pub(super) fn unplug(&self, kind: DeviceKind, id: &DeviceId) {
        if let Some(devices) = &mut lock(&self.backends).made {
            devices.unplug(kind, id);
        }
    }

    /// The device of this id, or the most suitable one.
    pub(super) fn find(&self, kind: DeviceKind, id: Option<&str>) -> Result<DeviceId, DeviceError> {
        let list = lock(&self.list);
        let wanted =
            |device: &&DeviceInfo| device.kind == kind && id.is_none_or(|id| device.id.as_str() == id);
        match (list.iter().find(wanted), id) {
            (Some(device), _) => Ok(device.id.clone()),
            (None, None) => Err(DeviceError::NoneOf(kind)),
            (None, Some(id)) => Err(DeviceError::NoDevice { kind, id: id.parse()? }),
        }
    }

    pub(super) fn open_video(
        &self,
        kind: DeviceKind,
        id: &DeviceId,
    ) -> Result<Box<dyn VideoSource>, DeviceError> {
        self.open(kind, id, |backend| backend.open_video(kind, id))
    }

    pub(super) fn open_audio(
        &self,
        kind: DeviceKind,
        id: &DeviceId,
    ) -> Result<Box<dyn AudioSource>, DeviceError> {
        self.open(kind, id, |backend| backend.open_audio(kind, id))
    }

    pub(super) fn open_player(&self, id: &DeviceId) -> Result<Box<dyn AudioSink>, DeviceError> {
        self.open(DeviceKind::Player, id, |backend| backend.open_player(id))
    }

    /// By the first backend that has the device.
    fn open<T>(
        &self,
        kind: DeviceKind,
        id: &DeviceId,
        mut open: impl FnMut(&mut dyn Backend) -> Result<T, DeviceError>,
    ) -> Result<T, DeviceError> {
        for backend in lock(&self.backends).each() {
            match open(backend) {
                Err(DeviceError::NoDevice { .. }) => {}
                opened => return opened,
            }
        }
        Err(DeviceError::NoDevice { kind, id: id.clone() })
    }
}

/// Lists are whole even where somebody has panicked beside them.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
