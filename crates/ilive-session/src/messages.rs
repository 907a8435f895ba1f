//! Messages: on the server's disk before they complete. While the link is lost they wait here, so many a conversation.

use std::time::Instant;

use ilive_protocol::wire::client_frame::Request as R;
use ilive_protocol::wire::{self, conversation_ref, element};
use ilive_protocol::{Code, limits};

use crate::call::Accepted;
use crate::operations::{Caller, Verb};
use crate::purpose::Purpose;
use crate::{Client, Error, guards, im};

fn bytes(elements: &[wire::Element]) -> usize {
    let of = |element: &wire::Element| match &element.body {
        Some(element::Body::Text(text)) => text.len(),
        Some(element::Body::Custom(custom)) => custom.data.len() + custom.desc.len(),
        None => 0,
    };
    elements.iter().map(of).sum()
}

/// 8005 without an element, 8021 for an empty message and one over the limit.
fn check(elements: &[wire::Element], max: usize) -> Result<(), Error> {
    if elements.is_empty() {
        return Err(Error::of(Code::NullPointer, "no_element").because("a message needs an element"));
    }
    let bytes = bytes(elements);
    if bytes == 0 {
        return Err(Error::of(Code::InvalidParam, "empty_message"));
    }
    if bytes > max || elements.len() > limits::MESSAGE_MAX_ELEMENTS {
        let why = format!("{bytes} bytes in {} elements; {max} bytes are the limit here", elements.len());
        return Err(Error::of(Code::InvalidParam, "message_too_long").because(why));
    }
    Ok(())
}

impl Client {
    pub(crate) fn send_c2c(
        &mut self,
        now: Instant,
        user: &str,
        elements: Vec<wire::Element>,
    ) -> Result<Accepted, Error> {
        self.alive()?;
        check(&elements, limits::C2C_MESSAGE_MAX_BYTES)?;
        let user = guards::user_id(user)?;
        self.im_loaded()?;
        self.logged_in_8009()?;
        self.im_logged_in()?;
        let id = conversation_ref::Id::UserId(user.to_string());
        self.send_message(now, Caller::Facade, id, elements)
    }

    pub(crate) fn send_group(
        &mut self,
        now: Instant,
        elements: Vec<wire::Element>,
    ) -> Result<Accepted, Error> {
        self.alive()?;
        check(&elements, limits::GROUP_MESSAGE_MAX_BYTES)?;
        self.im_loaded()?;
        self.logged_in_8009()?;
        self.im_logged_in()?;
        let Some(room) = self.current_room() else { return Err(Error::of(Code::NoRoom, "no_room")) };
        let id = conversation_ref::Id::Room(wire::RoomRef::from(room));
        self.send_message(now, Caller::Facade, id, elements)
    }

    /// 8053 when as many wait in this conversation as may.
    fn send_message(
        &mut self,
        now: Instant,
        caller: Caller,
        id: conversation_ref::Id,
        elements: Vec<wire::Element>,
    ) -> Result<Accepted, Error> {
        let name = format!("{id:?}");
        let waiting = self
            .requests
            .count(|purpose| matches!(purpose, Purpose::Message(_, conversation) if *conversation == name));
        if waiting >= self.config.outbox {
            let why = format!("{waiting} messages of this conversation wait for the server");
            return Err(Error::of(Code::AllocFail, "outbox_full").because(why));
        }
        self.in_budget()?;
        let op = self.operations.begin(now, caller, Verb::Message);
        let conversation = Some(wire::ConversationRef { id: Some(id) });
        let client_id = self.seed.key();
        let message = wire::SendMessage { conversation, client_id, elements };
        self.ask(now, R::SendMessage(message), Purpose::Message(op, name));
        Ok(Accepted::Pending(op))
    }

    /// The IM layer's own calls, with its own numbers.
    pub(crate) fn im_call(&mut self, now: Instant, call: im::Call) -> Result<Accepted, Error> {
        let request = match call {
            im::Call::Login { user_id, user_sig, nick } => {
                return self.im_login(now, &user_id, user_sig, nick);
            }
            im::Call::Logout => return self.im_logout(now),
            im::Call::Send(conversation, elements) => {
                self.im_logged_in()?;
                let bad =
                    || Error::im(10_004, "no_conversation").because("the message names no conversation");
                let id = conversation.id.ok_or_else(bad)?;
                return self.send_message(now, Caller::Im, id, elements);
            }
            im::Call::Read(read) => R::ReadMessages(read),
            im::Call::Members(members) => R::GroupMembers(members),
            im::Call::Resolve(resolve) => R::Resolve(resolve),
        };
        self.im_logged_in()?;
        self.in_budget()?;
        let op = self.operations.begin(now, Caller::Im, Verb::Ask);
        self.ask(now, request, Purpose::AskIm(op));
        Ok(Accepted::Pending(op))
    }
}
