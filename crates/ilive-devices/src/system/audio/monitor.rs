//! One thread of the process that knows which devices there are.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::thread::JoinHandle;
use std::time::Duration;

use super::super::Changed;
use super::cpal_host::CpalHost;
use super::found::{self, Found};
#[cfg(target_os = "linux")]
use super::pulse::PulseWatch;
use crate::device::{DeviceId, DeviceInfo, DeviceKind};

/// How often those are asked that tell nothing by themselves.
const INTERVAL: Duration = Duration::from_secs(2);
/// Whoever asks first waits for the first list no longer than this: a server of sound that hangs must not hang everybody.
pub(super) const FIRST_MAX: Duration = Duration::from_secs(3);

/// The thread, while anybody watches.
pub(super) struct Monitor {
    state: Arc<State>,
    thread: Option<JoinHandle<()>>,
}

/// One who watches, until it is dropped.
pub(super) struct Watcher {
    monitor: Arc<Monitor>,
    /// Kept here and nowhere else: the monitor forgets whoever is gone.
    _changed: Arc<Changed>,
}

#[derive(Default)]
struct State {
    shared: Mutex<Shared>,
    /// A first list has come, or the end.
    news: Condvar,
    #[cfg(target_os = "linux")]
    pulse: super::pulse::Hangup,
}

#[derive(Default)]
struct Shared {
    /// None before the first.
    list: Option<Vec<Found>>,
    watchers: Vec<Weak<Changed>>,
    stop: bool,
}

/// The monitor of the process, where there is one.
static MONITOR: Mutex<Weak<Monitor>> = Mutex::new(Weak::new());

impl Monitor {
    /// Whoever comes first starts the thread and waits for its first list; the others share both.
    pub(super) fn watch(changed: Changed) -> Watcher {
        let monitor = {
            let mut running = lock(&MONITOR);
            running.upgrade().unwrap_or_else(|| {
                let monitor = Arc::new(Self::start());
                *running = Arc::downgrade(&monitor);
                monitor
            })
        };
        let changed = Arc::new(changed);
        let mut shared = lock(&monitor.state.shared);
        shared.watchers.push(Arc::downgrade(&changed));
        if monitor.thread.is_some() {
            let first =
                monitor.state.news.wait_timeout_while(shared, FIRST_MAX, |shared| shared.list.is_none());
            drop(first);
        } else {
            drop(shared);
        }
        Watcher { monitor, _changed: changed }
    }

    /// Without its thread, on a machine that has no room for one, there are no devices.
    fn start() -> Self {
        let state = Arc::<State>::default();
        let watched = Arc::clone(&state);
        let thread =
            std::thread::Builder::new().name("ilive-monitor".to_owned()).spawn(move || watched.run());
        Self { state, thread: thread.ok() }
    }
}

impl Drop for Monitor {
    fn drop(&mut self) {
        lock(&self.state.shared).stop = true;
        self.state.news.notify_all();
        #[cfg(target_os = "linux")]
        self.state.pulse.hang_up();
        // The last watcher may be dropped by what the thread itself has told.
        if let Some(thread) =
            self.thread.take_if(|thread| thread.thread().id() != std::thread::current().id())
        {
            let _ = thread.join();
        }
    }
}

impl State {
    fn run(&self) {
        let mut cpal_host = CpalHost::default();
        while !lock(&self.shared).stop {
            #[cfg(target_os = "linux")]
            if self.follow_pulse() {
                continue;
            }
            self.publish(cpal_host.devices());
            let rest = self.news.wait_timeout_while(lock(&self.shared), INTERVAL, |shared| !shared.stop);
            drop(rest);
        }
    }

    /// Stays with the server until it ends. False where there is none.
    #[cfg(target_os = "linux")]
    fn follow_pulse(&self) -> bool {
        let Ok(mut server) = PulseWatch::connect(&self.pulse) else { return false };
        let mut answered = false;
        while let Ok(list) = server.next() {
            answered = true;
            self.publish(list);
        }
        answered
    }

    fn publish(&self, new: Vec<Found>) {
        let mut shared = lock(&self.shared);
        let first = shared.list.is_none();
        let changed = found::replace(shared.list.get_or_insert_default(), new);
        let told: Vec<Arc<Changed>> = shared.watchers.iter().filter_map(Weak::upgrade).collect();
        shared.watchers.retain(|watcher| watcher.strong_count() > 0);
        drop(shared);
        self.news.notify_all();
        if changed && !first {
            told.iter().for_each(|changed| changed());
        }
    }
}

impl Watcher {
    /// What there is.
    pub(super) fn devices(&self) -> Vec<DeviceInfo> {
        let shared = lock(&self.monitor.state.shared);
        shared.list.iter().flatten().map(|found| found.info.clone()).collect()
    }

    /// The device of this id.
    pub(super) fn find(&self, kind: DeviceKind, id: &DeviceId) -> Option<Found> {
        let shared = lock(&self.monitor.state.shared);
        shared.list.iter().flatten().find(|found| found.info.kind == kind && found.info.id == *id).cloned()
    }
}

impl std::fmt::Debug for Watcher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Watcher")
    }
}

/// Lists are whole even where somebody has panicked beside them.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
