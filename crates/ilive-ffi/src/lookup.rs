//! What can be looked up without asking anybody.

use std::cell::RefCell;
use std::mem::MaybeUninit;

use crate::args::{Level, missing};
use crate::client::{ilive_client, with};
use crate::keep::Keep;
use crate::numbers::{
    self, ilive_call_state, ilive_context_state, ilive_device_test_state, ilive_room_state,
};
use crate::room::ilive_room;

/// What a client is doing.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct ilive_state {
    /// Of the AV context.
    pub context: ilive_context_state,
    /// Of the AV room.
    pub room: ilive_room_state,
    /// Of the device test.
    pub test: ilive_device_test_state,
    /// Logged in, all the way.
    pub logged_in: bool,
    /// The room that was entered and not left; its name lives until the next state is asked for on this thread.
    pub current_room: ilive_room,
}

thread_local! {
    /// What the last state on this thread points at.
    static LOOKED: RefCell<Keep> = RefCell::default();
}

/// What the client is doing now.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_get_state(client: ilive_client, state: Option<&mut MaybeUninit<ilive_state>>) -> i32 {
    with(client, Level::Facade, |client| {
        let slot = state.ok_or_else(|| missing("state"))?;
        let mut keep = Keep::default();
        slot.write(client.binding.look(|client| ilive_state {
            context: numbers::context_number(client.context_state()),
            room: numbers::room_number(client.room_state()),
            test: numbers::test_number(client.test_state()),
            logged_in: client.is_logged_in(),
            current_room:
                client.current_room().map_or(ilive_room::NONE, |room| ilive_room::of(room, &mut keep)),
        }));
        LOOKED.with(|looked| looked.replace(keep));
        Ok(())
    })
}

/// The state of a call; `ILIVE_CALL_STATE_NONE` when there is no such call.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_get_call_state(
    client: ilive_client,
    call: u64,
    state: Option<&mut MaybeUninit<ilive_call_state>>,
) -> i32 {
    with(client, Level::Facade, |client| {
        let slot = state.ok_or_else(|| missing("state"))?;
        slot.write(numbers::call_number(client.binding.look(|client| client.phone_state(call))));
        Ok(())
    })
}
