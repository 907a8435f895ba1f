//! The whole of one client, and the two ways into it: a call and an input.

use std::collections::{BTreeSet, VecDeque};
use std::time::Instant;

use ilive_protocol::codes::Delivery;
use ilive_protocol::{Code, RoomId};

use crate::av::{Context, ContextState, Devices, Room, RoomState, Test, TestState};
use crate::call::{Accepted, Call, HandlerId};
use crate::invite::Invite;
use crate::io::{EngineEvent, Input};
use crate::link::Link;
use crate::login::Login;
use crate::names::Names;
use crate::operations::Operations;
use crate::phone::Phone;
use crate::requests::Requests;
use crate::seed::Seed;
use crate::speed::Measuring;
use crate::{Config, Error, Output};

/// One client's side. [`Client::call`] and [`Client::handle`] lead in; drain [`Client::poll_output`] after each.
#[derive(Debug, Clone)]
pub struct Client {
    pub(crate) config: Config,
    pub(crate) seed: Seed,
    pub(crate) operations: Operations,
    pub(crate) requests: Requests,
    pub(crate) outputs: VecDeque<Output>,
    pub(crate) link: Link,
    pub(crate) login: Login,
    pub(crate) context: Context,
    pub(crate) room: Room,
    pub(crate) devices: Devices,
    pub(crate) test: Test,
    pub(crate) names: Names,
    pub(crate) handlers: BTreeSet<HandlerId>,
    /// Rooms that this session has linked.
    pub(crate) links: BTreeSet<RoomId>,
    pub(crate) invite: Invite,
    pub(crate) phone: Phone,
    pub(crate) measuring: Option<Measuring>,
    pub(crate) released: bool,
    pub(crate) last_turn: u64,
    pub(crate) last_peer: u64,
}

/// Rounds of deadlines that one moment may take: more would be a circle.
const ROUNDS: usize = 64;

impl Client {
    /// # Errors
    /// 8021 for app 0.
    pub fn new(config: Config, seed: u64) -> Result<Self, Error> {
        if config.sdk_app_id == 0 {
            let error = Error::of(Code::InvalidParam, "bad_sdk_app_id").because("the app id is 0");
            return Err(error.delivered(Delivery::Return));
        }
        Ok(Self {
            config,
            seed: Seed::new(seed),
            operations: Operations::default(),
            requests: Requests::default(),
            outputs: VecDeque::new(),
            link: Link::default(),
            login: Login::Out,
            context: Context::default(),
            room: Room::default(),
            devices: Devices::default(),
            test: Test::default(),
            names: Names::default(),
            handlers: BTreeSet::new(),
            links: BTreeSet::new(),
            invite: Invite::default(),
            phone: Phone::default(),
            measuring: None,
            released: false,
            last_turn: 0,
            last_peer: 0,
        })
    }

    /// Makes a call. Its guards run now.
    ///
    /// # Errors
    /// The first guard of R1 that refuses; then nothing has changed, and no completion follows.
    pub fn call(&mut self, now: Instant, call: Call) -> Result<Accepted, Error> {
        self.expire(now);
        let mark = self.operations.mark();
        let accepted = self.route(now, call).map_err(|error| {
            self.operations.take_back(mark);
            self.traced(error).delivered(Delivery::Return)
        });
        self.release_held();
        accepted
    }

    /// What a call on a thread that does not own the object is refused with: 1007, step 1 of R1. The shell asks, since it
    /// knows threads.
    pub fn foreign_thread(&mut self) -> Error {
        self.refuse(Error::of(Code::AvNotInMainThread, ""))
    }

    /// What a shell refuses by itself, such as an argument that is none: with a trace, like all that is refused.
    pub fn refuse(&mut self, error: Error) -> Error {
        self.traced(error).delivered(Delivery::Return)
    }

    /// Whether this handler was added and not removed.
    #[must_use]
    pub fn has_handler(&self, handler: HandlerId) -> bool {
        self.handlers.contains(&handler)
    }

    /// Takes what has happened.
    pub fn handle(&mut self, now: Instant, input: Input) {
        match input {
            Input::Link(link, event) => self.link_event(now, link, event),
            Input::Engine(event) => self.engine_event(now, event),
            Input::Device(event) => self.device_event(now, event),
            Input::Roles(roles) => self.config.roles = roles,
            Input::RolesUnreadable => self.warn(Error::of(Code::ParseFail, "bad_answer")),
            Input::Measured(op, result) => self.measured(op, result),
            Input::MediaSilent => self.media_silent(now),
            Input::Online => self.online(now),
            Input::Tick => {}
        }
        self.expire(now);
        self.release_held();
    }

    /// The next thing for the shell to do, oldest first.
    pub fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// When [`Input::Tick`] is next needed, and what for.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<(Instant, &'static str)> {
        let parts = [
            self.link_deadline(),
            self.login_deadline(),
            self.requests.deadline().map(|at| (at, "answer")),
            self.context_deadline(),
            self.entry_deadline(),
            self.path_deadline(),
            self.device_deadline(),
            self.test_deadline(),
            self.names_deadline(),
            self.phone_deadline(),
            self.invite_deadline(),
            self.speed_deadline(),
        ];
        parts.into_iter().flatten().min()
    }

    fn expire(&mut self, now: Instant) {
        for _ in 0..ROUNDS {
            if self.poll_timeout().is_none_or(|(at, _)| at > now) {
                return;
            }
            self.expire_login(now);
            self.expire_requests(now);
            self.expire_entry(now);
            self.expire_path(now);
            self.expire_context(now);
            self.expire_devices(now);
            self.expire_test(now);
            self.expire_names(now);
            self.expire_phone(now);
            self.expire_invite(now);
            self.expire_speed(now);
            self.expire_link(now);
        }
    }

    fn engine_event(&mut self, now: Instant, event: EngineEvent) {
        match event {
            EngineEvent::Started(turn, result) => self.engine_started(now, turn, result),
            EngineEvent::Stopped(turn) => self.engine_stopped(turn),
            EngineEvent::Offer(peer, offer) => self.offered(now, peer, offer),
            EngineEvent::BadAnswer(peer) => self.bad_answer(now, peer),
            EngineEvent::Path(peer, path) => self.path_changed(now, peer, path),
        }
    }

    /// The AV context's state.
    #[must_use]
    pub fn context_state(&self) -> ContextState {
        self.context.state()
    }

    /// The AV room's state.
    #[must_use]
    pub fn room_state(&self) -> RoomState {
        self.room.state()
    }

    /// The device test's state.
    #[must_use]
    pub fn test_state(&self) -> TestState {
        self.test.state()
    }

    /// What is in flight.
    #[must_use]
    pub fn operations(&self) -> &Operations {
        &self.operations
    }
}
