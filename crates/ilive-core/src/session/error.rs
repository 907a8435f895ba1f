//! Why a session answers a request itself.

use std::time::Duration;

use ilive_protocol::{Code, limits, wire};

use crate::Fault;
use crate::chat::ChatError;

/// A session's no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SessionError {
    /// A frame without a request, or one that this server does not know.
    #[error("the frame has no request that this server knows")]
    NoRequest,
    /// A login on a connection that has one.
    #[error("this connection is logged in already")]
    LoggedIn,
    /// `request_id` 0, or one that still waits for its answer.
    #[error("request_id {0} is zero or still unanswered")]
    BadRequestId(u32),
    /// The client key is too long.
    #[error("client_key has {bytes} bytes; at most {max} are allowed", max = limits::CLIENT_KEY_MAX_BYTES)]
    BadClientKey {
        /// Of the one given.
        bytes: usize,
    },
    /// The rate of requests is used up.
    #[error("too many requests: again in {} ms", after.as_millis())]
    Throttled {
        /// Until there is room again.
        after: Duration,
    },
    /// Too many requests wait for an answer.
    #[error("{limit} requests wait for their answer already")]
    TooManyInFlight {
        /// At a time.
        limit: usize,
    },
    /// The budget of messages and resolves is used up.
    #[error(transparent)]
    Chat(#[from] ChatError),
}

impl SessionError {
    /// Module, number and stable word.
    #[must_use]
    pub fn fault(&self) -> Fault {
        match self {
            Self::NoRequest => Fault::of(Code::ServerNotImplement, "unknown_command"),
            Self::LoggedIn => Fault::of(Code::ServerRepeatedOperation, "logged_in"),
            Self::BadRequestId(_) => Fault::of(Code::ServerInvalidArgument, "bad_request_id"),
            Self::BadClientKey { .. } => Fault::of(Code::ServerInvalidArgument, "bad_client_key"),
            Self::Throttled { .. } => Fault::of(Code::ServerAllocResourceFailed, "throttled"),
            Self::TooManyInFlight { .. } => Fault::of(Code::ServerAllocResourceFailed, "too_many_requests"),
            Self::Chat(error) => error.fault(),
        }
    }

    /// As it goes on the wire; the shell adds the trace id.
    #[must_use]
    pub fn to_wire(&self) -> wire::Error {
        match self {
            Self::Chat(error) => error.to_wire(),
            Self::Throttled { after } => self.fault().to_wire_after(self.to_string(), *after),
            _ => self.fault().to_wire(self.to_string()),
        }
    }
}
