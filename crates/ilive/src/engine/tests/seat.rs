//! A member of a room: an engine, and of the session only what these tests need.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use ilive_devices::audio::{AudioFrame, AudioSourceKind};
use ilive_devices::pattern::read_counter;
use ilive_devices::system::{Changed, SystemDevices};
use ilive_devices::video::{Plane, Size, VideoFrame};
use ilive_protocol::TinyId;
use ilive_protocol::device::DeviceKind;
use ilive_protocol::wire::{self, Source, client_frame::Request, event::Event, reply};
use ilive_session::Turn;
use ilive_session::device::{DeviceCommand, DeviceEvent, DeviceFailure, DeviceFault, Pick};
use ilive_session::io::{EngineCommand, EngineEvent, Path, PeerNo};
use tokio::sync::mpsc;

use super::link::{Link, Said};
use crate::engine::catalogue::System;
use crate::engine::{Engine, MediaSink, Report, Setup};
use ilive_testing::Running;
use ilive_testing::within;

pub(super) const PEER: PeerNo = PeerNo(1);

/// What the app gets, in the order in which it comes.
#[derive(Debug, Clone)]
pub(super) enum Got {
    Picture {
        from: TinyId,
        source: Source,
        size: Size,
        number: Option<u16>,
        /// How bright the first pixel is.
        corner: u8,
    },
    Preview {
        kind: DeviceKind,
        number: Option<u16>,
    },
    Level(u8),
    /// All that is played.
    Played(AudioFrame),
    /// A member's voice.
    Voice(TinyId),
    /// Bytes beside a member's picture.
    Custom(TinyId, Source, Vec<u8>),
}

struct Recorder {
    got: mpsc::UnboundedSender<Got>,
    looks: AtomicBool,
}

impl Recorder {
    fn record(&self, got: Got) {
        // A test that has seen enough does not listen any more.
        let _ = self.got.send(got);
    }
}

impl MediaSink for Recorder {
    fn wants_pictures(&self) -> bool {
        self.looks.load(Ordering::Relaxed)
    }

    fn wants_preview(&self) -> bool {
        true
    }

    fn picture(&self, from: TinyId, source: Source, frame: &VideoFrame) {
        let (size, number) = (frame.picture.size(), read_counter(&frame.picture));
        let corner = frame.picture.plane(Plane::Y)[0];
        self.record(Got::Picture { from, source, size, number, corner });
    }

    fn custom_data(&self, from: TinyId, source: Source, data: &[u8]) {
        self.record(Got::Custom(from, source, data.to_vec()));
    }

    fn preview(&self, kind: DeviceKind, frame: &VideoFrame) {
        self.record(Got::Preview { kind, number: read_counter(&frame.picture) });
    }

    fn level(&self, level: u8, _: u8) {
        self.record(Got::Level(level));
    }

    fn tap(&self, source: AudioSourceKind, whose: Option<TinyId>, frame: &mut AudioFrame) {
        match (source, whose) {
            (AudioSourceKind::Play, _) => self.record(Got::Played(frame.clone())),
            (AudioSourceKind::NetStream, Some(whose)) => self.record(Got::Voice(whose)),
            _ => {}
        }
    }
}

/// What happens to a member.
#[derive(Debug)]
#[allow(dead_code, reason = "a wait that fails prints them")]
pub(super) enum News {
    Report(Report),
    Got(Got),
    Answer(u32, reply::Result),
    Told(Event),
}

/// An engine without a room.
pub(super) struct Desk {
    pub(super) engine: Engine,
    reports: mpsc::UnboundedReceiver<Report>,
    got: mpsc::UnboundedReceiver<Got>,
    turn: u64,
}

pub(super) struct Seat {
    pub(super) desk: Desk,
    pub(super) tiny_id: TinyId,
    link: Link,
}

impl Desk {
    pub(super) fn new(setup: &Setup) -> Self {
        Self::on(setup, |changed| Arc::new(SystemDevices::watch(changed)))
    }

    /// On a machine that has these devices.
    pub(super) fn on(setup: &Setup, system: impl FnOnce(Changed) -> System) -> Self {
        let (report, reports) = mpsc::unbounded_channel();
        let (got_to, got) = mpsc::unbounded_channel();
        let sink = Arc::new(Recorder { got: got_to, looks: AtomicBool::new(true) });
        let report = Arc::new(move |told| drop(report.send(told)));
        let engine = Engine::on(setup, tokio::runtime::Handle::current(), report, Some(sink), system);
        Self { engine, reports, got, turn: 0 }
    }

    pub(super) fn turn(&mut self) -> Turn {
        self.turn += 1;
        Turn(self.turn)
    }

    async fn news(&mut self) -> News {
        tokio::select! {
            report = self.reports.recv() => News::Report(report.expect("an engine")),
            got = self.got.recv() => News::Got(got.expect("an engine")),
        }
    }

    /// The first report that `find` takes.
    pub(super) async fn report<T>(&mut self, what: &str, mut find: impl FnMut(&Report) -> Option<T>) -> T {
        within(what, async {
            loop {
                if let News::Report(report) = self.news().await
                    && let Some(found) = find(&report)
                {
                    return found;
                }
            }
        })
        .await
    }

    /// The first that the app gets and `find` takes.
    pub(super) async fn got<T>(&mut self, what: &str, mut find: impl FnMut(Got) -> Option<T>) -> T {
        within(what, async {
            loop {
                if let News::Got(got) = self.news().await
                    && let Some(found) = find(got)
                {
                    return found;
                }
            }
        })
        .await
    }

    /// Opens a device, or says why not.
    pub(super) async fn open(&mut self, kind: DeviceKind, pick: Pick) -> Result<(), DeviceFailure> {
        let turn = self.turn();
        self.engine.device(DeviceCommand::Open(turn, kind, pick), None);
        self.report("an open device", |report| match report {
            Report::Device(DeviceEvent::Opened(opened, result)) if *opened == turn => Some(result.clone()),
            _ => None,
        })
        .await
    }
}

impl Seat {
    /// Enters a room, which is made where it is not there.
    pub(super) async fn enter(server: &Running, user: &str, room: u32) -> Self {
        let mut seat = Self::before(server, user, room, str::to_owned).await;
        seat.path(Path::Connected).await;
        seat
    }

    /// On the way in: `alter` is what becomes of the server's answer before it comes here.
    pub(super) async fn before(
        server: &Running,
        user: &str,
        room: u32,
        alter: impl Fn(&str) -> String,
    ) -> Self {
        let link = Link::log_in(server, user).await;
        let mut seat = Self { desk: Desk::new(&Setup::virtual_only()), tiny_id: TinyId(0), link };
        seat.desk.engine.command(EngineCommand::NewPeer(PEER));
        let offer = seat.offer().await;
        let room = Some(wire::RoomRef { id: Some(wire::room_ref::Id::Number(room)) });
        let enter = wire::RoomEnter { room, create: true, offer: Some(offer), ..Default::default() };
        let asked = seat.link.ask(Request::RoomEnter(enter)).await;
        let reply = seat.until("an entry", |news| entered(news, asked)).await;
        seat.tiny_id = TinyId(reply.tiny_id);
        seat.desk.engine.command(EngineCommand::Answer(PEER, alter(&reply.answer_sdp)));
        let slots = reply.state.expect("a state").slots;
        seat.desk.engine.command(EngineCommand::Slots(PEER, slots));
        seat
    }

    pub(super) async fn offer(&mut self) -> wire::Offer {
        let offer = |news: News| match news {
            News::Report(Report::Engine(EngineEvent::Offer(PEER, offer))) => Some(offer.expect("an offer")),
            _ => None,
        };
        self.until("an offer", offer).await
    }

    pub(super) async fn path(&mut self, path: Path) {
        let is = |news: News| match news {
            News::Report(Report::Engine(EngineEvent::Path(PEER, found))) => (found == path).then_some(()),
            _ => None,
        };
        self.until("a path", is).await;
    }

    /// Sends another offer of the engine, and takes the answer as `alter` leaves it; gives what was offered.
    pub(super) async fn negotiate(&mut self, alter: impl Fn(&str) -> String) -> String {
        let offer = self.offer().await;
        let offered = offer.sdp.clone();
        let asked = self.link.ask(Request::Negotiate(wire::Negotiate { offer: Some(offer) })).await;
        let answer = |news: News| match news {
            News::Answer(id, reply::Result::Negotiate(reply)) if id == asked => Some(reply.answer_sdp),
            News::Answer(id, other) if id == asked => panic!("an offer was answered {other:?}"),
            _ => None,
        };
        let answer = self.until("an answer", answer).await;
        self.desk.engine.command(EngineCommand::Answer(PEER, alter(&answer)));
        offered
    }

    /// Opens a device and tells the room.
    pub(super) async fn publish(&mut self, kind: DeviceKind, pick: Pick) {
        self.desk.open(kind, pick).await.expect("a device");
        if let Some((source, uplink)) = kind.uplink() {
            let uplink =
                wire::SetUplink { source: source.into(), on: true, muted: false, kind: uplink.into() };
            self.done(Request::SetUplink(uplink)).await;
        }
    }

    /// Asks for something that has no answer but that it is done.
    pub(super) async fn done(&mut self, request: Request) {
        let asked = self.link.ask(request).await;
        let done = |news: News| match news {
            News::Answer(id, reply::Result::Done(_)) if id == asked => Some(()),
            News::Answer(id, other) if id == asked => panic!("it was answered {other:?}"),
            _ => None,
        };
        self.until("an answer", done).await;
    }

    /// Everybody who sends is to be seen.
    pub(super) async fn watch_all(&mut self) {
        self.done(Request::SetViews(wire::SetViews { auto: true, views: Vec::new() })).await;
    }

    /// The first news that `find` takes. Slots go to the engine, as the session would have it.
    pub(super) async fn until<T>(&mut self, what: &str, mut find: impl FnMut(News) -> Option<T>) -> T {
        within(what, async {
            loop {
                let news = tokio::select! {
                    news = self.desk.news() => news,
                    said = self.link.hear() => match said {
                        Said::Told(Event::SlotsChanged(changed)) => {
                            self.desk.engine.command(EngineCommand::Slots(PEER, changed.slots));
                            continue;
                        }
                        Said::Told(event) => News::Told(event),
                        Said::Answer(id, result) => News::Answer(id, result),
                    },
                };
                if let Some(found) = find(news) {
                    return found;
                }
            }
        })
        .await
    }
}

fn entered(news: News, asked: u32) -> Option<wire::RoomEnterReply> {
    match news {
        News::Answer(id, reply::Result::RoomEnter(reply)) if id == asked => Some(reply),
        News::Answer(id, other) if id == asked => panic!("an entry was answered {other:?}"),
        _ => None,
    }
}

/// Why a device did not open, or went.
pub(super) fn failure(fault: DeviceFault, why: &str) -> DeviceFailure {
    DeviceFailure { fault, why: why.to_owned() }
}
