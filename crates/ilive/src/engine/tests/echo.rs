//! A machine whose microphone hears its loudspeaker.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use ilive_devices::DeviceError;
use ilive_devices::audio::{AudioFrame, AudioSourceKind, Channels, FRAME, VoiceProcessing, dbov};
use ilive_devices::device::{AudioSink, AudioSource, Backend, DeviceId, DeviceInfo, VideoSource};
use ilive_protocol::TinyId;
use ilive_protocol::device::DeviceKind;
use ilive_session::Turn;
use ilive_session::device::{DeviceCommand, Pick};
use tokio::sync::mpsc;

use crate::engine::catalogue::Catalogue;
use crate::engine::inbox::Inbox;
use crate::engine::peer::Received;
use crate::engine::worker::{Bench, Command, Parts};
use crate::engine::{Encoding, Engine, MediaSink, Setup};
use ilive_testing::within;

/// Sources of raw sound: the microphone, and what the app mixes into what is played.
const MICROPHONE: u32 = 0;
const MIX_TO_PLAY: u32 = 3;
/// What waits in the loudspeaker before it is heard.
const CUSHION: usize = 3;
/// 20 ms each: a second.
const FRAMES: usize = 50;

const OPENED: [DeviceCommand; 2] = [
    DeviceCommand::Open(Turn(1), DeviceKind::Player, Pick::Default),
    DeviceCommand::Open(Turn(2), DeviceKind::Microphone, Pick::Default),
];

const ECHO_ONLY: VoiceProcessing = VoiceProcessing { echo_cancellation: true, ..VoiceProcessing::OFF };

/// Sound on its way, and what the microphone has made of it.
#[derive(Default)]
struct Hall {
    air: VecDeque<AudioFrame>,
    heard: Vec<AudioFrame>,
    /// Of each frame, in the order of calls.
    calls: Vec<Call>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Call {
    Play,
    Hear,
}

type Shared = Arc<Mutex<Hall>>;

struct Machine(Shared);

struct Loudspeaker(Shared);

struct Microphone {
    hall: Shared,
    given: u32,
}

impl Backend for Machine {
    fn devices(&self) -> Vec<DeviceInfo> {
        let device =
            |kind, id: &str| DeviceInfo { kind, id: id.parse().expect("an id"), name: id.to_owned() };
        vec![device(DeviceKind::Microphone, "microphone"), device(DeviceKind::Player, "loudspeaker")]
    }

    fn open_video(&self, kind: DeviceKind, id: &DeviceId) -> Result<Box<dyn VideoSource>, DeviceError> {
        Err(DeviceError::NoDevice { kind, id: id.clone() })
    }

    fn open_audio(&self, _: DeviceKind, _: &DeviceId) -> Result<Box<dyn AudioSource>, DeviceError> {
        Ok(Box::new(Microphone { hall: Arc::clone(&self.0), given: 0 }))
    }

    fn open_player(&self, _: &DeviceId) -> Result<Box<dyn AudioSink>, DeviceError> {
        let silence = AudioFrame::silent(Channels::Stereo, Duration::ZERO);
        self.0.lock().expect("a hall").air.extend(std::iter::repeat_n(silence, CUSHION));
        Ok(Box::new(Loudspeaker(Arc::clone(&self.0))))
    }
}

impl AudioSink for Loudspeaker {
    fn play(&mut self, frame: &AudioFrame) -> Result<(), DeviceError> {
        let mut hall = self.0.lock().expect("a hall");
        hall.air.push_back(frame.clone());
        hall.calls.push(Call::Play);
        Ok(())
    }
}

impl AudioSource for Microphone {
    fn poll(&mut self, at: Duration) -> Result<Option<AudioFrame>, DeviceError> {
        if FRAME * (self.given + 1) > at {
            return Ok(None);
        }
        let mut hall = self.hall.lock().expect("a hall");
        let silence = || AudioFrame::silent(Channels::Stereo, at);
        let mut frame = hall.air.pop_front().unwrap_or_else(silence).in_channels(Channels::Mono);
        frame.samples_mut().iter_mut().for_each(|sample| *sample /= 2);
        frame.at = FRAME * self.given;
        self.given += 1;
        hall.heard.push(frame.clone());
        hall.calls.push(Call::Hear);
        Ok(Some(frame))
    }
}

/// Plays noise, and listens to what would be sent of it.
struct App {
    seed: Mutex<u32>,
    sent: mpsc::UnboundedSender<AudioFrame>,
}

impl MediaSink for App {
    fn tap(&self, source: AudioSourceKind, _: Option<TinyId>, frame: &mut AudioFrame) {
        match source {
            AudioSourceKind::MixToPlay => {
                let mut seed = self.seed.lock().expect("a seed");
                frame.samples_mut().fill_with(|| {
                    *seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    (*seed >> 18) as i16 - (1 << 13)
                });
            }
            // A test that has seen enough does not listen any more.
            _ => drop(self.sent.send(frame.clone())),
        }
    }
}

/// An engine on that machine, while it plays and listens.
struct Heard {
    engine: Engine,
    hall: Shared,
    sent: mpsc::UnboundedReceiver<AudioFrame>,
    /// How many were taken out of it.
    number: usize,
}

impl Heard {
    fn with(voice: VoiceProcessing) -> Self {
        let (hall, (to, sent)) = (Shared::default(), mpsc::unbounded_channel());
        let app = Arc::new(App { seed: Mutex::new(1), sent: to });
        let setup = Setup { encoding: encoding(voice), ..Setup::default() };
        let machine = Machine(Arc::clone(&hall));
        let engine = Engine::on(&setup, tokio::runtime::Handle::current(), Arc::new(drop), Some(app), |_| {
            Arc::new(machine)
        });
        for source in [MICROPHONE, MIX_TO_PLAY] {
            engine.device(DeviceCommand::AudioTap(source, true), None);
        }
        OPENED.into_iter().for_each(|command| engine.device(command, None));
        Self { engine, hall, sent, number: 0 }
    }

    async fn next(&mut self) -> AudioFrame {
        self.number += 1;
        self.sent.recv().await.expect("an engine")
    }

    async fn second_without_echo(&mut self) {
        let mut quiet = 0;
        while quiet < FRAMES {
            let sent = self.next().await;
            let echo = dbov(self.hall.lock().expect("a hall").heard[self.number - 1].samples());
            let gone = echo < 30 && dbov(sent.samples()) > echo + 15;
            quiet = if gone { quiet + 1 } else { 0 };
        }
    }
}

fn encoding(voice: VoiceProcessing) -> Encoding {
    Encoding { voice, ..Encoding::default() }
}

#[tokio::test]
async fn what_the_loudspeaker_plays_is_not_sent_by_the_microphone_that_hears_it() {
    let mut heard = Heard::with(ECHO_ONLY);

    within("a second without the echo", heard.second_without_echo()).await;
}

#[tokio::test]
async fn another_role_may_want_it_while_the_microphone_is_open() {
    let mut heard = Heard::with(VoiceProcessing::OFF);
    within("a frame", heard.next()).await;

    heard.engine.set_encoding(encoding(ECHO_ONLY));

    within("a second without the echo", heard.second_without_echo()).await;
}

#[test]
fn a_turn_that_is_late_plays_before_it_hears() {
    let (hall, setup) = (Shared::default(), Setup::default());
    let machine = Machine(Arc::clone(&hall));
    let parts = Parts {
        report: Arc::new(drop),
        sink: Arc::new(()),
        board: Arc::default(),
        catalogue: Arc::new(Catalogue::new(&setup, || Arc::new(machine))),
        encoding: setup.encoding,
        voice: setup.voice,
    };
    let inbox = Arc::<Inbox<Command, Received>>::default();
    let mut bench = Bench::new(parts, Arc::clone(&inbox));
    for command in OPENED {
        bench.command(Instant::now(), Command::Device(command, None));
        // First that no other is being closed, then the device.
        for _ in 0..2 {
            inbox.take(None).commands.into_iter().for_each(|command| bench.command(Instant::now(), command));
        }
    }
    let opened = Instant::now();
    bench.turn(opened + FRAME);
    hall.lock().expect("a hall").calls.clear();

    bench.turn(opened + FRAME * 6);

    let calls = [[Call::Play; 5], [Call::Hear; 5]].concat();
    assert_eq!(hall.lock().expect("a hall").calls, calls);
}

#[tokio::test]
async fn what_is_switched_off_is_sent_as_it_was_heard() {
    let mut heard = Heard::with(VoiceProcessing::OFF);
    let mut sent = Vec::new();

    within("a second of noise", async {
        let loud = |frame: &AudioFrame| dbov(frame.samples()) < 30;
        while sent.iter().filter(|frame| loud(frame)).count() < FRAMES {
            sent.push(heard.next().await);
        }
    })
    .await;

    let sent: Vec<AudioFrame> = sent.iter().map(|frame| frame.in_channels(Channels::Mono)).collect();
    let samples = |frames: &[AudioFrame]| -> Vec<i16> {
        frames.iter().flat_map(|frame| frame.samples().to_vec()).collect()
    };
    let as_heard = samples(&heard.hall.lock().expect("a hall").heard[..sent.len()]);
    assert!(samples(&sent) == as_heard, "something was changed");
}
