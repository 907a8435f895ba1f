//! What devices tell, and what the room says of those that are to be sent.

use std::time::Instant;

use ilive_protocol::Code;
use ilive_protocol::codes::Layer;

use super::device::Device;
use super::test::Test;
use crate::call::Answer;
use crate::device::{DeviceCommand, DeviceEvent, DeviceFailure, DeviceFault, Pick};
use crate::io::Turn;
use crate::purpose::Purpose;
use crate::{Client, DeviceKind, Error, Event, OpId};

fn failure_error(failure: &DeviceFailure) -> Error {
    let error = match failure.fault {
        DeviceFault::NoDevice => Error::of(Code::AvDeviceNotExist, "no_device"),
        DeviceFault::Busy => Error::of(Code::AvResourceIsOccupied, "device_busy"),
        DeviceFault::Denied => Error::of(Code::AvFailed, "permission_denied"),
        DeviceFault::Failed => Error::of(Code::AvFailed, "device_failed"),
        DeviceFault::NoFile => Error::of(Code::AvDeviceNotExist, "no_file"),
    };
    match failure.why.as_str() {
        "" => error,
        why => error.because(why),
    }
}

/// A window that is not there, or there is nothing of it to be seen, was a bad one to choose (B.4).
fn opening_error(pick: &Pick, failure: &DeviceFailure) -> Error {
    match (pick, failure.fault) {
        (Pick::Window(id), DeviceFault::NoDevice | DeviceFault::Failed) => {
            let why = format!("{id} is no window or screen that is shown now");
            Error::of(Code::AvDeviceNotExist, "bad_window").because(why)
        }
        _ => failure_error(failure),
    }
}

impl Client {
    pub(crate) fn device_event(&mut self, now: Instant, event: DeviceEvent) {
        match event {
            DeviceEvent::Opened(turn, result) => self.device_opened(now, turn, result),
            DeviceEvent::Closed(turn) => self.device_closed(turn),
            DeviceEvent::List(kind, list) => {
                self.devices.lists.insert(kind, list);
                self.event(Event::DeviceList(kind));
            }
            DeviceEvent::Lost(kind, failure) => self.device_lost(now, kind, failure),
            DeviceEvent::Sound(kind, sounds) => self.device_sounds(now, kind, sounds),
            DeviceEvent::FrameTaken(kind) => {
                if let Some(waiting) = self.devices.frames.get_mut(&kind) {
                    *waiting = waiting.saturating_sub(1);
                }
            }
            DeviceEvent::TestStarted(turn, result) => self.test_has_started(turn, result),
            DeviceEvent::TestStopped(turn) => self.test_has_stopped(turn),
        }
    }

    fn device_opened(&mut self, now: Instant, turn: Turn, result: Result<(), DeviceFailure>) {
        let opening = self.devices.by_kind.iter().find_map(|(kind, device)| match device {
            Device::Opening { op, turn: awaited, pick, in_test, .. } if *awaited == turn => {
                Some((*kind, *op, pick.clone(), *in_test))
            }
            _ => None,
        });
        let Some((kind, op, pick, in_test)) = opening else { return };
        let gone = match in_test {
            true => !matches!(self.test, Test::Started),
            false => self.room.stay().is_none(),
        };
        match result {
            Err(failure) => {
                self.devices.by_kind.remove(&kind);
                self.finish(op, Err(opening_error(&pick, &failure)));
            }
            // What it was opened for has ended meanwhile.
            Ok(()) if gone && in_test => {
                self.open_failed(kind, op, Error::of(Code::AvDeviceTestNotExist, ""))
            }
            Ok(()) if gone => self.open_failed(kind, op, Error::of(Code::AvRoomNotExist, "left")),
            Ok(()) if in_test || kind.uplink().is_none() => {
                self.devices.by_kind.insert(kind, Device::Open { pick, in_test });
                self.finish(op, Ok(Answer::Done));
            }
            Ok(()) => {
                self.devices.by_kind.insert(kind, Device::Telling { op, pick });
                self.tell_uplink(now, kind, true, Purpose::Uplink(op));
            }
        }
    }

    fn open_failed(&mut self, kind: DeviceKind, op: OpId, error: Error) {
        self.devices.by_kind.remove(&kind);
        self.device(DeviceCommand::Drop(kind));
        self.finish(op, Err(error));
    }

    pub(crate) fn uplink_answered(&mut self, now: Instant, op: OpId, reply: Result<(), Error>) {
        let telling = self.devices.by_kind.iter().find_map(|(kind, device)| match device {
            Device::Telling { op: telling, pick } if *telling == op => Some((*kind, pick.clone())),
            _ => None,
        });
        let Some((kind, pick)) = telling else { return };
        match reply {
            Ok(()) if self.room.stay().is_none() => {
                self.open_failed(kind, op, Error::of(Code::AvRoomNotExist, "left"));
            }
            Ok(()) => {
                self.devices.by_kind.insert(kind, Device::Open { pick, in_test: false });
                self.finish(op, Ok(Answer::Done));
            }
            Err(error) => {
                // A silent server may have taken it.
                if error.raised_by != Layer::Server {
                    self.tell_uplink(now, kind, false, Purpose::Undo);
                }
                self.open_failed(kind, op, error);
            }
        }
    }

    fn device_closed(&mut self, turn: Turn) {
        let closing = self.devices.by_kind.iter().find_map(|(kind, device)| match device {
            Device::Closing { op, turn: awaited, .. } if *awaited == turn => Some((*kind, *op)),
            _ => None,
        });
        if let Some((kind, op)) = closing {
            self.devices.by_kind.remove(&kind);
            self.devices.frames.remove(&kind);
            self.finish(op, Ok(Answer::Done));
        }
    }

    /// Unplugged, or ended by its own window.
    fn device_lost(&mut self, now: Instant, kind: DeviceKind, failure: DeviceFailure) {
        match self.devices.by_kind.get(&kind).cloned() {
            Some(Device::Opening { turn, .. }) => self.device_opened(now, turn, Err(failure)),
            Some(Device::Telling { op, .. }) => {
                self.requests.repurpose(&Purpose::Uplink(op), &Purpose::Undo);
                self.tell_uplink(now, kind, false, Purpose::Undo);
                self.devices.by_kind.remove(&kind);
                self.finish(op, Err(failure_error(&failure)));
            }
            Some(Device::Open { in_test, .. }) => {
                self.devices.by_kind.remove(&kind);
                self.devices.frames.remove(&kind);
                if !in_test {
                    self.tell_uplink(now, kind, false, Purpose::Undo);
                }
                let error = self.as_event(failure_error(&failure));
                self.event(Event::DeviceClosed(kind, Some(error)));
            }
            Some(Device::Closing { turn, .. }) => self.device_closed(turn),
            None => {}
        }
    }

    pub(crate) fn device_deadline(&self) -> Option<(Instant, &'static str)> {
        let until = |device: &Device| match device {
            Device::Opening { until, .. } | Device::Closing { until, .. } => Some(*until),
            Device::Telling { .. } | Device::Open { .. } => None,
        };
        self.devices.by_kind.values().filter_map(until).min().map(|at| (at, "device"))
    }

    pub(crate) fn expire_devices(&mut self, now: Instant) {
        for (kind, device) in self.devices.by_kind.clone() {
            match device {
                Device::Opening { op, until, .. } if until <= now => {
                    self.open_failed(kind, op, Error::of(Code::AvTimeout, "no_answer"));
                }
                Device::Closing { turn, until, .. } if until <= now => {
                    self.device(DeviceCommand::Drop(kind));
                    self.device_closed(turn);
                }
                _ => {}
            }
        }
    }
}
