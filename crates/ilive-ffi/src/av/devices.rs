//! Sound and pictures that are sent, and lists of devices (C.4 to C.6).

use std::mem::MaybeUninit;
use std::os::raw::c_void;

use ilive_session::device::{DeviceCall, FileCall};
use ilive_session::{Call, av};

use crate::args::Level;
use crate::callback::ilive_done;
use crate::client::{Later, at_once, checked, ilive_client, ilive_op, later, with_any};
use crate::device::{Devices, ilive_area, ilive_device, ilive_pick, list};
use crate::frame::{fill, ilive_frame};
use crate::numbers::ilive_device_kind;
use crate::text::ilive_bytes;

/// Opens a device. `pick` NULL: the system's default.
///
/// 1101, 1004, 1001, 1002 also beside another that feeds the same source, 1003, 1201, 1301, 1008, 1.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_av_open_device(
    client: ilive_client,
    kind: ilive_device_kind,
    pick: Option<&ilive_pick>,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Context, Later::new(done, user, op), |args| {
        Ok(Call::Av(av::Call::Device(DeviceCall::Open(args.device(kind)?, ilive_pick::read(args, pick)?))))
    })
}

/// Closes it.
///
/// 1101, 1001, 1002, 1003 when closed.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_av_close_device(
    client: ilive_client,
    kind: ilive_device_kind,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Context, Later::new(done, user, op), |args| {
        Ok(Call::Av(av::Call::Device(DeviceCall::Close(args.device(kind)?))))
    })
}

/// Sends silence or no picture without closing the device, or lifts that.
///
/// 1101, 1301 when closed.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_av_mute_device(
    client: ilive_client,
    kind: ilive_device_kind,
    muted: bool,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Context, Later::new(done, user, op), |args| {
        Ok(Call::Av(av::Call::Device(DeviceCall::Mute(args.device(kind)?, muted))))
    })
}

/// 0 to 100; a microphone's is a boost, where 10 is unchanged.
///
/// 1101, 1004, 1301 when closed.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_av_set_volume(client: ilive_client, kind: ilive_device_kind, volume: u32) -> i32 {
    at_once(client, Level::Context, |args| {
        Ok(Call::Av(av::Call::Device(DeviceCall::Volume(args.device(kind)?, volume))))
    })
}

/// Another part of the screen than the one shared.
///
/// 1101, 8005, 1004, 1301 unless an area is shared.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_av_set_screen_area(client: ilive_client, area: Option<&ilive_area>) -> i32 {
    at_once(client, Level::Context, |args| {
        Ok(Call::Av(av::Call::Device(DeviceCall::Area((*args.need(area, "area")?).into()))))
    })
}

/// Holds the film that is played.
///
/// 1101, 1301 when none is.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_av_pause_file(client: ilive_client) -> i32 {
    at_once(client, Level::Context, |_| Ok(Call::Av(av::Call::Device(DeviceCall::File(FileCall::Pause)))))
}

/// The film goes on. As `ilive_av_pause_file`.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_av_resume_file(client: ilive_client) -> i32 {
    at_once(client, Level::Context, |_| Ok(Call::Av(av::Call::Device(DeviceCall::File(FileCall::Resume)))))
}

/// The film begins again. As `ilive_av_pause_file`.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_av_restart_file(client: ilive_client) -> i32 {
    at_once(client, Level::Context, |_| Ok(Call::Av(av::Call::Device(DeviceCall::File(FileCall::Restart)))))
}

/// The film goes on from there, in ms. As `ilive_av_pause_file`.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_av_seek_file(client: ilive_client, ms: u64) -> i32 {
    at_once(client, Level::Context, |_| Ok(Call::Av(av::Call::Device(DeviceCall::File(FileCall::Seek(ms))))))
}

/// Hands raw sound of one of the sources 0 to 7 out, or stops that.
///
/// 1101, 1004 for another source, 1201 out of a room.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_av_tap_audio(client: ilive_client, source: u32, on: bool) -> i32 {
    at_once(client, Level::Context, |_| Ok(Call::Av(av::Call::Device(DeviceCall::AudioTap(source, on)))))
}

/// Cameras, microphones or players, the default first. The list lives until the next one on this thread.
///
/// 1101, 8005, 1004 for kinds that have no list, 1301 when there is none.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_av_list_devices(
    client: ilive_client,
    kind: ilive_device_kind,
    devices: Option<&mut MaybeUninit<*const ilive_device>>,
    count: Option<&mut MaybeUninit<usize>>,
) -> i32 {
    list(client, Level::Context, kind, Devices { first: devices, count }, |call| {
        Call::Av(av::Call::Device(call))
    })
}

/// Hands in a picture of external capture; it is copied. From any thread.
///
/// 1101, 8005, 1004 for a bad format, size or length, 1301 while closed, 1 `pool_empty`.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_av_fill_frame(
    client: ilive_client,
    kind: ilive_device_kind,
    frame: Option<&ilive_frame>,
) -> i32 {
    fill(client, Level::Context, kind, frame, |call| Call::Av(av::Call::Device(call)))
}

/// Sends bytes beside the picture. From any thread.
///
/// 1101, 8005, 1004 for none or more than 4096, 1201.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_av_fill_custom_data(client: ilive_client, data: ilive_bytes) -> i32 {
    with_any(client, Level::Context, |client| {
        let data = checked(client, Level::Context, |args| args.bytes(data, "data"))?;
        client.answered(Call::Av(av::Call::Device(DeviceCall::CustomData(data))), None).map(drop)
    })
}
