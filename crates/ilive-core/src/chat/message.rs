//! What a message must be to be stored.

use ilive_protocol::limits;
use ilive_protocol::wire::{self, element::Body};

use super::{ChatError, Conversation};

/// A message that may be appended: the only way to one is [`Checked::new`].
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    conversation: Conversation,
    client_id: String,
    elements: Vec<wire::Element>,
}

impl Checked {
    /// Checks what the sender gave; who may send here is the room's word ([`crate::room::Room::may_send`]).
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn new(
        conversation: Conversation,
        client_id: String,
        elements: Vec<wire::Element>,
    ) -> Result<Self, ChatError> {
        check_client_id(&client_id)?;
        if elements.len() > limits::MESSAGE_MAX_ELEMENTS {
            return Err(ChatError::TooManyElements { count: elements.len() });
        }
        let sizes = elements.iter().map(size).collect::<Option<Vec<_>>>();
        let bytes = match sizes {
            Some(sizes) if !sizes.is_empty() => sizes.iter().sum(),
            _ => return Err(ChatError::Empty),
        };
        let max = conversation.message_max_bytes();
        if bytes > max {
            return Err(ChatError::TooLong { bytes, max });
        }
        Ok(Self { conversation, client_id, elements })
    }

    /// Where it goes.
    #[must_use]
    pub fn conversation(&self) -> &Conversation {
        &self.conversation
    }

    /// Unique for its sender.
    #[must_use]
    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    /// What it says.
    #[must_use]
    pub fn elements(&self) -> &[wire::Element] {
        &self.elements
    }
}

/// # Errors
/// Not 1 to 64 bytes.
pub fn check_client_id(client_id: &str) -> Result<(), ChatError> {
    match client_id.len() {
        1..=limits::CLIENT_KEY_MAX_BYTES => Ok(()),
        bytes => Err(ChatError::BadClientId { bytes }),
    }
}

/// # Errors
/// Not 1 to 100.
pub fn check_page(limit: u32) -> Result<(), ChatError> {
    if (1..=limits::PAGE_MAX).contains(&limit) { Ok(()) } else { Err(ChatError::BadPage { limit }) }
}

/// Bytes of text or custom data; none for an element that says nothing.
fn size(element: &wire::Element) -> Option<usize> {
    match element.body.as_ref()? {
        Body::Text(text) if text.is_empty() => None,
        Body::Text(text) => Some(text.len()),
        Body::Custom(custom) => Some(custom.data.len() + custom.desc.len()),
    }
}

#[cfg(test)]
mod tests {
    use ilive_protocol::{RoomId, TinyId};

    use super::*;

    fn text(bytes: usize) -> wire::Element {
        wire::Element { body: Some(Body::Text("x".repeat(bytes))) }
    }

    fn custom(data: usize, desc: usize) -> wire::Element {
        let custom = wire::Custom { data: vec![0; data].into(), desc: "x".repeat(desc) };
        wire::Element { body: Some(Body::Custom(custom)) }
    }

    #[test]
    fn a_message_is_held_to_the_limits_of_its_conversation() {
        let pair = || Conversation::pair(TinyId(1), TinyId(2)).expect("two users");
        let group = || Conversation::Group(RoomId::number(7).expect("a good number"));
        let bare = wire::Element { body: None };
        for (case, conversation, client_id, elements, want) in [
            ("group, longest", group(), "1", vec![text(8898)], Ok(())),
            ("group, over", group(), "1", vec![text(8899)], Err(80_002)),
            ("group, over in two", group(), "1", vec![text(8000), custom(800, 99)], Err(80_002)),
            ("pair, longest", pair(), "1", vec![custom(11_000, 1000)], Ok(())),
            ("pair, over", pair(), "1", vec![custom(11_000, 1001)], Err(80_002)),
            ("empty custom", pair(), "1", vec![custom(0, 0)], Ok(())),
            ("empty text", pair(), "1", vec![text(1), text(0)], Err(10_004)),
            ("no body", pair(), "1", vec![bare], Err(10_004)),
            ("no element", pair(), "1", vec![], Err(10_004)),
            ("too many elements", pair(), "1", vec![text(1); 33], Err(10_004)),
            ("no client id", pair(), "", vec![text(1)], Err(10_004)),
            ("longest client id", pair(), &"k".repeat(64), vec![text(1)], Ok(())),
            ("long client id", pair(), &"k".repeat(65), vec![text(1)], Err(10_004)),
        ] {
            let got = Checked::new(conversation, client_id.to_owned(), elements);
            assert_eq!(got.map(|_| ()).map_err(|error| error.fault().code), want, "{case}");
        }
    }
}
