//! Which of ALSA's names are devices.
//!
//! ALSA lists a way into a card for each purpose, and filters that are no devices at all. Left out are: `null`, which is
//! no device; rate converters, `upmix`, `vdownmix`, `speex`, which are filters; `hw`, which converts nothing, so that most
//! rates fail; `front`, `surround51`, `iec958`, `dmix`, `dsnoop`, `sysdefault`, `usbstream`, which are parts of a card
//! that is listed; `jack` and `oss`, which lead to other systems whether these are there or not; cards by their number,
//! which is another one after the next start. What stays is `default`, which programs share, where there is any card, and
//! each device of a card as `plughw`, by the card's name.

use cpal::traits::DeviceTrait;

use super::super::found::Found;
use super::found;
use crate::device::DeviceKind;

/// The default first, for what any card can do.
pub(super) fn list(devices: &[cpal::Device]) -> Vec<Found> {
    // Reached by another way than the sockets that are known here, if it is reached.
    let remote_server = std::env::var_os("PULSE_SERVER").is_some();
    let named: Vec<(String, &cpal::Device)> =
        devices.iter().filter_map(|device| Some((device.id().ok()?.id().to_owned(), device))).collect();
    let mut all = Vec::new();
    for kind in [DeviceKind::Microphone, DeviceKind::Player] {
        let able = |device: &cpal::Device| match kind {
            DeviceKind::Player => device.supports_output(),
            _ => device.supports_input(),
        };
        let names: Vec<&str> =
            named.iter().filter(|(_, device)| able(device)).map(|(name, _)| name.as_str()).collect();
        for name in chosen(&names, remote_server) {
            let device = named.iter().find(|(known, _)| known == name).map(|(_, device)| *device);
            all.extend(device.and_then(|device| found(kind, device)));
        }
    }
    all
}

/// Those of a direction's names that are devices, the default before the others.
fn chosen<'a>(names: &[&'a str], remote_server: bool) -> Vec<&'a str> {
    let devices: Vec<&str> = names.iter().copied().filter(|name| is_device(name)).collect();
    let shared = names.iter().copied().filter(|name| match *name {
        "default" => !devices.is_empty() || remote_server,
        "pulse" => remote_server,
        _ => false,
    });
    let mut shared: Vec<&str> = shared.collect();
    shared.sort_unstable();
    shared.extend(devices);
    shared
}

/// `plughw:CARD=PCH,DEV=0`, but not `plughw:CARD=0,DEV=0`.
fn is_device(name: &str) -> bool {
    let card = name.strip_prefix("plughw:CARD=").and_then(|rest| rest.split(',').next());
    card.is_some_and(|card| card.parse::<u32>().is_err())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As a notebook lists its players, with the filters of a full installation.
    const NOTEBOOK: [&str; 17] = [
        "null",
        "lavrate",
        "samplerate",
        "jack",
        "oss",
        "pulse",
        "upmix",
        "default",
        "sysdefault:CARD=PCH",
        "front:CARD=PCH,DEV=0",
        "surround51:CARD=PCH,DEV=0",
        "hdmi:CARD=PCH,DEV=0",
        "dmix:CARD=PCH,DEV=0",
        "hw:CARD=PCH,DEV=0",
        "plughw:CARD=PCH,DEV=0",
        "plughw:CARD=PCH,DEV=3",
        "plughw:CARD=0,DEV=0",
    ];

    #[test]
    fn of_all_names_the_default_and_each_device_of_a_card_stay() {
        let (pch0, pch3) = ("plughw:CARD=PCH,DEV=0", "plughw:CARD=PCH,DEV=3");
        for (case, names, remote_server, expected) in [
            ("notebook", &NOTEBOOK[..], false, vec!["default", pch0, pch3]),
            ("with a server elsewhere", &NOTEBOOK, true, vec!["default", "pulse", pch0, pch3]),
            ("no card", &NOTEBOOK[..8], false, vec![]),
            ("no card, but a server elsewhere", &NOTEBOOK[..7], true, vec!["pulse"]),
        ] {
            assert_eq!(chosen(names, remote_server), expected, "{case}");
        }
    }
}
