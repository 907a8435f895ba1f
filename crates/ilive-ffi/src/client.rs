//! A client behind its number, and the way of a call to it.

use std::collections::BTreeMap;
use std::mem::MaybeUninit;
use std::os::raw::c_void;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ilive_session::av::ContextState;
use ilive_session::call::HandlerId;
use ilive_session::{Accepted, Answer, Call, Error, OpId};
use sdk::ExternalBody;
use sdk::binding::Binding;

use crate::args::{Args, Level, not_started};
use crate::border::guarded;
use crate::callback::{Done, Handler, ilive_done};
use crate::descriptor::Descriptor;
use crate::gate::Gate;
use crate::handles::Handles;

/// A client; 0 is none. A number that was closed is never given out again.
pub type ilive_client = u64;

/// A call that returned 0, as `ilive_cancel` takes it; 0 is none. Never used again within a client.
pub type ilive_op = u64;

static CLIENTS: Mutex<Handles<Arc<Client>>> = Mutex::new(Handles::new());

/// Names of completions that the session did not give: it counts from 1 up, and gets nowhere near.
const OWN_OPS: u64 = 1 << 63;

/// One client, and what C waits for.
pub(crate) struct Client {
    pub(crate) binding: Binding,
    pub(crate) nick: String,
    pub(crate) descriptor: Arc<Descriptor>,
    gate: Arc<Gate>,
    pub(crate) handlers: Mutex<BTreeMap<HandlerId, Handler>>,
    /// Accepted calls. Locked from before a call until it is noted here: no completion can come in between.
    waiting: Mutex<BTreeMap<OpId, Waiting>>,
    next_own_op: AtomicU64,
    closed: AtomicBool,
}

struct Waiting {
    done: Done,
    /// The call is the release: nothing comes after its completion.
    is_last: bool,
}

/// Where the completion of a call goes, and where its number: what functions take that are answered later.
pub(crate) struct Later<'a> {
    done: Done,
    op: Option<&'a mut MaybeUninit<ilive_op>>,
}

impl<'a> Later<'a> {
    pub(crate) fn new(
        done: ilive_done,
        user: *mut c_void,
        op: Option<&'a mut MaybeUninit<ilive_op>>,
    ) -> Self {
        Self { done: Done::new(done, user), op }
    }
}

/// A lock that was held when something of ours panicked is taken as it is: each step behind it is whole.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Client {
    pub(crate) fn open(
        binding: Binding,
        nick: String,
        descriptor: Arc<Descriptor>,
        gate: Arc<Gate>,
    ) -> ilive_client {
        let client = Self {
            binding,
            nick,
            descriptor,
            gate,
            handlers: Mutex::default(),
            waiting: Mutex::default(),
            next_own_op: AtomicU64::new(OWN_OPS),
            closed: AtomicBool::new(false),
        };
        lock(&CLIENTS).open(Arc::new(client))
    }

    /// The client of this number.
    ///
    /// # Errors
    /// 8005 for 0; 8002, 1101 or 1201 for one that was released or never was.
    pub(crate) fn find(handle: ilive_client, level: Level) -> Result<Arc<Self>, Error> {
        lock(&CLIENTS).get(handle).cloned().ok_or_else(|| level.dead(handle))
    }

    /// Whether its last completion was told.
    pub(crate) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }

    /// Makes a call whose completion follows.
    fn accept(&self, call: Call, later: Later<'_>) -> Result<(), Error> {
        let is_last = call == Call::Release;
        let mut waiting = lock(&self.waiting);
        let (op, answer) = match self.binding.call(call, None)? {
            Accepted::Pending(op) => (op, None),
            Accepted::Done(answer) => (OpId(self.next_own_op.fetch_add(1, Ordering::Relaxed)), Some(answer)),
        };
        waiting.insert(op, Waiting { done: later.done, is_last });
        drop(waiting);
        if let Some(slot) = later.op {
            slot.write(op.0);
        }
        if let Some(answer) = answer {
            self.binding.complete(op, Ok(answer));
        }
        Ok(())
    }

    /// Makes a call that is answered at once; `body` is its picture.
    pub(crate) fn answered(&self, call: Call, body: Option<ExternalBody>) -> Result<Answer, Error> {
        match self.binding.call(call, body)? {
            Accepted::Done(answer) => Ok(answer),
            Accepted::Pending(op) => unreachable!("{op:?}: this call is answered at once"),
        }
    }

    /// Tells whoever waits for it. After the release's, the number is closed before anybody hears of it.
    pub(crate) fn completed(&self, handle: ilive_client, op: OpId, completion: &Result<Answer, Error>) {
        let Some(Waiting { done, is_last }) = lock(&self.waiting).remove(&op) else { return };
        if is_last && completion.is_ok() {
            self.closed.store(true, Ordering::Release);
            drop(lock(&CLIENTS).close(handle));
            self.gate.close();
        }
        done.tell(completion);
    }
}

/// Does something with a client on its owner's thread, which comes first in the order of checks. What is refused here has a
/// trace like what the session refuses.
pub(crate) fn with(
    handle: ilive_client,
    level: Level,
    work: impl FnOnce(&Client) -> Result<(), Error>,
) -> i32 {
    with_any(handle, level, |client| {
        client.binding.owned()?;
        work(client)
    })
}

/// As [`with`], on any thread.
pub(crate) fn with_any(
    handle: ilive_client,
    level: Level,
    work: impl FnOnce(&Client) -> Result<(), Error>,
) -> i32 {
    guarded(|| {
        let client = Client::find(handle, level)?;
        work(&client).map_err(|error| match error.trace_id.is_empty() {
            true => client.binding.refuse(error),
            false => error,
        })
    })
}

/// A call that is answered later: 0, and exactly one completion follows, or its code, and none does.
pub(crate) fn later(
    handle: ilive_client,
    level: Level,
    later: Later<'_>,
    make: impl FnOnce(&Args<'_>) -> Result<Call, Error>,
) -> i32 {
    with(handle, level, |client| client.accept(checked(client, level, make)?, later))
}

/// A call that is answered at once.
pub(crate) fn at_once(
    handle: ilive_client,
    level: Level,
    make: impl FnOnce(&Args<'_>) -> Result<Call, Error>,
) -> i32 {
    with(handle, level, |client| client.answered(checked(client, level, make)?, None).map(drop))
}

/// What is made of arguments. At the AV layer, whether the context runs at all comes before what the arguments are.
pub(crate) fn checked<T>(
    client: &Client,
    level: Level,
    make: impl FnOnce(&Args<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    make(&Args { client, level }).map_err(|error| {
        let started = || client.binding.look(|client| client.context_state() == ContextState::Started);
        if level == Level::Facade || started() { error } else { not_started() }
    })
}
