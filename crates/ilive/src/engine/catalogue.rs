//! All backends' devices: which there are, and how one is opened.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ilive_devices::DeviceError;
use ilive_devices::device::{AudioSink, AudioSource, Backend, DeviceId, DeviceInfo, DeviceKind, VideoSource};
use ilive_devices::virtual_devices::{Virtual, VirtualDevices};
use ilive_session::device::DeviceInfo as Listed;

use super::setup::{BackendKind, Setup};

/// The kinds that people choose from.
pub(super) const LISTED: [DeviceKind; 3] = [DeviceKind::Camera, DeviceKind::Microphone, DeviceKind::Player];

/// Devices by backend. The list is the only thing that is locked while it is read; no lock is held while a driver opens a
/// device, or the system is asked for its windows.
pub(super) struct Catalogue {
    named: Option<Mutex<VirtualDevices>>,
    system: Option<System>,
    always: Option<Mutex<VirtualDevices>>,
    list: Mutex<Vec<(Origin, DeviceInfo)>>,
}

/// Where a device comes from, the most suitable first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// The app has named it.
    Named,
    /// The machine has it.
    System,
    /// It is there in any case.
    Always,
}

/// A device that nobody has chosen: it was the most suitable one, and is left when another is.
#[derive(Debug, Clone)]
pub(super) struct Suitable {
    kind: DeviceKind,
    origin: Origin,
    pub(super) id: DeviceId,
}

/// The machine's, or those of another origin as they are at a moment.
pub(super) type System = Arc<dyn Backend>;

impl Catalogue {
    /// `system` gives the machine's devices, where the setup wants them.
    pub(super) fn new(setup: &Setup, system: impl FnOnce() -> System) -> Self {
        let uses = |kind| setup.backends.contains(&kind);
        let made = |devices: fn(&Setup) -> VirtualDevices| {
            uses(BackendKind::Virtual).then(|| Mutex::new(devices(setup)))
        };
        let catalogue = Self {
            named: made(|setup| VirtualDevices::of(&setup.devices)),
            system: uses(BackendKind::System).then(system),
            always: made(|_| VirtualDevices::default()),
            list: Mutex::default(),
        };
        catalogue.refresh();
        catalogue
    }

    /// Made devices are few words: who opens one has a copy of them.
    fn backends(&self) -> impl Iterator<Item = (Origin, System)> {
        let made = |devices: &Option<Mutex<VirtualDevices>>| {
            devices.as_ref().map(|devices| Arc::new(lock(devices).clone()) as System)
        };
        let named = made(&self.named).map(|backend| (Origin::Named, backend));
        let system = self.system.clone().map(|backend| (Origin::System, backend));
        let always = made(&self.always).map(|backend| (Origin::Always, backend));
        named.into_iter().chain(system).chain(always)
    }

    fn devices(&self) -> Vec<(Origin, DeviceInfo)> {
        let of = |(origin, backend): (Origin, System)| {
            backend.devices().into_iter().map(move |device| (origin, device))
        };
        self.backends().flat_map(of).collect()
    }

    /// The devices of a kind, the most suitable first.
    pub(super) fn list(&self, kind: DeviceKind) -> Vec<Listed> {
        let list = lock(&self.list);
        let of_kind = list.iter().filter(|(_, device)| device.kind == kind);
        of_kind.map(|(_, device)| listed(device)).collect()
    }

    /// The windows that are shown now, the topmost first: looked for now, since they come and go by the minute.
    pub(super) fn windows(&self) -> Vec<Listed> {
        let windows = self.system.as_ref().map(|system| system.windows());
        windows.unwrap_or_default().iter().map(listed).collect()
    }

    /// Asks the backends again; gives the kinds whose list has changed.
    pub(super) fn refresh(&self) -> Vec<DeviceKind> {
        let found = self.devices();
        let mut list = lock(&self.list);
        let of = |list: &[(Origin, DeviceInfo)], kind| -> Vec<DeviceInfo> {
            list.iter().map(|(_, device)| device).filter(|device| device.kind == kind).cloned().collect()
        };
        let changed =
            DeviceKind::ALL.into_iter().filter(|kind| of(&list, *kind) != of(&found, *kind)).collect();
        *list = found;
        changed
    }

    /// A made device comes. Where there are none, nothing happens.
    pub(super) fn plug(&self, device: DeviceInfo, made: Virtual) {
        self.unplug(device.kind, &device.id);
        if let Some(devices) = &self.named {
            lock(devices).plug(device, made);
        }
    }

    /// A made device goes.
    pub(super) fn unplug(&self, kind: DeviceKind, id: &DeviceId) {
        for devices in self.named.iter().chain(&self.always) {
            lock(devices).unplug(kind, id);
        }
    }

    /// The device of this id.
    pub(super) fn find(&self, kind: DeviceKind, id: &str) -> Result<DeviceId, DeviceError> {
        let known = |(_, device): &&(Origin, DeviceInfo)| device.kind == kind && device.id.as_str() == id;
        match lock(&self.list).iter().find(known) {
            Some((_, device)) => Ok(device.id.clone()),
            None => Err(DeviceError::NoDevice { kind, id: id.parse()? }),
        }
    }

    /// The one that is taken where nobody chooses.
    pub(super) fn suitable(&self, kind: DeviceKind) -> Result<Suitable, DeviceError> {
        let list = lock(&self.list);
        let first = list.iter().find(|(_, device)| device.kind == kind).ok_or(DeviceError::NoneOf(kind))?;
        Ok(Suitable { kind, origin: first.0, id: first.1.id.clone() })
    }

    /// The one that is now the most suitable in place of this; none where this still is.
    pub(super) fn better_than(&self, held: &Suitable) -> Option<Suitable> {
        self.beside(held).next().filter(|first| first.id != held.id)
    }

    /// The one to take when this is gone, whether the list knows it or not.
    pub(super) fn instead_of(&self, gone: &Suitable) -> Option<Suitable> {
        self.beside(gone).find(|other| other.id != gone.id)
    }

    /// Those of one kind and origin: whose microphone is unplugged does not want to be heard as a test tone.
    fn beside(&self, held: &Suitable) -> impl Iterator<Item = Suitable> + use<> {
        let list = lock(&self.list);
        let same = list.iter().filter(|(origin, device)| *origin == held.origin && device.kind == held.kind);
        let same: Vec<_> =
            same.map(|(_, device)| Suitable { id: device.id.clone(), ..held.clone() }).collect();
        same.into_iter()
    }

    pub(super) fn open_video(
        &self,
        kind: DeviceKind,
        id: &DeviceId,
    ) -> Result<Box<dyn VideoSource>, DeviceError> {
        self.open(kind, id, |backend| backend.open_video(kind, id)).map(|(_, source)| source)
    }

    /// Whose it is, too: a microphone of the machine hears a room.
    pub(super) fn open_audio(
        &self,
        kind: DeviceKind,
        id: &DeviceId,
    ) -> Result<(Origin, Box<dyn AudioSource>), DeviceError> {
        self.open(kind, id, |backend| backend.open_audio(kind, id))
    }

    pub(super) fn open_player(&self, id: &DeviceId) -> Result<Box<dyn AudioSink>, DeviceError> {
        self.open(DeviceKind::Player, id, |backend| backend.open_player(id)).map(|(_, sink)| sink)
    }

    /// By the first backend that has the device.
    fn open<T>(
        &self,
        kind: DeviceKind,
        id: &DeviceId,
        open: impl Fn(&dyn Backend) -> Result<T, DeviceError>,
    ) -> Result<(Origin, T), DeviceError> {
        for (origin, backend) in self.backends() {
            match open(&*backend) {
                Err(DeviceError::NoDevice { .. }) => {}
                opened => return opened.map(|opened| (origin, opened)),
            }
        }
        Err(DeviceError::NoDevice { kind, id: id.clone() })
    }
}

fn listed(device: &DeviceInfo) -> Listed {
    Listed { id: device.id.to_string(), name: device.name.clone() }
}

/// Lists are whole even where somebody has panicked beside them.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
