//! The first acknowledgement wins.

use ilive_protocol::{TinyId, wire};

use super::Checked;

/// A message with its sender, ready for the store.
#[derive(Debug, Clone, PartialEq)]
pub struct Append {
    /// From the session, never from the payload.
    pub sender: TinyId,
    /// The message.
    pub message: Checked,
    /// The server's clock when it came.
    pub time_ms: u64,
}

/// Where a message stands in its log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ack {
    /// Counts up by one in a conversation, from 1.
    pub seq: u64,
    /// When it was stored.
    pub time_ms: u64,
}

/// What a store answers to [`Append`], once it is on disk.
///
/// A store keeps `(sender, client_id)` unique. A repeat is answered with the place and time of the first, whatever it
/// says, and nobody is told of it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Appended {
    /// It is there now: acknowledge it, then tell the others.
    New(Ack),
    /// It was there already: acknowledge it, and tell nobody.
    Repeated(Ack),
}

impl Appended {
    /// The acknowledgement, first or repeated.
    #[must_use]
    pub fn ack(self) -> Ack {
        match self {
            Self::New(ack) | Self::Repeated(ack) => ack,
        }
    }

    /// What the sender is answered.
    #[must_use]
    pub fn reply(self) -> wire::SendMessageReply {
        let Ack { seq, time_ms } = self.ack();
        wire::SendMessageReply { seq, time_ms, repeated_id: matches!(self, Self::Repeated(_)) }
    }

    /// Whether others hear of the message now.
    #[must_use]
    pub fn tells_others(self) -> bool {
        matches!(self, Self::New(_))
    }
}
