//! The AV context (C.1): stopped, starting, started, stopping; destroyed ones can be made again.
//!
//! A start asks IM for the own tiny id every time (R2): 1502 when there is no one to ask or the id is unknown, 6999 when IM
//! answers with an error, 7000 when it is silent. Then the engine starts; its failure is `av` 1.

use std::time::Instant;

use ilive_protocol::codes::Layer;
use ilive_protocol::wire::client_frame::Request as R;
use ilive_protocol::{Code, Module, TinyId, wire};

use crate::call::{Accepted, Answer};
use crate::io::{EngineCommand, Turn};
use crate::operations::{Caller, Verb};
use crate::purpose::Purpose;
use crate::{Client, Error, OpId, im};

/// As the app sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContextState {
    /// Destroyed.
    Gone,
    /// `CONTEXT_STATE_STOPPED`.
    Stopped,
    /// On the way up.
    Starting,
    /// `CONTEXT_STATE_STARTED`.
    Started,
    /// On the way down.
    Stopping,
}

#[derive(Debug, Clone, Default)]
pub(crate) enum Context {
    Gone,
    #[default]
    Stopped,
    /// IM is asked for the own tiny id.
    Asking(OpId),
    /// The engine starts; counts as failed at `until`.
    Starting {
        op: OpId,
        turn: Turn,
        until: Instant,
        own: TinyId,
    },
    Started(TinyId),
    /// The engine stops; counts as stopped at `until`.
    Stopping {
        op: OpId,
        turn: Turn,
        until: Instant,
    },
}

impl Context {
    pub(crate) fn state(&self) -> ContextState {
        match self {
            Self::Gone => ContextState::Gone,
            Self::Stopped => ContextState::Stopped,
            Self::Asking(_) | Self::Starting { .. } => ContextState::Starting,
            Self::Started(_) => ContextState::Started,
            Self::Stopping { .. } => ContextState::Stopping,
        }
    }

    pub(crate) fn own(&self) -> Option<TinyId> {
        match self {
            Self::Started(own) => Some(*own),
            _ => None,
        }
    }
}

impl Client {
    /// 1003 while there is one.
    pub(crate) fn create_context(&mut self) -> Result<Accepted, Error> {
        if !matches!(self.context, Context::Gone) {
            return Err(Error::of(Code::AvHasInTheState, "").because("there is a context already"));
        }
        self.context = Context::Stopped;
        Ok(Accepted::Done(Answer::Done))
    }

    /// 1101 of a destroyed one, 1001, 1002, 1003; completes with 0, 1502, 6999, 7000 or 1.
    pub(crate) fn start_context(&mut self, now: Instant) -> Result<Accepted, Error> {
        self.context_there()?;
        self.free(Verb::Start)?;
        if matches!(self.context, Context::Started(_)) {
            return Err(Error::of(Code::AvHasInTheState, "").because("the context is started"));
        }
        let op = self.operations.begin(now, Caller::Av, Verb::Start);
        self.begin_context(now, op);
        Ok(Accepted::Pending(op))
    }

    /// 1001, 1002, 1003, then 1202 in a room and 1602 in a device test.
    pub(crate) fn stop_context(&mut self, now: Instant) -> Result<Accepted, Error> {
        self.context_there()?;
        self.free(Verb::Stop)?;
        if matches!(self.context, Context::Stopped) {
            return Err(Error::of(Code::AvHasInTheState, "").because("the context is stopped"));
        }
        self.room_exited()?;
        self.test_stopped()?;
        let op = self.operations.begin(now, Caller::Av, Verb::Stop);
        let turn = self.turn();
        self.context = Context::Stopping { op, turn, until: now + self.config.timers.local };
        self.engine(EngineCommand::Stop(turn));
        Ok(Accepted::Pending(op))
    }

    /// 1102 unless it is stopped.
    pub(crate) fn destroy_context(&mut self) -> Result<Accepted, Error> {
        self.context_there()?;
        if !matches!(self.context, Context::Stopped) {
            return Err(Error::of(Code::AvContextNotStopped, ""));
        }
        self.context = Context::Gone;
        Ok(Accepted::Done(Answer::Done))
    }

    fn context_there(&self) -> Result<(), Error> {
        if self.released || matches!(self.context, Context::Gone) {
            return Err(Error::of(Code::AvContextNotExist, "").because("the context is destroyed"));
        }
        Ok(())
    }

    /// Asks IM who this is; a destroyed context is made again by a login.
    pub(crate) fn begin_context(&mut self, now: Instant, op: OpId) {
        if matches!(self.context, Context::Started(_)) {
            return self.finish(op, Ok(Answer::Done));
        }
        self.context = Context::Asking(op);
        let user = self.login.session().map(|session| session.who.user.to_string());
        let Some(user) = user.filter(|_| self.link.up().is_some()) else {
            let nobody = Error::of(Code::AvOpenidToTinyidFailed, "");
            return self.context_failed(
                now,
                op,
                nobody.because("there is no login, or no link, to ask for the own id"),
            );
        };
        let resolve = wire::Resolve { user_ids: vec![user], tiny_ids: Vec::new() };
        self.ask(now, R::Resolve(resolve), Purpose::OwnId(op));
    }

    pub(crate) fn own_id_answered(
        &mut self,
        now: Instant,
        op: OpId,
        reply: Result<wire::ResolveReply, Error>,
    ) {
        let user = self.login.session().map(|session| session.who.user.to_string()).unwrap_or_default();
        let own = match reply {
            Ok(reply) => reply.identities.into_iter().find(|identity| identity.user_id == user),
            Err(error) => return self.context_failed(now, op, own_id_error(error)),
        };
        let Some(own) = own else {
            return self.context_failed(now, op, Error::of(Code::AvOpenidToTinyidFailed, "unknown_id"));
        };
        let turn = self.turn();
        let until = now + self.config.timers.local;
        self.context = Context::Starting { op, turn, until, own: TinyId(own.tiny_id) };
        self.engine(EngineCommand::Start(turn));
    }

    pub(crate) fn engine_started(&mut self, now: Instant, turn: Turn, result: Result<(), String>) {
        let Context::Starting { op, turn: awaited, own, .. } = self.context else { return };
        if awaited != turn {
            return;
        }
        match result {
            Ok(()) => {
                self.context = Context::Started(own);
                self.finish(op, Ok(Answer::Done));
            }
            Err(why) => {
                self.context_failed(now, op, Error::of(Code::AvFailed, "engine_failed").because(why));
            }
        }
    }

    pub(crate) fn engine_stopped(&mut self, turn: Turn) {
        if let Context::Stopping { op, turn: awaited, .. } = self.context
            && awaited == turn
        {
            self.context = Context::Stopped;
            self.finish(op, Ok(Answer::Done));
        }
    }

    fn context_failed(&mut self, now: Instant, op: OpId, error: Error) {
        if let Context::Starting { .. } = self.context {
            let turn = self.turn();
            self.engine(EngineCommand::Stop(turn));
        }
        self.context = Context::Stopped;
        // A login that gets no further is no login.
        if self.operations.get(op).is_some_and(|operation| operation.caller == Caller::Facade) {
            self.undo_login(now, op, &error);
        }
        self.finish(op, Err(error));
    }

    /// A start or a stop is given up.
    pub(crate) fn abandon_context(&mut self, now: Instant, op: OpId) {
        self.requests.take(|purpose| *purpose == Purpose::OwnId(op));
        match self.context {
            Context::Asking(asking) if asking == op => self.context = Context::Stopped,
            Context::Starting { op: starting, .. } if starting == op => {
                let turn = self.turn();
                self.context = Context::Stopped;
                self.engine(EngineCommand::Stop(turn));
            }
            Context::Stopping { op: stopping, .. } if stopping == op => self.context = Context::Stopped,
            _ => {}
        }
        if self.operations.get(op).is_some_and(|operation| operation.caller == Caller::Facade) {
            self.undo_login(now, op, &Error::of(Code::UserCancel, "left"));
        }
    }

    pub(crate) fn context_deadline(&self) -> Option<(Instant, &'static str)> {
        match self.context {
            Context::Starting { until, .. } | Context::Stopping { until, .. } => Some((until, "engine")),
            _ => None,
        }
    }

    pub(crate) fn expire_context(&mut self, now: Instant) {
        match self.context {
            Context::Starting { op, until, .. } if until <= now => {
                self.context_failed(now, op, Error::of(Code::AvTimeout, "no_answer"));
            }
            Context::Stopping { turn, until, .. } if until <= now => self.engine_stopped(turn),
            _ => {}
        }
    }
}

/// Silence has its own code already; what IM said is nested.
fn own_id_error(error: Error) -> Error {
    if error.module == Module::Im && error.code == im::UNKNOWN_ID {
        return Error::of(Code::AvOpenidToTinyidFailed, "unknown_id").caused_by(error);
    }
    match error.raised_by {
        Layer::Server => Error::of(Code::AvImsdkFail, "").caused_by(error),
        _ => error,
    }
}
