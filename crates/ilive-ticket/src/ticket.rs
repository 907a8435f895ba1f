//! What a good ticket says.

use ilive_protocol::{AppId, Rights, RoomId, UserId};

use crate::TicketError;

/// Who somebody is: a checked userSig.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserTicket {
    /// The app that vouches for the user.
    pub app: AppId,
    /// The user.
    pub user: UserId,
    /// Unix seconds; may lie up to [`crate::limits::CLOCK_SKEW_S`] ahead.
    pub issued_at: u64,
    /// Unix seconds; the last one it is valid in.
    pub expires_at: u64,
}

/// Who may do what in which room: a checked privateMapKey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomKey {
    /// The app that vouches for it.
    pub app: AppId,
    /// The user it was given to.
    pub user: UserId,
    /// The one room it is for.
    pub room: RoomId,
    /// What the user may do there.
    pub rights: Rights,
    /// Unix seconds; may lie up to [`crate::limits::CLOCK_SKEW_S`] ahead.
    pub issued_at: u64,
    /// The outer ticket's end, unix seconds; the last one it is valid in.
    pub expires_at: u64,
    /// The key's own end, unix seconds, usually much sooner; the last one it is valid in.
    pub key_expires_at: u64,
}

impl RoomKey {
    /// Whether it is for this user, this app and this room: the order of R3. Its rights are the room's
    /// matter: which are needed depends on whether the room exists.
    ///
    /// # Errors
    /// [`TicketError::WrongUser`], [`TicketError::WrongApp`], [`TicketError::WrongRoom`].
    pub fn matches(&self, app: AppId, user: &UserId, room: &RoomId) -> Result<(), TicketError> {
        same_holder((self.app, &self.user), (app, user))?;
        if self.room != *room {
            return Err(TicketError::WrongRoom { ticket: self.room.clone(), expected: room.clone() });
        }
        Ok(())
    }
}

/// Which two rooms a user may link: a checked link key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkKey {
    /// The app that vouches for it.
    pub app: AppId,
    /// The room and the member that may ask.
    pub from: (RoomId, UserId),
    /// The room and the member that may be asked.
    pub to: (RoomId, UserId),
    /// The key's own end, unix seconds; the last one it is valid in.
    pub key_expires_at: u64,
}

impl LinkKey {
    /// Whether it is for this link of this app.
    ///
    /// # Errors
    /// [`TicketError::WrongUser`], [`TicketError::WrongApp`], [`TicketError::WrongRoom`]: the asking end first.
    pub fn matches(
        &self,
        app: AppId,
        from: (&RoomId, &UserId),
        to: (&RoomId, &UserId),
    ) -> Result<(), TicketError> {
        for ((ticket, user), (room, expected)) in [(&self.from, from), (&self.to, to)] {
            same_holder((self.app, user), (app, expected))?;
            if ticket != room {
                return Err(TicketError::WrongRoom { ticket: ticket.clone(), expected: room.clone() });
            }
        }
        Ok(())
    }
}

/// Whether user and app are these.
pub(crate) fn same_holder(ticket: (AppId, &UserId), expected: (AppId, &UserId)) -> Result<(), TicketError> {
    if ticket.1 != expected.1 {
        return Err(TicketError::WrongUser { ticket: ticket.1.clone(), expected: expected.1.clone() });
    }
    if ticket.0 != expected.0 {
        return Err(TicketError::WrongApp { ticket: ticket.0, expected: expected.0 });
    }
    Ok(())
}

/// A bearer, which may be either.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ticket {
    /// It says who.
    User(UserTicket),
    /// It says who, where and what.
    Room(RoomKey),
}

impl Ticket {
    /// The app that vouches for it.
    #[must_use]
    pub fn app(&self) -> AppId {
        match self {
            Self::User(ticket) => ticket.app,
            Self::Room(key) => key.app,
        }
    }

    /// The user it was given to.
    #[must_use]
    pub fn user(&self) -> &UserId {
        match self {
            Self::User(ticket) => &ticket.user,
            Self::Room(key) => &key.user,
        }
    }
}
