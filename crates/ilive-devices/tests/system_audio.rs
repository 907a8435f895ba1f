//! Microphones, players and what they play, of this system: with a server of sound that each test starts for itself.
//!
//! A test runs itself again as another process, which finds that server as programs do, by its environment.
#![cfg(target_os = "linux")]
#![expect(clippy::disallowed_methods, reason = "a device of the system goes by the clock of the system")]

#[path = "system_audio/server.rs"]
mod server;

use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use ilive_devices::DeviceError;
use ilive_devices::audio::{Channels, FRAME};
use ilive_devices::device::{AudioSink, AudioSource, Backend, DeviceId, DeviceKind};
use ilive_devices::system::SystemDevices;
use ilive_devices::tone::{TONE_HZ, Tone, measure};
use server::{pactl, server_comes, unload, with_server, without_server};

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

fn ids(devices: &SystemDevices, kind: DeviceKind) -> Vec<String> {
    let devices = devices.devices().into_iter().filter(|device| device.kind == kind);
    devices.map(|device| device.id.to_string()).collect()
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

/// Plays the tone as the engine does, a frame each 20 ms, until each ear has heard it for three seconds. Sound takes its
/// time: this is its clock, and no wait for anything.
fn heard(player: &mut dyn AudioSink, ears: &mut [Box<dyn AudioSource>]) -> Vec<Vec<i16>> {
    let (tone, begin) = (Tone::default(), Instant::now());
    let mut heard = vec![Vec::<i16>::new(); ears.len()];
    for number in 0..500 {
        let now = begin.elapsed();
        player.play(&tone.frame(number, now)).expect("it plays");
        for (ear, heard) in ears.iter_mut().zip(&mut heard) {
            while let Some(frame) = ear.poll(now).expect("it hears") {
                heard.extend(frame.in_channels(Channels::Mono).samples());
            }
        }
        let loud = |heard: &Vec<i16>| heard.iter().filter(|sample| sample.abs() > 1000).count() > 3 * 44_000;
        if heard.iter().all(loud) {
            break;
        }
        std::thread::sleep((FRAME * (number as u32 + 1)).saturating_sub(begin.elapsed()));
    }
    heard
}

/// The tone is there from its beginning to its end. Its frequency may be stretched by two in a thousand; what is missing
/// was counted: a machine that has more to do than it can leaves gaps in real time.
fn assert_whole(heard: &[i16], underruns: u64) {
    let report = measure(heard, TONE_HZ);
    assert!(
        report.frames > 140 && (report.missing == 0 || underruns > 0),
        "{report:?}, {underruns} underruns"
    );
    assert!((report.frequency_hz - f64::from(TONE_HZ)).abs() < 2.5, "{report:?}");
}

#[test]
fn a_tone_that_is_played_is_heard_whole() {
    with_server("a_tone_that_is_played_is_heard_whole", &[SINK, MICROPHONE], || {
        let (mut devices, _) = watch();
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
    with_server("alsa_leads_to_a_server_elsewhere", &[SINK, server::ELSEWHERE], || {
        let (mut devices, _) = watch();
        assert!(ids(&devices, DeviceKind::Player).contains(&"alsa:pulse".to_owned()));

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
        let (mut devices, told) = watch();
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
        let (mut devices, told) = watch();
        let mut player = devices.open_player(&id("pulse:one")).expect("it opens");

        pactl(&["exit"]);
        wait_until(&told, || devices.devices().is_empty());

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
        assert_eq!(threads(), 0);
    });
}

#[test]
fn without_any_sound_the_lists_are_empty() {
    without_server("without_any_sound_the_lists_are_empty", None, || {
        let (mut devices, _) = watch();

        assert_eq!(devices.devices(), []);
        assert!(devices.open_player(&id("alsa:default")).is_err());
    });
}

#[test]
fn a_server_that_comes_later_is_found() {
    without_server("a_server_that_comes_later_is_found", None, || {
        let (devices, told) = watch();
        assert_eq!(devices.devices(), []);

        let server = server_comes(&[SINK]);
        wait_until(&told, || ids(&devices, DeviceKind::Player) == ["pulse:one"]);

        drop(server);
        wait_until(&told, || devices.devices().is_empty());
    });
}

#[test]
fn a_server_that_hangs_holds_nobody_up() {
    without_server("a_server_that_hangs_holds_nobody_up", None, || {
        let server = server_comes(&[SINK]);
        let (mut devices, _) = watch();
        let player = devices.open_player(&id("pulse:one")).expect("it opens");

        server.signal("STOP");
        let another = devices.open_player(&id("pulse:one")).map(drop);
        assert!(matches!(another, Err(DeviceError::Failed { .. })), "{another:?}");
        drop((player, devices));
        let (devices, told) = watch();
        assert_eq!(devices.devices(), []);

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
        let (mut devices, _) = watch();
        assert_eq!(ids(&devices, DeviceKind::Microphone), ["alsa:pulse"]);

        assert!(devices.open_player(&id("alsa:pulse")).is_err());
        assert!(devices.open_audio(DeviceKind::Microphone, &id("alsa:pulse")).is_err());
    });
}
