//! Microphones, players and what they play, of this system: with a server of sound that each test starts for itself.
//!
//! A test runs itself again as another process, which finds that server as programs do, by its environment.
#![cfg(target_os = "linux")]
#![expect(clippy::disallowed_methods, reason = "a device of the system goes by the clock of the system")]

#[path = "system_audio/hearing.rs"]
mod hearing;
#[path = "system_audio/server.rs"]
mod server;

use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use hearing::{assert_whole, heard};
use ilive_devices::DeviceError;
use ilive_devices::device::{Backend, DeviceId, DeviceKind};
use ilive_devices::system::SystemDevices;
use ilive_devices::tone::{TONE_HZ, Tone, measure};
use server::{pactl, server_comes, unload, with_server, with_server_elsewhere, without_server};

const SINK: &str = "module-null-sink sink_name=one";
const SECOND_SINK: &str = "module-null-sink sink_name=two";
/// A microphone in front of that player.
const MICROPHONE: &str = "module-remap-source master=one.monitor source_name=desk";
/// Nobody waits longer for what is told by an event.
const TOLD_MAX: Duration = Duration::from_secs(10);

fn watch() -> (SystemDevices, Receiver<()>) {
    let (tell, told) = mpsc::channel();
    let changed = move || {
        // The test may have ended already.
        let _ = tell.send(());
    };
    (SystemDevices::watch(Arc::new(changed)), told)
}

/// Of one kind, as far as they are the server's: the machine may have others.
fn ids(devices: &SystemDevices, kind: DeviceKind) -> Vec<String> {
    let devices = devices.devices().into_iter().filter(|device| device.kind == kind);
    devices.map(|device| device.id.to_string()).filter(|id| id.starts_with("pulse:")).collect()
}

/// Whether the server has anything.
fn has_any(devices: &SystemDevices) -> bool {
    devices.devices().iter().any(|device| device.id.as_str().starts_with("pulse:"))
}

/// Whether ALSA leads to a server that is reached by TCP.
fn alsa_leads(devices: &SystemDevices, kind: DeviceKind) -> bool {
    devices.devices().iter().any(|device| device.kind == kind && device.id.as_str() == "alsa:pulse")
}

fn id(text: &str) -> DeviceId {
    text.parse().expect("printable and short")
}

/// Waits until the lists are as they should be, and no longer than for the change that makes them so.
fn wait_until(told: &Receiver<()>, is: impl Fn() -> bool) {
    while !is() {
        told.recv_timeout(TOLD_MAX).expect("the lists change");
    }
}

#[test]
fn a_tone_that_is_played_is_heard_whole() {
    with_server("a_tone_that_is_played_is_heard_whole", &[SINK, MICROPHONE], || {
        let (devices, _) = watch();
        assert_eq!(ids(&devices, DeviceKind::Player), ["pulse:one"]);
        assert_eq!(ids(&devices, DeviceKind::Microphone), ["pulse:desk"]);
        assert_eq!(ids(&devices, DeviceKind::SystemSound), ["pulse:one.monitor"]);

        let mut player = devices.open_player(&id("pulse:one")).expect("it opens");
        let microphone = devices.open_audio(DeviceKind::Microphone, &id("pulse:desk")).expect("it opens");
        let system = devices.open_audio(DeviceKind::SystemSound, &id("pulse:one.monitor")).expect("it opens");
        let heard = heard(player.as_mut(), &mut [microphone, system]);

        heard.iter().for_each(|heard| assert_whole(heard, player.underruns()));
    });
}

#[test]
fn alsa_leads_to_a_server_elsewhere() {
    with_server_elsewhere("alsa_leads_to_a_server_elsewhere", &[SINK], || {
        let (devices, _) = watch();
        assert!(alsa_leads(&devices, DeviceKind::Player));

        let mut player = devices.open_player(&id("alsa:pulse")).expect("it opens");
        let microphone = devices.open_audio(DeviceKind::Microphone, &id("alsa:pulse")).expect("it opens");
        let heard = heard(player.as_mut(), &mut [microphone]);

        // Gaps of a microphone are counted by nobody: that it is heard at all is what ALSA's part is asked for.
        assert!(measure(&heard[0], TONE_HZ).frames > 140);
    });
}

/// The server itself would go on with its other player, and nobody would know.
#[test]
fn a_device_that_is_unplugged_ends_and_leaves_the_lists() {
    with_server("a_device_that_is_unplugged_ends_and_leaves_the_lists", &[SINK, SECOND_SINK], || {
        let (devices, told) = watch();
        let mut player = devices.open_player(&id("pulse:one")).expect("it opens");
        let mut other = devices.open_player(&id("pulse:two")).expect("it opens");
        let mut ear =
            devices.open_audio(DeviceKind::SystemSound, &id("pulse:one.monitor")).expect("it opens");

        unload(SINK);
        wait_until(&told, || ids(&devices, DeviceKind::Player) == ["pulse:two"]);

        let frame = Tone::default().frame(0, Duration::ZERO);
        assert!(matches!(player.play(&frame), Err(DeviceError::NoDevice { kind: DeviceKind::Player, .. })));
        assert!(matches!(ear.poll(Duration::ZERO), Err(DeviceError::NoDevice { .. })));
        assert_eq!(other.play(&frame), Ok(()));
        let again = devices.open_player(&id("pulse:one")).map(drop);
        assert!(matches!(again, Err(DeviceError::NoDevice { .. })), "{again:?}");
    });
}

#[test]
fn another_default_comes_to_the_front() {
    with_server("another_default_comes_to_the_front", &[SINK, SECOND_SINK], || {
        pactl(&["set-default-sink", "one"]);
        let (devices, told) = watch();
        let players = || ids(&devices, DeviceKind::Player);
        assert_eq!(players(), ["pulse:one", "pulse:two"]);

        for default in ["two", "one"] {
            pactl(&["set-default-sink", default]);
            wait_until(&told, || players()[0] == format!("pulse:{default}"));

            assert_eq!(players().len(), 2);
            assert_eq!(ids(&devices, DeviceKind::SystemSound)[0], format!("pulse:{default}.monitor"));
        }
    });
}

#[test]
fn a_server_that_ends_takes_its_devices_with_it() {
    with_server("a_server_that_ends_takes_its_devices_with_it", &[SINK], || {
        let (devices, told) = watch();
        let mut player = devices.open_player(&id("pulse:one")).expect("it opens");

        pactl(&["exit"]);
        wait_until(&told, || !has_any(&devices));

        assert!(player.play(&Tone::default().frame(0, Duration::ZERO)).is_err());
    });
}

#[test]
fn all_who_watch_share_a_thread_that_ends_with_the_last() {
    let threads = || {
        let tasks = std::fs::read_dir("/proc/self/task").expect("Linux has it");
        let names = tasks.filter_map(|task| std::fs::read_to_string(task.ok()?.path().join("comm")).ok());
        names.filter(|name| name.trim() == "ilive-monitor").count()
    };
    with_server("all_who_watch_share_a_thread_that_ends_with_the_last", &[SINK], || {
        let ((first, _), (second, _)) = (watch(), watch());
        assert_eq!(threads(), 1);
        assert_eq!(ids(&first, DeviceKind::Player), ids(&second, DeviceKind::Player));

        drop(first);
        assert_eq!((threads(), ids(&second, DeviceKind::Player).len()), (1, 1));

        drop(second);
        // Who has joined a thread may still find it listed: the kernel takes it off a moment later.
        let until = Instant::now() + TOLD_MAX;
        while threads() > 0 {
            assert!(Instant::now() < until, "it has not ended");
            std::thread::yield_now();
        }
    });
}

#[test]
fn without_a_server_there_is_nothing_that_it_would_have() {
    without_server("without_a_server_there_is_nothing_that_it_would_have", None, || {
        let (devices, _) = watch();

        assert!(!has_any(&devices), "{:?}", devices.devices());
        assert!(!alsa_leads(&devices, DeviceKind::Player), "no server is named");
        let opened = devices.open_player(&id("pulse:one")).map(drop);
        assert!(matches!(opened, Err(DeviceError::NoDevice { .. })), "{opened:?}");
    });
}

#[test]
fn a_server_that_comes_later_is_found() {
    without_server("a_server_that_comes_later_is_found", None, || {
        let (devices, told) = watch();
        assert!(!has_any(&devices));

        let server = server_comes(&[SINK]);
        wait_until(&told, || ids(&devices, DeviceKind::Player) == ["pulse:one"]);

        drop(server);
        wait_until(&told, || !has_any(&devices));
    });
}

#[test]
fn a_server_that_hangs_holds_nobody_up() {
    without_server("a_server_that_hangs_holds_nobody_up", None, || {
        let server = server_comes(&[SINK]);
        let (devices, _) = watch();
        let player = devices.open_player(&id("pulse:one")).expect("it opens");

        server.signal("STOP");
        let another = devices.open_player(&id("pulse:one")).map(drop);
        assert!(matches!(another, Err(DeviceError::Failed { .. })), "{another:?}");
        drop((player, devices));
        let (devices, told) = watch();
        assert!(!has_any(&devices));

        server.signal("CONT");
        wait_until(&told, || ids(&devices, DeviceKind::Player) == ["pulse:one"]);
    });
}

/// ALSA's library prints by itself what it fails with.
#[test]
fn a_server_that_cannot_be_reached_is_an_error_and_nothing_is_printed() {
    let name = "a_server_that_cannot_be_reached_is_an_error_and_nothing_is_printed";
    // Nobody listens there: the number is given to no service.
    without_server(name, Some("tcp:127.0.0.1:1"), || {
        let (devices, _) = watch();
        assert!(alsa_leads(&devices, DeviceKind::Microphone));

        assert!(devices.open_player(&id("alsa:pulse")).is_err());
        assert!(devices.open_audio(DeviceKind::Microphone, &id("alsa:pulse")).is_err());
    });
}
