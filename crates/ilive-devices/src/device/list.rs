//! Which devices there are, which one is used, and what changes when one comes or goes.

use std::collections::{BTreeMap, VecDeque};

use crate::DeviceError;
use crate::device::{DeviceId, DeviceInfo, DeviceKind};

/// The devices of all backends. What changes is told by [`DeviceList::poll_event`].
#[derive(Debug, Default)]
pub struct DeviceList {
    /// In the order in which they came.
    devices: Vec<DeviceInfo>,
    /// What the system names as default; it may not be there.
    defaults: BTreeMap<DeviceKind, DeviceId>,
    used: BTreeMap<DeviceKind, Used>,
    events: VecDeque<DeviceEvent>,
}

/// Which device of a kind is open, and why that one.
#[derive(Debug)]
enum Used {
    /// Whichever is the default.
    Default(DeviceId),
    /// This one, come what may.
    Chosen(DeviceId),
}

/// What happened to a device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeviceEvent {
    /// One more is there.
    Plugged(DeviceInfo),
    /// One is gone.
    Unplugged {
        /// Which.
        device: DeviceInfo,
        /// It was open. When `Moved` follows, its user has got another one; else the user has none.
        used: bool,
    },
    /// Another one is the default of its kind.
    Default {
        /// Of this kind.
        kind: DeviceKind,
        /// None is left.
        id: Option<DeviceId>,
    },
    /// Who uses the default is to close one device and to open the other.
    Moved {
        /// Of this kind.
        kind: DeviceKind,
        /// To be closed; it may be gone.
        from: DeviceId,
        /// To be opened.
        to: DeviceId,
    },
}

impl DeviceList {
    /// The devices of a kind, the default first.
    ///
    /// # Errors
    /// [`DeviceError::NoneOf`] (1301, at the façade 8022).
    pub fn list(&self, kind: DeviceKind) -> Result<Vec<&DeviceInfo>, DeviceError> {
        let default = self.default_of(kind).ok_or(DeviceError::NoneOf(kind))?;
        let mut devices: Vec<&DeviceInfo> = self.of(kind).collect();
        devices.sort_by_key(|device| device.id != *default);
        Ok(devices)
    }

    /// Which device to open: the one of this id, or the default, which is then followed.
    ///
    /// # Errors
    /// [`DeviceError::NoDevice`] (1301), [`DeviceError::NoneOf`] (1301, at the façade 8022).
    pub fn open(&mut self, kind: DeviceKind, id: Option<&DeviceId>) -> Result<DeviceId, DeviceError> {
        let used = match id {
            None => Used::Default(self.default_of(kind).ok_or(DeviceError::NoneOf(kind))?.clone()),
            Some(id) if self.of(kind).any(|device| device.id == *id) => Used::Chosen(id.clone()),
            Some(id) => return Err(DeviceError::NoDevice { kind, id: id.clone() }),
        };
        let id = used.id().clone();
        self.used.insert(kind, used);
        Ok(id)
    }

    /// None of this kind is used any more.
    ///
    /// # Errors
    /// [`DeviceError::Closed`] (1301): none was.
    pub fn close(&mut self, kind: DeviceKind) -> Result<(), DeviceError> {
        self.used.remove(&kind).map(|_| ()).ok_or(DeviceError::Closed(kind))
    }

    /// The device of this kind that is open.
    #[must_use]
    pub fn used(&self, kind: DeviceKind) -> Option<&DeviceId> {
        self.used.get(&kind).map(Used::id)
    }

    /// A device has come. One that is there already is left as it is.
    pub fn plug(&mut self, device: DeviceInfo) {
        if self.of(device.kind).any(|known| known.id == device.id) {
            return;
        }
        let (kind, before) = (device.kind, self.default_of(device.kind).cloned());
        self.devices.push(device.clone());
        self.events.push_back(DeviceEvent::Plugged(device));
        self.follow(kind, before);
    }

    /// A device has gone. One that is not there is no news.
    pub fn unplug(&mut self, kind: DeviceKind, id: &DeviceId) {
        let Some(at) = self.devices.iter().position(|device| device.kind == kind && device.id == *id) else {
            return;
        };
        let (used, before) = (self.used(kind) == Some(id), self.default_of(kind).cloned());
        let device = self.devices.remove(at);
        self.events.push_back(DeviceEvent::Unplugged { device, used });
        self.follow(kind, before);
        if self.used(kind) == Some(id) {
            self.used.remove(&kind);
        }
    }

    /// The system names another default, which may come later only.
    pub fn set_default(&mut self, kind: DeviceKind, id: DeviceId) {
        let before = self.default_of(kind).cloned();
        self.defaults.insert(kind, id);
        self.follow(kind, before);
    }

    /// All that a backend has now: what is new is plugged, what is missing unplugged.
    pub fn refresh(&mut self, found: &[DeviceInfo]) {
        let gone = self.devices.iter().filter(|device| !found.iter().any(|other| device.is(other)));
        let gone: Vec<(DeviceKind, DeviceId)> = gone.map(|device| (device.kind, device.id.clone())).collect();
        for device in found {
            self.plug(device.clone());
        }
        for (kind, id) in gone {
            self.unplug(kind, &id);
        }
    }

    /// The next thing that happened, oldest first.
    pub fn poll_event(&mut self) -> Option<DeviceEvent> {
        self.events.pop_front()
    }

    fn of(&self, kind: DeviceKind) -> impl Iterator<Item = &DeviceInfo> {
        self.devices.iter().filter(move |device| device.kind == kind)
    }

    /// The one that the system names where it is there, else the one that came first.
    fn default_of(&self, kind: DeviceKind) -> Option<&DeviceId> {
        let named = self.defaults.get(&kind);
        let found = self.of(kind).find(|device| Some(&device.id) == named);
        found.or_else(|| self.of(kind).next()).map(|device| &device.id)
    }

    /// Tells of a changed default, and moves who follows it.
    fn follow(&mut self, kind: DeviceKind, before: Option<DeviceId>) {
        let now = self.default_of(kind).cloned();
        if now == before {
            return;
        }
        self.events.push_back(DeviceEvent::Default { kind, id: now.clone() });
        if let (Some(Used::Default(used)), Some(to)) = (self.used.get_mut(&kind), now) {
            let from = std::mem::replace(used, to.clone());
            self.events.push_back(DeviceEvent::Moved { kind, from, to });
        }
    }
}

impl Used {
    fn id(&self) -> &DeviceId {
        match self {
            Self::Default(id) | Self::Chosen(id) => id,
        }
    }
}

impl DeviceInfo {
    fn is(&self, other: &Self) -> bool {
        self.kind == other.kind && self.id == other.id
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use DeviceKind::{Camera, Microphone};

    fn id(text: &str) -> DeviceId {
        text.parse().expect("an id")
    }

    fn info(kind: DeviceKind, name: &str) -> DeviceInfo {
        DeviceInfo { kind, id: id(name), name: name.to_uppercase() }
    }

    fn with(microphones: &[&str]) -> DeviceList {
        let mut list = DeviceList::default();
        for name in microphones {
            list.plug(info(Microphone, name));
        }
        while list.poll_event().is_some() {}
        list
    }

    fn story(list: &mut DeviceList) -> Vec<String> {
        std::iter::from_fn(|| list.poll_event())
            .map(|event| match event {
                DeviceEvent::Plugged(device) => format!("+{}", device.id),
                DeviceEvent::Unplugged { device, used } => {
                    format!("-{}{}", device.id, if used { " used" } else { "" })
                }
                DeviceEvent::Default { id, .. } => {
                    format!("default {}", id.map_or("none".to_owned(), |id| id.to_string()))
                }
                DeviceEvent::Moved { from, to, .. } => format!("{from} -> {to}"),
            })
            .collect()
    }

    #[test]
    fn an_empty_list_is_an_error_and_the_default_comes_first() {
        let mut list = with(&["a", "b", "c"]);
        list.set_default(Microphone, id("c"));

        let ids: Vec<&str> =
            list.list(Microphone).expect("three").iter().map(|device| device.id.as_str()).collect();

        assert_eq!(ids, ["c", "a", "b"]);
        assert_eq!(list.list(Camera), Err(DeviceError::NoneOf(Camera)));
    }

    #[test]
    fn who_uses_the_default_moves_with_it() {
        let mut list = with(&["a", "b"]);
        assert_eq!(list.open(Microphone, None), Ok(id("a")));

        list.set_default(Microphone, id("b"));
        list.unplug(Microphone, &id("b"));
        list.plug(info(Microphone, "b"));

        let told = ["default b", "a -> b", "-b used", "default a", "b -> a", "+b", "default b", "a -> b"];
        assert_eq!(story(&mut list), told);
        assert_eq!(list.used(Microphone), Some(&id("b")));
    }

    #[test]
    fn who_has_chosen_a_device_keeps_it_and_loses_it_with_its_plug() {
        let mut list = with(&["a", "b"]);
        assert_eq!(list.open(Microphone, Some(&id("b"))), Ok(id("b")));

        list.set_default(Microphone, id("b"));
        list.unplug(Microphone, &id("b"));

        assert_eq!(story(&mut list), ["default b", "-b used", "default a"]);
        assert_eq!(list.used(Microphone), None);
        assert_eq!(list.close(Microphone), Err(DeviceError::Closed(Microphone)));
        let gone = DeviceError::NoDevice { kind: Microphone, id: id("b") };
        assert_eq!(list.open(Microphone, Some(&id("b"))), Err(gone));
    }

    #[test]
    fn the_last_one_of_a_kind_leaves_nothing_to_open() {
        let mut list = with(&["a"]);
        list.open(Microphone, None).expect("one is there");

        list.unplug(Microphone, &id("a"));
        list.unplug(Microphone, &id("a"));

        assert_eq!(story(&mut list), ["-a used", "default none"]);
        assert_eq!(list.used(Microphone), None);
        assert_eq!(list.open(Microphone, None), Err(DeviceError::NoneOf(Microphone)));
    }

    #[test]
    fn a_fresh_look_tells_what_came_and_went() {
        let mut list = with(&["a", "b"]);
        list.plug(info(Camera, "a"));
        while list.poll_event().is_some() {}

        list.refresh(&[info(Microphone, "b"), info(Microphone, "c"), info(Camera, "a")]);

        assert_eq!(story(&mut list), ["+c", "-a", "default b"]);
    }
}
