//! What the SDK refused or could not do, as a person reads it.

use std::fmt;
use std::path::{Path, PathBuf};

use ilive::{Code, IliveError};
use ilive_protocol::text::printable;

use crate::{explain, log};

/// A failure, and what was being done.
#[derive(Debug)]
pub(crate) struct Failed {
    doing: String,
    error: Box<IliveError>,
    /// The log that the bot writes.
    log: Option<PathBuf>,
}

/// Says what was being done when something failed.
pub(crate) trait Step<T> {
    /// The failure becomes a [`Failed`].
    fn doing(self, what: impl Into<String>) -> Result<T, Failed>;
}

impl<T> Step<T> for Result<T, IliveError> {
    fn doing(self, what: impl Into<String>) -> Result<T, Failed> {
        self.map_err(|error| Failed::new(what, error))
    }
}

impl Failed {
    pub(crate) fn new(doing: impl Into<String>, error: IliveError) -> Self {
        Self { doing: doing.into(), error: Box::new(error), log: None }
    }

    /// Of a bot that writes this log.
    pub(super) fn logged(&mut self, log: Option<&Path>) {
        self.log = log.map(Path::to_owned);
    }

    /// What to do; empty where nobody knows.
    fn fix(&self) -> &'static str {
        let IliveError { module, code, .. } = *self.error;
        match self.error.fix() {
            "" => explain::fix_beyond(module, code).unwrap_or_default(),
            fix => fix,
        }
    }

    /// Where to look. The server's log has what it gave a trace, a client's what either gave one; and a bot writes a log only
    /// where it is told to.
    fn place(&self) -> Option<String> {
        let trace = printable(&self.error.trace_id);
        let command = format!("`ilive log {trace}");
        match &self.log {
            _ if trace.is_empty() => None,
            Some(log) => Some(format!("{trace} ({command} {}`)", printable(&log.display().to_string()))),
            None if log::is_of_client(&trace) => {
                Some(format!("{trace} (in this bot's own log, with --log FILE: {command} FILE`)"))
            }
            None => Some(format!("{trace} ({command}`)")),
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
        let Self { doing, error, .. } = self;
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
        self.place().map_or(Ok(()), |place| write!(f, "\n  trace: {place}"))
    }
}

#[cfg(test)]
mod tests {
    use ilive::Layer;

    use super::*;

    #[test]
    fn what_a_server_says_of_a_failure_cannot_pose_as_more_lines_or_move_the_cursor() {
        let mut error = IliveError::of(Code::NetUndefine, "");
        error.message = "\u{1b}[2J\u{202e}\n  fix: curl".to_owned();
        error.trace_id = "4f1c\u{7}".to_owned();
        let mut outer = error.clone();
        outer.cause = Some(Box::new(error));

        let shown = Failed::new("logging in as \u{9b}2Jann", outer).to_string();

        assert!(shown.starts_with(r"logging in as \u{9b}2Jann: "), "{shown}");
        assert_eq!(shown.matches(r"\u{1b}[2J\u{202e}\n  fix: curl").count(), 2, "{shown}");
        assert!(shown.contains(r"trace: 4f1c\u{7} (`ilive log 4f1c\u{7}`)"), "{shown}");
        assert!(shown.lines().all(ilive_protocol::text::is_plain), "{shown:?}");
    }

    #[test]
    fn who_made_the_trace_has_it_in_the_log() {
        for (trace, place) in [
            ("4f1c", "trace: 4f1c (`ilive log 4f1c`)"),
            ("c07d7a082-1", "with --log FILE: `ilive log c07d7a082-1 FILE`)"),
        ] {
            // Told by the server, whichever of the two gave it a trace.
            let mut error = IliveError::of(Code::KickOut, "");
            (error.raised_by, error.trace_id) = (Layer::Server, trace.to_owned());

            let shown = Failed::new("in the room", error).to_string();

            assert!(shown.ends_with(place), "{shown}");
        }
    }
}
