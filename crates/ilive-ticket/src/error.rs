//! Why a ticket is refused.

use base64::DecodeError;
use ilive_protocol::{AppId, Code, RoomId, UserId};

use crate::key::Algorithm;
use crate::limits::{CLOCK_SKEW_S, JSON_MAX_BYTES, TICKET_MAX_BYTES};

/// Why a ticket is refused. No message ever quotes the ticket or a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TicketError {
    /// No text at all.
    #[error("the ticket is empty: send the userSig or room key that the app's server minted")]
    Empty,
    /// Refused unread.
    #[error("the ticket has {bytes} bytes, the limit is {TICKET_MAX_BYTES}: mint it without extra members")]
    TooLong {
        /// Its length.
        bytes: usize,
    },
    /// Not the altered base64.
    #[error("the ticket is no base64 with `*` `-` `_` for `+` `/` `=` ({0}): send it whole and unchanged")]
    BadBase64(#[source] DecodeError),
    /// Not one zlib stream.
    #[error("the ticket does not unpack ({why}): send it whole and unchanged")]
    BadDeflate {
        /// What is wrong with the stream.
        why: &'static str,
    },
    /// A bomb, or far too many members.
    #[error("the ticket unpacks to more than {JSON_MAX_BYTES} bytes: mint it without extra members")]
    InflatedTooLong,
    /// Not one JSON object of at most [`crate::limits::MEMBERS_MAX`] members.
    #[error("the ticket's content is no plain JSON object ({why}): mint it again")]
    BadJson {
        /// What is wrong and where.
        why: String,
    },
    /// A member given twice: which one counts would be a guess.
    #[error("the ticket has member {name:?} twice: mint it again with each member once")]
    DuplicateMember {
        /// The member.
        name: String,
    },
    /// A member that this kind of ticket must have.
    #[error("the ticket lacks member {name}: mint it again with it")]
    MissingField {
        /// The member.
        name: &'static str,
    },
    /// A member of the wrong type or out of range.
    #[error("the ticket's {name} {why}: mint it again")]
    BadField {
        /// The member.
        name: &'static str,
        /// What is wrong with its value.
        why: String,
    },
    /// The app's key is of the other kind.
    #[error("the ticket is a {ticket}, this app's key is for {key}: mint with the app's own algorithm")]
    WrongAlgorithm {
        /// What the ticket says it is.
        ticket: Algorithm,
        /// What the app is pinned to.
        key: Algorithm,
    },
    /// Another key, or a changed ticket.
    #[error(
        "the ticket's signature is not this app's: check that it was minted with the current key of the app"
    )]
    BadSignature,
    /// Minted for another app.
    #[error("the ticket is for app {ticket}, not {expected}: use one of this app")]
    WrongApp {
        /// The ticket's.
        ticket: AppId,
        /// The one that is asked for.
        expected: AppId,
    },
    /// Minted for another user.
    #[error("the ticket is for user {ticket}, not {expected}: use one of this user")]
    WrongUser {
        /// The ticket's.
        ticket: UserId,
        /// The one that is asked for.
        expected: UserId,
    },
    /// Minted for another room; `123` and `s:123` are different rooms.
    #[error("the key is for room {ticket}, not {expected}: ask the app's server for one of this room")]
    WrongRoom {
        /// The key's.
        ticket: RoomId,
        /// The one that is asked for.
        expected: RoomId,
    },
    /// The minter's clock is ahead of ours.
    #[error("the ticket's TLS.time {issued_at} is over {CLOCK_SKEW_S} s ahead of {now}: set the clocks")]
    NotYetValid {
        /// Unix seconds in the ticket.
        issued_at: u64,
        /// Unix seconds here.
        now: u64,
    },
    /// Negative, or past the end of numbers together with the time of issue.
    #[error("the ticket's validity of {valid_s} s is no span of time: mint it with seconds from now on")]
    BadExpire {
        /// The ticket's `TLS.expire` or `TLS.expire_after`.
        valid_s: i64,
    },
    /// Its time is over.
    #[error("the ticket expired at {expired_at}, it is {now}: get a new one from the app's server")]
    SigExpired {
        /// The last second it was valid in, unix.
        expired_at: u64,
        /// Unix seconds here.
        now: u64,
    },
    /// A room key where a userSig is wanted.
    #[error("this is a room key (it has TLS.userbuf), a userSig is wanted: send the userSig")]
    UserbufUnexpected,
    /// A userSig where a room key is wanted.
    #[error("this is a userSig (it has no TLS.userbuf), a room key is wanted: send the privateMapKey")]
    UserbufMissing,
    /// The binary part of a room key or a link key is malformed.
    #[error("the key's TLS.userbuf {why}: mint it again")]
    BadUserbuf {
        /// What is wrong with it.
        why: String,
    },
    /// The own time of a room key or a link key is over, whatever its outer ticket says.
    #[error("the key expired at {expired_at}, it is {now}: get a new one from the app's server")]
    KeyExpired {
        /// The last second it was valid in, unix.
        expired_at: u64,
        /// Unix seconds here.
        now: u64,
    },
}

impl TicketError {
    /// 8051 when the ticket's time is over, else 10003 (R3).
    #[must_use]
    pub fn code(&self) -> Code {
        match self {
            Self::SigExpired { .. } => Code::Expire,
            _ => Code::ServerNoPermission,
        }
    }

    /// Whether this is no ticket of the app at all. The others are, but not for what is asked.
    #[must_use]
    pub fn is_unreadable(&self) -> bool {
        matches!(
            self,
            Self::Empty
                | Self::TooLong { .. }
                | Self::BadBase64(_)
                | Self::BadDeflate { .. }
                | Self::InflatedTooLong
                | Self::BadJson { .. }
                | Self::DuplicateMember { .. }
                | Self::MissingField { .. }
                | Self::BadField { .. }
                | Self::WrongAlgorithm { .. }
                | Self::BadSignature
                | Self::BadUserbuf { .. }
        )
    }

    /// A stable word for the check that failed: one of those that the contract lists for [`TicketError::code`].
    #[must_use]
    pub fn sub_reason(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLong { .. } => "too_long",
            Self::BadBase64(_) => "bad_base64",
            Self::BadDeflate { .. } => "bad_deflate",
            Self::InflatedTooLong => "inflated_too_long",
            Self::BadJson { .. } => "bad_json",
            Self::DuplicateMember { .. } => "duplicate_member",
            Self::MissingField { .. } => "missing_field",
            Self::BadField { .. } => "bad_field",
            Self::WrongAlgorithm { .. } => "wrong_algorithm",
            Self::BadSignature => "bad_signature",
            Self::WrongApp { .. } => "wrong_app",
            Self::WrongUser { .. } => "wrong_user",
            Self::WrongRoom { .. } => "wrong_room",
            Self::NotYetValid { .. } => "not_yet_valid",
            Self::BadExpire { .. } => "bad_expire",
            Self::SigExpired { .. } => "sig_expired",
            Self::UserbufUnexpected => "userbuf_unexpected",
            Self::UserbufMissing => "userbuf_missing",
            Self::BadUserbuf { .. } => "bad_userbuf",
            Self::KeyExpired { .. } => "key_expired",
        }
    }
}
