//! A machine whose drivers take their time: until the test has said what comes of it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ilive_devices::DeviceError;
use ilive_devices::audio::{AudioFrame, Channels};
use ilive_devices::device::{AudioSink, AudioSource, Backend, DeviceId, DeviceInfo, VideoSource};
use ilive_devices::pace::FrameRate;
use ilive_devices::pattern::TestPattern;
use ilive_devices::tone::Tone;
use ilive_devices::video::{Size, VideoFrame};
use ilive_devices::virtual_devices::Virtual;
use ilive_protocol::device::DeviceKind::{self, Camera, Microphone, Player};
use ilive_session::Turn;
use ilive_session::device::{DeviceCommand, DeviceEvent, DeviceFault, Pick};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::seat::{Desk, Got, failure};
use crate::engine::{Report, Setup};
use ilive_testing::within;

/// A microphone that opens at once, and one that does not.
const QUICK: &str = "quick";
const SLOW: &str = "slow";
/// 20 ms each: no turn before the driver was asked has played so many.
const A_SECOND: usize = 50;
const SIZE: Size = Size::new(160, 120);

#[derive(Debug, Clone, Copy, PartialEq)]
enum Did {
    Asked(DeviceKind),
    /// A device that was open is not any more.
    Dropped(DeviceKind),
}

struct Machine {
    did: UnboundedSender<Did>,
    verdicts: Mutex<Receiver<Result<(), DeviceError>>>,
    unplugged: Arc<AtomicBool>,
    /// While it has a sender, no device is closed.
    closing: Arc<Mutex<Receiver<()>>>,
}

struct Slow<T> {
    kind: DeviceKind,
    source: T,
    did: UnboundedSender<Did>,
    closing: Arc<Mutex<Receiver<()>>>,
}

struct Quick(Tone, Arc<AtomicBool>);

impl Machine {
    fn open<T>(&self, kind: DeviceKind, source: T) -> Result<Slow<T>, DeviceError> {
        // A test that has seen enough does not listen any more, and lets everything go.
        let _ = self.did.send(Did::Asked(kind));
        self.verdicts.lock().expect("verdicts").recv().unwrap_or(Ok(()))?;
        Ok(Slow { kind, source, did: self.did.clone(), closing: Arc::clone(&self.closing) })
    }
}

impl Backend for Machine {
    fn devices(&self) -> Vec<DeviceInfo> {
        let device =
            |kind, id: &str| DeviceInfo { kind, id: id.parse().expect("an id"), name: id.to_owned() };
        vec![device(Camera, SLOW), device(Microphone, QUICK), device(Microphone, SLOW)]
    }

    fn open_video(&self, kind: DeviceKind, _: &DeviceId) -> Result<Box<dyn VideoSource>, DeviceError> {
        let rate = FrameRate::whole(15).expect("a rate");
        Ok(Box::new(self.open(kind, TestPattern::new(SIZE, rate)?)?))
    }

    fn open_audio(&self, kind: DeviceKind, id: &DeviceId) -> Result<Box<dyn AudioSource>, DeviceError> {
        let tone = Tone::new(1000, Channels::Mono)?;
        match id.as_str() {
            QUICK => Ok(Box::new(Quick(tone, Arc::clone(&self.unplugged)))),
            SLOW => Ok(Box::new(self.open(kind, tone)?)),
            _ => Err(DeviceError::NoDevice { kind, id: id.clone() }),
        }
    }

    fn open_player(&self, id: &DeviceId) -> Result<Box<dyn AudioSink>, DeviceError> {
        Err(DeviceError::NoDevice { kind: Player, id: id.clone() })
    }
}

impl VideoSource for Slow<TestPattern> {
    fn size(&self) -> Size {
        SIZE
    }

    fn poll(&mut self, at: Duration) -> Result<Option<VideoFrame>, DeviceError> {
        self.source.poll(at)
    }
}

impl AudioSource for Slow<Tone> {
    fn poll(&mut self, at: Duration) -> Result<Option<AudioFrame>, DeviceError> {
        self.source.poll(at)
    }
}

impl<T> Drop for Slow<T> {
    fn drop(&mut self) {
        let _ = self.closing.lock().expect("no panic").recv();
        let _ = self.did.send(Did::Dropped(self.kind));
    }
}

impl AudioSource for Quick {
    fn poll(&mut self, at: Duration) -> Result<Option<AudioFrame>, DeviceError> {
        match self.1.load(Ordering::Relaxed) {
            true => Err(DeviceError::NoDevice { kind: Microphone, id: QUICK.parse()? }),
            false => self.0.poll(at),
        }
    }
}

/// A device test on that machine: one hears oneself.
struct Tested {
    /// Goes first: an engine that ends must not wait for it.
    verdicts: Sender<Result<(), DeviceError>>,
    /// The same: while it is there, no device is closed.
    hangs: Option<Sender<()>>,
    desk: Desk,
    did: UnboundedReceiver<Did>,
    unplugged: Arc<AtomicBool>,
}

impl Tested {
    async fn new() -> Self {
        Self { hangs: None, ..Self::that_does_not_close().await }
    }

    async fn that_does_not_close() -> Self {
        let (hangs, closing) = channel();
        let ((to, did), (verdicts, given)) = (unbounded_channel(), channel());
        let unplugged = Arc::<AtomicBool>::default();
        let machine = Machine {
            did: to,
            verdicts: Mutex::new(given),
            unplugged: Arc::clone(&unplugged),
            closing: Arc::new(Mutex::new(closing)),
        };
        let mut desk = Desk::on(&Setup::default(), |_| Arc::new(machine));
        let turn = desk.turn();
        desk.engine.device(DeviceCommand::StartTest(turn), None);
        for kind in [Microphone, Player] {
            desk.open(kind, Pick::Default).await.expect("a device");
        }
        desk.engine.device(DeviceCommand::AudioTap(4, true), None);
        Self { desk, did, verdicts, hangs: Some(hangs), unplugged }
    }

    /// Begins to open the camera, and waits until its driver knows.
    async fn ask_for_camera(&mut self) -> Turn {
        let turn = self.begin_to_open_camera();
        self.driver(Did::Asked(Camera)).await;
        turn
    }

    async fn open_camera(&mut self) {
        let turn = self.ask_for_camera().await;
        self.decide(Ok(()));
        self.told(DeviceEvent::Opened(turn, Ok(()))).await;
    }

    fn begin_to_open_camera(&mut self) -> Turn {
        let turn = self.desk.turn();
        self.desk.engine.device(DeviceCommand::Open(turn, Camera, Pick::Default), None);
        turn
    }

    async fn driver(&mut self, does: Did) {
        assert_eq!(within("the driver", self.did.recv()).await, Some(does));
    }

    fn decide(&self, verdict: Result<(), DeviceError>) {
        self.verdicts.send(verdict).expect("a machine");
    }

    async fn second_of(&mut self, what: &str, is: impl Fn(&Got) -> bool) {
        let mut came = 0;
        let count = |got: Got| {
            came += usize::from(is(&got));
            (came == A_SECOND).then_some(())
        };
        self.desk.got(what, count).await;
    }

    async fn told(&mut self, event: DeviceEvent) {
        let what = format!("{event:?}");
        self.desk.report(&what, |report| (*report == Report::Device(event.clone())).then_some(())).await;
    }
}

fn is_heard(got: &Got) -> bool {
    matches!(got, Got::Played(frame) if frame.samples().iter().any(|sample| *sample > 1000))
}

#[tokio::test]
async fn while_a_driver_takes_its_time_sound_goes_on_and_devices_come_and_go() {
    let mut tested = Tested::new().await;

    let given_up = tested.ask_for_camera().await;
    tested.second_of("a second of sound", is_heard).await;
    let devices = tested.desk.engine.devices();
    let id: DeviceId = "made".parse().expect("an id");
    let info = DeviceInfo { kind: Player, id: id.clone(), name: "Made".to_owned() };
    devices.plug(info, Virtual::Null);
    assert_eq!(devices.list(Player)[0].id, "made");
    devices.unplug(Player, &id);
    assert_eq!((devices.list(Player).len(), devices.windows().len()), (1, 0));

    // The next one waits: its own driver may have the camera still.
    tested.desk.engine.device(DeviceCommand::Drop(Camera), None);
    tested.told(DeviceEvent::Opened(given_up, Ok(()))).await;
    let wanted = tested.begin_to_open_camera();
    tested.decide(Ok(()));
    tested.driver(Did::Dropped(Camera)).await;
    tested.driver(Did::Asked(Camera)).await;
    tested.decide(Ok(()));

    tested.told(DeviceEvent::Opened(wanted, Ok(()))).await;
    let shown = |got| matches!(got, Got::Preview { kind: Camera, .. }).then_some(());
    tested.desk.got("a picture", shown).await;
    let closed = tested.desk.turn();
    tested.desk.engine.device(DeviceCommand::Close(closed, Camera), None);
    tested.told(DeviceEvent::Closed(closed)).await;
    tested.driver(Did::Dropped(Camera)).await;
}

#[tokio::test]
async fn a_camera_that_does_not_close_holds_up_nothing_but_the_next_one() {
    let mut tested = Tested::that_does_not_close().await;
    tested.open_camera().await;

    let closed = tested.desk.turn();
    tested.desk.engine.device(DeviceCommand::Close(closed, Camera), None);
    tested.second_of("a second of sound", is_heard).await;
    let next = tested.begin_to_open_camera();
    tested.hangs = None;

    tested.driver(Did::Dropped(Camera)).await;
    tested.told(DeviceEvent::Closed(closed)).await;
    tested.driver(Did::Asked(Camera)).await;
    tested.decide(Ok(()));
    tested.told(DeviceEvent::Opened(next, Ok(()))).await;
}

#[tokio::test]
async fn what_was_given_up_while_the_last_one_did_not_close_is_not_opened() {
    let mut tested = Tested::that_does_not_close().await;
    tested.open_camera().await;
    tested.desk.engine.device(DeviceCommand::Drop(Camera), None);
    let given_up = tested.begin_to_open_camera();
    tested.desk.engine.device(DeviceCommand::Drop(Camera), None);
    tested.told(DeviceEvent::Opened(given_up, Ok(()))).await;

    tested.hangs = None;

    tested.driver(Did::Dropped(Camera)).await;
    tested.open_camera().await;
}

#[tokio::test]
async fn who_ends_the_client_finds_its_devices_closed() {
    let mut tested = Tested::new().await;
    tested.open_camera().await;

    let Tested { desk, mut did, .. } = tested;
    drop(desk);

    assert_eq!(did.try_recv(), Ok(Did::Dropped(Camera)));
}

#[tokio::test]
async fn each_open_has_one_answer_whatever_overtakes_it() {
    for (case, overtaken) in [
        ("stop", DeviceCommand::StopTest(Turn(100))),
        ("close", DeviceCommand::Close(Turn(100), Camera)),
        ("drop", DeviceCommand::Drop(Camera)),
        ("another", DeviceCommand::Open(Turn(100), Camera, Pick::Id("ghost".to_owned()))),
    ] {
        let mut tested = Tested::new().await;
        let turn = tested.ask_for_camera().await;

        tested.desk.engine.device(overtaken, None);
        tested.told(DeviceEvent::Opened(turn, Ok(()))).await;
        tested.decide(Ok(()));

        tested.driver(Did::Dropped(Camera)).await;
        let next = tested.begin_to_open_camera();
        tested.driver(Did::Asked(Camera)).await;
        tested.decide(Err(DeviceError::Busy(Camera)));
        let answer = |report: &Report| match report {
            Report::Device(DeviceEvent::Opened(Turn(100), _)) => None,
            Report::Device(DeviceEvent::Opened(opened, result)) => Some((*opened, result.clone())),
            _ => None,
        };
        let answer = tested.desk.report(case, answer).await;
        assert_eq!(
            answer,
            (next, Err(failure(DeviceFault::Busy, "another program holds the camera"))),
            "{case}"
        );
    }
}

#[tokio::test]
async fn while_another_microphone_takes_the_place_of_one_that_is_gone_it_is_silent() {
    let mut tested = Tested::new().await;
    tested.second_of("a second of sound", is_heard).await;

    tested.unplugged.store(true, Ordering::Relaxed);
    tested.driver(Did::Asked(Microphone)).await;
    tested.second_of("a second of silence", |got| matches!(got, Got::Played(_)) && !is_heard(got)).await;
    tested.decide(Ok(()));

    tested.second_of("a second of sound", is_heard).await;
}

#[tokio::test]
async fn a_microphone_that_is_gone_is_lost_where_the_next_one_does_not_open() {
    let mut tested = Tested::new().await;

    tested.unplugged.store(true, Ordering::Relaxed);
    tested.driver(Did::Asked(Microphone)).await;
    tested.decide(Err(DeviceError::Busy(Microphone)));

    let gone = failure(DeviceFault::NoDevice, "there is no microphone quick");
    tested.told(DeviceEvent::Lost(Microphone, gone)).await;
}
