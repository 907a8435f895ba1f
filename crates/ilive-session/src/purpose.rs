//! Whom an answer is for, and what its absence is called.

use ilive_protocol::{Code, RoomId, TinyId};

use crate::call::Secret;
use crate::io::PeerNo;
use crate::{DeviceKind, Error, OpId, im};

/// Whom an answer is for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Purpose {
    /// The first frame of a connection.
    Login,
    /// The last one of a login.
    Goodbye,
    Renew(OpId, Secret),
    /// The context's question for its own tiny id.
    OwnId(OpId),
    /// Who is behind these.
    Names(Vec<TinyId>),
    Locate(OpId),
    Enter(OpId),
    Group(OpId),
    /// Its entry has failed: a group that lets us in all the same is left again.
    StrayGroup(RoomId),
    Exit(OpId),
    ChangeRole(OpId, Secret),
    /// A new offer of a connection: it is being repaired, or has more slots.
    Negotiate(PeerNo),
    /// Views that no call waits for: of everybody, or those of before a return.
    StandingViews,
    /// A source that was sent before a return.
    UplinkAgain(DeviceKind),
    /// The room's state after lost events.
    ReadRoom,
    Uplink(OpId),
    /// A message; the deadline rests while the link is lost. The text names its conversation.
    Message(OpId, String),
    /// IM's: the answer is the completion.
    AskIm(OpId),
    /// AV's: the answer is the completion.
    Ask(OpId),
    /// May it be measured, and within what.
    SpeedTest(OpId),
    Link(OpId, RoomId),
    Unlink(OpId),
    Invite(OpId, InviteStep),
    Call(OpId, CallStep),
    /// Given up before its id was known.
    StrayInvite,
    StrayCall,
    /// Nobody waits for it; it goes with the session.
    Undo,
}

/// Which of the invitation's three it is: each has its own code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum InviteStep {
    Invite,
    Accept(u64),
    Refuse(u64),
    Cancel(u64),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CallStep {
    Make,
    Accept(u64),
    Reject(u64),
    End(u64),
}

impl Purpose {
    /// The operation that its answer ends, or brings further.
    pub(crate) fn op(&self) -> Option<OpId> {
        match self {
            Self::Renew(op, _)
            | Self::OwnId(op)
            | Self::Locate(op)
            | Self::Enter(op)
            | Self::Group(op)
            | Self::Exit(op)
            | Self::ChangeRole(op, _)
            | Self::Uplink(op)
            | Self::Message(op, _)
            | Self::AskIm(op)
            | Self::Ask(op)
            | Self::SpeedTest(op)
            | Self::Link(op, _)
            | Self::Unlink(op)
            | Self::Invite(op, _)
            | Self::Call(op, _) => Some(*op),
            _ => None,
        }
    }

    /// What the server's silence is called (R2).
    pub(crate) fn silence(&self) -> Error {
        match self {
            Self::Locate(_) => Error::of(Code::ServerTimeout, "no_answer"),
            Self::OwnId(_) => Error::of(Code::AvImsdkTimeout, ""),
            Self::Names(_) | Self::Group(_) | Self::StrayGroup(_) | Self::Message(..) | Self::AskIm(_) => {
                Error::im(im::TIMEOUT, "no_answer").because("messaging did not answer in time")
            }
            Self::Call(..) => Error::call(101, "no_answer").because("the server did not answer in time"),
            _ => Error::of(Code::AvTimeout, "no_answer"),
        }
    }

    pub(crate) fn rests(&self) -> bool {
        matches!(self, Self::Message(..) | Self::Negotiate(_))
    }
}
