//! Handlers of events (B.6).

use std::os::raw::c_void;

use ilive_session::Call;
use ilive_session::call::HandlerId;

use crate::args::Level;
use crate::callback::{Handler, ilive_event_handler};
use crate::client::{ilive_client, lock, with};

/// Adds a handler of events: it is called for every event from now on, after those that were added before. The same function
/// with another `user` is another handler.
///
/// 8005 for NULL, 8004 for one that was added before.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_add_event_handler(
    client: ilive_client,
    handler: ilive_event_handler,
    user: *mut c_void,
) -> i32 {
    with(client, Level::Facade, |client| {
        let mut handlers = lock(&client.handlers);
        let Some(new) = Handler::new(handler, user) else {
            return client.answered(Call::AddHandler(None), None).map(drop);
        };
        let known = handlers.iter().find(|(_, handler)| handler.is(&new)).map(|(id, _)| *id);
        let next = handlers.last_key_value().map_or(0, |(id, _)| id.0 + 1);
        let id = known.unwrap_or(HandlerId(next));
        client.answered(Call::AddHandler(Some(id)), None)?;
        handlers.insert(id, new);
        Ok(())
    })
}

/// Takes a handler away: it does not hear of an event that is being told either, if others come before it.
///
/// 8005 for NULL, 8022 for one that was not added.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_remove_event_handler(
    client: ilive_client,
    handler: ilive_event_handler,
    user: *mut c_void,
) -> i32 {
    with(client, Level::Facade, |client| {
        let old = Handler::new(handler, user).ok_or_else(|| crate::args::missing("handler"))?;
        let mut handlers = lock(&client.handlers);
        let known = handlers.iter().find(|(_, handler)| handler.is(&old)).map(|(id, _)| *id);
        client.answered(Call::RemoveHandler(known.unwrap_or(HandlerId(u64::MAX))), None)?;
        if let Some(id) = known {
            handlers.remove(&id);
        }
        Ok(())
    })
}
