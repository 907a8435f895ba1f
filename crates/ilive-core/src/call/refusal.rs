//! Why a call or an invitation is refused.

use ilive_protocol::{BadId, Code, UserId, wire};

use crate::Fault;

/// The exchange's no; each is one `sub_reason`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// An id that is none.
    #[error(transparent)]
    BadId(#[from] BadId),
    /// A value that is refused; says which.
    #[error("{what}: {why}")]
    BadValue {
        /// The field.
        what: &'static str,
        /// What is wrong with it.
        why: &'static str,
    },
    /// The called one has no login with a link.
    #[error("user {0} is not there")]
    NobodyThere(UserId),
    /// The invited one has no login with a link.
    #[error("user {0} is not there")]
    NobodyToInvite(UserId),
    /// The caller, or whoever accepts, is in another call.
    #[error("this login is in a call already")]
    InCall,
    /// No call of that id rings here, is made from here, or stands here.
    #[error("there is no such call here")]
    NoCall,
    /// No invitation of that id stands for this login.
    #[error("there is no such invitation, or it stands no longer")]
    NoInvitation,
    /// The user is rung at by as many as may.
    #[error("{limit} ring at this user already")]
    Crowded {
        /// Calls, or invitations.
        limit: usize,
    },
}

/// Results of calls that are no end of one (E.15).
const NOT_EXIST: u32 = 100;
const FAILED: u32 = 101;

impl Refusal {
    /// Module, number and stable word of the contract.
    #[must_use]
    pub fn fault(&self) -> Fault {
        match self {
            Self::BadId(_) => Fault::of(Code::ServerInvalidArgument, "bad_id"),
            Self::BadValue { what, .. } => Fault::of(Code::ServerInvalidArgument, what),
            Self::NobodyThere(_) => Fault::call(FAILED, "offline"),
            Self::NobodyToInvite(_) => Fault::of(Code::ServerEndpointNotExist, "offline"),
            Self::InCall => Fault::call(FAILED, "in_call"),
            Self::NoCall => Fault::call(NOT_EXIST, "not_exist"),
            Self::NoInvitation => Fault::of(Code::ServerEndpointNotExist, "no_invitation"),
            Self::Crowded { .. } => Fault::of(Code::ServerAllocResourceFailed, "too_many_ring"),
        }
    }

    /// As it goes on the wire; the shell adds the trace id.
    #[must_use]
    pub fn to_wire(&self) -> wire::Error {
        self.fault().to_wire(self.to_string())
    }
}
