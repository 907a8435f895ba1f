//! A device that was found, and how it is reached.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use ilive_protocol::text::printable;

use crate::device::{DeviceId, DeviceInfo, DeviceKind};

/// A device in the list.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) info: DeviceInfo,
    pub(super) place: Place,
    /// Known to all who have it open.
    pub(super) gone: Arc<AtomicBool>,
}

/// Where a device is.
#[derive(Debug, Clone)]
pub(super) enum Place {
    /// A source or sink of a PulseAudio server.
    #[cfg(target_os = "linux")]
    Pulse(super::pulse::Endpoint),
    /// As cpal knows it.
    Cpal(cpal::Device),
}

impl Found {
    /// None where the system calls it by something that is no id here, which would be longer than 256 characters or
    /// not printable.
    pub(super) fn new(kind: DeviceKind, id: &str, name: &str, place: Place) -> Option<Self> {
        let id: DeviceId = id.parse().ok()?;
        let name = if name.is_empty() { id.to_string() } else { printable(name).into_owned() };
        Some(Self { info: DeviceInfo { kind, id, name }, place, gone: Arc::default() })
    }
}

/// The new list in place of the old one. Who has a device open that is not in the new one is told.
pub(super) fn replace(list: &mut Vec<Found>, mut new: Vec<Found>) {
    for old in std::mem::take(list) {
        match new.iter_mut().find(|found| found.info.kind == old.info.kind && found.info.id == old.info.id) {
            Some(found) => found.gone = old.gone,
            None => old.gone.store(true, Ordering::Relaxed),
        }
    }
    *list = new;
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::super::lifeline::Lifeline;
    use super::super::pulse::Endpoint;
    use super::*;
    use crate::DeviceError;
    use crate::audio::Channels;

    fn found(id: &str) -> Found {
        let place = Place::Pulse(Endpoint { name: c"sink".to_owned(), channels: Channels::Stereo });
        Found::new(DeviceKind::Player, id, "Player", place).expect("printable and short")
    }

    #[test]
    fn who_has_a_device_open_that_is_gone_is_told_and_no_one_else() {
        let mut list = vec![found("pulse:one"), found("pulse:two")];
        let (one, two) = (Lifeline::of(&list[0]), Lifeline::of(&list[1]));

        replace(&mut list, vec![found("pulse:two")]);
        assert!(matches!(one.check(), Err(DeviceError::NoDevice { .. })));
        assert_eq!(two.check(), Ok(()));

        replace(&mut list, vec![found("pulse:one"), found("pulse:two")]);
        assert!(one.check().is_err(), "what has come back is to be opened again");
        assert_eq!(two.check(), Ok(()));

        replace(&mut list, vec![]);
        assert!(two.check().is_err());
    }

    #[test]
    fn the_first_reason_for_an_end_stays() {
        let life = Lifeline::of(&found("pulse:one"));

        life.end(life.failed("first"));
        life.end(life.denied());

        assert_eq!(life.check(), Err(life.failed("first")));
    }

    #[test]
    fn a_device_without_a_name_is_known_by_its_id_and_one_without_an_id_not_at_all() {
        let place = found("pulse:one").place;
        let unnamed =
            Found::new(DeviceKind::Player, "pulse:one", "", place.clone()).map(|found| found.info.name);
        assert_eq!(unnamed.as_deref(), Some("pulse:one"));
        assert!(Found::new(DeviceKind::Player, &"x".repeat(300), "Player", place).is_none());
    }

    #[test]
    fn a_name_that_a_terminal_would_obey_is_shown_with_escapes() {
        let place = found("pulse:one").place;
        let named = Found::new(DeviceKind::Player, "pulse:one", "\u{1b}[2J\u{202e}reyalp", place);
        assert_eq!(named.expect("a good id").info.name, r"\u{1b}[2J\u{202e}reyalp");
    }
}
