//! What cpal finds: ALSA where no server of sound runs, WASAPI, Core Audio.

mod alsa_names;
mod format;
mod stream;

use cpal::traits::{DeviceTrait, HostTrait};

use super::found::{Found, Place};
use crate::device::DeviceKind;

pub(super) use stream::{play, record};

/// The host of this system, once it was there.
#[derive(Default)]
pub(super) struct CpalHost {
    host: Option<cpal::Host>,
}

impl CpalHost {
    /// What there is, the default of each kind first.
    pub(super) fn devices(&mut self) -> Vec<Found> {
        hush();
        if self.host.is_none() {
            self.host = cpal::ALL_HOSTS.first().and_then(|id| cpal::host_from_id(*id).ok());
        }
        let Some(host) = &self.host else { return Vec::new() };
        let Ok(devices) = host.devices() else { return Vec::new() };
        let devices: Vec<cpal::Device> = devices.collect();
        match host.id().name() {
            "ALSA" => alsa_names::list(&devices),
            name => list(host, &devices, name == "WASAPI"),
        }
    }
}

/// `loopback`: what a player plays can be heard by opening it as if it were a microphone.
fn list(host: &cpal::Host, devices: &[cpal::Device], loopback: bool) -> Vec<Found> {
    let is = |default: &Option<cpal::Device>, device: &cpal::Device| {
        default.as_ref().and_then(|default| default.id().ok()) == device.id().ok()
    };
    let (input, output) = (host.default_input_device(), host.default_output_device());
    let mut all = Vec::new();
    for device in devices {
        if device.supports_input() {
            all.push((is(&input, device), found(DeviceKind::Microphone, device)));
        }
        if device.supports_output() {
            all.push((is(&output, device), found(DeviceKind::Player, device)));
        }
        if device.supports_output() && loopback {
            all.push((is(&output, device), found(DeviceKind::SystemSound, device)));
        }
    }
    all.sort_by_key(|(first, _)| !first);
    all.into_iter().filter_map(|(_, found)| found).collect()
}

fn found(kind: DeviceKind, device: &cpal::Device) -> Option<Found> {
    let id = device.id().ok()?;
    let name = device.description().ok()?.name().to_owned();
    Found::new(kind, &format!("{}:{}", id.host(), id.id()), &name, Place::Cpal(device.clone()))
}

/// Says ALSA's errors of this thread to nobody: its library prints them by itself, ten lines for a device that is not
/// there, and what it fails with is said here anyhow. To be called before each use, since the words are kept until then.
fn hush() {
    #[cfg(target_os = "linux")]
    drop(alsa::Output::local_error_handler());
}
