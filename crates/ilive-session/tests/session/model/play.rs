//! Plays a history: takes steps, keeps the model beside the client, and watches the laws.

use std::collections::{BTreeMap, BTreeSet};

use ilive_session::av::{self, ContextState, RoomState};
use ilive_session::device::DeviceCall;
use ilive_session::{Accepted, Answer, Call, Config, Event, Input, OpId, Verb};

use super::reference::{Device, Flying, Model, Verdict};
use super::steps::Step;
use crate::world::{Coded, Heard, SECOND, World, coded, join, login};

pub(crate) struct Play {
    pub(super) world: World,
    model: Model,
    pub(super) version: u64,
    pub(super) last_reply: u32,
    history: Vec<String>,
    /// How far the history came: states of the room, codes, calls that were foretold and that were made.
    pub(crate) reach: Reach,
}

/// What a history came by.
#[derive(Debug, Default)]
pub(crate) struct Reach {
    pub(crate) states: BTreeSet<String>,
    pub(crate) codes: BTreeSet<Coded>,
    pub(crate) calls: usize,
    pub(crate) foretold: usize,
    pub(crate) accepted: usize,
}

impl Reach {
    pub(crate) fn join(&mut self, other: Reach) {
        self.states.extend(other.states);
        self.codes.extend(other.codes);
        self.calls += other.calls;
        self.foretold += other.foretold;
        self.accepted += other.accepted;
    }
}

impl Drop for Play {
    fn drop(&mut self) {
        if std::thread::panicking() && std::env::var_os("ILIVE_HISTORY").is_some() {
            println!("{}", self.history.join("\n"));
        }
    }
}

impl Play {
    pub(crate) fn new(raw_codes: bool) -> Self {
        let mut world = World::with(Config { raw_codes, auto_busy: false, ..Config::new(1) });
        world.plug_in();
        let model = Model {
            raw_codes,
            user: None,
            current: None,
            is_host: false,
            role: String::new(),
            context: world.client.context_state(),
            room: world.client.room_state(),
            test: world.client.test_state(),
            devices: BTreeMap::new(),
            flying: BTreeMap::new(),
        };
        Self { world, model, version: 1, last_reply: 0, history: Vec::new(), reach: Reach::default() }
    }

    /// Logged out, in a room, or on the way into one that lacks one kind of answer.
    pub(crate) fn begin(&mut self, beginning: usize) {
        let last = match beginning {
            0 => return,
            1 => Step::Serve,
            held => Step::ServeBut(held - 2),
        };
        for step in [Step::Call(login("ann")), Step::Serve, Step::Call(join(1)), last] {
            self.step(step);
        }
    }

    pub(crate) fn step(&mut self, step: Step) {
        self.history.push(format!("{:?} {step:?}", self.model.room));
        match step {
            Step::Call(call) => self.call(call),
            step => {
                self.happen(step);
                self.learn();
            }
        }
        self.watch();
    }

    fn call(&mut self, call: Call) {
        // Deadlines first, so that the model sees the state that the guards see.
        self.world.handle(Input::Tick);
        self.learn();
        let foretold = self.model.verdict(self.world.now, &call);
        let before = format!("{:?}", self.world.client);
        self.reach.calls += 1;
        self.reach.foretold += usize::from(foretold != Verdict::Unknown);
        match self.world.call(call.clone()) {
            Err(error) => {
                let code = coded(&error);
                self.reach.codes.insert(code);
                assert!(
                    matches!(foretold, Verdict::Unknown) || foretold == Verdict::Refused(code),
                    "{call:?} was refused with {error}, not {foretold:?}"
                );
                assert_eq!(format!("{:?}", self.world.client), before, "{call:?}: a refusal changes nothing");
                let again = self.world.call(call).expect_err("the state is the same");
                assert_eq!(coded(&again), code);
            }
            Ok(accepted) => {
                assert!(!matches!(foretold, Verdict::Refused(_)), "{call:?} was accepted, not {foretold:?}");
                self.reach.accepted += 1;
                if let Accepted::Pending(op) = accepted {
                    self.took_off(op, &call);
                }
            }
        }
        self.learn();
    }

    /// The model's own record of what was accepted.
    fn took_off(&mut self, op: OpId, call: &Call) {
        let (verb, at_facade, about) = verb_of(call);
        let Some(verb) = verb else { return };
        if let Verb::Open(kind) | Verb::Close(kind) = verb
            && !self.world.completed.contains_key(&op)
        {
            self.model.devices.insert(kind, Device::Busy);
        }
        if matches!(verb, Verb::Logout) {
            self.model.user = None;
        }
        let since = self.world.now;
        self.model.flying.insert(op, Flying { verb, since, at_facade, about });
    }

    /// Takes over what was completed and told.
    fn learn(&mut self) {
        for heard in self.world.heard.split_off(0) {
            match heard {
                Heard::Told(event) => self.told(&event),
                Heard::Completed(op) => self.landed(op),
            }
        }
        self.model.context = self.world.client.context_state();
        self.model.room = self.world.client.room_state();
        self.model.test = self.world.client.test_state();
        self.reach.states.insert(format!("room {:?}", self.model.room));
        self.reach.states.insert(format!("context {:?}", self.model.context));
        self.reach.states.insert(format!("test {:?}", self.model.test));
    }

    fn told(&mut self, event: &Event) {
        match event {
            Event::ForcedOffline(_) => self.model.user = None,
            Event::DeviceClosed(kind, _) => _ = self.model.devices.remove(kind),
            Event::Rights(rights) => self.model.role.clone_from(&rights.role),
            _ => {}
        }
    }

    fn landed(&mut self, op: OpId) {
        let Some(Flying { verb, at_facade, about, .. }) = self.model.flying.remove(&op) else { return };
        let result = self.world.completed[&op].clone();
        self.reach.codes.extend(result.as_ref().err().map(coded));
        match (verb, result) {
            (Verb::Start, Ok(_)) if at_facade => self.model.user = Some(about),
            (Verb::ImLogin, Ok(_)) => self.model.user = Some(about),
            (Verb::Start, Err(_)) if at_facade => self.model.user = None,
            (Verb::Enter | Verb::Switch, Ok(Answer::Entered { .. })) => self.entered(about),
            (Verb::Open(kind), Ok(_)) => _ = self.model.devices.insert(kind, Device::Open),
            (Verb::Open(kind) | Verb::Close(kind), _) => _ = self.model.devices.remove(&kind),
            _ => {}
        }
    }

    fn entered(&mut self, about: String) {
        let (room, host) = about.split_once(" host ").unwrap_or((&about, ""));
        self.model.current = Some(room.to_owned());
        self.model.is_host = host == "true";
        self.model.role = String::new();
    }

    /// What holds after every step.
    fn watch(&mut self) {
        let client = &self.world.client;
        if let Some((at, what)) = client.poll_timeout() {
            assert!(at > self.world.now, "{what} is overdue");
        }
        let mut busy = BTreeMap::new();
        for op in client.operations().all() {
            let class = client.operations().get(op).and_then(|operation| operation.verb.class());
            if let Some(class) = class {
                assert_eq!(busy.insert(class, op), None, "two operations of {class:?}");
            }
        }
        for class in busy.keys() {
            assert!(self.model.class_is_busy(*class), "{class:?} is busy, and nothing of it is in flight");
        }
        let open = self.world.accepted.len() - self.world.completed.len();
        assert_eq!(client.operations().all().len(), open, "what was accepted and not completed is in flight");
    }

    /// All goes well from here on: what is in flight ends.
    pub(super) fn probe(&self) {
        let mut world = self.world.clone();
        let before = world.client.operations().all();
        let mut dead = world.clone();
        world.back();
        world.pass_alive(61);
        assert!(world.client.operations().is_empty(), "{before:?} were in flight, and all went well");
        dead.cut();
        dead.pass(91 * SECOND);
        let left = dead.client.operations();
        let waits = |op: &OpId| left.get(*op).is_some_and(|operation| operation.verb == Verb::Message);
        assert!(left.all().iter().all(waits), "{left:?}: on a dead line only messages wait");
    }

    /// All deadlines pass, on a line that is alive and on one that is dead; then all is free, and one can go on.
    pub(crate) fn end(mut self) -> Reach {
        self.probe();
        self.world.back();
        for call in [join(1), Call::HideAll, Call::Av(av::Call::Start), Call::Device(DeviceCall::StartTest)] {
            _ = self.world.call(call);
        }
        self.world.cut();
        self.world.pass(120 * SECOND);
        assert!(self.world.client.operations().is_empty(), "a dead line frees all");
        if self.world.call(Call::Logout).is_ok() {
            self.world.serve();
        }
        assert!(self.world.client.operations().is_empty(), "a logout leaves nothing in flight");
        self.world.engine.clear();
        self.world.devices.clear();
        let (completions, events) = (self.world.completed.len(), self.world.events.len());
        self.world.pass(120 * SECOND);
        assert_eq!((self.world.completed.len(), self.world.events.len()), (completions, events), "silence");
        (self.world.recovers, self.world.gap) = (true, false);
        self.world.done(login("ann"));
        self.world.done(join(1));
        self.world.done(Call::QuitRoom { cancel_pending: false });
        assert_eq!(self.world.client.room_state(), RoomState::Exited);
        assert_eq!(self.world.client.context_state(), ContextState::Started);
        std::mem::take(&mut self.reach)
    }
}

/// What a call does when it is accepted, whether the façade does it, and what it is about.
fn verb_of(call: &Call) -> (Option<Verb>, bool, String) {
    use ilive_session::device::DeviceCall as D;
    let about = match call {
        Call::Login { user_id, .. } | Call::Im(ilive_session::im::Call::Login { user_id, .. }) => {
            user_id.clone()
        }
        Call::CreateRoom(room, _) => format!("{room:?} host true"),
        Call::JoinRoom(room, _) | Call::SwitchRoom(room, _) => format!("{room:?} host false"),
        Call::Av(av::Call::Enter(enter) | av::Call::Switch(enter)) => format!("{:?} host false", enter.room),
        _ => String::new(),
    };
    let verb = match call {
        Call::Login { .. } | Call::Av(av::Call::Start) => Verb::Start,
        Call::Im(ilive_session::im::Call::Login { .. }) => Verb::ImLogin,
        Call::Logout | Call::Im(ilive_session::im::Call::Logout) => Verb::Logout,
        Call::Av(av::Call::Stop) => Verb::Stop,
        Call::CreateRoom(..) | Call::JoinRoom(..) | Call::Av(av::Call::Enter(_)) => Verb::Enter,
        Call::SwitchRoom(..) | Call::Av(av::Call::Switch(_)) => Verb::Switch,
        Call::QuitRoom { .. } | Call::Av(av::Call::Exit) => Verb::Exit,
        Call::ChangeRole { .. } | Call::Av(av::Call::ChangeRole(..)) => Verb::ChangeRole,
        Call::Show(_) | Call::Av(av::Call::RequestViews(..)) => Verb::RequestViews,
        Call::HideAll | Call::Av(av::Call::CancelViews) => Verb::CancelViews,
        Call::Av(av::Call::Invite(_)) => Verb::Invite,
        Call::SpeedTest => Verb::SpeedTest,
        Call::Device(device) | Call::Av(av::Call::Device(device)) => match device {
            D::Open(kind, _) | D::OpenInTest(kind, _) => Verb::Open(*kind),
            D::Close(kind) | D::CloseInTest(kind) => Verb::Close(*kind),
            D::StartTest => Verb::StartTest,
            D::StopTest => Verb::StopTest,
            _ => Verb::Ask,
        },
        _ => Verb::Ask,
    };
    (Some(verb), !matches!(call, Call::Av(_) | Call::Im(_)), about)
}
