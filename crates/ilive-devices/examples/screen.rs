//! What screens and windows there are, and what a picture of the first screen costs this process: the table of
//! `docs/design/devices.md`. Run it under Xvfb for a screen of a known size.

use std::sync::Arc;
use std::time::{Duration, Instant};

use ilive_devices::device::{Backend, DeviceKind};
use ilive_devices::system::SystemDevices;

const PICTURES: u32 = 50;
/// Of the kernel's times of processes.
const TICK: Duration = Duration::from_millis(10);

#[expect(clippy::disallowed_methods, reason = "what is measured is the system's time")]
fn main() {
    let devices = SystemDevices::watch(Arc::new(|| {}));
    for device in devices.devices().into_iter().chain(devices.windows()) {
        println!("{} {} ({})", device.kind, device.id, device.name);
    }
    let screen = devices.devices().into_iter().find(|device| device.kind == DeviceKind::Screen);
    let screen = screen.expect("there is a screen");
    let mut source = devices.open_video(DeviceKind::Screen, &screen.id).expect("it can be captured");
    let (opened, before) = (Instant::now(), used());
    let mut given = 0;
    while given < PICTURES {
        given += u32::from(source.poll(opened.elapsed()).expect("it is still there").is_some());
        // As often as the engine asks.
        std::thread::sleep(TICK);
    }
    let each = |all: Duration| all.as_secs_f64() * 1000.0 / f64::from(PICTURES);
    println!("{:.0} ms a picture, {:.1} ms of the processor", each(opened.elapsed()), each(used() - before));
}

/// What this process has used of the processor, in itself and in the kernel.
fn used() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").expect("Linux has it");
    // Behind the name in brackets, which may be anything: user time is the 12th, system time the 13th.
    let behind = stat.rsplit(')').next().unwrap_or_default();
    let ticks = behind.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<u32>().ok());
    TICK * ticks.sum::<u32>()
}
