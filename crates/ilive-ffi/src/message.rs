//! Messages and their elements, both ways.

use ilive_protocol::wire::{self, ConversationRef, Element, conversation_ref, element};
use ilive_session::Error;

use crate::args::Args;
use crate::keep::Keep;
use crate::room::ilive_room;
use crate::text::{ilive_bytes, ilive_text};

/// A part of a message: a text, or data of the app's own where `text` is NULL.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct ilive_element {
    /// A text, not empty; `data` NULL: the element is the app's own.
    pub text: ilive_text,
    /// Data of the app's own.
    pub custom: ilive_bytes,
    /// What they are, in the app's words.
    pub desc: ilive_text,
}

/// Two users, or the chat group of a room where `user_id` is empty.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct ilive_conversation {
    /// The other user; empty: a group.
    pub user_id: ilive_text,
    /// The group's room.
    pub room: ilive_room,
}

/// A message.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct ilive_message {
    /// Where.
    pub conversation: ilive_conversation,
    /// Its place there, counting up by one from 1; a gap is filled by `ilive_im_read`.
    pub seq: u64,
    /// The server's time, Unix ms.
    pub time_ms: u64,
    /// Who wrote it.
    pub sender: ilive_text,
    /// The writer's nick; may be empty.
    pub sender_nick: ilive_text,
    /// Its parts.
    pub elements: *const ilive_element,
    /// How many.
    pub element_count: usize,
}

impl ilive_element {
    fn read(self, args: &Args<'_>) -> Result<Element, Error> {
        let body = match args.maybe(self.text, "text")? {
            Some(text) => element::Body::Text(text),
            None => element::Body::Custom(wire::Custom {
                data: args.bytes(self.custom, "an element's text and data")?.into(),
                desc: args.or_empty(self.desc, "desc")?,
            }),
        };
        Ok(Element { body: Some(body) })
    }

    fn of(element: &Element, keep: &mut Keep) -> Self {
        let nothing = ilive_bytes { data: std::ptr::null(), len: 0 };
        match &element.body {
            Some(element::Body::Text(text)) => {
                Self { text: keep.text(text), custom: nothing, desc: ilive_text::NONE }
            }
            Some(element::Body::Custom(custom)) => Self {
                text: ilive_text::NONE,
                custom: keep.bytes(&custom.data),
                desc: keep.text(&custom.desc),
            },
            None => Self { text: ilive_text::NONE, custom: nothing, desc: ilive_text::NONE },
        }
    }
}

/// The parts of a message that is sent.
pub(crate) fn elements(
    args: &Args<'_>,
    first: *const ilive_element,
    count: usize,
) -> Result<Vec<Element>, Error> {
    args.list(first, count, "elements")?.iter().map(|element| element.read(args)).collect()
}

/// The one part of a message that is a text.
pub(crate) fn text(text: String) -> Vec<Element> {
    vec![Element { body: Some(element::Body::Text(text)) }]
}

impl ilive_conversation {
    pub(crate) fn read(self, args: &Args<'_>) -> Result<ConversationRef, Error> {
        let id = match args.or_empty(self.user_id, "user_id")? {
            user if !user.is_empty() => conversation_ref::Id::UserId(user),
            _ => conversation_ref::Id::Room(crate::room::to_wire(args.room(self.room)?)),
        };
        Ok(ConversationRef { id: Some(id) })
    }

    fn of(conversation: Option<&ConversationRef>, keep: &mut Keep) -> Self {
        let nobody = Self { user_id: ilive_text::NONE, room: ilive_room::NONE };
        match conversation.and_then(|conversation| conversation.id.as_ref()) {
            Some(conversation_ref::Id::UserId(user)) => Self { user_id: keep.text(user), ..nobody },
            Some(conversation_ref::Id::Room(room)) => {
                Self { room: ilive_room::of_wire(Some(room), keep), ..nobody }
            }
            None => nobody,
        }
    }
}

impl ilive_message {
    pub(crate) fn of(message: &wire::Message, keep: &mut Keep) -> Self {
        let elements = message.elements.iter().map(|element| ilive_element::of(element, keep)).collect();
        let (elements, element_count) = keep.list(elements);
        Self {
            conversation: ilive_conversation::of(message.conversation.as_ref(), keep),
            seq: message.seq,
            time_ms: message.time_ms,
            sender: keep.text(&message.sender),
            sender_nick: keep.text(&message.sender_nick),
            elements,
            element_count,
        }
    }
}
