//! Invitations into a room (C.8): one of one's own at a time, and those that have come in.

use std::mem::MaybeUninit;
use std::os::raw::c_void;

use ilive_session::{Call, InviteCall, av};

use crate::args::Level;
use crate::callback::ilive_done;
use crate::client::{Later, ilive_client, ilive_op, later};
use crate::room::ilive_room;
use crate::text::ilive_text;

/// Asks a user into a room. `answer->id`: the invitation's id.
///
/// At once: 1101, 8005, 1004, 1001, 1002. Later: 1801 with its cause nested.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_av_invite(
    client: ilive_client,
    user_id: ilive_text,
    room: ilive_room,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Context, Later::new(done, user, op), |args| {
        let invite = InviteCall::Invite(args.text(user_id, "user_id")?, args.room(room)?);
        Ok(Call::Av(av::Call::Invite(invite)))
    })
}

/// Takes one.
///
/// 1802 with its cause nested.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_av_accept_invite(
    client: ilive_client,
    id: u64,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Context, Later::new(done, user, op), |_| {
        Ok(Call::Av(av::Call::Invite(InviteCall::Accept(id))))
    })
}

/// Turns one down.
///
/// 1803 with its cause nested.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_av_refuse_invite(
    client: ilive_client,
    id: u64,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Context, Later::new(done, user, op), |_| {
        Ok(Call::Av(av::Call::Invite(InviteCall::Refuse(id))))
    })
}

/// Takes one's own back.
///
/// 1803 with its cause nested.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_av_cancel_invite(
    client: ilive_client,
    id: u64,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Context, Later::new(done, user, op), |_| {
        Ok(Call::Av(av::Call::Invite(InviteCall::Cancel(id))))
    })
}
