//! One client behind one lock; every way into it drains what it has to say.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::thread::ThreadId;
use std::time::Instant;

use ilive_session::device::DeviceCall;
use ilive_session::io::LinkId;
use ilive_session::{Accepted, Call, Client, DeviceKind, Error, Input, Turn, av};
use tokio::runtime::Handle;
use tokio::sync::{Notify, mpsc, oneshot};

use crate::config::Config;
use crate::core::Core;
use crate::driver::{self, Later};
use crate::engine::{Devices, Engine, ExternalBody, Report};
use crate::link::{self, Dialing, LinkHandle};
use crate::log::{self, Log};
use crate::outlet::{Completion, Outlet};
use crate::runtime;
use crate::spear::Loaded;

/// What all handles of a client share.
pub(crate) struct Shared {
    core: Mutex<Core>,
    /// The driver must look at its deadline again.
    wake: Arc<Notify>,
    /// The thread that calls are taken from; none: from all.
    owner: Option<ThreadId>,
    runtime: Handle,
    dialing: Dialing,
}

/// A call that was not refused.
pub(crate) struct Called {
    pub(crate) accepted: Accepted,
    /// Of an accepted call, where a future waits for it.
    pub(crate) receiver: Option<oneshot::Receiver<Completion>>,
}

impl Shared {
    /// # Errors
    /// 8021 for a bad address, app or log file, 8020 when the system gives no thread or no trust store.
    pub(crate) fn start(config: Config, outlet: Outlet) -> Result<Arc<Self>, Error> {
        let address = config.address()?;
        let app = config.session.sdk_app_id;
        let client = Client::new(config.session, rand::random())?;
        let log = Log::open(config.log.as_ref())?;
        let runtime = runtime::handle()?;
        let dialing = Dialing::new(address, config.roots)?;
        let http = dialing.http()?;
        let (later, reports) = mpsc::unbounded_channel();
        let engine = Engine::new(&config.media, runtime.clone(), reporter(later.clone()), config.sink);
        let core = Core::new(client, outlet, engine, log, http, runtime.clone(), later, app, config.spear);
        let wake = Arc::new(Notify::new());
        let shared = Arc::new(Self {
            core: Mutex::new(core),
            wake: Arc::clone(&wake),
            owner: config.strict_threads.then(|| std::thread::current().id()),
            runtime: runtime.clone(),
            dialing,
        });
        runtime.spawn(driver::drive(Arc::downgrade(&shared), wake, reports));
        Ok(shared)
    }

    fn core(&self) -> MutexGuard<'_, Core> {
        // A panic while it was held is a fault of ours; the state machines have no half-done step that could be seen.
        self.core.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes a call on the caller's thread. `body`: of an external frame.
    ///
    /// # Errors
    /// 1007 on a thread that does not own the object; the first guard that refuses.
    pub(crate) fn call(self: &Arc<Self>, call: Call, body: Option<ExternalBody>) -> Result<Called, Error> {
        let now = Instant::now();
        let mut core = self.core();
        let name = log::name(&call);
        if !is_from_any_thread(&call) {
            self.check_thread(&mut core, &name)?;
        }
        if let Some(kind) = listed(&call) {
            core.read_list(now, kind);
        }
        core.body = body;
        let accepted = core.client.call(now, call);
        let receiver = core.received(&name, &accepted);
        self.drain(&mut core);
        core.body = None;
        Ok(Called { accepted: accepted?, receiver })
    }

    /// # Errors
    /// 1007 on a thread that does not own the object.
    pub(crate) fn owned(&self) -> Result<(), Error> {
        self.check_thread(&mut self.core(), "")
    }

    fn check_thread(&self, core: &mut Core, call: &str) -> Result<(), Error> {
        if self.owner.is_none_or(|owner| owner == std::thread::current().id()) {
            return Ok(());
        }
        let error = core.client.foreign_thread();
        core.log.refused(call, &error);
        Err(error)
    }

    /// What a binding refuses by itself: it gets its trace, and its line in the log.
    pub(crate) fn refuse(&self, error: Error) -> Error {
        let mut core = self.core();
        let error = core.client.refuse(error);
        core.log.refused("", &error);
        error
    }

    /// Takes what has happened. Never called by what the lock is held for.
    pub(crate) fn handle(self: &Arc<Self>, input: Input) {
        let mut core = self.core();
        core.client.handle(Instant::now(), input);
        self.drain(&mut core);
    }

    /// The app's roles are known, as far as they will be: what waited for them goes on.
    pub(crate) fn roles_loaded(self: &Arc<Self>, turn: Turn, loaded: Loaded) {
        let mut core = self.core();
        core.roles_loaded(Instant::now(), turn, loaded);
        self.drain(&mut core);
    }

    /// Looks something up.
    pub(crate) fn look<T>(&self, look: impl FnOnce(&Client) -> T) -> T {
        look(&self.core().client)
    }

    /// Looks something up of the engine.
    pub(crate) fn engine<T>(&self, look: impl FnOnce(&Engine) -> T) -> T {
        look(&self.core().engine)
    }

    /// The devices there are. Whoever asks them waits for a system, not with the lock held.
    pub(crate) fn devices(&self) -> Devices {
        self.engine(Engine::devices)
    }

    pub(crate) fn subscribe(&self, mailbox: &Arc<crate::events::Mailbox>) {
        self.core().outlet.subscribe(mailbox);
    }

    pub(crate) fn runtime(&self) -> &Handle {
        &self.runtime
    }

    /// When the driver has to come by itself; it will.
    pub(crate) fn arm(&self) -> Option<Instant> {
        let mut core = self.core();
        core.armed = core.client.poll_timeout().map(|(at, _)| at);
        core.armed
    }

    fn drain(self: &Arc<Self>, core: &mut Core) {
        let weak = Arc::downgrade(self);
        core.drain(|id| self.dial(&weak, id));
        let next = core.client.poll_timeout().map(|(at, _)| at);
        if next.is_some_and(|next| core.armed.is_none_or(|armed| next < armed)) {
            self.wake.notify_one();
        }
    }

    fn dial(&self, shared: &Weak<Self>, id: LinkId) -> LinkHandle {
        let (handle, outgoing) = LinkHandle::new();
        self.runtime.spawn(link::run(shared.clone(), id, self.dialing.clone(), outgoing));
        handle
    }
}

/// The last handle is gone: what can still be said is written before the connection closes.
impl Drop for Shared {
    fn drop(&mut self) {
        let core = self.core.get_mut().unwrap_or_else(PoisonError::into_inner);
        // Refused when it was released before, and then there is nothing to say.
        let _ = core.client.call(Instant::now(), Call::Release);
        core.drain(|_| LinkHandle::new().0);
        core.outlet.close();
        self.wake.notify_one();
    }
}

/// Frames and data of the app's own come from whatever thread makes them, the data callbacks' too.
fn is_from_any_thread(call: &Call) -> bool {
    matches!(
        call,
        Call::Device(DeviceCall::Fill(..) | DeviceCall::CustomData(_))
            | Call::Av(av::Call::Device(DeviceCall::Fill(..) | DeviceCall::CustomData(_)))
    )
}

/// The kind whose list a call needs.
fn listed(call: &Call) -> Option<DeviceKind> {
    match call {
        Call::Device(device) | Call::Av(av::Call::Device(device)) => match device {
            DeviceCall::List(kind) => Some(*kind),
            DeviceCall::Open(kind, _) | DeviceCall::OpenInTest(kind, _) if kind.is_listed() => Some(*kind),
            _ => None,
        },
        _ => None,
    }
}

/// What the engine reports goes to the driver: it may come from under a command, where the lock is held.
fn reporter(later: mpsc::UnboundedSender<Later>) -> Arc<dyn Fn(Report) + Send + Sync> {
    Arc::new(move |report| {
        let input = match report {
            Report::Engine(event) => Input::Engine(event),
            Report::Device(event) => Input::Device(event),
            Report::MediaSilent => Input::MediaSilent,
        };
        // The client is gone, and so is what this is about.
        let _ = later.send(Later::Input(input));
    })
}
