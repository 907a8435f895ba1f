//! Devices without a room: lists, opening, losing, and the device test.

use std::fs;
use std::path::PathBuf;

use ilive_devices::audio::{AudioFrame, Channels};
use ilive_devices::device::DeviceInfo;
use ilive_devices::virtual_devices::Virtual;
use ilive_protocol::device::DeviceKind;
use ilive_session::device::{DeviceCommand, DeviceEvent, DeviceFault, Pick};

use super::seat::{Desk, Got, failure};
use crate::engine::{Report, Setup};
use ilive_testing::Folder;

use DeviceKind::{Camera, MediaFile, Microphone, Player, Screen, SystemSound};

fn made(kind: DeviceKind, id: &str, path: PathBuf) -> (DeviceInfo, Virtual) {
    let info = DeviceInfo { kind, id: id.parse().expect("an id"), name: id.to_owned() };
    (info, Virtual::File { path, looped: true })
}

#[tokio::test]
async fn the_lists_are_told_and_have_the_devices_of_the_backends_asked_for() {
    let mut all = Desk::new(&Setup::virtual_only());
    let none = Desk::new(&Setup { backends: Vec::new(), ..Setup::virtual_only() });

    for kind in [Camera, Microphone, Player] {
        let told = all
            .report("a list", |report| match report {
                Report::Device(DeviceEvent::List(found, list)) if *found == kind => Some(list.clone()),
                _ => None,
            })
            .await;
        assert_eq!((told.len(), &told), (1, &all.engine.devices().list(kind)), "{kind}");
        assert!(none.engine.devices().list(kind).is_empty(), "{kind}");
    }
}

#[tokio::test]
async fn what_cannot_be_opened_says_why() {
    use DeviceFault::{Failed, NoDevice, NoFile};
    let folder = Folder::new();
    let damaged = folder.path().join("damaged");
    fs::write(&damaged, "YUV4MPEG2 nonsense").expect("a file");
    let devices = vec![made(Camera, "broken", damaged.clone()), made(Microphone, "broken", damaged.clone())];
    let mut desk = Desk::new(&Setup { devices, ..Setup::virtual_only() });
    let path = |name: &str| Pick::File(folder.path().join(name).to_string_lossy().into_owned());

    for (case, kind, pick, said) in [
        ("unknown", Camera, Pick::Id("ghost".to_owned()), Some((NoDevice, "there is no camera ghost"))),
        (
            "no id",
            Microphone,
            Pick::Id(String::new()),
            Some((NoDevice, "a device id has 1 to 256 printable characters")),
        ),
        (
            "a damaged camera",
            Camera,
            Pick::Id("broken".to_owned()),
            Some((Failed, "the file cannot be played: its header cannot be read")),
        ),
        (
            "a damaged microphone",
            Microphone,
            Pick::Id("broken".to_owned()),
            Some((Failed, "the file cannot be played: it is no MP4 or WAV file")),
        ),
        ("no film", MediaFile, path("missing"), Some((NoFile, "the media file is missing"))),
        (
            "a damaged film",
            MediaFile,
            path("damaged"),
            Some((Failed, "the file cannot be played: its header cannot be read")),
        ),
        ("no window", Screen, Pick::Window("ghost".to_owned()), Some((NoDevice, "there is no screen ghost"))),
        ("the other camera", Camera, Pick::Id("virtual:pattern".to_owned()), None),
        ("the whole screen", Screen, Pick::Default, None),
        ("the system's sound", SystemSound, Pick::Default, None),
        ("a player", Player, Pick::Default, None),
    ] {
        let answer = desk.open(kind, pick).await.err();
        assert_eq!(answer, said.map(|(fault, why)| failure(fault, why)), "{case}");
    }
}

#[tokio::test]
async fn an_open_device_that_is_unplugged_is_lost_and_not_listed() {
    let mut desk = Desk::new(&Setup::virtual_only());
    for kind in [Camera, Microphone, Player] {
        // The first list is told in any case.
        desk.report("a list", |report| told_list(report, kind)).await;
    }
    desk.open(Camera, Pick::Default).await.expect("a camera");
    let id = "virtual:pattern".parse().expect("an id");

    desk.engine.devices().unplug(Camera, &id);

    let (mut lost, mut list) = (None, None);
    let both = |report: &Report| {
        match report {
            Report::Device(DeviceEvent::Lost(kind, failure)) => lost = Some((*kind, failure.fault)),
            report => list = list.take().or(told_list(report, Camera)),
        }
        lost.is_some().then_some(list).flatten()
    };
    let listed = desk.report("a loss and a list", both).await;
    assert_eq!((lost, listed), (Some((Camera, DeviceFault::NoDevice)), 0));
    let opened = desk.open(Camera, Pick::Default).await;
    assert_eq!(opened.map_err(|failure| failure.fault), Err(DeviceFault::NoDevice));
}

/// How often a sound goes through zero within 20 ms: twice its frequency.
fn crossings(frame: &AudioFrame) -> usize {
    let one: Vec<i16> = frame.samples().chunks(2).map(|both| both[0]).collect();
    one.windows(2).filter(|two| (two[0] < 0) != (two[1] < 0)).count()
}

#[tokio::test]
async fn a_microphone_that_nobody_chose_follows_the_default_and_is_never_followed_by_the_test_tone() {
    let tone = |id: &str, frequency_hz| {
        let info = DeviceInfo { kind: Microphone, id: id.parse().expect("an id"), name: id.to_owned() };
        (info, Virtual::Tone { frequency_hz, channels: Channels::Mono })
    };
    let (low, high) = (tone("low", 300), tone("high", 2000));
    let mut desk = Desk::new(&Setup { devices: vec![low.clone()], ..Setup::virtual_only() });
    let turn = desk.turn();
    desk.engine.device(DeviceCommand::StartTest(turn), None);
    desk.open(Microphone, Pick::Default).await.expect("a microphone");
    desk.open(Player, Pick::Default).await.expect("a player");
    desk.engine.device(DeviceCommand::AudioTap(4, true), None);
    let plays = |wanted: std::ops::Range<usize>| {
        move |got| match got {
            Got::Played(frame) => wanted.contains(&crossings(&frame)).then_some(()),
            _ => None,
        }
    };

    desk.got("the low tone", plays(10..15)).await;
    desk.engine.devices().plug(high.0.clone(), high.1);
    desk.got("the high one, which is the default now", plays(75..85)).await;
    desk.engine.devices().unplug(Microphone, &high.0.id);
    desk.got("the low one, which is left", plays(10..15)).await;
    desk.engine.devices().unplug(Microphone, &low.0.id);

    let lost = |report: &Report| match report {
        Report::Device(DeviceEvent::Lost(kind, failure)) => Some((*kind, failure.fault)),
        _ => None,
    };
    assert_eq!(desk.report("a loss", lost).await, (Microphone, DeviceFault::NoDevice));
}

fn told_list(report: &Report, kind: DeviceKind) -> Option<usize> {
    match report {
        Report::Device(DeviceEvent::List(found, list)) if *found == kind => Some(list.len()),
        _ => None,
    }
}

#[tokio::test]
async fn in_a_test_one_sees_measures_and_hears_oneself() {
    let mut desk = Desk::new(&Setup::virtual_only());
    let turn = desk.turn();
    desk.engine.device(DeviceCommand::StartTest(turn), None);
    for kind in [Camera, Microphone, Player] {
        desk.open(kind, Pick::Default).await.expect("a device");
    }
    desk.engine.device(DeviceCommand::AudioTap(4, true), None);

    let (mut numbers, mut level, mut heard) = (Vec::new(), 0, false);
    let all = |got: Got| {
        match got {
            Got::Preview { kind: Camera, number } => numbers.push(number),
            Got::Level(measured) => level = measured,
            Got::Played(frame) => heard |= frame.samples().iter().any(|sample| *sample > 10_000),
            _ => {}
        }
        (numbers.len() >= 3 && level > 0 && heard).then_some(())
    };
    desk.got("a picture, a level and a sound", all).await;

    assert!(numbers.iter().all(Option::is_some) && numbers.is_sorted(), "{numbers:?}");
    assert!(level > 80, "{level}");
    let turn = desk.turn();
    desk.engine.device(DeviceCommand::StopTest(turn), None);
    let stopped = |report: &Report| {
        matches!(report, Report::Device(DeviceEvent::TestStopped(stopped)) if *stopped == turn).then_some(())
    };
    desk.report("the end of the test", stopped).await;
}
