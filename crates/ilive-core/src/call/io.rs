//! What goes into an exchange and what comes out.

use ilive_protocol::wire;

use super::Refusal;
use crate::room::{Person, RequestId, SessionId};

/// All that can happen to calls and invitations.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// A login begins.
    LoggedIn(SessionId, Person),
    /// It has no link.
    LinkLost(SessionId),
    /// It has one again.
    LinkBack(SessionId),
    /// It is over.
    SessionGone(SessionId),
    /// A login asks; exactly one [`Output::Reply`] follows at once.
    Request(SessionId, RequestId, Request),
    /// Time has passed: [`super::Exchange::poll_timeout`].
    Tick,
}

/// What a login may ask.
#[derive(Debug, Clone, PartialEq)]
pub enum Request {
    /// Rings at a user.
    MakeCall(wire::MakeCall),
    /// Takes a call that rings here.
    AcceptCall(wire::AcceptCall),
    /// Turns it down.
    RejectCall(wire::RejectCall),
    /// Takes back or hangs up.
    EndCall(wire::EndCall),
    /// Asks a user into a room.
    Invite(wire::Invite),
    /// Takes an invitation.
    AcceptInvite(wire::AcceptInvite),
    /// Turns it down.
    RefuseInvite(wire::RefuseInvite),
    /// Takes the own one back.
    CancelInvite(wire::CancelInvite),
}

/// What the shell does, in this order.
#[derive(Debug, Clone, PartialEq)]
pub enum Output {
    /// The one answer to a request.
    Reply(SessionId, RequestId, Result<wire::reply::Result, Refusal>),
    /// The same event for each of these logins.
    Event(Vec<SessionId>, wire::event::Event),
}
