//! One client with its links and its engine, behind one lock; every way into it drains what it has to say.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::thread::ThreadId;
use std::time::Instant;

use ilive_protocol::wire::SpeedTestReply;
use ilive_session::device::{DeviceCall, DeviceCommand, DeviceEvent};
use ilive_session::io::{EngineCommand, LinkCommand, LinkEvent, LinkId};
use ilive_session::{Accepted, Call, Client, DeviceKind, Error, Input, OpId, Output, av};
use tokio::runtime::Handle;
use tokio::sync::{Notify, mpsc, oneshot};

use crate::config::Config;
use crate::engine::{Engine, ExternalBody, Report};
use crate::http::Http;
use crate::link::{self, Dialing, LinkHandle};
use crate::log::{self, Log};
use crate::outlet::{Completion, Outlet};
use crate::{driver, runtime, speed};

/// What all handles of a client share.
pub(crate) struct Shared {
    core: Mutex<Core>,
    /// The driver must look at its deadline again.
    wake: Arc<Notify>,
    /// The thread that calls are taken from; none: from all.
    owner: Option<ThreadId>,
    runtime: Handle,
    dialing: Dialing,
    /// Of what may not be handled where it arises.
    later: mpsc::UnboundedSender<Input>,
}

struct Core {
    client: Client,
    outlet: Outlet,
    links: BTreeMap<LinkId, LinkHandle>,
    engine: Engine,
    /// The bytes of the external frame that is being handed in.
    body: Option<ExternalBody>,
    log: Log,
    http: Http,
    runtime: Handle,
    /// When the driver comes by itself.
    armed: Option<Instant>,
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
        let client = Client::new(config.session, rand::random())?;
        let log = Log::open(config.log.as_ref())?;
        let runtime = runtime::handle()?;
        let dialing = Dialing::new(address, config.roots)?;
        let http = dialing.http()?;
        let (later, reports) = mpsc::unbounded_channel();
        let wake = Arc::new(Notify::new());
        let report = reporter(later.clone());
        let engine = Engine::new(config.media, runtime.clone(), report, config.sink);
        let core = Core {
            client,
            outlet,
            links: BTreeMap::new(),
            engine,
            body: None,
            log,
            http,
            runtime: runtime.clone(),
            armed: None,
        };
        let shared = Arc::new(Self {
            core: Mutex::new(core),
            wake: Arc::clone(&wake),
            owner: config.strict_threads.then(|| std::thread::current().id()),
            runtime: runtime.clone(),
            dialing,
            later,
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
        let now = now();
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

    /// Takes what has happened. Never called by what the lock is held for.
    pub(crate) fn handle(self: &Arc<Self>, input: Input) {
        let mut core = self.core();
        core.client.handle(now(), input);
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
        while let Some(output) = core.client.poll_output() {
            core.carry_out(output, |id| self.dial(&weak, id), &self.later);
        }
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
        let _ = core.client.call(now(), Call::Release);
        while let Some(output) = core.client.poll_output() {
            core.carry_out(output, |_| LinkHandle::new().0, &self.later);
        }
        core.outlet.close();
        self.wake.notify_one();
    }
}

impl Core {
    /// Writes down what became of a call, and who waits for it.
    fn received(
        &mut self,
        name: &str,
        accepted: &Result<Accepted, Error>,
    ) -> Option<oneshot::Receiver<Completion>> {
        match accepted {
            Ok(Accepted::Pending(op)) => {
                self.log.accepted(name, *op);
                self.outlet.register(*op)
            }
            Ok(Accepted::Done(_)) => None,
            Err(error) => {
                self.log.refused(name, error);
                None
            }
        }
    }

    fn carry_out(
        &mut self,
        output: Output,
        dial: impl FnOnce(LinkId) -> LinkHandle,
        later: &mpsc::UnboundedSender<Input>,
    ) {
        match output {
            Output::Link(id, LinkCommand::Dial) => {
                self.links.insert(id, dial(id));
            }
            Output::Link(id, LinkCommand::Send(frame)) => {
                if self.links.get(&id).is_some_and(|link| !link.send(*frame)) {
                    // It takes nothing any more: as good as closed. Driver gone: so is the client.
                    let _ = later.send(Input::Link(id, LinkEvent::Closed));
                }
            }
            // Without its handle the link writes what is left and closes.
            Output::Link(id, LinkCommand::Close) => _ = self.links.remove(&id),
            Output::Engine(command) => self.engine_command(command),
            Output::Device(command) => self.device_command(command),
            Output::Measure(op, terms) => self.measure(op, terms, later.clone()),
            Output::Completed(op, completion) => {
                self.log.completed(op, completion.as_ref().map(|_| ()));
                self.outlet.completed(op, completion);
            }
            Output::Event(event) => {
                self.log.event(&event);
                self.outlet.event(event);
            }
        }
    }

    /// On a task of its own; what comes of it after its completion is of no account.
    fn measure(&self, op: OpId, terms: SpeedTestReply, later: mpsc::UnboundedSender<Input>) {
        let http = self.http.clone();
        self.runtime.spawn(async move {
            let _ = later.send(Input::Measured(op, speed::measure(http, terms).await));
        });
    }

    fn engine_command(&mut self, command: EngineCommand) {
        self.engine.command(command);
    }

    fn device_command(&mut self, command: DeviceCommand) {
        let body = matches!(command, DeviceCommand::Frame(_)).then(|| self.body.take()).flatten();
        self.engine.device(command, body);
    }

    /// Lists are asked for when they are read: nobody has to watch devices that nobody looks at.
    fn read_list(&mut self, now: Instant, kind: DeviceKind) {
        let devices = self.engine.devices(kind);
        self.client.handle(now, Input::Device(DeviceEvent::List(kind, devices)));
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
fn reporter(later: mpsc::UnboundedSender<Input>) -> Arc<dyn Fn(Report) + Send + Sync> {
    Arc::new(move |report| {
        let input = match report {
            Report::Engine(event) => Input::Engine(event),
            Report::Device(event) => Input::Device(event),
        };
        // The client is gone, and so is what this is about.
        let _ = later.send(input);
    })
}

fn now() -> Instant {
    Instant::now()
}
