//! The played world of one client.

#![allow(dead_code, reason = "a test uses what it needs")]

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use ilive_protocol::Module;
use ilive_protocol::wire::{self, client_frame::Request as R, reply::Result as Reply, server_frame::Body};
use ilive_session::call::{RoomArg, RoomOption, Secret};
use ilive_session::device::{DeviceCommand, DeviceEvent, DeviceInfo};
use ilive_session::io::{
    EngineCommand, EngineEvent, Frame, LaterFrame, LinkCommand, LinkEvent, LinkId, Path, PeerNo, Request,
    Verdict,
};
use ilive_session::{
    Accepted, Answer, Call, Client, Config, DeviceKind, Error, Event, Input, OpId, Output, Turn, later,
};

pub(crate) const MS: Duration = Duration::from_millis(1);
pub(crate) const SECOND: Duration = Duration::from_secs(1);

/// A short way to write an expected code.
pub(crate) type Coded = (&'static str, u32);

pub(crate) fn coded(error: &Error) -> Coded {
    (error.module.as_str(), error.code)
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
    pub(crate) accepted: BTreeSet<OpId>,
    pub(crate) completed: BTreeMap<OpId, Result<Answer, Error>>,
    /// Completions in their order, for laws that look at time.
    pub(crate) order: Vec<OpId>,
    pub(crate) events: Vec<Event>,
    pub(crate) heard: Vec<Heard>,
    pub(crate) frames: Vec<Frame>,
    pub(crate) seq: u64,
    pub(crate) session: u64,
    /// What a recovered session is answered with.
    pub(crate) recovers: bool,
    /// The next session that is taken up has lost events.
    pub(crate) gap: bool,
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
                    if frame.request_id != 0 {
                        self.asked.push((frame.request_id, frame.request.clone()));
                    }
                    self.frames.push(*frame);
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

    pub(crate) fn reply(&mut self, id: u32, result: Reply) {
        let reply = wire::Reply { request_id: id, result: Some(result) };
        self.on_link(LinkEvent::Frame(Box::new(wire::ServerFrame { body: Some(Body::Reply(reply)) })));
    }

    pub(crate) fn tell(&mut self, event: wire::event::Event) {
        self.seq += 1;
        let event = wire::Event { seq: self.seq, event: Some(event) };
        self.on_link(LinkEvent::Frame(Box::new(wire::ServerFrame { body: Some(Body::Event(event)) })));
    }

    pub(crate) fn tell_later(&mut self, event: later::Event) {
        self.seq += 1;
        let seq = self.seq;
        self.on_link(LinkEvent::Later(LaterFrame::Event(seq, event)));
    }

    /// The oldest unanswered request that this is true for.
    pub(crate) fn find(&self, which: impl Fn(&Request) -> bool) -> Option<u32> {
        self.asked.iter().find(|(_, request)| which(request)).map(|(id, _)| *id)
    }

    /// Answers the oldest request of this kind with a failure.
    pub(crate) fn fail(
        &mut self,
        which: impl Fn(&Request) -> bool,
        module: &str,
        code: u32,
        sub_reason: &str,
    ) {
        let id = self.find(&which).expect("it was asked");
        self.asked.retain(|(asked, _)| *asked != id);
        self.reply(id, failure(module, code, sub_reason));
    }

    /// Answers the oldest request of this kind as a happy server does.
    pub(crate) fn answer(&mut self, which: impl Fn(&Request) -> bool) {
        let id = self.find(&which).expect("it was asked");
        self.answer_id(id);
    }

    pub(crate) fn answer_id(&mut self, id: u32) {
        let Some(at) = self.asked.iter().position(|(asked, _)| *asked == id) else { return };
        let (id, request) = self.asked.remove(at);
        match self.happy(&request) {
            Ok(reply) => self.reply(id, reply),
            Err(reply) => self.on_link(LinkEvent::Later(LaterFrame::Reply(id, Ok(reply)))),
        }
    }

    fn happy(&mut self, request: &Request) -> Result<Reply, later::Reply> {
        Ok(match request {
            Request::Later(later::Request::Invite { .. }) => return Err(later::Reply::Invited(7)),
            Request::Later(later::Request::MakeCall { .. }) => return Err(later::Reply::Calling(9)),
            Request::Later(_) => Reply::Done(wire::Done {}),
            Request::Wire(request) => self.happy_wire(request),
        })
    }

    fn happy_wire(&mut self, request: &R) -> Reply {
        match request {
            R::Login(login) => {
                let again = login.resume.is_some() && self.recovers && !std::mem::take(&mut self.gap);
                if login.resume.is_some() && !self.recovers {
                    (self.session, self.seq) = (self.session + 1, 0);
                }
                if login.resume.is_none() {
                    self.seq = 0;
                }
                Reply::Login(wire::LoginReply {
                    session_id: format!("s{}", self.session),
                    resume_token: "token".into(),
                    user_id: login.user_sig.clone(),
                    recovered: again,
                    ..wire::LoginReply::default()
                })
            }
            R::Resolve(resolve) => {
                let by_user = resolve.user_ids.iter().map(|user| (user.clone(), tiny(user)));
                let by_tiny = resolve.tiny_ids.iter().map(|id| (format!("u{id}"), *id));
                let identity = |(user_id, tiny_id)| wire::Identity { user_id, tiny_id, nick: String::new() };
                Reply::Resolve(wire::ResolveReply {
                    identities: by_user.chain(by_tiny).map(identity).collect(),
                })
            }
            R::RenewTicket(_) => Reply::RenewTicket(wire::RenewTicketReply::default()),
            R::SendMessage(_) => Reply::SendMessage(wire::SendMessageReply::default()),
            R::ReadMessages(_) => Reply::ReadMessages(wire::ReadMessagesReply::default()),
            R::GroupJoin(_) => Reply::GroupJoin(wire::GroupJoinReply::default()),
            R::GroupMembers(_) => Reply::GroupMembers(wire::GroupMembersReply::default()),
            R::RoomLocate(_) => Reply::RoomLocate(wire::RoomLocateReply::default()),
            R::RoomEnter(enter) => {
                let host_tiny_id = if enter.exclusive { 1 } else { 99 };
                let state = wire::RoomState { host_tiny_id, version: 1, ..wire::RoomState::default() };
                Reply::RoomEnter(wire::RoomEnterReply {
                    state: Some(state),
                    rights: 0xFF,
                    ..wire::RoomEnterReply::default()
                })
            }
            R::RoomRead(_) => Reply::RoomRead(wire::RoomState::default()),
            R::Negotiate(_) => Reply::Negotiate(wire::NegotiateReply::default()),
            R::ChangeRole(_) => Reply::ChangeRole(wire::ChangeRoleReply { rights: 0xAA }),
            R::EndRoom(_) => Reply::EndRoom(wire::RoomSummary::default()),
            _ => Reply::Done(wire::Done {}),
        }
    }

    /// What the engine and the devices were told goes well.
    pub(crate) fn serve_local(&mut self) {
        for command in std::mem::take(&mut self.engine) {
            if let Some(event) = engine_event(&command) {
                self.handle(Input::Engine(event));
            }
        }
        for command in std::mem::take(&mut self.devices) {
            if let Some(event) = device_event(&command) {
                self.handle(Input::Device(event));
            }
        }
    }

    /// Everything goes well, until nothing is left to do.
    pub(crate) fn serve(&mut self) {
        self.serve_but(|_| false);
    }

    /// Everything goes well, but requests of which this is true have no answer.
    pub(crate) fn serve_but(&mut self, held: impl Fn(&Request) -> bool) {
        for _ in 0..64 {
            let dialed = self.link.is_some() && !self.open;
            let asked = self.find(|request| !held(request)).is_some();
            if !dialed && !asked && self.engine.is_empty() && self.devices.is_empty() {
                return;
            }
            if self.link.is_some() && !self.open {
                self.open = true;
                self.on_link(LinkEvent::Opened);
            }
            while let Some(id) = self.find(|request| !held(request)) {
                self.answer_id(id);
            }
            self.serve_local();
        }
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

pub(crate) fn failure(module: &str, code: u32, sub_reason: &str) -> Reply {
    Reply::Error(wire::Error {
        module: module.into(),
        code,
        sub_reason: sub_reason.into(),
        message: "no".into(),
        trace_id: "t".into(),
        retry_after_ms: 0,
    })
}

pub(crate) fn engine_event(command: &EngineCommand) -> Option<EngineEvent> {
    match command {
        EngineCommand::Start(turn) => Some(EngineEvent::Started(*turn, Ok(()))),
        EngineCommand::Stop(turn) => Some(EngineEvent::Stopped(*turn)),
        EngineCommand::NewPeer(peer) | EngineCommand::Restart(peer) => {
            Some(EngineEvent::Offer(*peer, Ok(wire::Offer::default())))
        }
        EngineCommand::Answer(peer, _) => Some(EngineEvent::Path(*peer, Path::Connected)),
        EngineCommand::Pictures(peer, count) if *count > 4 => {
            Some(EngineEvent::Offer(*peer, Ok(wire::Offer::default())))
        }
        EngineCommand::Pictures(..) | EngineCommand::Slots(..) | EngineCommand::ClosePeer(_) => None,
    }
}

pub(crate) fn device_event(command: &DeviceCommand) -> Option<DeviceEvent> {
    match command {
        DeviceCommand::Open(turn, ..) => Some(DeviceEvent::Opened(*turn, Ok(()))),
        DeviceCommand::Close(turn, _) => Some(DeviceEvent::Closed(*turn)),
        DeviceCommand::StartTest(turn) => Some(DeviceEvent::TestStarted(*turn, Ok(()))),
        DeviceCommand::StopTest(turn) => Some(DeviceEvent::TestStopped(*turn)),
        _ => None,
    }
}

macro_rules! asks {
    ($kind:ident) => {
        |request: &ilive_session::io::Request| {
            matches!(
                request,
                ilive_session::io::Request::Wire(ilive_protocol::wire::client_frame::Request::$kind(_))
            )
        }
    };
}
pub(crate) use asks;
