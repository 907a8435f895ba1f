//! Who is told when a list is another one, and what each of them knows of it.

use std::sync::Arc;

use super::Changed;
use crate::device::DeviceInfo;

/// All who watch one list.
pub(super) struct Watchers {
    all: Vec<Watcher>,
    next: u64,
}

/// One of them, as long as the list is the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct WatcherId(u64);

struct Watcher {
    id: WatcherId,
    changed: Changed,
    /// The list as it is known there; none while the first one is waited for.
    knows: Option<Vec<DeviceInfo>>,
}

impl Watchers {
    pub(super) const fn new() -> Self {
        Self { all: Vec::new(), next: 0 }
    }

    /// One who comes, and is told nothing until [`Watchers::knows`].
    pub(super) fn add(&mut self, changed: Changed) -> WatcherId {
        let id = WatcherId(self.next);
        self.next += 1;
        self.all.push(Watcher { id, changed, knows: None });
        id
    }

    /// One finds this list: from now on another one is news. Whoever has given up waiting knows an empty one.
    pub(super) fn knows(&mut self, id: WatcherId, list: Vec<DeviceInfo>) {
        if let Some(watcher) = self.all.iter_mut().find(|watcher| watcher.id == id) {
            watcher.knows = Some(list);
        }
    }

    /// One goes. What it was told by is given back, to be dropped when nothing is locked: nobody knows what that does.
    #[must_use]
    pub(super) fn remove(&mut self, id: WatcherId) -> Option<Changed> {
        let at = self.all.iter().position(|watcher| watcher.id == id)?;
        Some(self.all.swap_remove(at).changed)
    }

    /// Asked by the lookout of cameras and screens, whose thread ends by itself.
    #[cfg(all(any(feature = "system-camera", feature = "system-screen"), target_os = "linux"))]
    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Those to whom this list is news. They may ask for it at once, so they are called when nothing is locked.
    #[must_use]
    pub(super) fn news(&mut self, list: &[DeviceInfo]) -> Vec<Changed> {
        let mut told = Vec::new();
        for watcher in &mut self.all {
            if watcher.knows.as_ref().is_some_and(|known| known != list) {
                watcher.knows = Some(list.to_vec());
                told.push(Arc::clone(&watcher.changed));
            }
        }
        told
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::device::DeviceKind;

    fn list(ids: &[&str]) -> Vec<DeviceInfo> {
        let info = |id: &&str| DeviceInfo {
            kind: DeviceKind::Microphone,
            id: id.parse().expect("an id"),
            name: (*id).to_owned(),
        };
        ids.iter().map(info).collect()
    }

    #[test]
    fn only_another_list_is_news_and_only_to_those_who_know_another() {
        let mut watchers = Watchers::new();
        let (gave_up, waits, found) =
            (watchers.add(Arc::new(|| {})), watchers.add(Arc::new(|| {})), watchers.add(Arc::new(|| {})));
        watchers.knows(gave_up, list(&[]));
        watchers.knows(found, list(&["one"]));

        assert_eq!(watchers.news(&list(&["one"])).len(), 1, "to whoever had given up");
        assert_eq!(watchers.news(&list(&["one"])).len(), 0);
        watchers.knows(waits, list(&["one"]));
        assert_eq!(watchers.news(&list(&["two", "one"])).len(), 3);
        assert_eq!(watchers.news(&list(&["one", "two"])).len(), 3, "another is the default");
        assert!(watchers.remove(found).is_some());
        assert_eq!(watchers.news(&list(&[])).len(), 2);
    }
}
