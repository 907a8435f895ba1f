//! Devices (B.4).

use std::mem::MaybeUninit;
use std::os::raw::c_void;

use ilive_session::Call;
use ilive_session::device::{DeviceCall, FileCall};

use crate::args::Level;
use crate::callback::ilive_done;
use crate::client::{Later, at_once, ilive_client, ilive_op, later};
use crate::device::{Devices, ilive_area, ilive_device, ilive_pick, list, list_shown};
use crate::frame::{fill, ilive_frame};
use crate::numbers::ilive_device_kind;

/// Opens a device. `pick` NULL: the system's default.
///
/// 8002, 8011, 1003 when open, 1002 beside another that feeds the same source, 1301 for an unknown one, 1008 when another program
/// has it, or another member shares; 8021 for a bad window, area or file, 8022 for a film that does not exist; 1, of a microphone
/// and a player 8020.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_open_device(
    client: ilive_client,
    kind: ilive_device_kind,
    pick: Option<&ilive_pick>,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Facade, Later::new(done, user, op), |args| {
        Ok(Call::Device(DeviceCall::Open(args.device(kind)?, ilive_pick::read(args, pick)?)))
    })
}

/// Closes it.
///
/// 8002, 8011, 1003 when closed.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_close_device(
    client: ilive_client,
    kind: ilive_device_kind,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Facade, Later::new(done, user, op), |args| {
        Ok(Call::Device(DeviceCall::Close(args.device(kind)?)))
    })
}

/// Sends silence or no picture without closing the device, or lifts that.
///
/// 8002, 1301 when closed.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_mute_device(
    client: ilive_client,
    kind: ilive_device_kind,
    muted: bool,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Facade, Later::new(done, user, op), |args| {
        Ok(Call::Device(DeviceCall::Mute(args.device(kind)?, muted)))
    })
}

/// Volume of a microphone, player or the system's sound: 0 to 100. A microphone's is a boost, where 10 is unchanged.
///
/// 8002, 8021 above 100, 1301 when closed.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_set_volume(client: ilive_client, kind: ilive_device_kind, volume: u32) -> i32 {
    at_once(client, Level::Facade, |args| Ok(Call::Device(DeviceCall::Volume(args.device(kind)?, volume))))
}

/// Another part of the screen than the one shared.
///
/// 8002, 8005, 8021, 1301 unless an area is shared.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_set_screen_area(client: ilive_client, area: Option<&ilive_area>) -> i32 {
    at_once(client, Level::Facade, |args| {
        Ok(Call::Device(DeviceCall::Area((*args.need(area, "area")?).into())))
    })
}

/// Holds the film that is played.
///
/// 8002, 1301 when none is.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_pause_file(client: ilive_client) -> i32 {
    at_once(client, Level::Facade, |_| Ok(Call::Device(DeviceCall::File(FileCall::Pause))))
}

/// The film goes on. As `ilive_pause_file`.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_resume_file(client: ilive_client) -> i32 {
    at_once(client, Level::Facade, |_| Ok(Call::Device(DeviceCall::File(FileCall::Resume))))
}

/// The film begins again. As `ilive_pause_file`.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_restart_file(client: ilive_client) -> i32 {
    at_once(client, Level::Facade, |_| Ok(Call::Device(DeviceCall::File(FileCall::Restart))))
}

/// The film goes on from there, in ms. As `ilive_pause_file`.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_seek_file(client: ilive_client, ms: u64) -> i32 {
    at_once(client, Level::Facade, |_| Ok(Call::Device(DeviceCall::File(FileCall::Seek(ms)))))
}

/// Hands raw sound of one of the sources 0 to 7 out, or stops that.
///
/// 8002, 1004 for another source, 1201 out of a room.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_tap_audio(client: ilive_client, source: u32, on: bool) -> i32 {
    at_once(client, Level::Facade, |_| Ok(Call::Device(DeviceCall::AudioTap(source, on))))
}

/// The cameras, microphones or players there are, the default first. Works before a login. The list lives until the next one
/// on this thread.
///
/// 8005, 8022 when there is none.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_list_devices(
    client: ilive_client,
    kind: ilive_device_kind,
    devices: Option<&mut MaybeUninit<*const ilive_device>>,
    count: Option<&mut MaybeUninit<usize>>,
) -> i32 {
    list(client, Level::Facade, kind, Devices { first: devices, count }, Call::Device)
}

/// The screens there are, the one that no pick shares first; another is picked as a window, by its id. None is no failure. The list
/// lives until the next one on this thread.
///
/// 8002, 8005.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_list_screens(
    client: ilive_client,
    screens: Option<&mut MaybeUninit<*const ilive_device>>,
    count: Option<&mut MaybeUninit<usize>>,
) -> i32 {
    list_shown(client, Devices { first: screens, count }, |client| client.binding.screens())
}

/// The windows that are shown now, the topmost first. As `ilive_list_screens`.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_list_windows(
    client: ilive_client,
    windows: Option<&mut MaybeUninit<*const ilive_device>>,
    count: Option<&mut MaybeUninit<usize>>,
) -> i32 {
    list_shown(client, Devices { first: windows, count }, |client| client.binding.windows())
}

/// Hands in a picture of external capture (`ILIVE_DEVICE_EXTERNAL_MAIN` or `ILIVE_DEVICE_EXTERNAL_AUX`); it is copied. From
/// any thread.
///
/// 8002, 8005, 8023 for a format other than I420 and RGB24, 1004 for a size that is not taken or another number of bytes, 1301 while
/// the capture is closed, 8053 when the encoder does not keep up.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_fill_frame(
    client: ilive_client,
    kind: ilive_device_kind,
    frame: Option<&ilive_frame>,
) -> i32 {
    fill(client, Level::Facade, kind, frame, Call::Device)
}
