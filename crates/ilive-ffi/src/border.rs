//! What every function does: nothing of ours unwinds into C, and what was refused can be asked for.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};

use ilive_protocol::Code;
use ilive_protocol::codes::Delivery;
use ilive_session::Error;

use crate::error::{self, ilive_error};
use crate::keep::Keep;

/// A failure with all that it points at.
struct Last {
    error: *const ilive_error,
    _kept: Keep,
}

thread_local! {
    static LAST: RefCell<Option<Last>> = const { RefCell::new(None) };
}

/// Does `work`; 0, or its code, and then [`ilive_last_error`] has the rest. A panic, a fault of ours, is 8020.
pub(crate) fn guarded(work: impl FnOnce() -> Result<(), Error>) -> i32 {
    // What a panic leaves behind is the same that another thread would find: behind locks that take it as it is.
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(Ok(())) => 0,
        Ok(Err(error)) => refused(&traced(error)),
        Err(_) => refused(&traced(Error::of(Code::SdkFailed, "unexpected").delivered(Delivery::Return))),
    }
}

/// What was refused without a client, and so without its log, has its line where the SDK writes without a file.
fn traced(mut error: Error) -> Error {
    static TRACES: AtomicU64 = AtomicU64::new(1);
    if error.trace_id.is_empty() {
        error.trace_id = format!("f{:08x}-{}", std::process::id(), TRACES.fetch_add(1, Ordering::Relaxed));
        let Error { module, code, sub_reason, trace_id, message, .. } = &error;
        tracing::info!(%trace_id, %module, code, %sub_reason, %message, "refused");
    }
    error
}

fn refused(error: &Error) -> i32 {
    let mut keep = Keep::default();
    let told = ilive_error::of(error, &mut keep);
    let last = Last { error: keep.one(told), _kept: keep };
    // A thread that ends has nobody who asks.
    let _ = LAST.try_with(|slot| slot.replace(Some(last)));
    error::number(error)
}

/// The last failure that a function of this library returned on this thread; NULL: none was.
///
/// It lives until the next function returns one on this thread, or the thread ends.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_last_error() -> *const ilive_error {
    let last = LAST.try_with(|slot| slot.borrow().as_ref().map(|last| last.error));
    last.ok().flatten().unwrap_or(std::ptr::null())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn last() -> (i32, String) {
        let error = crate::list::read(ilive_last_error(), 1)[0];
        (error.code, error.sub_reason.read().expect("a text"))
    }

    #[test]
    fn a_panic_stops_at_the_border() {
        let code = guarded(|| panic!("a fault of ours, for the test"));

        assert_eq!((code, last()), (8020, (8020, "unexpected".to_owned())));
    }

    #[test]
    fn what_is_refused_without_a_client_has_a_trace_of_its_own() {
        let trace = || {
            guarded(|| Err(Error::of(Code::AvNotReady, "")));
            crate::list::read(ilive_last_error(), 1)[0].trace_id.read().expect("a text")
        };

        assert_ne!(trace(), trace());
    }

    #[test]
    fn the_last_failure_is_that_of_this_thread_and_outlives_a_success() {
        assert_eq!(guarded(|| Err(Error::of(Code::NotFound, "no_camera"))), 8022);
        assert_eq!(guarded(|| Ok(())), 0);

        let there = std::thread::spawn(|| ilive_last_error().is_null()).join().expect("no panic");

        assert!(there, "nothing was refused on that thread");
        assert_eq!(last(), (8022, "no_camera".to_owned()));
    }
}
