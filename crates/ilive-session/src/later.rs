//! Messages that the wire does not have yet: links, push and record, invitations, calls. They are the client's half of what
//! `proto/` still needs; a shell whose wire lacks them answers as a server does that does not know a command: 10007.

use ilive_protocol::{RoomId, UserId};

use crate::call::Secret;

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request {
    /// Link the current room with another.
    LinkRoom {
        /// The other room.
        room: RoomId,
        /// A member there.
        user: UserId,
        /// That room's key.
        room_key: Secret,
    },
    /// Drop all links.
    UnlinkRoom,
    /// Push on or off.
    Push(bool),
    /// Record on or off.
    Record(bool),
    /// Measure.
    SpeedTest,
    /// Ask a user into a room; [`Reply::Invited`].
    Invite {
        /// Whom.
        to: UserId,
        /// Where.
        room: RoomId,
        /// For how long it stands.
        ring_ms: u32,
    },
    /// Take an invitation.
    AcceptInvite(u64),
    /// Turn it down.
    RefuseInvite(u64),
    /// Take one's own back.
    CancelInvite(u64),
    /// Ring at a user; [`Reply::Calling`].
    MakeCall {
        /// Whom.
        to: UserId,
        /// With picture.
        video: bool,
        /// For how long.
        ring_ms: u32,
    },
    /// Take a call.
    AcceptCall(u64),
    /// Turn it down; `busy`: by itself, another call is on.
    RejectCall {
        /// Which.
        call: u64,
        /// Result 5 instead of 3.
        busy: bool,
    },
    /// Take back or hang up.
    EndCall(u64),
}

/// What is answered, besides `Done`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// The invitation's id.
    Invited(u64),
    /// The call's id.
    Calling(u64),
}

/// How the other end of an invitation or this one's own has ended it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InviteEnd {
    /// The invited one refused.
    Refused,
    /// The inviting one took it back.
    Cancelled,
    /// Nobody answered in time.
    TimedOut,
}

/// What nobody asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Somebody invites this user.
    InviteArrived {
        /// The invitation.
        id: u64,
        /// Who.
        from: UserId,
        /// Where.
        room: RoomId,
    },
    /// The own invitation was taken.
    InviteAccepted(u64),
    /// An invitation, own or other, is over.
    InviteEnded(u64, InviteEnd),
    /// Somebody calls.
    CallIncoming {
        /// The call.
        id: u64,
        /// Who.
        from: UserId,
        /// With picture.
        video: bool,
    },
    /// Both are in it.
    CallEstablished(u64),
    /// It is over; the result is one of E.15's, 1 to 6.
    CallEnded(u64, u32),
}
