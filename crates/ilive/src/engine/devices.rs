//! The devices there are, for whoever asks, plugs or unplugs. A system may take its time to answer: nothing here needs a
//! lock of the client's.

use std::sync::{Arc, Weak};

use ilive_devices::device::{DeviceId, DeviceInfo};
use ilive_devices::virtual_devices::Virtual;
use ilive_protocol::device::DeviceKind;
use ilive_session::device::{DeviceEvent, DeviceInfo as Listed};
use tokio::runtime::Handle;
use tokio::sync::mpsc;

use super::catalogue::{Catalogue, LISTED};
use super::worker::Worker;
use super::{Report, Reporter};

/// All of an engine's.
#[derive(Clone)]
pub(crate) struct Devices {
    runtime: Handle,
    report: Reporter,
    worker: Arc<Worker>,
    catalogue: Arc<Catalogue>,
}

impl Devices {
    /// The lists are reported at once, and whenever the system says by `changes` that they may be others.
    pub(super) fn new(
        runtime: Handle,
        report: Reporter,
        worker: Arc<Worker>,
        catalogue: Arc<Catalogue>,
        changes: mpsc::Receiver<()>,
    ) -> Self {
        let weak = (Arc::downgrade(&catalogue), Arc::downgrade(&worker));
        runtime.spawn(follow_system(changes, Arc::clone(&report), weak.0, weak.1));
        let devices = Self { runtime, report, worker, catalogue };
        devices.tell_lists(LISTED.to_vec());
        devices
    }

    /// Those of a kind, the most suitable first.
    pub(crate) fn list(&self, kind: DeviceKind) -> Vec<Listed> {
        self.catalogue.list(kind)
    }

    /// The windows that are shown now, the topmost first.
    pub(crate) fn windows(&self) -> Vec<Listed> {
        self.catalogue.windows()
    }

    /// A made device comes.
    pub(crate) fn plug(&self, device: DeviceInfo, made: Virtual) {
        self.catalogue.plug(device, made);
        self.refresh();
    }

    /// A made device goes; where it is open it is lost.
    pub(crate) fn unplug(&self, kind: DeviceKind, id: &DeviceId) {
        self.catalogue.unplug(kind, id);
        self.refresh();
    }

    fn refresh(&self) {
        self.tell_lists(self.catalogue.refresh());
        self.worker.devices_changed();
    }

    fn tell_lists(&self, kinds: Vec<DeviceKind>) {
        let (report, catalogue) = (Arc::clone(&self.report), Arc::clone(&self.catalogue));
        self.runtime.spawn(async move { tell_lists(&report, &catalogue, kinds) });
    }
}

fn tell_lists(report: &Reporter, catalogue: &Catalogue, kinds: Vec<DeviceKind>) {
    for kind in kinds {
        report(Report::Device(DeviceEvent::List(kind, catalogue.list(kind))));
    }
}

/// Looks at the lists whenever the system's devices have changed, until the engine is gone: neither catalogue nor worker
/// lives longer for this.
async fn follow_system(
    mut changes: mpsc::Receiver<()>,
    report: Reporter,
    catalogue: Weak<Catalogue>,
    worker: Weak<Worker>,
) {
    while let Some(()) = changes.recv().await {
        let (Some(catalogue), Some(worker)) = (catalogue.upgrade(), worker.upgrade()) else { return };
        tell_lists(&report, &catalogue, catalogue.refresh());
        worker.devices_changed();
    }
}
