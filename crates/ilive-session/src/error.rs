//! A failure by the contract, as the app gets it.

use std::borrow::Cow;

use ilive_protocol::codes::{Delivery, Lang, Layer};
use ilive_protocol::{Code, Module, wire};

/// What became of the room that a failed switch was from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OldRoom {
    /// Still in it.
    Kept,
    /// Left, or not known to be kept.
    Left,
}

/// A failure. `module` and `code` belong together: `1` of `av` and `1` of `call` differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// The space of the number.
    pub module: Module,
    /// One of the 58, or a number of `im` or `call`.
    pub code: u32,
    /// A stable word that says which case of the code this is; may be empty.
    pub sub_reason: Cow<'static, str>,
    /// Who found the failure.
    pub raised_by: Layer,
    /// How it reached the app.
    pub delivery: Delivery,
    /// For people; may change.
    pub message: String,
    /// Finds the log line: the server's where it raised the error, else this client's.
    pub trace_id: String,
    /// Only for refusals that pass: when to try again, in ms. 0: nothing was said.
    pub retry_after_ms: u32,
    /// Only of a failed switch.
    pub old_room: Option<OldRoom>,
    /// The failure below this one.
    pub cause: Option<Box<Error>>,
}

/// Longest word of a server, in bytes: the contract's are shorter, and so are trace ids.
const WORD_MAX: usize = 64;
/// Of an answer that cannot be read so much is told.
const WHY_MAX: usize = 256;

/// A sub-reason or a trace id, or none.
fn is_word(text: &str) -> bool {
    text.len() <= WORD_MAX
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

impl Error {
    /// One of the 58, found on this side. The word is one of the code's own, or empty.
    #[must_use]
    pub fn of(code: Code, sub_reason: &'static str) -> Self {
        debug_assert!(
            sub_reason.is_empty() || code.sub_reason(sub_reason).is_some(),
            "{code} has no sub-reason {sub_reason:?} in contract/codes.toml"
        );
        let layer = match code.module() {
            Module::Ilive => Layer::Facade,
            _ => Layer::Av,
        };
        Self::new(code.module(), code.number(), sub_reason.into(), layer)
    }

    /// A number of IM's own space (D.5).
    #[must_use]
    pub fn im(code: u32, sub_reason: &'static str) -> Self {
        Self::new(Module::Im, code, sub_reason.into(), Layer::Av)
    }

    /// A result of calls (E.15).
    #[must_use]
    pub fn call(code: u32, sub_reason: &'static str) -> Self {
        Self::new(Module::Call, code, sub_reason.into(), Layer::Facade)
    }

    fn new(module: Module, code: u32, sub_reason: Cow<'static, str>, raised_by: Layer) -> Self {
        let message = Code::find(module, code).map(|code| code.text(Lang::En).to_owned()).unwrap_or_default();
        Self {
            module,
            code,
            sub_reason,
            raised_by,
            delivery: Delivery::Completion,
            message,
            trace_id: String::new(),
            retry_after_ms: 0,
            old_room: None,
            cause: None,
        }
    }

    /// The server's word. A module that this client does not know, a failure without a number, and a word that is none make
    /// it 8052: the answer cannot be read. What is left is one line, whatever it is shown or written to.
    #[must_use]
    pub fn from_wire(error: wire::Error) -> Self {
        let module = Module::from_word(&error.module).filter(|_| error.code != 0);
        let Some(module) = module.filter(|_| is_word(&error.sub_reason) && is_word(&error.trace_id)) else {
            let wire::Error { module, code, sub_reason, trace_id, .. } = error;
            let why = format!(
                "a failure of module {module:?} with code {code}, {sub_reason:?}, trace {trace_id:?}"
            );
            return Self::of(Code::ParseFail, "bad_answer")
                .because(why.chars().take(WHY_MAX).collect::<String>());
        };
        let text = error.message.replace(char::is_control, " ");
        let mut new = Self::new(module, error.code, error.sub_reason.into(), Layer::Server);
        if !text.is_empty() {
            new.message = text;
        }
        Self { trace_id: error.trace_id, retry_after_ms: error.retry_after_ms, ..new }
    }

    /// With a text that names the value and what to do.
    #[must_use]
    pub fn because(mut self, message: impl Into<String>) -> Self {
        self.message = message.into();
        self
    }

    /// With the failure below; its trace is this one's.
    #[must_use]
    pub fn caused_by(mut self, cause: Error) -> Self {
        self.trace_id.clone_from(&cause.trace_id);
        self.retry_after_ms = cause.retry_after_ms;
        self.cause = Some(Box::new(cause));
        self
    }

    /// The same, on this way to the app.
    #[must_use]
    pub fn delivered(mut self, delivery: Delivery) -> Self {
        self.delivery = delivery;
        self
    }

    /// Whether it is this code, in the code's own module.
    #[must_use]
    pub fn is(&self, code: Code) -> bool {
        self.module == code.module() && self.code == code.number()
    }

    /// Which of the 58 it is; none for other modules and for numbers outside the 58.
    #[must_use]
    pub fn known(&self) -> Option<Code> {
        Code::find(self.module, self.code)
    }

    /// Why it usually happens.
    #[must_use]
    pub fn why(&self) -> &'static str {
        self.known().map_or("", |code| code.cause(Lang::En))
    }

    /// What to do about it.
    #[must_use]
    pub fn fix(&self) -> &'static str {
        self.known().map_or("", |code| code.fix(Lang::En))
    }
}

/// `av 10003 key_expired: the room key has run out`.
impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.module, self.code)?;
        if !self.sub_reason.is_empty() {
            write!(f, " {}", self.sub_reason)?;
        }
        write!(f, ": {}", self.message)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.cause.as_deref().map(|cause| cause as _)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_servers_word_is_a_word_and_its_text_is_one_line() {
        let said = |sub_reason: &str, trace_id: &str, message: &str| {
            Error::from_wire(wire::Error {
                module: "av".into(),
                code: 10003,
                sub_reason: sub_reason.into(),
                trace_id: trace_id.into(),
                message: message.into(),
                ..Default::default()
            })
        };
        let good = said("key_required", "00ff-1", "no\nkey\u{1b}[2J");
        assert_eq!((good.code, good.message.as_str()), (10003, "no key [2J"));
        for (sub_reason, trace_id) in [("a b", ""), ("", "x\ny"), ("\u{1b}[2J", ""), ("", &"t".repeat(65))] {
            assert_eq!(said(sub_reason, trace_id, "").code, 8052, "{sub_reason:?} {trace_id:?}");
        }
    }

    #[test]
    fn the_servers_word_keeps_its_number_and_its_trace() {
        let error = Error::from_wire(wire::Error {
            module: "av".into(),
            code: 10_003,
            sub_reason: "key_expired".into(),
            message: "ran out".into(),
            trace_id: "t1".into(),
            retry_after_ms: 0,
        });

        assert!(error.is(Code::ServerNoPermission));
        assert_eq!(error.to_string(), "av 10003 key_expired: ran out");
        assert_eq!((error.trace_id.as_str(), error.raised_by), ("t1", Layer::Server));
    }

    #[test]
    fn a_failure_without_module_or_number_is_an_answer_that_cannot_be_read() {
        for (module, code) in [("AV", 1), ("", 10_003), ("av", 0)] {
            let error = Error::from_wire(wire::Error { module: module.into(), code, ..Default::default() });

            assert!(error.is(Code::ParseFail), "{module:?} {code}: {error}");
        }
    }

    #[test]
    fn one_of_av_is_not_one_of_call() {
        assert!(!Error::call(1, "").is(Code::AvFailed));
        assert_eq!(Error::call(1, "").known(), None);
    }
}
