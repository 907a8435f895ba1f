//! Rooms, links, pictures that are shown (B.3, B.7).

use std::mem::MaybeUninit;
use std::os::raw::c_void;

use ilive_session::Call;
use ilive_session::call::Shown;

use crate::args::Level;
use crate::callback::ilive_done;
use crate::client::{Later, ilive_client, ilive_op, later};
use crate::numbers::ilive_source;
use crate::room::{ilive_room, ilive_room_option};
use crate::text::ilive_text;

/// Somebody's picture.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct ilive_shown {
    /// Whose.
    pub user_id: ilive_text,
    /// Main or auxiliary.
    pub source: ilive_source,
    /// Pixels that are shown; 0: the largest there is.
    pub height: u32,
}

/// Makes a room and enters it, with its chat group. `answer->rights`: the rights in force.
///
/// At once: 8002 before login, 8021 for a bad room or without an option, 8010 in another room, 8024 in this one, 8011. Later:
/// 10003, 10004, 10005, 1005, 8006.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_create_room(
    client: ilive_client,
    room: ilive_room,
    option: Option<&ilive_room_option>,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Facade, Later::new(done, user, op), |args| {
        Ok(Call::CreateRoom(args.room(room)?, ilive_room_option::read(args, option)?))
    })
}

/// Enters a room. `answer->rights`: the rights in force.
///
/// As `ilive_create_room`; 10009 when there is no such room.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_join_room(
    client: ilive_client,
    room: ilive_room,
    option: Option<&ilive_room_option>,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Facade, Later::new(done, user, op), |args| {
        Ok(Call::JoinRoom(args.room(room)?, ilive_room_option::read(args, option)?))
    })
}

/// Goes over to another room; when that fails, `error->old_room` says what became of the present one. `answer->rights`: the
/// rights in force.
///
/// 8023 for the room's host, 8003 out of a room, 8024 for the same room; else as `ilive_join_room`.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_switch_room(
    client: ilive_client,
    room: ilive_room,
    option: Option<&ilive_room_option>,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Facade, Later::new(done, user, op), |args| {
        Ok(Call::SwitchRoom(args.room(room)?, ilive_room_option::read(args, option)?))
    })
}

/// Leaves the room; out of a room it succeeds. `cancel_pending`: give up an entry that is under way, which completes with
/// 8007, instead of being refused by it.
///
/// 8002, 8011 while an entry is under way.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_quit_room(
    client: ilive_client,
    cancel_pending: bool,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Facade, Later::new(done, user, op), |_| Ok(Call::QuitRoom { cancel_pending }))
}

/// Takes another role; `room_key` may be empty.
///
/// 8003 out of a room, 8024 for the present role without a key, 1 `role_not_exists`, 10003 for a right that the ticket lacks.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_change_role(
    client: ilive_client,
    role: ilive_text,
    room_key: ilive_text,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Facade, Later::new(done, user, op), |args| {
        let room_key = args.key(room_key, "room_key")?;
        Ok(Call::ChangeRole { role: args.text(role, "role")?, room_key })
    })
}

/// Links the current room with another, by a member there; `link_key` is the key that allows it, or empty.
///
/// 8003 out of a room, 8004 for a link that this session has, 8021 `self_link`, 10007, 10003, 10008 to 10010.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_link_room(
    client: ilive_client,
    room: ilive_room,
    user_id: ilive_text,
    link_key: ilive_text,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Facade, Later::new(done, user, op), |args| {
        let (room, link_key) = (args.room(room)?, args.key(link_key, "link_key")?);
        Ok(Call::LinkRoom { room, user_id: args.text(user_id, "user_id")?, link_key })
    })
}

/// Drops all links.
///
/// 8003 out of a room, 10006 when nothing is linked.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_unlink_room(
    client: ilive_client,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Facade, Later::new(done, user, op), |_| Ok(Call::UnlinkRoom))
}

/// Pushes the room to other services, or stops that.
///
/// 8009, 8003; 10007 while the server cannot.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_push_stream(
    client: ilive_client,
    on: bool,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Facade, Later::new(done, user, op), |_| Ok(Call::Push(on)))
}

/// Records on the server, or stops that.
///
/// 8009, 8003; 10007 while the server cannot.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_record(
    client: ilive_client,
    on: bool,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Facade, Later::new(done, user, op), |_| Ok(Call::Record(on)))
}

/// Measures the way to the server. `answer->speed`.
///
/// 8009, 8011; 1005.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_speed_test(
    client: ilive_client,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Facade, Later::new(done, user, op), |_| Ok(Call::SpeedTest))
}

/// Shows exactly these pictures.
///
/// 8002, 8005 for none, 8021, 8011, 1201 out of a room, 1401, 1402.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_show(
    client: ilive_client,
    pictures: *const ilive_shown,
    count: usize,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Facade, Later::new(done, user, op), |args| {
        let read = |shown: &ilive_shown| {
            let user_id = args.text(shown.user_id, "user_id")?;
            Ok(Shown { user_id, source: args.source(shown.source)?, height: shown.height })
        };
        args.list(pictures, count, "pictures")?.iter().map(read).collect::<Result<_, _>>().map(Call::Show)
    })
}

/// Shows none.
///
/// 8002, 8011, 1201 out of a room.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_hide_all(
    client: ilive_client,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Facade, Later::new(done, user, op), |_| Ok(Call::HideAll))
}
