//! The IM layer: login without the AV context, messages to anybody, ids and their numbers. Its failures have module `im`
//! and numbers of its own (D.5).

use std::sync::Arc;

use ilive_protocol::TinyId;
use ilive_protocol::wire::{
    ConversationRef, Element, GroupMembers, GroupMembersReply, Identity, ReadMessages, ReadMessagesReply,
    Resolve, reply,
};
use ilive_session::call::Secret;
use ilive_session::{Answer, Call, im};

use crate::call::{done, pend};
use crate::facade::{Sent, sent};
use crate::pending::Pending;
use crate::shared::Shared;

/// The IM layer of one client.
#[derive(Clone)]
pub struct Im {
    shared: Arc<Shared>,
}

impl std::fmt::Debug for Im {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Im")
    }
}

fn identities(answer: Answer) -> Option<Vec<Identity>> {
    match answer {
        Answer::Identities(identities) => Some(identities),
        _ => None,
    }
}

fn messages(answer: Answer) -> Option<ReadMessagesReply> {
    match answer {
        Answer::Reply(reply) => match *reply {
            reply::Result::ReadMessages(messages) => Some(messages),
            _ => None,
        },
        _ => None,
    }
}

fn members(answer: Answer) -> Option<GroupMembersReply> {
    match answer {
        Answer::Reply(reply) => match *reply {
            reply::Result::GroupMembers(members) => Some(members),
            _ => None,
        },
        _ => None,
    }
}

impl Im {
    pub(crate) fn new(shared: Arc<Shared>) -> Self {
        Self { shared }
    }

    /// Logs in; the AV context stays as it is. `nick` may be empty.
    ///
    /// # Errors
    /// 6015 while another is under way; as the façade's login.
    pub fn login(&self, user_id: &str, user_sig: &str, nick: &str) -> Pending<()> {
        let (user_id, nick) = (user_id.to_owned(), nick.to_owned());
        self.pend(im::Call::Login { user_id, user_sig: Secret(user_sig.to_owned()), nick }, done)
    }

    /// Logs out, as the façade does.
    ///
    /// # Errors
    /// 6014 when not logged in.
    pub fn logout(&self) -> Pending<()> {
        self.pend(im::Call::Logout, done)
    }

    /// A message to a user, or to a room's group that this user is in.
    ///
    /// # Errors
    /// 6014 when not logged in, 6012 without an answer in time.
    pub fn send(&self, to: ConversationRef, elements: Vec<Element>) -> Pending<Sent> {
        self.pend(im::Call::Send(to, elements), sent)
    }

    /// Messages of a conversation.
    ///
    /// # Errors
    /// As [`Im::send`].
    pub fn read(&self, read: ReadMessages) -> Pending<ReadMessagesReply> {
        self.pend(im::Call::Read(read), messages)
    }

    /// A page of a group's members.
    ///
    /// # Errors
    /// As [`Im::send`].
    pub fn members(&self, page: GroupMembers) -> Pending<GroupMembersReply> {
        self.pend(im::Call::Members(page), members)
    }

    /// User ids to tiny ids; unknown ones are left out.
    ///
    /// # Errors
    /// As [`Im::send`].
    pub fn resolve(&self, user_ids: &[&str]) -> Pending<Vec<Identity>> {
        let user_ids = user_ids.iter().map(|id| (*id).to_owned()).collect();
        self.pend(im::Call::Resolve(Resolve { user_ids, tiny_ids: Vec::new() }), identities)
    }

    /// Tiny ids to user ids; unknown ones are left out.
    ///
    /// # Errors
    /// As [`Im::send`].
    pub fn name(&self, tiny_ids: &[TinyId]) -> Pending<Vec<Identity>> {
        let tiny_ids = tiny_ids.iter().map(|id| id.0).collect();
        self.pend(im::Call::Resolve(Resolve { user_ids: Vec::new(), tiny_ids }), identities)
    }

    fn pend<T>(&self, call: im::Call, take: fn(Answer) -> Option<T>) -> Pending<T> {
        pend(&self.shared, Call::Im(call), take)
    }
}
