//! The device test (C.7): out of a room, with cameras, microphones and players.

use std::time::Instant;

use ilive_protocol::Code;

use crate::call::{Accepted, Answer};
use crate::device::{DeviceCommand, DeviceFailure};
use crate::io::Turn;
use crate::operations::{Caller, Verb};
use crate::{Client, Error, OpId};

/// As the app sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TestState {
    /// `DEVICE_TEST_STATE_STOPPED`.
    Stopped,
    /// On the way up.
    Starting,
    /// `DEVICE_TEST_STATE_STARTED`.
    Started,
    /// On the way down.
    Stopping,
}

#[derive(Debug, Clone, Default)]
pub(crate) enum Test {
    #[default]
    Stopped,
    Starting {
        op: OpId,
        turn: Turn,
        until: Instant,
    },
    Started,
    /// Counts as stopped at `until`.
    Stopping {
        op: OpId,
        turn: Turn,
        until: Instant,
    },
}

impl Test {
    pub(crate) fn state(&self) -> TestState {
        match self {
            Self::Stopped => TestState::Stopped,
            Self::Starting { .. } => TestState::Starting,
            Self::Started => TestState::Started,
            Self::Stopping { .. } => TestState::Stopping,
        }
    }
}

impl Client {
    /// 1101, 1001, 1002, 1003, 1202 unless the room is exited.
    pub(crate) fn start_test(&mut self, now: Instant, caller: Caller) -> Result<Accepted, Error> {
        self.started()?;
        self.free(Verb::StartTest)?;
        if matches!(self.test, Test::Started) {
            return Err(Error::of(Code::AvHasInTheState, "").because("the device test is started"));
        }
        self.room_exited()?;
        let op = self.operations.begin(now, caller, Verb::StartTest);
        let (turn, until) = (self.turn(), now + self.config.timers.local);
        self.test = Test::Starting { op, turn, until };
        self.device(DeviceCommand::StartTest(turn));
        Ok(Accepted::Pending(op))
    }

    /// 1101, 1001, 1002, 1601.
    pub(crate) fn stop_test(&mut self, now: Instant, caller: Caller) -> Result<Accepted, Error> {
        self.started()?;
        self.free(Verb::StopTest)?;
        self.test_started()?;
        let op = self.operations.begin(now, caller, Verb::StopTest);
        let (turn, until) = (self.turn(), now + self.config.timers.local);
        self.drop_devices();
        self.test = Test::Stopping { op, turn, until };
        self.device(DeviceCommand::StopTest(turn));
        Ok(Accepted::Pending(op))
    }

    /// 1601.
    pub(crate) fn test_started(&self) -> Result<(), Error> {
        match self.test {
            Test::Started => Ok(()),
            _ => Err(Error::of(Code::AvDeviceTestNotExist, "")),
        }
    }

    pub(crate) fn test_has_started(&mut self, turn: Turn, result: Result<(), DeviceFailure>) {
        let Test::Starting { op, turn: awaited, .. } = self.test else { return };
        if awaited != turn {
            return;
        }
        match result {
            Ok(()) => {
                self.test = Test::Started;
                self.finish(op, Ok(Answer::Done));
            }
            Err(_) => self.test_failed(op, Error::of(Code::AvFailed, "device_failed")),
        }
    }

    fn test_failed(&mut self, op: OpId, error: Error) {
        self.reset_test();
        self.finish(op, Err(error));
    }

    pub(crate) fn test_has_stopped(&mut self, turn: Turn) {
        if let Test::Stopping { op, turn: awaited, .. } = self.test
            && awaited == turn
        {
            self.test = Test::Stopped;
            self.finish(op, Ok(Answer::Done));
        }
    }

    /// Stopped, whatever it was; nobody waits for the shell.
    pub(crate) fn reset_test(&mut self) {
        if !matches!(self.test, Test::Stopped) {
            let turn = self.turn();
            self.device(DeviceCommand::StopTest(turn));
            self.test = Test::Stopped;
        }
    }

    pub(crate) fn test_deadline(&self) -> Option<(Instant, &'static str)> {
        match self.test {
            Test::Starting { until, .. } | Test::Stopping { until, .. } => Some((until, "device test")),
            Test::Stopped | Test::Started => None,
        }
    }

    pub(crate) fn expire_test(&mut self, now: Instant) {
        match self.test {
            Test::Starting { op, until, .. } if until <= now => {
                self.test_failed(op, Error::of(Code::AvTimeout, "no_answer"));
            }
            Test::Stopping { turn, until, .. } if until <= now => self.test_has_stopped(turn),
            _ => {}
        }
    }
}
