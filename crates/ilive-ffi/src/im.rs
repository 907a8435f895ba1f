//! The IM layer: login without the AV context, messages to anybody, ids and their numbers. Its failures have module
//! `ILIVE_MODULE_IM` and numbers of its own.

use std::mem::MaybeUninit;
use std::os::raw::c_void;

use ilive_protocol::wire::{GroupMembers, ReadMessages, Resolve};
use ilive_session::call::Secret;
use ilive_session::{Call, im};

use crate::args::Level;
use crate::callback::ilive_done;
use crate::client::{Later, ilive_client, ilive_op, later};
use crate::message::{self, ilive_conversation, ilive_element};
use crate::room::{self, ilive_room};
use crate::text::ilive_text;

/// Logs in; the AV context stays as it is.
///
/// 6015 while another is under way; as `ilive_login`.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_im_login(
    client: ilive_client,
    user_id: ilive_text,
    user_sig: ilive_text,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Facade, Later::new(done, user, op), |args| {
        let user_id = args.text(user_id, "user_id")?;
        let user_sig = Secret(args.text(user_sig, "user_sig")?);
        Ok(Call::Im(im::Call::Login { user_id, user_sig, nick: args.client.nick.clone() }))
    })
}

/// Logs out, as `ilive_logout` does.
///
/// 6014 when not logged in.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_im_logout(
    client: ilive_client,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Facade, Later::new(done, user, op), |_| Ok(Call::Im(im::Call::Logout)))
}

/// A message to a user, or to the group of a room that this user is in. `answer->seq`, `answer->time_ms`.
///
/// 6014 when not logged in, 6012 without an answer in time.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_im_send(
    client: ilive_client,
    conversation: ilive_conversation,
    elements: *const ilive_element,
    count: usize,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Facade, Later::new(done, user, op), |args| {
        let elements = message::elements(args, elements, count)?;
        Ok(Call::Im(im::Call::Send(conversation.read(args)?, elements)))
    })
}

/// Messages of a conversation with a `seq` above `after` and below `before` (0: no bound): the newest `limit` of them, 1 to
/// 100. `answer->messages`, `seq`, `epoch`, `more`.
///
/// As `ilive_im_send`.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_im_read(
    client: ilive_client,
    conversation: ilive_conversation,
    after: u64,
    before: u64,
    limit: u32,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Facade, Later::new(done, user, op), |args| {
        let conversation = Some(conversation.read(args)?);
        Ok(Call::Im(im::Call::Read(ReadMessages { conversation, after, before, limit })))
    })
}

/// A page of the members of a room's group, newest first; `limit` 1 to 100. `answer->members`, `people`.
///
/// As `ilive_im_send`.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_im_members(
    client: ilive_client,
    room: ilive_room,
    offset: u32,
    limit: u32,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Facade, Later::new(done, user, op), |args| {
        let room = Some(room::to_wire(args.room(room)?));
        Ok(Call::Im(im::Call::Members(GroupMembers { room, offset, limit })))
    })
}

/// User ids to tiny ids. `answer->identities`; unknown ones are left out.
///
/// As `ilive_im_send`.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_im_resolve(
    client: ilive_client,
    user_ids: *const ilive_text,
    count: usize,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Facade, Later::new(done, user, op), |args| {
        let ids = args.list(user_ids, count, "user_ids")?;
        let user_ids = ids.iter().map(|id| args.text(*id, "user_ids")).collect::<Result<_, _>>()?;
        Ok(Call::Im(im::Call::Resolve(Resolve { user_ids, tiny_ids: Vec::new() })))
    })
}

/// Tiny ids to user ids. `answer->identities`; unknown ones are left out.
///
/// As `ilive_im_send`.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_im_name(
    client: ilive_client,
    tiny_ids: *const u64,
    count: usize,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Facade, Later::new(done, user, op), |args| {
        let tiny_ids = args.list(tiny_ids, count, "tiny_ids")?.to_vec();
        Ok(Call::Im(im::Call::Resolve(Resolve { user_ids: Vec::new(), tiny_ids })))
    })
}
