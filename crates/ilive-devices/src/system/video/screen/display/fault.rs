//! What an X server says when something is not there.

use x11rb::errors::{ConnectionError, ReplyError};
use x11rb::protocol::ErrorKind;

/// Why there are no pixels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) enum Fault {
    /// The window is closed, the screen unplugged, or the server has ended.
    Gone,
    /// It is there, but not as it was a moment ago: minimised, or of another size.
    Changing,
    /// Anything else, as the server says it.
    Failed(String),
}

impl From<ConnectionError> for Fault {
    fn from(_: ConnectionError) -> Self {
        Self::Gone
    }
}

impl From<ReplyError> for Fault {
    fn from(error: ReplyError) -> Self {
        match error {
            ReplyError::ConnectionError(error) => error.into(),
            ReplyError::X11Error(error) => match error.error_kind {
                ErrorKind::Window | ErrorKind::Drawable => Self::Gone,
                ErrorKind::Match => Self::Changing,
                _ => Self::Failed(format!("{error:?}")),
            },
        }
    }
}
