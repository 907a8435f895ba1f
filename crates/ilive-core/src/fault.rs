//! A failure's place in the contract.

use std::time::Duration;

use ilive_protocol::{Code, Module, wire};

use crate::timers::ms;

/// Module, number and stable word: what a failure is, whatever its text says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    /// Numbers count within one.
    pub module: Module,
    /// The number.
    pub code: u32,
    /// Never changes its meaning.
    pub sub_reason: &'static str,
}

impl Fault {
    /// One of the 58.
    #[must_use]
    pub fn of(code: Code, sub_reason: &'static str) -> Self {
        Self { module: code.module(), code: code.number(), sub_reason }
    }

    /// A number of IM's own space (E.4.6, D.5).
    #[must_use]
    pub fn im(code: u32, sub_reason: &'static str) -> Self {
        Self { module: Module::Im, code, sub_reason }
    }

    /// A result of calls (E.15).
    #[must_use]
    pub fn call(code: u32, sub_reason: &'static str) -> Self {
        Self { module: Module::Call, code, sub_reason }
    }

    /// [`Self::to_wire`] of what is taken again in time.
    pub(crate) fn to_wire_after(self, message: String, after: Duration) -> wire::Error {
        wire::Error { retry_after_ms: ms(after).max(1), ..self.to_wire(message) }
    }

    /// With a text for people; the shell adds the trace id.
    #[must_use]
    pub fn to_wire(self, message: String) -> wire::Error {
        wire::Error {
            module: self.module.to_string(),
            code: self.code,
            sub_reason: self.sub_reason.to_owned(),
            message,
            trace_id: String::new(),
            retry_after_ms: 0,
        }
    }
}
