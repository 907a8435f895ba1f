//! Looks every now and then which devices there are, and tells whoever wants to know.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::device::DeviceInfo;
use crate::system::Changed;
use crate::system::watchers::{WatcherId, Watchers};

/// Between two looks: what is plugged in is there before a hand has come from the plug to the mouse.
const INTERVAL: Duration = Duration::from_secs(2);

/// How long the first look is waited for: longer it takes only where a display server hangs.
const FIRST_LOOK: Duration = Duration::from_secs(2);

/// Which devices there are, for all who want to know, looked at by one thread. It ends with the last of them.
pub(super) struct Lookout {
    look: fn() -> Vec<DeviceInfo>,
    state: Mutex<State>,
    turned: Condvar,
}

struct State {
    watchers: Watchers,
    thread: Thread,
}

enum Thread {
    None,
    /// It looks for the first time.
    Looking,
    /// What it has found last.
    Found(Vec<DeviceInfo>),
}

/// One who is told, until this is dropped.
pub(super) struct Watch {
    lookout: &'static Lookout,
    id: WatcherId,
}

impl Lookout {
    pub(super) const fn new(look: fn() -> Vec<DeviceInfo>) -> Self {
        let state = State { watchers: Watchers::new(), thread: Thread::None };
        Self { look, state: Mutex::new(state), turned: Condvar::new() }
    }

    /// From now on `changed` is told when the list is another one.
    pub(super) fn watch(&'static self, changed: Changed) -> Watch {
        let mut state = self.lock();
        let id = state.watchers.add(changed);
        if matches!(state.thread, Thread::None) {
            let started = std::thread::Builder::new().name("ilive-lookout".to_owned()).spawn(|| self.run());
            // Without the thread there are no devices, and the next who watches tries again.
            state.thread = if started.is_ok() { Thread::Looking } else { Thread::None };
        }
        let first = |state: &mut State| matches!(state.thread, Thread::Looking);
        let waited = self.turned.wait_timeout_while(state, FIRST_LOOK, first);
        let (mut state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        let found = state.thread.found().to_vec();
        state.watchers.knows(id, found);
        Watch { lookout: self, id }
    }

    fn run(&self) {
        while self.found((self.look)()) {
            let watched = |state: &mut State| !state.watchers.is_empty();
            drop(self.turned.wait_timeout_while(self.lock(), INTERVAL, watched));
        }
    }

    /// Takes what a look has found, and tells of it where it is news. False when nobody wants to know any more.
    fn found(&self, list: Vec<DeviceInfo>) -> bool {
        let mut state = self.lock();
        if state.watchers.is_empty() {
            state.thread = Thread::None;
            return false;
        }
        let told = state.watchers.news(&list);
        state.thread = Thread::Found(list);
        self.turned.notify_all();
        drop(state);
        told.iter().for_each(|changed| changed());
        true
    }

    /// A state is whole even where somebody has panicked beside it.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Thread {
    fn found(&self) -> &[DeviceInfo] {
        match self {
            Self::None | Self::Looking => &[],
            Self::Found(list) => list,
        }
    }
}

impl Watch {
    /// What was found last.
    pub(super) fn list(&self) -> Vec<DeviceInfo> {
        self.lookout.lock().thread.found().to_vec()
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let gone = self.lookout.lock().watchers.remove(self.id);
        drop(gone);
        self.lookout.turned.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::{Arc, mpsc};

    use super::*;
    use crate::device::DeviceKind;

    fn screen(id: &str) -> DeviceInfo {
        DeviceInfo { kind: DeviceKind::Screen, id: id.parse().expect("an id"), name: id.to_owned() }
    }

    /// One whose looks are made by the test: a thread is said to be there.
    fn lookout() -> &'static Lookout {
        let lookout = Box::leak(Box::new(Lookout::new(Vec::new)));
        lookout.lock().thread = Thread::Found(vec![screen("left")]);
        lookout
    }

    fn counter() -> (Changed, Arc<AtomicUsize>) {
        let count = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&count);
        let changed = move || {
            counted.fetch_add(1, Ordering::Relaxed);
        };
        (Arc::new(changed), count)
    }

    #[test]
    fn who_has_gone_is_not_told_and_with_the_last_one_it_ends() {
        let lookout = lookout();
        let (changed, told) = counter();
        let watch = lookout.watch(changed);
        drop(watch);

        assert!(!lookout.found(Vec::new()));
        assert_eq!(told.load(Ordering::Relaxed), 0);
    }

    #[test]
    fn the_first_look_is_waited_for_and_the_list_may_be_asked_for_when_it_changes() {
        static LOOKS: AtomicUsize = AtomicUsize::new(0);
        static LOOKOUT: Lookout = Lookout::new(|| {
            let looks = LOOKS.fetch_add(1, Ordering::Relaxed);
            std::iter::repeat_n(screen("one"), looks.min(1) + 1).collect()
        });
        let (tell, told) = mpsc::channel();

        let watch = LOOKOUT.watch(Arc::new(move || {
            let _ = tell.send(LOOKOUT.lock().thread.found().len());
        }));

        assert_eq!(watch.list().len(), 1);
        // The second look is another turn of the thread.
        assert_eq!(told.recv(), Ok(2));
    }
}
