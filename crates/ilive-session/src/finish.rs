//! What all parts use: the one way out of an accepted call, and the ways out of the client.

use ilive_protocol::codes::Delivery;

use crate::av::Context;
use crate::call::Answer;
use crate::device::DeviceCommand;
use crate::invite::Invite;
use crate::io::{EngineCommand, PeerNo};
use crate::names::Names;
use crate::operations::{Caller, OpId, Verb};
use crate::phone::Phone;
use crate::{Client, Error, Event, Output, Turn, up};

impl Client {
    /// The one way out of an accepted call. What has had its completion gets no other.
    pub(crate) fn finish(&mut self, op: OpId, result: Result<Answer, Error>) {
        let Some(operation) = self.operations.end(op) else { return };
        let result = match (operation.caller, result) {
            (Caller::Facade, Err(error)) => up::up(operation.verb, error),
            (_, result) => result,
        };
        let result = result.map_err(|error| self.traced(error).delivered(Delivery::Completion));
        self.outputs.push_back(Output::Completed(op, result));
    }

    /// Ends all that is in flight.
    pub(crate) fn end_all(&mut self, error: &Error) {
        for op in self.operations.all() {
            self.end_one(op, error);
        }
    }

    pub(crate) fn end_others(&mut self, but: OpId, error: &Error) {
        for op in self.operations.all().into_iter().filter(|op| *op != but) {
            self.end_one(op, error);
        }
    }

    /// A logout that the end of the login overtakes has what it wanted.
    fn end_one(&mut self, op: OpId, error: &Error) {
        let leaving = self
            .operations
            .get(op)
            .is_some_and(|operation| matches!(operation.verb, Verb::Logout | Verb::Release));
        let result = if leaving { Ok(Answer::Done) } else { Err(error.clone()) };
        self.finish(op, result);
    }

    /// Everything that hangs on a login is as before it. Operations are ended by whoever calls this.
    pub(crate) fn reset(&mut self) {
        self.leave_now();
        self.reset_devices();
        self.reset_test();
        if !matches!(self.context, Context::Gone | Context::Stopped) {
            let turn = self.turn();
            self.engine(EngineCommand::Stop(turn));
            self.context = Context::Stopped;
        }
        self.requests.clear();
        self.names = Names::default();
        self.links.clear();
        self.invite = Invite::default();
        self.phone = Phone::default();
        self.abandon_speed_test();
    }

    pub(crate) fn turn(&mut self) -> Turn {
        self.last_turn += 1;
        Turn(self.last_turn)
    }

    pub(crate) fn new_peer(&mut self) -> PeerNo {
        self.last_peer += 1;
        PeerNo(self.last_peer)
    }

    pub(crate) fn engine(&mut self, command: EngineCommand) {
        self.outputs.push_back(Output::Engine(command));
    }

    pub(crate) fn device(&mut self, command: DeviceCommand) {
        self.outputs.push_back(Output::Device(command));
    }

    pub(crate) fn event(&mut self, event: Event) {
        self.outputs.push_back(Output::Event(event));
    }

    pub(crate) fn warn(&mut self, error: Error) {
        let error = self.as_event(error);
        self.event(Event::Warning(error));
    }

    pub(crate) fn as_event(&mut self, error: Error) -> Error {
        self.traced(error).delivered(Delivery::Event)
    }

    /// Every error has a trace: the server's, or one of this client's log.
    pub(crate) fn traced(&mut self, mut error: Error) -> Error {
        if error.trace_id.is_empty() {
            error.trace_id = self.seed.trace();
        }
        error
    }
}
