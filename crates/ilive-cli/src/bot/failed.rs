//! What the SDK refused or could not do, as a person reads it.

use std::fmt;

use ilive::{Code, IliveError, Layer};
use ilive_protocol::text::printable;

use crate::explain;

/// A failure, and what was being done.
#[derive(Debug)]
pub(crate) struct Failed {
    doing: String,
    error: IliveError,
}

/// Says what was being done when something failed.
pub(crate) trait Step<T> {
    /// The failure becomes a [`Failed`].
    fn doing(self, what: impl Into<String>) -> Result<T, Failed>;
}

impl<T> Step<T> for Result<T, IliveError> {
    fn doing(self, what: impl Into<String>) -> Result<T, Failed> {
        self.map_err(|error| Failed { doing: what.into(), error })
    }
}

impl Failed {
    pub(crate) fn new(doing: impl Into<String>, error: IliveError) -> Self {
        Self { doing: doing.into(), error }
    }

    /// What to do; empty where nobody knows.
    fn fix(&self) -> &'static str {
        let IliveError { module, code, .. } = self.error;
        match self.error.fix() {
            "" => explain::fix_beyond(module, code).unwrap_or_default(),
            fix => fix,
        }
    }

    /// Nobody answers at the server's address.
    pub(crate) fn is_unreachable(&self) -> bool {
        self.error.is(Code::NetUndefine)
    }

    /// A value of the command line is what is wrong.
    pub(crate) fn is_usage(&self) -> bool {
        self.error.is(Code::InvalidParam)
    }
}

impl std::error::Error for Failed {}

/// Step, module, code, word and text; then why it usually happens, what to do, and where to look. Names, words and texts
/// may be a server's: a terminal would obey what is not shown with escapes.
impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { doing, error } = self;
        write!(f, "{}: {}", printable(doing), printable(&error.to_string()))?;
        let causes = std::iter::successors(error.cause.as_deref(), |cause| cause.cause.as_deref());
        for cause in causes {
            write!(f, "\n  because: {}", printable(&cause.to_string()))?;
        }
        for (label, text) in [("why", error.why()), ("fix", self.fix())] {
            if !text.is_empty() {
                write!(f, "\n  {label}: {text}")?;
            }
        }
        if !error.trace_id.is_empty() {
            let trace = printable(&error.trace_id);
            match error.raised_by {
                Layer::Server => write!(f, "\n  trace: {trace} (`ilive log {trace}`)")?,
                // The server knows nothing of it, and a bot writes a log only where it is told to.
                _ => write!(
                    f,
                    "\n  trace: {trace} (in this bot's own log, with --log FILE: `ilive log {trace} FILE`)"
                )?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_server_says_of_a_failure_cannot_pose_as_more_lines_or_move_the_cursor() {
        let mut error = IliveError::of(Code::NetUndefine, "");
        error.message = "\u{1b}[2J\u{202e}\n  fix: curl".to_owned();
        error.trace_id = "4f1c\u{7}".to_owned();
        error.raised_by = Layer::Server;
        let mut outer = error.clone();
        outer.cause = Some(Box::new(error));

        let shown = Failed::new("logging in as \u{9b}2Jann", outer).to_string();

        assert!(shown.starts_with(r"logging in as \u{9b}2Jann: "), "{shown}");
        assert_eq!(shown.matches(r"\u{1b}[2J\u{202e}\n  fix: curl").count(), 2, "{shown}");
        assert!(shown.contains(r"trace: 4f1c\u{7} (`ilive log 4f1c\u{7}`)"), "{shown}");
        assert!(shown.lines().all(ilive_protocol::text::is_plain), "{shown:?}");
    }
}
