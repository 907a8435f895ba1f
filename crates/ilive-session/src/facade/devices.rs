//! Devices at the façade: its own guards, then the AV layer's word.

use std::time::Instant;

use ilive_protocol::Code;

use super::rooms::raise;
use crate::av::VOLUME_MAX;
use crate::call::Accepted;
use crate::device::{Area, DeviceCall, Pick};
use crate::operations::{Caller, Class, Verb};
use crate::{Client, DeviceKind, Error, up};

fn check_area(area: Area) -> Result<(), Error> {
    match area.is_good() {
        true => Ok(()),
        false => Err(Error::of(Code::InvalidParam, "bad_area").because("an area has a width and a height")),
    }
}

/// Windows, areas and files are the façade's; device ids are the AV layer's (1004).
fn check_pick(pick: &Pick) -> Result<(), Error> {
    match pick {
        Pick::Area(area) => check_area(*area),
        Pick::Window(id) if id.is_empty() => Err(Error::of(Code::InvalidParam, "bad_window")),
        Pick::File(path) if path.is_empty() => Err(Error::of(Code::InvalidParam, "bad_file")),
        _ => Ok(()),
    }
}

/// Values that the façade itself refuses: 8021, 8023.
fn check(call: &DeviceCall) -> Result<(), Error> {
    match call {
        DeviceCall::Open(_, pick) | DeviceCall::OpenInTest(_, pick) => check_pick(pick),
        DeviceCall::Area(area) => check_area(*area),
        DeviceCall::Volume(_, volume) if *volume > VOLUME_MAX => {
            Err(Error::of(Code::InvalidParam, "bad_volume").because(format!("0 to 100, not {volume}")))
        }
        DeviceCall::Fill(_, frame) if !frame.format.is_taken() => {
            Err(Error::of(Code::NotSupport, "bad_format")
                .because(format!("{:?}: RGB24 or I420", frame.format)))
        }
        _ => Ok(()),
    }
}

impl Client {
    pub(crate) fn device_at_facade(&mut self, now: Instant, call: DeviceCall) -> Result<Accepted, Error> {
        self.alive()?;
        check(&call)?;
        match &call {
            // Lists are there before a login.
            DeviceCall::List(kind) => {
                return self.list_devices(*kind).map_err(|error| up::list(*kind, error));
            }
            DeviceCall::StartTest | DeviceCall::StopTest => self.logged_in_8009()?,
            _ => self.av_ready()?,
        }
        match call {
            DeviceCall::Open(kind, _) | DeviceCall::OpenInTest(kind, _) => {
                self.not_busy(now, Verb::Open(kind))?;
                raise(Verb::Open(kind), self.device_call(now, Caller::Facade, call))
            }
            DeviceCall::Close(kind) | DeviceCall::CloseInTest(kind) => self.close_at_facade(now, kind, call),
            DeviceCall::StartTest => {
                self.not_busy(now, Verb::StartTest)?;
                self.device_call(now, Caller::Facade, call)
            }
            DeviceCall::StopTest => {
                self.not_busy(now, Verb::StopTest)?;
                self.device_call(now, Caller::Facade, call)
            }
            DeviceCall::Fill(kind, _) => {
                self.device_call(now, Caller::Facade, call).map_err(|error| up::device(kind, error))
            }
            _ => self.device_call(now, Caller::Facade, call),
        }
    }

    /// A device whose open is pending: that ends first with 8007, and the device is closed.
    fn close_at_facade(
        &mut self,
        now: Instant,
        kind: DeviceKind,
        call: DeviceCall,
    ) -> Result<Accepted, Error> {
        match self.operations.busy(Class::Device(kind)) {
            Some((open, operation)) if operation.verb == Verb::Open(kind) => {
                self.give_up(now, open, Error::of(Code::UserCancel, "left"));
                let op = self.operations.begin(now, Caller::Facade, Verb::Close(kind));
                self.finish(op, Ok(crate::Answer::Done));
                Ok(Accepted::Pending(op))
            }
            _ => {
                self.not_busy(now, Verb::Close(kind))?;
                raise(Verb::Close(kind), self.device_call(now, Caller::Facade, call))
            }
        }
    }

    /// The AV layer's devices; the façade comes here behind its own guards.
    pub(crate) fn device_call(
        &mut self,
        now: Instant,
        caller: Caller,
        call: DeviceCall,
    ) -> Result<Accepted, Error> {
        match call {
            DeviceCall::List(kind) => {
                self.started()?;
                self.list_devices(kind)
            }
            DeviceCall::Open(kind, pick) => self.open_device(now, caller, kind, pick),
            DeviceCall::Close(kind) => self.close_device(now, caller, kind, false),
            DeviceCall::Volume(kind, volume) => self.set_volume(kind, volume),
            DeviceCall::Mute(kind, muted) => self.mute_device(now, caller, kind, muted),
            DeviceCall::Area(area) => self.set_area(area),
            DeviceCall::File(file) => self.control_file(file),
            DeviceCall::Fill(kind, frame) => self.fill_frame(kind, &frame),
            DeviceCall::AudioTap(source, on) => self.tap_audio(source, on),
            DeviceCall::CustomData(data) => self.fill_custom(data),
            DeviceCall::StartTest => self.start_test(now, caller),
            DeviceCall::StopTest => self.stop_test(now, caller),
            DeviceCall::OpenInTest(kind, pick) => self.open_in_test(now, caller, kind, pick),
            DeviceCall::CloseInTest(kind) => self.close_device(now, caller, kind, true),
        }
    }
}
