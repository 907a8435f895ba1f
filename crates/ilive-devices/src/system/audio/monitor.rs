//! One thread of the process that knows which devices there are.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::thread::JoinHandle;
use std::time::Duration;

use super::super::Changed;
use super::super::watchers::{WatcherId, Watchers};
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
    id: WatcherId,
}

struct State {
    shared: Mutex<Shared>,
    /// A first list has come, or the end.
    news: Condvar,
    #[cfg(target_os = "linux")]
    pulse: super::pulse::Hangup,
}

struct Shared {
    /// None before the first.
    list: Option<Vec<Found>>,
    watchers: Watchers,
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
        // Without a thread nothing comes.
        let first_max = if monitor.thread.is_some() { FIRST_MAX } else { Duration::ZERO };
        monitor.join(changed, first_max)
    }

    /// Waits for the first list, at most so long. What comes later is news.
    fn join(self: Arc<Self>, changed: Changed, first_max: Duration) -> Watcher {
        let mut shared = lock(&self.state.shared);
        let id = shared.watchers.add(changed);
        let waited = self.state.news.wait_timeout_while(shared, first_max, |shared| shared.list.is_none());
        let (mut shared, _) = waited.unwrap_or_else(PoisonError::into_inner);
        let found = shared.infos();
        shared.watchers.knows(id, found);
        drop(shared);
        Watcher { monitor: self, id }
    }

    /// Without its thread, on a machine that has no room for one, there are no devices.
    fn start() -> Self {
        let state = Arc::new(State::new());
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
    fn new() -> Self {
        Self {
            shared: Mutex::new(Shared { list: None, watchers: Watchers::new(), stop: false }),
            news: Condvar::new(),
            #[cfg(target_os = "linux")]
            pulse: super::pulse::Hangup::default(),
        }
    }

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
        found::replace(shared.list.get_or_insert_default(), new);
        let infos = shared.infos();
        let told = shared.watchers.news(&infos);
        drop(shared);
        self.news.notify_all();
        told.iter().for_each(|changed| changed());
    }
}

impl Shared {
    fn infos(&self) -> Vec<DeviceInfo> {
        self.list.iter().flatten().map(|found| found.info.clone()).collect()
    }
}

impl Watcher {
    /// What there is.
    pub(super) fn devices(&self) -> Vec<DeviceInfo> {
        lock(&self.monitor.state.shared).infos()
    }

    /// The device of this id.
    pub(super) fn find(&self, kind: DeviceKind, id: &DeviceId) -> Option<Found> {
        let shared = lock(&self.monitor.state.shared);
        shared.list.iter().flatten().find(|found| found.info.kind == kind && found.info.id == *id).cloned()
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        let gone = lock(&self.monitor.state.shared).watchers.remove(self.id);
        drop(gone);
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

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::sync::mpsc::{self, TryRecvError};

    use super::super::found::Place;
    use super::super::pulse::Endpoint;
    use super::*;
    use crate::audio::Channels;

    /// One whose lists are made by the test.
    fn monitor() -> Arc<Monitor> {
        Arc::new(Monitor { state: Arc::new(State::new()), thread: None })
    }

    fn microphone() -> Found {
        let place = Place::Pulse(Endpoint { name: c"desk".to_owned(), channels: Channels::Mono });
        Found::new(DeviceKind::Microphone, "pulse:desk", "Desk", place).expect("printable and short")
    }

    #[test]
    fn a_first_list_is_news_to_whoever_has_given_up_waiting_for_it() {
        let monitor = monitor();
        let (tell, told) = mpsc::channel();
        let changed: Changed = Arc::new(move || tell.send(()).expect("the test listens"));
        let gave_up = Arc::clone(&monitor).join(Arc::clone(&changed), Duration::ZERO);
        assert_eq!(gave_up.devices(), []);

        monitor.state.publish(vec![microphone()]);
        assert_eq!((told.try_recv(), gave_up.devices().len()), (Ok(()), 1));

        let later = Arc::clone(&monitor).join(changed, Duration::ZERO);
        monitor.state.publish(vec![microphone()]);
        assert_eq!(told.try_recv(), Err(TryRecvError::Empty), "both know it");

        drop(gave_up);
        monitor.state.publish(Vec::new());
        assert_eq!((told.try_iter().count(), later.devices().len()), (1, 0), "nobody tells whoever is gone");
    }
}
