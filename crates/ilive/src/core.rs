//! A client with its links and its engine: carries out what the client says, in order.

use std::collections::BTreeMap;
use std::time::Instant;

use ilive_protocol::wire::SpeedTestReply;
use ilive_session::device::{DeviceCommand, DeviceEvent};
use ilive_session::io::{EngineCommand, LinkCommand, LinkEvent, LinkId};
use ilive_session::{Accepted, Client, DeviceKind, Error, Input, OpId, Output, Turn};
use tokio::runtime::Handle;
use tokio::sync::{mpsc, oneshot};
use tokio::task::AbortHandle;

use crate::driver::Later;
use crate::engine::{Engine, ExternalBody};
use crate::http::Http;
use crate::link::LinkHandle;
use crate::log::Log;
use crate::outlet::{Completion, Outlet};
use crate::spear::{self, Loaded, Spear};
use crate::speed;

pub(crate) struct Core {
    pub(crate) client: Client,
    pub(crate) outlet: Outlet,
    pub(crate) engine: Engine,
    pub(crate) log: Log,
    /// The bytes of the external frame that is being handed in.
    pub(crate) body: Option<ExternalBody>,
    /// When the driver comes by itself.
    pub(crate) armed: Option<Instant>,
    links: BTreeMap<LinkId, LinkHandle>,
    http: Http,
    runtime: Handle,
    /// Of what may not be handled where it arises.
    later: mpsc::UnboundedSender<Later>,
    app: u32,
    spear: Spear,
    /// The start of the engine that waits for the roles.
    starting: Option<Turn>,
    /// The speed test that runs.
    measuring: Option<(OpId, AbortHandle)>,
}

impl Core {
    #[allow(clippy::too_many_arguments, reason = "one caller; a struct would only name them twice")]
    pub(crate) fn new(
        client: Client,
        outlet: Outlet,
        engine: Engine,
        log: Log,
        http: Http,
        runtime: Handle,
        later: mpsc::UnboundedSender<Later>,
        app: u32,
        spear: Spear,
    ) -> Self {
        Self {
            client,
            outlet,
            engine,
            log,
            body: None,
            armed: None,
            links: BTreeMap::new(),
            http,
            runtime,
            later,
            app,
            spear,
            starting: None,
            measuring: None,
        }
    }

    /// Writes down what became of a call, and who waits for it.
    pub(crate) fn received(
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

    /// Carries out all that the client has to say. `dial` opens a connection.
    pub(crate) fn drain(&mut self, mut dial: impl FnMut(LinkId) -> LinkHandle) {
        while let Some(output) = self.client.poll_output() {
            self.carry_out(output, &mut dial);
        }
    }

    fn carry_out(&mut self, output: Output, dial: &mut impl FnMut(LinkId) -> LinkHandle) {
        match output {
            Output::Link(id, LinkCommand::Dial) => {
                self.links.insert(id, dial(id));
            }
            Output::Link(id, LinkCommand::Send(frame)) => {
                if self.links.get(&id).is_some_and(|link| !link.send(*frame)) {
                    // It takes nothing any more: as good as closed.
                    self.later(Later::Input(Input::Link(id, LinkEvent::Closed)));
                }
            }
            // Without its handle the link writes what is left and closes.
            Output::Link(id, LinkCommand::Close) => _ = self.links.remove(&id),
            Output::Engine(command) => self.engine_command(command),
            Output::Device(command) => self.device_command(command),
            Output::Measure(op, terms) => self.measure(op, terms),
            Output::Completed(op, completion) => {
                if let Some((_, test)) = self.measuring.take_if(|(measured, _)| *measured == op) {
                    test.abort();
                }
                self.log.completed(op, completion.as_ref().map(|_| ()));
                self.outlet.completed(op, completion);
            }
            Output::Event(event) => {
                self.log.event(&event);
                self.outlet.event(event);
            }
        }
    }

    /// Without a driver there is no client that this could be about.
    fn later(&self, later: Later) {
        let _ = self.later.send(later);
    }

    fn engine_command(&mut self, command: EngineCommand) {
        match command {
            EngineCommand::Start(turn) => self.load_roles(turn),
            EngineCommand::Stop(_) => {
                self.starting = None;
                self.engine.command(command);
            }
            _ => self.engine.command(command),
        }
    }

    /// The engine starts once the roles are known: what is sent depends on them.
    fn load_roles(&mut self, turn: Turn) {
        self.starting = Some(turn);
        let load = spear::load(self.http.clone(), self.app, self.spear.clone());
        let later = self.later.clone();
        self.runtime.spawn(async move {
            let _ = later.send(Later::Roles(turn, load.await));
        });
    }

    pub(crate) fn roles_loaded(&mut self, now: Instant, turn: Turn, loaded: Loaded) {
        if self.starting.take_if(|starting| *starting == turn).is_none() {
            return;
        }
        let Loaded { roles, unreadable } = loaded;
        self.client.handle(now, Input::Roles(roles.named()));
        self.engine.set_roles(roles);
        if unreadable {
            self.client.handle(now, Input::RolesUnreadable);
        }
        self.engine.command(EngineCommand::Start(turn));
    }

    /// On a task of its own, which ends with its operation.
    fn measure(&mut self, op: OpId, terms: SpeedTestReply) {
        let (http, later) = (self.http.clone(), self.later.clone());
        let test = self.runtime.spawn(async move {
            let measured = speed::measure(http, terms).await;
            let _ = later.send(Later::Input(Input::Measured(op, measured)));
        });
        self.measuring = Some((op, test.abort_handle()));
    }

    fn device_command(&mut self, command: DeviceCommand) {
        let body = matches!(command, DeviceCommand::Frame(_)).then(|| self.body.take()).flatten();
        self.engine.device(command, body);
    }

    /// Lists are asked for when they are read: nobody has to watch devices that nobody looks at.
    pub(crate) fn read_list(&mut self, now: Instant, kind: DeviceKind) {
        let devices = self.engine.devices().list(kind);
        self.client.handle(now, Input::Device(DeviceEvent::List(kind, devices)));
    }
}
