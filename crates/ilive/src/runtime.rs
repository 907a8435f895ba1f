//! The threads that all clients of a process share.

use std::sync::{Mutex, PoisonError};

use ilive_protocol::Code;
use ilive_session::Error;
use tokio::runtime::{Builder, Handle, Runtime};

/// One for sockets that are busy, one so that a timer is not late because of them.
const THREADS: usize = 2;

/// Made with the first client; it stays until the process ends. Made under the lock, since one too many could not be dropped
/// where the app calls from a task.
static RUNTIME: Mutex<Option<Runtime>> = Mutex::new(None);

/// # Errors
/// 8020 when the system gives no thread.
pub(crate) fn handle() -> Result<Handle, Error> {
    let mut runtime = RUNTIME.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(runtime) = &*runtime {
        return Ok(runtime.handle().clone());
    }
    let made =
        Builder::new_multi_thread().worker_threads(THREADS).thread_name("ilive-io").enable_all().build();
    let made = made.map_err(|error| {
        Error::of(Code::SdkFailed, "unexpected").because(format!("no thread for the network: {error}"))
    })?;
    Ok(runtime.insert(made).handle().clone())
}
