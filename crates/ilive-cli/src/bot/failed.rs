//! What the SDK refused or could not do, as a person reads it.

use std::fmt;

use ilive::{Code, IliveError};

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

/// Step, module, code, word and text; then why it usually happens, what to do, and where to look.
impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { doing, error } = self;
        write!(f, "{doing}: {error}")?;
        let causes = std::iter::successors(error.cause.as_deref(), |cause| cause.cause.as_deref());
        for cause in causes {
            write!(f, "\n  because: {cause}")?;
        }
        for (label, text) in [("why", error.why()), ("fix", error.fix())] {
            if !text.is_empty() {
                write!(f, "\n  {label}: {text}")?;
            }
        }
        if !error.trace_id.is_empty() {
            write!(f, "\n  trace: {} (`ilive log {}`)", error.trace_id, error.trace_id)?;
        }
        Ok(())
    }
}
