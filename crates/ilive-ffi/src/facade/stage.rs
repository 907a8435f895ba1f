//! The stage: hands, the host's word, mute and kick. Whether it may be so is the server's to judge.

use std::mem::MaybeUninit;
use std::os::raw::c_void;

use ilive_protocol::wire::{self, MemberRef, member_ref};
use ilive_session::Call;
use ilive_session::call::StageCall;

use crate::args::Level;
use crate::callback::ilive_done;
use crate::client::{Later, ilive_client, ilive_op, later};
use crate::numbers::ilive_source;
use crate::text::ilive_text;

fn member(user_id: String) -> Option<MemberRef> {
    Some(MemberRef { id: Some(member_ref::Id::UserId(user_id)) })
}

/// Raises the hand; completes when queued. `note` may be empty.
///
/// 8003 out of a room, 10008 when queued already.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_stage_request(
    client: ilive_client,
    note: ilive_text,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Facade, Later::new(done, user, op), |args| {
        let note = args.or_empty(note, "note")?;
        Ok(Call::Stage(StageCall::Request(wire::StageRequest { note })))
    })
}

/// Takes the hand back.
///
/// 8003 out of a room.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_stage_cancel(
    client: ilive_client,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Facade, Later::new(done, user, op), |_| Ok(Call::Stage(StageCall::Cancel)))
}

/// Host: takes somebody in the queue on stage, or not. `reason` may be empty.
///
/// 8003, 10003 for anybody else, 10010 for who is not there.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_stage_answer(
    client: ilive_client,
    user_id: ilive_text,
    accept: bool,
    reason: ilive_text,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Facade, Later::new(done, user, op), |args| {
        let member = member(args.text(user_id, "user_id")?);
        let reason = args.or_empty(reason, "reason")?;
        Ok(Call::Stage(StageCall::Answer(wire::StageAnswer { member, accept, reason })))
    })
}

/// Host: asks a member to come on stage.
///
/// As `ilive_stage_answer`.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_stage_invite(
    client: ilive_client,
    user_id: ilive_text,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Facade, Later::new(done, user, op), |args| {
        let member = member(args.text(user_id, "user_id")?);
        Ok(Call::Stage(StageCall::Invite(wire::StageInvite { member })))
    })
}

/// The invited member's word.
///
/// 8003, 10006 without an invitation.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_stage_invite_answer(
    client: ilive_client,
    accept: bool,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Facade, Later::new(done, user, op), |_| {
        Ok(Call::Stage(StageCall::InviteAnswer(accept)))
    })
}

/// Leaves the stage (`user_id` NULL), or takes somebody off it.
///
/// As `ilive_stage_answer`.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_stage_leave(
    client: ilive_client,
    user_id: ilive_text,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Facade, Later::new(done, user, op), |args| {
        let member = args.maybe(user_id, "user_id")?.and_then(member);
        Ok(Call::Stage(StageCall::Leave(wire::StageLeave { member })))
    })
}

/// Host: silences one source of a member, or lifts that.
///
/// As `ilive_stage_answer`.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_mute_member(
    client: ilive_client,
    user_id: ilive_text,
    source: ilive_source,
    muted: bool,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Facade, Later::new(done, user, op), |args| {
        let member = member(args.text(user_id, "user_id")?);
        let source = args.source(source)?.into();
        Ok(Call::Stage(StageCall::Mute(wire::MuteMember { member, source, muted })))
    })
}

/// Host: removes a member and keeps it out for `ban_s` seconds; 0: the app's default. `reason` may be empty.
///
/// As `ilive_stage_answer`.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_kick_member(
    client: ilive_client,
    user_id: ilive_text,
    ban_s: u32,
    reason: ilive_text,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Facade, Later::new(done, user, op), |args| {
        let member = member(args.text(user_id, "user_id")?);
        let reason = args.or_empty(reason, "reason")?;
        Ok(Call::Stage(StageCall::Kick(wire::KickMember { member, ban_s, reason })))
    })
}

/// Host: another title, 1 to 80 characters.
///
/// 8003, 10003 for anybody else, 10002.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_set_room_title(
    client: ilive_client,
    title: ilive_text,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Facade, Later::new(done, user, op), |args| {
        let info = Some(wire::RoomInfo { title: args.text(title, "title")? });
        Ok(Call::Stage(StageCall::SetInfo(wire::SetRoomInfo { info })))
    })
}

/// Host: ends the room for all. `answer->summary`: what it was.
///
/// 8003, 10003 for anybody else.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_end_room(
    client: ilive_client,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Facade, Later::new(done, user, op), |_| Ok(Call::Stage(StageCall::EndRoom)))
}
