//! The AV context: it owns everything else of the AV layer (C.1).

use std::mem::MaybeUninit;
use std::os::raw::c_void;

use ilive_session::{Call, av};

use crate::args::Level;
use crate::callback::ilive_done;
use crate::client::{Later, at_once, ilive_client, ilive_op, later};
use crate::room::ilive_av_enter;

/// Makes the context again after it was destroyed. A client is made with one, stopped.
///
/// 1003 when there is one.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_av_create(client: ilive_client) -> i32 {
    at_once(client, Level::Context, |_| Ok(Call::Av(av::Call::Create)))
}

/// Starts it; asks IM for the own tiny id each time.
///
/// At once: 1101 when destroyed, 1001, 1002, 1003. Later: 1502 without a login, without a link or for an unknown id, 6999 when IM
/// answers with an error, 7000 when it does not answer, 1 when the engine does not start.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_av_start(
    client: ilive_client,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Context, Later::new(done, user, op), |_| Ok(Call::Av(av::Call::Start)))
}

/// Stops it.
///
/// 1001, 1002, 1003, 1202 in a room, 1602 in a device test.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_av_stop(
    client: ilive_client,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Context, Later::new(done, user, op), |_| Ok(Call::Av(av::Call::Stop)))
}

/// Destroys it.
///
/// 1101 when destroyed, 1102 unless stopped.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_av_destroy(client: ilive_client) -> i32 {
    at_once(client, Level::Context, |_| Ok(Call::Av(av::Call::Destroy)))
}

/// Enters a room; its chat group is IM's. `answer->rights`: the rights in force.
///
/// At once: 1101, 8005, 1004, 1001, 1002, 1003, 1602, 1006 for `ILIVE_ROOM_PAIR`, 1 `role_not_exists`. Later: 1005, 10001 to 10009,
/// 1 `dtls_fingerprint`.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_av_enter_room(
    client: ilive_client,
    enter: Option<&ilive_av_enter>,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Context, Later::new(done, user, op), |args| {
        Ok(Call::Av(av::Call::Enter(ilive_av_enter::read(args, enter)?)))
    })
}

/// Leaves it.
///
/// 1101, 1001, 1002, 1003 when in none.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_av_exit_room(
    client: ilive_client,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Context, Later::new(done, user, op), |_| Ok(Call::Av(av::Call::Exit)))
}

/// Goes over to another room. `answer->rights`: the rights in force.
///
/// As `ilive_av_enter_room`; 1201 when in none.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_av_switch_room(
    client: ilive_client,
    enter: Option<&ilive_av_enter>,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Context, Later::new(done, user, op), |args| {
        Ok(Call::Av(av::Call::Switch(ilive_av_enter::read(args, enter)?)))
    })
}
