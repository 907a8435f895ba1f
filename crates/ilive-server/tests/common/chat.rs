//! Messages as clients send and read them.

use ilive_protocol::wire::{self, client_frame::Request, conversation_ref::Id, element::Body, reply};

use super::entry::room;
use super::{Client, Fault};

/// The chat group of a room.
pub(crate) fn of_room(number: u32) -> wire::ConversationRef {
    wire::ConversationRef { id: room(number).map(Id::Room) }
}

/// With another user.
pub(crate) fn with_user(user: &str) -> wire::ConversationRef {
    wire::ConversationRef { id: Some(Id::UserId(user.to_owned())) }
}

pub(crate) fn send(to: wire::ConversationRef, client_id: &str, text: &str) -> Request {
    let elements = vec![wire::Element { body: Some(Body::Text(text.to_owned())) }];
    send_elements(to, client_id, elements)
}

pub(crate) fn send_elements(
    to: wire::ConversationRef,
    client_id: &str,
    elements: Vec<wire::Element>,
) -> Request {
    let client_id = client_id.to_owned();
    Request::SendMessage(wire::SendMessage { conversation: Some(to), client_id, elements })
}

pub(crate) fn group_join(number: u32) -> Request {
    Request::GroupJoin(wire::GroupJoin { room: room(number), ..Default::default() })
}

/// The text of a message.
pub(crate) fn text(message: &wire::Message) -> &str {
    match &message.elements[0].body {
        Some(Body::Text(text)) => text,
        other => panic!("no text: {other:?}"),
    }
}

impl Client {
    /// Sends a text and waits until it is kept.
    pub(crate) async fn say(
        &mut self,
        to: wire::ConversationRef,
        client_id: &str,
        text: &str,
    ) -> Result<wire::SendMessageReply, Fault> {
        match self.ask(send(to, client_id, text)).await? {
            reply::Result::SendMessage(reply) => Ok(reply),
            other => panic!("a message was answered {other:?}"),
        }
    }

    /// Up to `limit` messages after `after` and, unless it is 0, before `before`.
    pub(crate) async fn read_log(
        &mut self,
        of: wire::ConversationRef,
        after: u64,
        before: u64,
        limit: u32,
    ) -> Result<wire::ReadMessagesReply, Fault> {
        let read = wire::ReadMessages { conversation: Some(of), after, before, limit };
        match self.ask(Request::ReadMessages(read)).await? {
            reply::Result::ReadMessages(reply) => Ok(reply),
            other => panic!("a read was answered {other:?}"),
        }
    }

    /// The next message that comes, in the order of their coming.
    pub(crate) async fn hears(&mut self) -> wire::Message {
        super::heard!(self, MessageArrived).message.expect("a message")
    }
}
