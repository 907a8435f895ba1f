//! The device test, before a room.

use std::mem::MaybeUninit;
use std::os::raw::c_void;

use ilive_session::Call;
use ilive_session::device::DeviceCall;

use crate::args::Level;
use crate::callback::ilive_done;
use crate::client::{Later, ilive_client, ilive_op, later};
use crate::device::ilive_pick;
use crate::numbers::ilive_device_kind;

/// Begins the device test; out of a room.
///
/// 8009, 1001, 1003 when it runs, 1202 in a room.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_start_device_test(
    client: ilive_client,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Facade, Later::new(done, user, op), |_| Ok(Call::Device(DeviceCall::StartTest)))
}

/// Ends it.
///
/// 8009, 1601 when none runs.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_stop_device_test(
    client: ilive_client,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Facade, Later::new(done, user, op), |_| Ok(Call::Device(DeviceCall::StopTest)))
}

/// Opens a camera, microphone or player in the test.
///
/// 1601 when none runs; else as `ilive_open_device`.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_open_in_test(
    client: ilive_client,
    kind: ilive_device_kind,
    pick: Option<&ilive_pick>,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Facade, Later::new(done, user, op), |args| {
        Ok(Call::Device(DeviceCall::OpenInTest(args.device(kind)?, ilive_pick::read(args, pick)?)))
    })
}

/// Closes it again.
///
/// As `ilive_close_device`.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_close_in_test(
    client: ilive_client,
    kind: ilive_device_kind,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Facade, Later::new(done, user, op), |args| {
        Ok(Call::Device(DeviceCall::CloseInTest(args.device(kind)?)))
    })
}
