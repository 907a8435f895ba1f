//! Devices (C.4 to C.6, B.4): each kind is closed, opening, open or closing. A device opens first, then the room is told; when
//! the room says no, it is closed again.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use ilive_protocol::wire::client_frame::Request as R;
use ilive_protocol::wire::{Source, UplinkKind};
use ilive_protocol::{Code, wire};

use crate::call::Accepted;
use crate::device::{DeviceCommand, DeviceInfo, Pick};
use crate::io::Turn;
use crate::operations::{Caller, Verb};
use crate::purpose::Purpose;
use crate::{Client, DeviceKind, Error, Event, OpId};

#[derive(Debug, Clone)]
pub(crate) enum Device {
    /// The shell opens it; given up at `until`.
    Opening {
        op: OpId,
        turn: Turn,
        pick: Pick,
        until: Instant,
        in_test: bool,
    },
    /// Open here; the room is told.
    Telling {
        op: OpId,
        pick: Pick,
    },
    Open {
        pick: Pick,
        in_test: bool,
    },
    /// Counts as closed at `until`.
    Closing {
        op: OpId,
        turn: Turn,
        until: Instant,
    },
}

/// All of them; a kind that is not in `by_kind` is closed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Devices {
    pub(super) by_kind: BTreeMap<DeviceKind, Device>,
    pub(super) lists: BTreeMap<DeviceKind, Vec<DeviceInfo>>,
    /// Frames that wait for the encoder.
    pub(super) frames: BTreeMap<DeviceKind, usize>,
    pub(super) taps: BTreeSet<u32>,
    /// Those whose pictures have sound.
    pub(super) sounding: BTreeSet<DeviceKind>,
    /// Muted while they are sent.
    pub(super) muted: BTreeSet<DeviceKind>,
}

impl Devices {
    /// What is open, if it is.
    pub(crate) fn open(&self, kind: DeviceKind) -> Option<&Pick> {
        match self.by_kind.get(&kind) {
            Some(Device::Open { pick, .. }) => Some(pick),
            _ => None,
        }
    }

    /// What the room is told of a device that is sent.
    pub(super) fn as_sent(&self, kind: DeviceKind, source: Source, uplink: UplinkKind) -> wire::SetUplink {
        // What the room has as muted is not let through, and a film goes on.
        let carries = source == Source::Audio && self.is_sounding();
        let muted = self.muted.contains(&kind) && !carries;
        wire::SetUplink { source: source.into(), on: true, muted, kind: uplink.into() }
    }

    /// Whether the voice carries a film's sound.
    pub(super) fn is_sounding(&self) -> bool {
        !self.sounding.is_empty()
    }
}

fn fits(kind: DeviceKind, pick: &Pick) -> bool {
    match pick {
        Pick::Default => kind != DeviceKind::MediaFile,
        Pick::Id(id) => kind.is_listed() && !id.is_empty(),
        Pick::Window(id) => kind == DeviceKind::Screen && !id.is_empty(),
        Pick::Area(area) => kind == DeviceKind::Screen && area.is_good(),
        Pick::File(path) => {
            matches!(kind, DeviceKind::MediaFile | DeviceKind::SystemSound) && !path.is_empty()
        }
    }
}

impl Client {
    /// 1101, 1004, 1001, 1002, 1003, 1201 out of a room, 1301 for an id that is not in the list.
    pub(crate) fn open_device(
        &mut self,
        now: Instant,
        caller: Caller,
        kind: DeviceKind,
        pick: Pick,
    ) -> Result<Accepted, Error> {
        self.may_open(kind, &pick)?;
        self.room_entered()?;
        self.is_there(kind, &pick)?;
        Ok(self.begin_open(now, caller, kind, pick, false))
    }

    /// As [`Client::open_device`], with 1601 in the place of 1201.
    pub(crate) fn open_in_test(
        &mut self,
        now: Instant,
        caller: Caller,
        kind: DeviceKind,
        pick: Pick,
    ) -> Result<Accepted, Error> {
        self.started()?;
        if !kind.is_listed() {
            return Err(
                Error::of(Code::AvInvalidArgument, "").because("a test has cameras, microphones, players")
            );
        }
        self.may_open(kind, &pick)?;
        self.test_started()?;
        self.is_there(kind, &pick)?;
        Ok(self.begin_open(now, caller, kind, pick, true))
    }

    fn may_open(&self, kind: DeviceKind, pick: &Pick) -> Result<(), Error> {
        self.started()?;
        if !fits(kind, pick) {
            return Err(
                Error::of(Code::AvInvalidArgument, "").because(format!("{kind:?} cannot open {pick:?}"))
            );
        }
        self.free(Verb::Open(kind))?;
        if let Some(rival) = kind.rivals().into_iter().find(|rival| self.devices.by_kind.contains_key(rival))
        {
            let why = format!("{rival:?} sends that source: close it first");
            return Err(Error::of(Code::AvExclusiveOperation, "other_source").because(why));
        }
        match self.devices.by_kind.contains_key(&kind) {
            true => Err(Error::of(Code::AvHasInTheState, "open")),
            false => Ok(()),
        }
    }

    fn is_there(&self, kind: DeviceKind, pick: &Pick) -> Result<(), Error> {
        let list = self.devices.lists.get(&kind).map(Vec::as_slice).unwrap_or_default();
        let there = match pick {
            Pick::Id(id) => list.iter().any(|device| device.id == *id),
            _ => !kind.is_listed() || !list.is_empty(),
        };
        match there {
            true => Ok(()),
            false => Err(Error::of(Code::AvDeviceNotExist, "no_device")),
        }
    }

    fn begin_open(
        &mut self,
        now: Instant,
        caller: Caller,
        kind: DeviceKind,
        pick: Pick,
        in_test: bool,
    ) -> Accepted {
        let op = self.operations.begin(now, caller, Verb::Open(kind));
        let (turn, until) = (self.turn(), now + self.config.timers.local);
        self.device(DeviceCommand::Open(turn, kind, pick.clone()));
        self.devices.by_kind.insert(kind, Device::Opening { op, turn, pick, until, in_test });
        Accepted::Pending(op)
    }

    /// 1101, 1001, 1002, 1003; in a test 1601 too.
    pub(crate) fn close_device(
        &mut self,
        now: Instant,
        caller: Caller,
        kind: DeviceKind,
        in_test: bool,
    ) -> Result<Accepted, Error> {
        self.started()?;
        self.free(Verb::Close(kind))?;
        if !matches!(self.devices.by_kind.get(&kind), Some(Device::Open { .. })) {
            return Err(Error::of(Code::AvHasInTheState, "closed"));
        }
        if in_test {
            self.test_started()?;
        }
        let op = self.operations.begin(now, caller, Verb::Close(kind));
        let (turn, until) = (self.turn(), now + self.config.timers.local);
        self.device(DeviceCommand::Close(turn, kind));
        self.devices.by_kind.insert(kind, Device::Closing { op, turn, until });
        if !in_test {
            self.tell_uplink(now, kind, false, Purpose::Undo);
        }
        Ok(Accepted::Pending(op))
    }

    /// 1101, 1004 for what sends nothing, 1301 while it is closed. Silent here at once; completes when the room knows.
    pub(crate) fn mute_device(
        &mut self,
        now: Instant,
        caller: Caller,
        kind: DeviceKind,
        muted: bool,
    ) -> Result<Accepted, Error> {
        self.started()?;
        let Some((source, uplink)) = kind.uplink() else {
            return Err(Error::of(Code::AvInvalidArgument, "").because(format!("{kind:?} sends nothing")));
        };
        if !matches!(self.devices.by_kind.get(&kind), Some(Device::Open { in_test: false, .. })) {
            return Err(Error::of(Code::AvDeviceNotExist, "device_closed"));
        }
        self.in_budget()?;
        let op = self.operations.begin(now, caller, Verb::Ask);
        self.device(DeviceCommand::Mute(kind, muted));
        match muted {
            true => self.devices.muted.insert(kind),
            false => self.devices.muted.remove(&kind),
        };
        let sent = self.devices.as_sent(kind, source, uplink);
        self.ask(now, R::SetUplink(sent), Purpose::Ask(op));
        Ok(Accepted::Pending(op))
    }

    pub(super) fn tell_uplink(&mut self, now: Instant, kind: DeviceKind, on: bool, purpose: Purpose) {
        let Some((source, uplink)) = kind.uplink() else { return };
        self.devices.muted.remove(&kind);
        // The microphone goes, and the sound of a film still needs the way.
        let film = source == Source::Audio && !on && self.devices.is_sounding();
        let uplink = if film { UplinkKind::File } else { uplink };
        let (source, kind) = (source.into(), uplink.into());
        self.ask(now, R::SetUplink(wire::SetUplink { source, on: on || film, muted: false, kind }), purpose);
    }

    /// Pictures have sound, or have none any more. It goes out as the voice does, whether there is a microphone or not,
    /// and whether that is muted or not: the room is told where that makes a difference.
    pub(super) fn device_sounds(&mut self, now: Instant, kind: DeviceKind, sounds: bool) {
        let before = self.devices.is_sounding();
        match sounds {
            true => self.devices.sounding.insert(kind),
            false => self.devices.sounding.remove(&kind),
        };
        if before == self.devices.is_sounding() || self.room.stay().is_none() {
            return;
        }
        let (on, muted, kind) = match self.devices.by_kind.get(&DeviceKind::Microphone) {
            Some(Device::Telling { .. } | Device::Open { .. })
                if self.devices.muted.contains(&DeviceKind::Microphone) =>
            {
                (true, !sounds, UplinkKind::Microphone)
            }
            Some(Device::Telling { .. } | Device::Open { .. }) => return,
            _ => (sounds, false, UplinkKind::File),
        };
        let uplink = wire::SetUplink { source: Source::Audio.into(), on, muted, kind: kind.into() };
        self.ask(now, R::SetUplink(uplink), Purpose::Undo);
    }

    /// The room, or the test, is left: what is open is put out. What is on its way ends by its own answer.
    pub(crate) fn drop_devices(&mut self) {
        for kind in DeviceKind::ALL {
            if self.devices.open(kind).is_some() {
                self.devices.by_kind.remove(&kind);
                self.device(DeviceCommand::Drop(kind));
                self.event(Event::DeviceClosed(kind, None));
            }
        }
        self.devices.frames.clear();
        for source in std::mem::take(&mut self.devices.taps) {
            self.device(DeviceCommand::AudioTap(source, false));
        }
    }

    /// The login is over: nothing stays open, whatever it was doing.
    pub(crate) fn reset_devices(&mut self) {
        self.drop_devices();
        for kind in std::mem::take(&mut self.devices.by_kind).into_keys() {
            self.device(DeviceCommand::Drop(kind));
        }
    }

    /// An open or a close is given up: the device ends closed.
    pub(crate) fn abandon_device(&mut self, now: Instant, kind: DeviceKind) {
        let Some(device) = self.devices.by_kind.remove(&kind) else { return };
        self.device(DeviceCommand::Drop(kind));
        if let Device::Telling { op, .. } = device {
            self.requests.repurpose(&Purpose::Uplink(op), &Purpose::Undo);
            self.tell_uplink(now, kind, false, Purpose::Undo);
        }
    }
}
