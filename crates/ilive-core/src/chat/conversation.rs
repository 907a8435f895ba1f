//! Which log a message belongs to.

use ilive_protocol::wire::conversation_ref::Id;
use ilive_protocol::{RoomId, TinyId, UserId, limits, wire};

use super::ChatError;

/// A log of messages within an app.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Conversation {
    /// Two users; the lower id first, so that both name the same log.
    Pair(TinyId, TinyId),
    /// The chat group of a room.
    Group(RoomId),
}

/// Whom a `ConversationRef` names, before the store has looked the user up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Addressee {
    /// Another user.
    User(UserId),
    /// A room's chat group.
    Room(RoomId),
}

impl Conversation {
    /// The log of two users, whoever asks.
    ///
    /// # Errors
    /// [`ChatError::ToSelf`] when both are the same.
    pub fn pair(one: TinyId, other: TinyId) -> Result<Self, ChatError> {
        match one.cmp(&other) {
            std::cmp::Ordering::Less => Ok(Self::Pair(one, other)),
            std::cmp::Ordering::Equal => Err(ChatError::ToSelf),
            std::cmp::Ordering::Greater => Ok(Self::Pair(other, one)),
        }
    }

    /// Text and custom data that one message here may have, in bytes.
    #[must_use]
    pub fn message_max_bytes(&self) -> usize {
        match self {
            Self::Pair(..) => limits::C2C_MESSAGE_MAX_BYTES,
            Self::Group(_) => limits::GROUP_MESSAGE_MAX_BYTES,
        }
    }

    /// How stores name it, unique within an app: `c2c:3:9`, `room:1001`, `room:s:1001`.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::Pair(low, high) => format!("c2c:{low}:{high}"),
            Self::Group(room) => format!("room:{room}"),
        }
    }
}

impl TryFrom<&wire::ConversationRef> for Addressee {
    type Error = ChatError;

    fn try_from(reference: &wire::ConversationRef) -> Result<Self, ChatError> {
        match &reference.id {
            Some(Id::UserId(user)) => Ok(Self::User(user.parse()?)),
            Some(Id::Room(room)) => Ok(Self::Room(RoomId::try_from(room)?)),
            None => Err(ChatError::NoConversation),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ends_name_the_same_log() {
        let (ann, bob) = (TinyId(3), TinyId(9));

        assert_eq!(Conversation::pair(ann, bob), Conversation::pair(bob, ann));
        assert_eq!(Conversation::pair(bob, ann).map(|c| c.key()).as_deref(), Ok("c2c:3:9"));
        assert_eq!(Conversation::pair(ann, ann), Err(ChatError::ToSelf));
    }

    #[test]
    fn a_number_and_its_digits_are_different_groups() {
        let number = Conversation::Group(RoomId::number(1001).expect("a good number"));
        let name = Conversation::Group(RoomId::name("1001").expect("a good name"));

        assert_ne!(number.key(), name.key());
    }
}
