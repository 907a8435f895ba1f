//! Why a message or a question about messages is refused.

use std::time::Duration;

use ilive_protocol::{BadId, Code, limits, wire};

use crate::{Fault, timers};

/// IM's no: numbers of IM's own space.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ChatError {
    /// Neither a user nor a room.
    #[error("the message names no conversation")]
    NoConversation,
    /// To oneself.
    #[error("a message to oneself has no conversation")]
    ToSelf,
    /// An id that is none.
    #[error(transparent)]
    BadId(#[from] BadId),
    /// String rooms are not served yet.
    #[error("rooms with names are not served yet: give a number from 1 to 4294967294")]
    NamedRoom,
    /// No client id, or one that is too long.
    #[error("client_id has {bytes} bytes; 1 to {max} are allowed", max = limits::CLIENT_KEY_MAX_BYTES)]
    BadClientId {
        /// Of the one given.
        bytes: usize,
    },
    /// Nothing in it.
    #[error("a message needs an element, and an element a body")]
    Empty,
    /// Too many elements.
    #[error("{count} elements; {max} are allowed", max = limits::MESSAGE_MAX_ELEMENTS)]
    TooManyElements {
        /// Of the message.
        count: usize,
    },
    /// Too long (E.9).
    #[error("text and custom data have {bytes} bytes; {max} are allowed here")]
    TooLong {
        /// Of the message.
        bytes: usize,
        /// Of this kind of conversation.
        max: usize,
    },
    /// A page that is empty or too long.
    #[error("limit is {limit}; 1 to {max} are allowed", max = limits::PAGE_MAX)]
    BadPage {
        /// The one asked for.
        limit: u32,
    },
    /// The login's budget for messages and resolves is used up.
    #[error("too many messages and questions: again in {} ms", after.as_millis())]
    Throttled {
        /// Until there is room again.
        after: Duration,
    },
    /// The room's budget for messages, or for those who come into its group, is used up.
    #[error("too much goes on in this chat group at once: again in {} ms", after.as_millis())]
    RoomThrottled {
        /// Until there is room again.
        after: Duration,
    },
}

impl ChatError {
    /// Module, number and stable word.
    #[must_use]
    pub fn fault(&self) -> Fault {
        match self {
            Self::NoConversation => Fault::im(10_004, "no_conversation"),
            Self::ToSelf => Fault::im(10_004, "to_self"),
            Self::BadId(_) => Fault::im(10_004, "bad_id"),
            Self::NamedRoom => Fault::of(Code::ServerNotImplement, "named_room"),
            Self::BadClientId { .. } => Fault::im(10_004, "bad_client_id"),
            Self::Empty => Fault::im(10_004, "empty_message"),
            Self::TooManyElements { .. } => Fault::im(10_004, "too_many_elements"),
            Self::TooLong { .. } => Fault::im(80_002, "message_too_long"),
            Self::BadPage { .. } => Fault::im(10_004, "bad_page"),
            Self::Throttled { .. } | Self::RoomThrottled { .. } => Fault::im(10_023, "throttled"),
        }
    }

    /// As it goes on the wire; the shell adds the trace id.
    #[must_use]
    pub fn to_wire(&self) -> wire::Error {
        let retry_after_ms = match self {
            Self::Throttled { after } | Self::RoomThrottled { after } => timers::ms(*after).max(1),
            _ => 0,
        };
        wire::Error { retry_after_ms, ..self.fault().to_wire(self.to_string()) }
    }
}
