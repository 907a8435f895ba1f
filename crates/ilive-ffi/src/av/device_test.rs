//! The device test of the AV layer (C.7).

use std::mem::MaybeUninit;
use std::os::raw::c_void;

use ilive_session::device::DeviceCall;
use ilive_session::{Call, av};

use crate::args::Level;
use crate::callback::ilive_done;
use crate::client::{Later, ilive_client, ilive_op, later};
use crate::device::ilive_pick;
use crate::numbers::ilive_device_kind;

/// Begins it; out of a room.
///
/// 1101, 1001 while it starts, 1003 when it runs, 1202 in a room.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_av_start_device_test(
    client: ilive_client,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Context, Later::new(done, user, op), |_| {
        Ok(Call::Av(av::Call::Device(DeviceCall::StartTest)))
    })
}

/// Ends it, and what is open in it.
///
/// 1101, 1001, 1002, 1601 when none runs.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_av_stop_device_test(
    client: ilive_client,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Context, Later::new(done, user, op), |_| {
        Ok(Call::Av(av::Call::Device(DeviceCall::StopTest)))
    })
}

/// Opens a camera, microphone or player in it.
///
/// 1101, 1004, 1601 when none runs, 1003, 1301, 1008, 1.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_av_enable_device(
    client: ilive_client,
    kind: ilive_device_kind,
    pick: Option<&ilive_pick>,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Context, Later::new(done, user, op), |args| {
        Ok(Call::Av(av::Call::Device(DeviceCall::OpenInTest(
            args.device(kind)?,
            ilive_pick::read(args, pick)?,
        ))))
    })
}

/// Closes it again.
///
/// 1101, 1601, 1003 when closed.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_av_disable_device(
    client: ilive_client,
    kind: ilive_device_kind,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Context, Later::new(done, user, op), |args| {
        Ok(Call::Av(av::Call::Device(DeviceCall::CloseInTest(args.device(kind)?))))
    })
}
