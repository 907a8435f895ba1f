//! One-to-one calls (B.9, E.15): the server decides, and both ends always agree.

use std::mem::MaybeUninit;
use std::os::raw::c_void;

use ilive_session::Call;
use ilive_session::call::PhoneCall;

use crate::args::Level;
use crate::callback::ilive_done;
use crate::client::{Later, ilive_client, ilive_op, later};
use crate::text::ilive_text;

/// Rings at a user. `answer->id`: the call's id. With `end_current` the present call ends first (result 4).
///
/// 8001, 8009, 8021 `self_call`, 8008 in a call.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_make_call(
    client: ilive_client,
    user_id: ilive_text,
    video: bool,
    end_current: bool,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Facade, Later::new(done, user, op), |args| {
        let user_id = args.text(user_id, "user_id")?;
        Ok(Call::Phone(PhoneCall::Make { user_id, video, end_current }))
    })
}

/// Takes a call that has come in.
///
/// `call` 100 for an unknown one, 8008 for one that does not ring here or beside another.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_accept_call(
    client: ilive_client,
    call: u64,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Facade, Later::new(done, user, op), |_| Ok(Call::Phone(PhoneCall::Accept(call))))
}

/// Turns a call down.
///
/// 8003 for an unknown one, 8008 for one that does not ring here.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_reject_call(
    client: ilive_client,
    call: u64,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Facade, Later::new(done, user, op), |_| Ok(Call::Phone(PhoneCall::Reject(call))))
}

/// Takes one's own call back, or hangs up.
///
/// `call` 100 for an unknown one, 8008 for one that rings here.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_end_call(
    client: ilive_client,
    call: u64,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Facade, Later::new(done, user, op), |_| Ok(Call::Phone(PhoneCall::End(call))))
}
