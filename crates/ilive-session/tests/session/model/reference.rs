//! What a call is answered with at once, by the state alone: the contract's order, written a second time and shorter.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use ilive_session::av::{self, ContextState, RoomState, RoomType, TestState};
use ilive_session::call::{RoomArg, RoomOption};
use ilive_session::device::{DeviceCall, Pick};
use ilive_session::{Call, Class, DeviceKind, OpId, Verb};

use crate::world::Coded;

/// What the model knows of a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Device {
    Busy,
    Open,
}

/// An operation in flight.
#[derive(Debug, Clone)]
pub(crate) struct Flying {
    pub(crate) verb: Verb,
    pub(crate) since: Instant,
    pub(crate) at_facade: bool,
    /// What it is about: a user, or a room.
    pub(crate) about: String,
}

/// The state as far as refusals depend on it.
#[derive(Debug, Clone)]
pub(crate) struct Model {
    pub(crate) raw_codes: bool,
    pub(crate) user: Option<String>,
    pub(crate) current: Option<String>,
    pub(crate) is_host: bool,
    pub(crate) role: String,
    pub(crate) context: ContextState,
    pub(crate) room: RoomState,
    pub(crate) test: TestState,
    pub(crate) devices: BTreeMap<DeviceKind, Device>,
    pub(crate) flying: BTreeMap<OpId, Flying>,
}

/// Refused with a code, accepted, or not foretold.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Refused(Coded),
    Accepted,
    Unknown,
}

type Guard = Result<(), Coded>;

fn when(wrong: bool, code: Coded) -> Guard {
    if wrong { Err(code) } else { Ok(()) }
}

const STALE: Duration = Duration::from_secs(2);

impl Model {
    fn logged_in(&self) -> bool {
        let halfway = self.flying.values().any(|op| op.at_facade && op.verb == Verb::Start);
        self.user.is_some() && !halfway
    }

    fn started(&self) -> Guard {
        when(self.context != ContextState::Started, ("av", 1101))
    }

    fn ready(&self) -> Guard {
        let ready = self.logged_in() && self.context == ContextState::Started;
        when(!self.raw_codes && !ready, ("ilive", 8002))
    }

    fn free(&self, verb: Verb) -> Guard {
        match self.flying.values().find(|op| op.verb.class() == verb.class()) {
            Some(op) => Err(("av", if op.verb == verb { 1001 } else { 1002 })),
            None => Ok(()),
        }
    }

    fn idle(&self, now: Instant, verb: Verb) -> Guard {
        let young = |op: &&Flying| op.verb.class() == verb.class() && now < op.since + STALE;
        when(!self.raw_codes && self.flying.values().find(young).is_some(), ("ilive", 8011))?;
        self.free(verb)
    }

    fn in_room(&self) -> Guard {
        when(!matches!(self.room, RoomState::Entered | RoomState::Switching), ("av", 1201))
    }

    fn inside(&self) -> bool {
        !matches!(self.room, RoomState::Exited | RoomState::Entering)
    }

    pub(crate) fn class_is_busy(&self, class: Class) -> bool {
        self.flying.values().any(|op| op.verb.class() == Some(class))
    }

    /// What `call` is answered with.
    pub(crate) fn verdict(&self, now: Instant, call: &Call) -> Verdict {
        let guard = match call {
            Call::CreateRoom(room, option) => self.enter_at_facade(now, room, option.as_ref()),
            Call::JoinRoom(room, option) => self.enter_at_facade(now, room, option.as_ref()),
            Call::SwitchRoom(room, option) => self.switch_at_facade(now, room, option.as_ref()),
            Call::QuitRoom { cancel_pending } => {
                self.ready().and_then(|()| if *cancel_pending { Ok(()) } else { self.idle(now, Verb::Exit) })
            }
            Call::ChangeRole { role, room_key } => self.role(now, role, room_key.0.is_empty()),
            Call::HideAll => self
                .ready()
                .and_then(|()| self.idle(now, Verb::CancelViews))
                .and_then(|()| self.started())
                .and_then(|()| self.in_room()),
            Call::Device(call) => return self.device(now, call, true),
            Call::Av(av::Call::Device(call)) => return self.device(now, call, false),
            Call::Av(call) => match self.av(call) {
                Some(guard) => guard,
                None => return Verdict::Unknown,
            },
            _ => return Verdict::Unknown,
        };
        // With raw codes, quitting without a context is the AV layer's word.
        match (call, guard) {
            (Call::QuitRoom { .. }, Ok(())) => {
                self.started().map_or_else(Verdict::Refused, |()| Verdict::Accepted)
            }
            (_, guard) => guard.map_or_else(Verdict::Refused, |()| Verdict::Accepted),
        }
    }

    fn enter_at_facade(&self, now: Instant, room: &RoomArg, option: Option<&RoomOption>) -> Guard {
        when(option.is_none() || *room == RoomArg::Number(0), ("ilive", 8021))?;
        self.ready()?;
        self.idle(now, Verb::Enter)?;
        if self.inside() && !self.raw_codes {
            let same = self.current == Some(format!("{room:?}"));
            return Err(("ilive", if same { 8024 } else { 8010 }));
        }
        self.enter()
    }

    fn enter(&self) -> Guard {
        self.started()?;
        self.free(Verb::Enter)?;
        when(self.inside(), ("av", 1003))?;
        when(self.test != TestState::Stopped, ("av", 1602))
    }

    fn switch_at_facade(&self, now: Instant, room: &RoomArg, option: Option<&RoomOption>) -> Guard {
        when(option.is_none() || *room == RoomArg::Number(0), ("ilive", 8021))?;
        when(self.inside() && self.is_host, ("ilive", 8023))?;
        self.ready()?;
        self.idle(now, Verb::Switch)?;
        let same = self.current == Some(format!("{room:?}"));
        if !self.raw_codes {
            when(!self.inside(), ("ilive", 8003))?;
            when(same, ("ilive", 8024))?;
        }
        self.switch(same)
    }

    fn switch(&self, same: bool) -> Guard {
        self.started()?;
        self.free(Verb::Switch)?;
        when(self.inside() && same, ("av", 1003))?;
        self.in_room()
    }

    fn role(&self, now: Instant, role: &str, keyless: bool) -> Guard {
        self.ready()?;
        self.idle(now, Verb::ChangeRole)?;
        if !self.raw_codes {
            when(!self.inside(), ("ilive", 8003))?;
            when(keyless && self.role == role, ("ilive", 8024))?;
        }
        self.started()?;
        when(self.inside() && keyless && self.role == role, ("av", 1003))?;
        self.in_room()
    }

    fn av(&self, call: &av::Call) -> Option<Guard> {
        let gone = when(self.context == ContextState::Gone, ("av", 1101));
        Some(match call {
            av::Call::Start => gone
                .and_then(|()| self.free(Verb::Start))
                .and_then(|()| when(self.context == ContextState::Started, ("av", 1003))),
            av::Call::Stop => gone
                .and_then(|()| self.free(Verb::Stop))
                .and_then(|()| when(self.context == ContextState::Stopped, ("av", 1003)))
                .and_then(|()| when(self.room != RoomState::Exited, ("av", 1202)))
                .and_then(|()| when(self.test != TestState::Stopped, ("av", 1602))),
            av::Call::Destroy => {
                gone.and_then(|()| when(self.context != ContextState::Stopped, ("av", 1102)))
            }
            av::Call::Create => when(self.context != ContextState::Gone, ("av", 1003)),
            av::Call::Enter(enter) => self
                .started()
                .and_then(|()| when(enter.room == RoomArg::Number(0), ("av", 1004)))
                .and_then(|()| self.enter())
                .and_then(|()| when(enter.room_type == RoomType::Pair, ("av", 1006))),
            av::Call::Switch(enter) => self
                .started()
                .and_then(|()| when(enter.room == RoomArg::Number(0), ("av", 1004)))
                .and_then(|()| self.switch(self.current == Some(format!("{:?}", enter.room)))),
            av::Call::Exit => self
                .started()
                .and_then(|()| self.free(Verb::Exit))
                .and_then(|()| when(self.room != RoomState::Entered, ("av", 1003))),
            av::Call::CancelViews => {
                self.started().and_then(|()| self.free(Verb::CancelViews)).and_then(|()| self.in_room())
            }
            _ => return None,
        })
    }

    fn device(&self, now: Instant, call: &DeviceCall, facade: bool) -> Verdict {
        let guard = match call {
            DeviceCall::Open(kind, pick) => self.open(now, *kind, pick, facade),
            DeviceCall::Close(kind) => self.close(now, *kind, facade),
            DeviceCall::StartTest => self
                .of_test(now, Verb::StartTest, facade)
                .and_then(|()| when(self.test == TestState::Started, ("av", 1003)))
                .and_then(|()| when(self.room != RoomState::Exited, ("av", 1202))),
            DeviceCall::StopTest => self
                .of_test(now, Verb::StopTest, facade)
                .and_then(|()| when(self.test != TestState::Started, ("av", 1601))),
            _ => return Verdict::Unknown,
        };
        guard.map_or_else(Verdict::Refused, |()| Verdict::Accepted)
    }

    fn of_test(&self, now: Instant, verb: Verb, facade: bool) -> Guard {
        if facade {
            when(!self.raw_codes && !self.logged_in(), ("ilive", 8009))?;
            self.idle(now, verb)?;
        }
        self.started()?;
        self.free(verb)
    }

    fn open(&self, now: Instant, kind: DeviceKind, pick: &Pick, facade: bool) -> Guard {
        if facade {
            self.ready()?;
            self.idle(now, Verb::Open(kind))?;
        }
        self.started()?;
        when(kind == DeviceKind::MediaFile && *pick == Pick::Default, ("av", 1004))?;
        self.free(Verb::Open(kind))?;
        when(kind.rivals().iter().any(|rival| self.devices.contains_key(rival)), ("av", 1002))?;
        when(self.devices.contains_key(&kind), ("av", 1003))?;
        self.in_room()
    }

    fn close(&self, now: Instant, kind: DeviceKind, facade: bool) -> Guard {
        if facade {
            self.ready()?;
            // What is opening is given up.
            if self.flying.values().any(|op| op.verb == Verb::Open(kind)) {
                return Ok(());
            }
            self.idle(now, Verb::Close(kind))?;
        }
        self.started()?;
        self.free(Verb::Close(kind))?;
        when(self.devices.get(&kind) != Some(&Device::Open), ("av", 1003))
    }
}
