//! Completions and events, handed out on the thread that asks for them.

use std::cell::Cell;
use std::time::Duration;

use ilive_session::Event;
use sdk::binding::News;

use crate::args::{Level, missing};
use crate::callback::Told;
use crate::client::{Client, ilive_client, lock, with};

/// Handlers that poll within each other: deeper nothing is handed out until they return, or a flood would eat the stack.
const NESTED_MAX: u32 = 16;
/// News that one call hands out: a flood must not keep the caller from its other work.
const NEWS_MAX: usize = 1000;

/// Waits up to `timeout_ms` for news, then hands out all that there is: completions to their `ilive_done`, events to the
/// handlers, in the order in which they came about, and on this thread.
///
/// 0 whether there was any or not. A handler may poll, too; 16 deep nothing is handed out. After `ilive_release`, poll until this returns 8002: then the client is closed.
/// 1007 on another thread than the owner's.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_poll(client: ilive_client, timeout_ms: u32) -> i32 {
    with(client, Level::Facade, |found| {
        let Some(_depth) = Depth::enter() else { return Ok(()) };
        // Before anything is taken: what comes from now on signals again.
        found.descriptor.clear();
        let mut timeout = Duration::from_millis(timeout_ms.into());
        for _ in 0..NEWS_MAX {
            let Some(news) = found.binding.poll(timeout) else { return Ok(()) };
            timeout = Duration::ZERO;
            match news {
                News::Completed(op, completion) => found.completed(client, op, &completion),
                News::Event(event) => told(found, client, &event),
            }
            if found.is_closed() {
                return Ok(());
            }
        }
        found.descriptor.signal();
        Ok(())
    })
}

thread_local! {
    /// Polls on this thread that have not returned.
    static POLLS: Cell<u32> = const { Cell::new(0) };
}

/// A poll, until it returns.
struct Depth;

impl Depth {
    /// None where too many have not returned.
    fn enter() -> Option<Self> {
        POLLS.with(|polls| {
            let depth = polls.get();
            (depth < NESTED_MAX).then(|| {
                polls.set(depth + 1);
                Self
            })
        })
    }
}

impl Drop for Depth {
    fn drop(&mut self) {
        POLLS.with(|polls| polls.set(polls.get() - 1));
    }
}

/// A handler that another one takes away does not hear of it any more.
fn told(client: &Client, handle: ilive_client, event: &Event) {
    let ids: Vec<_> = lock(&client.handlers).keys().copied().collect();
    let Some(told) = Told::new(event) else { return };
    for id in ids {
        let handler = lock(&client.handlers).get(&id).copied();
        if let Some(handler) = handler {
            handler.tell(handle, told.event);
        }
    }
}

/// A file descriptor that is readable (`poll`, `select`, `epoll`) while there is news: then call `ilive_poll` with 0. It is
/// the library's: do not read, write or close it. It is closed with the client. Poll once when you have it: what came before
/// is news too.
///
/// 8005, 8020 when the system gives none.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_descriptor(
    client: ilive_client,
    descriptor: Option<&mut std::mem::MaybeUninit<i32>>,
) -> i32 {
    with(client, Level::Facade, |found| {
        let slot = descriptor.ok_or_else(|| missing("descriptor"))?;
        let opened = found.descriptor.open().map_err(|error| {
            ilive_session::Error::of(ilive_protocol::Code::SdkFailed, "unexpected")
                .because(format!("no descriptor: {error}"))
                .delivered(ilive_protocol::codes::Delivery::Return)
        })?;
        slot.write(opened);
        Ok(())
    })
}

/// How many events were lost because nobody polled: 4096 wait, completions always.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_missed(client: ilive_client, missed: Option<&mut std::mem::MaybeUninit<u64>>) -> i32 {
    with(client, Level::Facade, |found| {
        missed.ok_or_else(|| self::missing("missed"))?.write(found.binding.missed());
        Ok(())
    })
}
