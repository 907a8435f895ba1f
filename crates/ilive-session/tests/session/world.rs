//! The played world of one client.

#![allow(dead_code, reason = "a test uses what it needs")]

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use ilive_protocol::Module;
use ilive_protocol::wire::client_frame::Request;
use ilive_protocol::wire::{self, server_frame::Body};
use ilive_session::call::{RoomArg, RoomOption, Secret};
use ilive_session::device::{DeviceCommand, DeviceEvent, DeviceInfo};
use ilive_session::io::{EngineCommand, LinkCommand, LinkEvent, LinkId, PeerNo, Verdict};
use ilive_session::{
    Accepted, Answer, Call, Client, Config, DeviceKind, Error, Event, Input, OpId, Output, Turn,
};

pub(crate) const MS: Duration = Duration::from_millis(1);
pub(crate) const SECOND: Duration = Duration::from_secs(1);

/// A short way to write an expected code.
pub(crate) type Coded = (&'static str, u32);

pub(crate) fn coded(error: &Error) -> Coded {
    (error.module.as_str(), error.code)
}

/// A frame to the server.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Sent {
    pub(crate) client_key: String,
    pub(crate) seen: u64,
    pub(crate) request: Request,
}

/// What the app has heard, in its order.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Heard {
    Completed(OpId),
    Told(Event),
}

#[derive(Clone)]
pub(crate) struct World {
    pub(crate) client: Client,
    pub(crate) now: Instant,
    pub(crate) link: Option<LinkId>,
    pub(crate) open: bool,
    /// What the server has not answered, oldest first.
    pub(crate) asked: Vec<(u32, Request)>,
    pub(crate) engine: Vec<EngineCommand>,
    pub(crate) devices: Vec<DeviceCommand>,
    /// Speed tests that the shell is to carry out.
    pub(crate) measuring: Vec<OpId>,
    pub(crate) accepted: BTreeSet<OpId>,
    pub(crate) completed: BTreeMap<OpId, Result<Answer, Error>>,
    /// Completions in their order, for laws that look at time.
    pub(crate) order: Vec<OpId>,
    pub(crate) events: Vec<Event>,
    pub(crate) heard: Vec<Heard>,
    /// What was sent, and under which key, oldest first.
    pub(crate) frames: Vec<Sent>,
    pub(crate) seq: u64,
    pub(crate) session: u64,
    /// What a recovered session is answered with.
    pub(crate) recovers: bool,
    /// The next session that is taken up has lost events.
    pub(crate) gap: bool,
    /// Who is in a room that is entered, and what the user may do there.
    pub(crate) members: Vec<wire::Member>,
    pub(crate) rights: u32,
    last_peer: Option<PeerNo>,
    pub(crate) engine_log: Vec<EngineCommand>,
}

#[allow(
    clippy::disallowed_methods,
    reason = "an Instant has no other beginning; from here on time is simulated"
)]
fn beginning() -> Instant {
    Instant::now()
}

pub(crate) fn option(role: &str) -> Option<RoomOption> {
    Some(RoomOption { role: role.into(), ..RoomOption::default() })
}

pub(crate) fn join(room: u32) -> Call {
    Call::JoinRoom(RoomArg::Number(room), option(""))
}

pub(crate) fn login(user: &str) -> Call {
    Call::Login { user_id: user.into(), user_sig: Secret(user.into()), nick: String::new() }
}

pub(crate) fn text(text: &str) -> Vec<wire::Element> {
    vec![wire::Element { body: Some(wire::element::Body::Text(text.into())) }]
}

/// Who has which number: `u5` is 5, and the user of the tests is 1.
pub(crate) fn tiny(user: &str) -> u64 {
    user.strip_prefix('u').and_then(|number| number.parse().ok()).unwrap_or(1)
}

pub(crate) fn sender(tiny_id: u64, sources: &[wire::Source]) -> wire::Member {
    let uplink = |source: &wire::Source| wire::Uplink {
        source: (*source).into(),
        kind: match source {
            wire::Source::Audio => wire::UplinkKind::Microphone,
            wire::Source::Aux => wire::UplinkKind::Screen,
            _ => wire::UplinkKind::Camera,
        }
        .into(),
        muted: false,
    };
    wire::Member { tiny_id, uplinks: sources.iter().map(uplink).collect(), ..wire::Member::default() }
}

impl World {
    pub(crate) fn with(config: Config) -> Self {
        Self {
            client: Client::new(config, 7).expect("the app id is none of 0"),
            now: beginning(),
            link: None,
            open: false,
            asked: Vec::new(),
            engine: Vec::new(),
            devices: Vec::new(),
            measuring: Vec::new(),
            accepted: BTreeSet::new(),
            completed: BTreeMap::new(),
            order: Vec::new(),
            events: Vec::new(),
            heard: Vec::new(),
            frames: Vec::new(),
            seq: 0,
            session: 1,
            recovers: true,
            gap: false,
            members: Vec::new(),
            rights: 0xFF,
            last_peer: None,
            engine_log: Vec::new(),
        }
    }

    pub(crate) fn new() -> Self {
        Self::with(Config::new(1))
    }

    /// Logged in at the façade, with a camera, a microphone and a speaker.
    pub(crate) fn logged_in() -> Self {
        let mut world = Self::new();
        world.plug_in();
        world.done(login("ann"));
        world
    }

    /// In room 1, which another user hosts.
    pub(crate) fn in_room() -> Self {
        let mut world = Self::logged_in();
        world.done(join(1));
        world
    }

    pub(crate) fn plug_in(&mut self) {
        for kind in [DeviceKind::Camera, DeviceKind::Microphone, DeviceKind::Player] {
            let device = DeviceInfo { id: "one".into(), name: "One".into() };
            self.handle(Input::Device(DeviceEvent::List(kind, vec![device])));
        }
    }

    pub(crate) fn call(&mut self, call: Call) -> Result<Accepted, Error> {
        let result = self.client.call(self.now, call);
        if let Ok(Accepted::Pending(op)) = &result {
            assert!(self.accepted.insert(*op), "{op:?} was given twice");
        }
        self.drain();
        result
    }

    /// The call is accepted and pending.
    pub(crate) fn op(&mut self, call: Call) -> OpId {
        let text = format!("{call:?}");
        match self.call(call) {
            Ok(Accepted::Pending(op)) => op,
            other => panic!("{text}: {other:?}"),
        }
    }

    /// The call is refused with this code.
    pub(crate) fn refused(&mut self, call: Call) -> Coded {
        let text = format!("{call:?}");
        match self.call(call) {
            Err(error) => {
                assert_eq!(error.delivery, ilive_protocol::codes::Delivery::Return, "{text}");
                assert!(!error.trace_id.is_empty() && !error.message.is_empty(), "{text}: {error:?}");
                coded(&error)
            }
            other => panic!("{text}: {other:?}"),
        }
    }

    /// The call, a happy world, and its code; 0 when it worked.
    pub(crate) fn code(&mut self, call: Call) -> Coded {
        match self.call(call) {
            Err(error) => coded(&error),
            Ok(Accepted::Done(_)) => ("ilive", 0),
            Ok(Accepted::Pending(op)) => {
                self.serve();
                self.result(op)
            }
        }
    }

    pub(crate) fn done(&mut self, call: Call) {
        let text = format!("{call:?}");
        assert_eq!(self.code(call), ("ilive", 0), "{text}");
    }

    /// The completion's code; 0 when it worked.
    pub(crate) fn result(&self, op: OpId) -> Coded {
        match self.completed.get(&op) {
            Some(Ok(_)) => ("ilive", 0),
            Some(Err(error)) => coded(error),
            None => panic!("{op:?} has no completion"),
        }
    }

    pub(crate) fn error(&self, op: OpId) -> &Error {
        self.completed[&op].as_ref().expect_err("it failed")
    }

    pub(crate) fn handle(&mut self, input: Input) {
        self.client.handle(self.now, input);
        self.drain();
    }

    pub(crate) fn on_link(&mut self, event: LinkEvent) {
        if let Some(link) = self.link {
            self.handle(Input::Link(link, event));
        }
    }

    fn drain(&mut self) {
        while let Some(output) = self.client.poll_output() {
            match output {
                Output::Link(id, LinkCommand::Dial) => (self.link, self.open) = (Some(id), false),
                Output::Link(id, LinkCommand::Send(frame)) => {
                    assert_eq!(self.link, Some(id), "sent on an old connection");
                    let wire::ClientFrame { request_id, client_key, seen, request } = *frame;
                    let request = request.expect("a frame asks something");
                    if request_id != 0 {
                        self.asked.push((request_id, request.clone()));
                    }
                    self.frames.push(Sent { client_key, seen, request });
                }
                Output::Link(id, LinkCommand::Close) if self.link == Some(id) => {
                    self.link = None;
                    self.asked.clear();
                }
                Output::Link(..) => {}
                Output::Engine(command) => {
                    if let EngineCommand::NewPeer(peer) = command {
                        self.last_peer = Some(peer);
                    }
                    self.engine_log.push(command.clone());
                    self.engine.push(command);
                }
                Output::Device(command) => self.devices.push(command),
                Output::Measure(op, _) => self.measuring.push(op),
                Output::Completed(op, result) => self.complete(op, result),
                Output::Event(event) => {
                    self.heard.push(Heard::Told(event.clone()));
                    self.events.push(event);
                }
            }
        }
    }

    fn complete(&mut self, op: OpId, result: Result<Answer, Error>) {
        assert!(self.accepted.contains(&op), "{op:?} was never accepted");
        if let Err(error) = &result {
            assert!(!error.trace_id.is_empty() && !error.message.is_empty(), "{error:?}");
            assert_ne!((error.module, error.code), (Module::Ilive, 0));
        }
        assert!(self.completed.insert(op, result).is_none(), "{op:?} completed twice");
        self.order.push(op);
        self.heard.push(Heard::Completed(op));
    }

    /// The oldest unanswered request that this is true for.
    pub(crate) fn find(&self, which: impl Fn(&Request) -> bool) -> Option<u32> {
        self.asked.iter().find(|(_, request)| which(request)).map(|(id, _)| *id)
    }

    /// The newest peer that the engine was told to make.
    pub(crate) fn peer(&self) -> PeerNo {
        self.last_peer.expect("the engine was told to make one")
    }

    pub(crate) fn last_peer(&self) -> Option<PeerNo> {
        self.last_peer
    }

    /// The turn of the newest start or stop of the engine.
    pub(crate) fn engine_turn(&self) -> Turn {
        let turn = |command: &EngineCommand| match command {
            EngineCommand::Start(turn) | EngineCommand::Stop(turn) => Some(*turn),
            _ => None,
        };
        self.engine.iter().rev().find_map(turn).expect("the engine was told")
    }

    /// The turn of the newest command to a device.
    pub(crate) fn device_turn(&self) -> Turn {
        let turn = |command: &DeviceCommand| match command {
            DeviceCommand::Open(turn, ..) | DeviceCommand::Close(turn, _) => Some(*turn),
            _ => None,
        };
        self.devices.iter().rev().find_map(turn).expect("a device was told")
    }

    /// Time passes; every deadline is kept.
    pub(crate) fn pass(&mut self, time: Duration) {
        let end = self.now + time;
        let mut rounds = 0;
        while let Some((at, _)) = self.client.poll_timeout().filter(|(at, _)| *at <= end) {
            rounds += 1;
            assert!(rounds < 10_000, "time asked for does not go on");
            self.now = self.now.max(at);
            self.handle(Input::Tick);
        }
        self.now = end;
    }

    /// Time passes on a link that is alive, and nothing is answered.
    pub(crate) fn pass_alive(&mut self, seconds: u32) {
        for _ in 0..seconds {
            self.pass(SECOND);
            let body = Some(Body::Tick(wire::Tick::default()));
            self.on_link(LinkEvent::Frame(Box::new(wire::ServerFrame { body })));
        }
    }

    /// The connection is cut, and nobody is there for the next one.
    pub(crate) fn cut(&mut self) {
        self.on_link(LinkEvent::Closed);
        self.asked.clear();
    }

    pub(crate) fn no_route(&mut self) {
        self.on_link(LinkEvent::Failed(Verdict::Unreachable));
    }

    /// The client's next connection comes up.
    pub(crate) fn back(&mut self) {
        self.pass(8 * SECOND);
        self.handle(Input::Online);
        self.serve();
    }

    pub(crate) fn has_event(&self, which: impl Fn(&Event) -> bool) -> bool {
        self.events.iter().any(which)
    }
}

/// A call from bob.
pub(crate) fn incoming(call_id: u64) -> wire::event::Event {
    let user_id = "bob".into();
    let kind = wire::CallType::Video.into();
    wire::event::Event::CallIncoming(wire::CallIncoming {
        call_id,
        user_id,
        r#type: kind,
        ..Default::default()
    })
}

macro_rules! asks {
    ($kind:ident) => {
        |request: &ilive_protocol::wire::client_frame::Request| {
            matches!(request, ilive_protocol::wire::client_frame::Request::$kind(_))
        }
    };
}
pub(crate) use asks;
