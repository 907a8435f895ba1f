//! The AV room and who sends in it (C.2, C.3).

use std::mem::MaybeUninit;
use std::os::raw::c_void;

use ilive_protocol::TinyId;
use ilive_session::av::View;
use ilive_session::{Call, av};

use crate::args::Level;
use crate::callback::ilive_done;
use crate::client::{Later, at_once, ilive_client, ilive_op, later};
use crate::numbers::ilive_source;
use crate::text::ilive_text;

/// A picture of a member.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct ilive_av_view {
    /// Main or auxiliary.
    pub source: ilive_source,
    /// Pixels that are shown; 0: the largest there is.
    pub height: u32,
}

/// Sees exactly these: as many views as members.
///
/// At once: 1101, 8005, 1004 for lists of unequal length, 1001, 1002, 1201, 1401, 1402. Later: 1005, 10006, 10010.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_av_request_view_list(
    client: ilive_client,
    members: *const u64,
    member_count: usize,
    views: *const ilive_av_view,
    view_count: usize,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Room, Later::new(done, user, op), |args| {
        let members = args.list(members, member_count, "members")?;
        let view = |view: &ilive_av_view| Ok(View { source: args.source(view.source)?, height: view.height });
        let views = args.list(views, view_count, "views")?.iter().map(view).collect::<Result<_, _>>()?;
        Ok(Call::Av(av::Call::RequestViews(members.iter().copied().map(TinyId).collect(), views)))
    })
}

/// Sees nobody.
///
/// 1101, 1001, 1002, 1201.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_av_cancel_all_view(
    client: ilive_client,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Room, Later::new(done, user, op), |_| Ok(Call::Av(av::Call::CancelViews)))
}

/// Takes another role; `room_key` may be empty.
///
/// 1101, 1001, 1002, 1003 for the present role without a key, 1201, 1 `role_not_exists`, 10003.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_av_change_role(
    client: ilive_client,
    role: ilive_text,
    room_key: ilive_text,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Room, Later::new(done, user, op), |args| {
        let room_key = args.key(room_key, "room_key")?;
        Ok(Call::Av(av::Call::ChangeRole(args.text(role, "role")?, room_key)))
    })
}

/// Whether a member sends this source.
///
/// 0 when it does; 1101, 1201, 1401 for who sends nothing, 1402 for another source.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_av_endpoint(client: ilive_client, tiny_id: u64, source: ilive_source) -> i32 {
    at_once(client, Level::Room, |args| {
        Ok(Call::Av(av::Call::Endpoint(TinyId(tiny_id), args.source(source)?)))
    })
}
