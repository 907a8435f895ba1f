//! The IM layer: login without the AV context, messages to anybody, ids and their numbers. Its own numbers are D.5's.

use ilive_protocol::wire;

use crate::call::Secret;

/// A method of the IM layer.
#[derive(Debug, Clone, PartialEq)]
pub enum Call {
    /// Logs in; the AV context stays as it is.
    Login {
        /// Who; must be whom the ticket names.
        user_id: String,
        /// The ticket.
        user_sig: Secret,
        /// Profile; empty keeps what is stored.
        nick: String,
    },
    /// Logs out, as the façade's does.
    Logout,
    /// A message to a user, or to a room's group that this user is in.
    Send(wire::ConversationRef, Vec<wire::Element>),
    /// Messages of a conversation.
    Read(wire::ReadMessages),
    /// A page of a group's members.
    Members(wire::GroupMembers),
    /// User ids to tiny ids and back.
    Resolve(wire::Resolve),
}

/// Numbers of the space (D.5).
pub(crate) const TIMEOUT: u32 = 6012;
pub(crate) const NOT_LOGGED_IN: u32 = 6014;
pub(crate) const LOGIN_UNFINISHED: u32 = 6015;
pub(crate) const ALREADY_MEMBER: u32 = 10_013;
pub(crate) const UNKNOWN_ID: u32 = 70_107;
