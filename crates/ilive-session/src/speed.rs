//! The speed test: the server says what may be asked of it, the shell measures, and one answer comes of it.

use std::time::Instant;

use ilive_protocol::wire::client_frame::Request as R;
use ilive_protocol::{Code, wire};

use crate::call::{Accepted, Answer};
use crate::operations::{Caller, Verb};
use crate::purpose::Purpose;
use crate::{Client, Error, OpId, Output};

/// What a speed test has measured; what could not be measured is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SpeedReport {
    /// There and back, in microseconds: the median.
    pub rtt_us: Option<u32>,
    /// The mean of how much one round trip differs from the one before, in microseconds.
    pub jitter_us: Option<u32>,
    /// Datagrams that did not arrive at the server, of 10,000 (E.13).
    pub up_loss: Option<u32>,
    /// Datagrams that did not come back of those that had arrived, of 10,000.
    pub down_loss: Option<u32>,
    /// Bits a second to the server.
    pub up_bps: Option<u64>,
    /// Bits a second from the server.
    pub down_bps: Option<u64>,
}

/// The one that the shell is measuring.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Measuring {
    op: OpId,
    until: Instant,
}

impl Client {
    /// 8009, 8011.
    pub(crate) fn speed_test(&mut self, now: Instant) -> Result<Accepted, Error> {
        self.alive()?;
        self.logged_in_8009()?;
        self.im_logged_in()?;
        self.not_busy(now, Verb::SpeedTest)?;
        self.in_budget()?;
        let op = self.operations.begin(now, Caller::Facade, Verb::SpeedTest);
        self.ask(now, R::SpeedTest(wire::SpeedTest {}), Purpose::SpeedTest(op));
        Ok(Accepted::Pending(op))
    }

    pub(crate) fn speed_test_let_in(
        &mut self,
        now: Instant,
        op: OpId,
        reply: Result<wire::SpeedTestReply, Error>,
    ) {
        match reply {
            Ok(terms) => {
                self.measuring = Some(Measuring { op, until: now + self.config.timers.speed_test });
                self.outputs.push_back(Output::Measure(op, terms));
            }
            Err(error) => self.finish(op, Err(error)),
        }
    }

    pub(crate) fn measured(&mut self, op: OpId, result: Result<SpeedReport, Error>) {
        if self.measuring.take_if(|measuring| measuring.op == op).is_some() {
            self.finish(op, result.map(Answer::Speed));
        }
    }

    pub(crate) fn abandon_speed_test(&mut self) {
        self.measuring = None;
    }

    pub(crate) fn speed_deadline(&self) -> Option<(Instant, &'static str)> {
        self.measuring.map(|measuring| (measuring.until, "speed test"))
    }

    pub(crate) fn expire_speed(&mut self, now: Instant) {
        if let Some(Measuring { op, .. }) = self.measuring.take_if(|measuring| measuring.until <= now) {
            self.finish(op, Err(Error::of(Code::AvTimeout, "no_answer")));
        }
    }
}
