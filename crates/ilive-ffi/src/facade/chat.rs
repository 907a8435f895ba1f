//! Messages (B.5). An acknowledged one is on the server's disk.

use std::mem::MaybeUninit;
use std::os::raw::c_void;

use ilive_session::Call;

use crate::args::Level;
use crate::callback::ilive_done;
use crate::client::{Later, ilive_client, ilive_op, later};
use crate::message::{self, ilive_element};
use crate::text::ilive_text;

/// Sends a text to a user. `answer->seq`, `answer->time_ms`: its place, and when it was kept.
///
/// 8001 without messaging, 8009, 8021 for an empty or too long one, 8053 with the outbox full.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_send_c2c_text(
    client: ilive_client,
    user_id: ilive_text,
    words: ilive_text,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Facade, Later::new(done, user, op), |args| {
        let words = message::text(args.text(words, "words")?);
        Ok(Call::SendC2c(args.text(user_id, "user_id")?, words))
    })
}

/// Sends a text to the current room's group.
///
/// As `ilive_send_c2c_text`; 8003 out of a room.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_send_group_text(
    client: ilive_client,
    words: ilive_text,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Facade, Later::new(done, user, op), |args| {
        Ok(Call::SendGroup(message::text(args.text(words, "words")?)))
    })
}

/// Sends any elements to a user, 1 to 32.
///
/// As `ilive_send_c2c_text`.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_send_c2c(
    client: ilive_client,
    user_id: ilive_text,
    elements: *const ilive_element,
    count: usize,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Facade, Later::new(done, user, op), |args| {
        let elements = message::elements(args, elements, count)?;
        Ok(Call::SendC2c(args.text(user_id, "user_id")?, elements))
    })
}

/// Sends any elements to the current room's group.
///
/// As `ilive_send_group_text`.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_send_group(
    client: ilive_client,
    elements: *const ilive_element,
    count: usize,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Facade, Later::new(done, user, op), |args| {
        Ok(Call::SendGroup(message::elements(args, elements, count)?))
    })
}
