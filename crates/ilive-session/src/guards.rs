//! The guards of R1, each a question to the state that changes nothing. Methods ask them in the order of their steps.

use std::time::Instant;

use ilive_protocol::{Code, RoomId, UserId};

use crate::av::{Context, Room};
use crate::call::RoomArg;
use crate::login::Login;
use crate::operations::{Caller, Verb};
use crate::{Client, Error, im};

/// Steps 2 to 9 of the façade.
impl Client {
    /// Step 2: the object was released.
    pub(crate) fn alive(&self) -> Result<(), Error> {
        match self.released {
            true => Err(Error::of(Code::AvNotReady, "").because("this object was released")),
            false => Ok(()),
        }
    }

    /// Step 5: messages, groups and calls.
    pub(crate) fn im_loaded(&self) -> Result<(), Error> {
        match self.config.im_support {
            true => Ok(()),
            false => Err(Error::of(Code::ImNotReady, "")),
        }
    }

    /// Step 6, for messages, calls, push, record, speed test and device test.
    pub(crate) fn logged_in_8009(&self) -> Result<(), Error> {
        match self.config.raw_codes || self.is_logged_in() {
            true => Ok(()),
            false => Err(Error::of(Code::NotLogin, "")),
        }
    }

    /// Step 6, for rooms, devices and parameters: also while the AV context is not started.
    pub(crate) fn av_ready(&self) -> Result<(), Error> {
        let started = matches!(self.context, Context::Started(_));
        match self.config.raw_codes || (self.is_logged_in() && started) {
            true => Ok(()),
            false => Err(Error::of(Code::AvNotReady, "")),
        }
    }

    /// Step 7: 8011 while the class's operation is young; then the AV layer's word.
    pub(crate) fn not_busy(&self, now: Instant, verb: Verb) -> Result<(), Error> {
        let busy = verb.class().and_then(|class| self.operations.busy(class));
        match busy {
            Some((_, other)) if !self.config.raw_codes && now < other.since + self.config.timers.stale => {
                Err(Error::of(Code::BusyHere, "busy").because(format!("{:?} is under way", other.verb)))
            }
            _ => self.free(verb),
        }
    }

    /// Step 8 of create and join: in this room 8024, in another 8010.
    pub(crate) fn in_no_room(&self, room: &RoomId) -> Result<(), Error> {
        match self.current_room() {
            Some(_) if self.config.raw_codes => Ok(()),
            Some(current) if current == room => Err(Error::of(Code::AlreadyState, "same_room")),
            Some(current) => {
                Err(Error::of(Code::AlreadyInRoom, "in_other_room").because(format!("in room {current}")))
            }
            None => Ok(()),
        }
    }

    /// Step 8: what works on the current room.
    pub(crate) fn in_room_8003(&self) -> Result<(), Error> {
        match self.config.raw_codes || self.current_room().is_some() {
            true => Ok(()),
            false => Err(Error::of(Code::NoRoom, "no_room")),
        }
    }

    /// Step 9: calls of which any number may be in flight have a limit all the same.
    pub(crate) fn in_budget(&self) -> Result<(), Error> {
        let waiting = self.operations.count();
        match waiting < self.config.in_flight {
            true => Ok(()),
            false => Err(Error::of(Code::AllocFail, "too_many_requests")
                .because(format!("{waiting} calls wait for their completion"))),
        }
    }

    /// A login that has gone all its way; one whose completion is still to come is none yet.
    #[must_use]
    pub fn is_logged_in(&self) -> bool {
        let halfway =
            self.operations.busy(crate::operations::Class::Context).is_some_and(|(_, operation)| {
                operation.verb == Verb::Start && operation.caller == Caller::Facade
            });
        matches!(self.login, Login::In(_)) && !halfway
    }

    /// The room that was entered and not left.
    #[must_use]
    pub fn current_room(&self) -> Option<&RoomId> {
        self.room.stay().map(|stay| &stay.param.room)
    }
}

/// The AV layer's guards, in the order of its codes.
impl Client {
    /// 1101.
    pub(crate) fn started(&self) -> Result<(), Error> {
        match (&self.context, self.released) {
            (Context::Started(_), false) => Ok(()),
            _ => Err(Error::of(Code::AvContextNotExist, "")),
        }
    }

    /// 1001 for the same operation in flight, 1002 for another of its class.
    pub(crate) fn free(&self, verb: Verb) -> Result<(), Error> {
        match verb.class().and_then(|class| self.operations.busy(class)) {
            None => Ok(()),
            Some((_, other)) if other.verb == verb => Err(Error::of(Code::AvRepeatedOperation, "under_way")),
            Some((_, other)) => Err(Error::of(Code::AvExclusiveOperation, "under_way")
                .because(format!("{:?} is under way", other.verb))),
        }
    }

    /// 1201.
    pub(crate) fn room_entered(&self) -> Result<(), Error> {
        match self.room {
            Room::Entered(_) | Room::Switching { .. } | Room::Returning { .. } => Ok(()),
            _ => Err(Error::of(Code::AvRoomNotExist, "")),
        }
    }

    /// 1202.
    pub(crate) fn room_exited(&self) -> Result<(), Error> {
        match self.room {
            Room::Exited => Ok(()),
            _ => Err(Error::of(Code::AvRoomNotExited, "")),
        }
    }

    /// 1602.
    pub(crate) fn test_stopped(&self) -> Result<(), Error> {
        match self.test {
            crate::av::Test::Stopped => Ok(()),
            _ => Err(Error::of(Code::AvDeviceTestNotStopped, "")),
        }
    }

    /// The IM layer's own word for "not logged in".
    pub(crate) fn im_logged_in(&self) -> Result<(), Error> {
        match self.login {
            Login::In(_) => Ok(()),
            _ => Err(Error::im(im::NOT_LOGGED_IN, "").because("not logged in to messaging")),
        }
    }
}

/// Step 4: values.
pub(crate) fn room_id(room: &RoomArg) -> Result<RoomId, Error> {
    let id = match room {
        RoomArg::Number(number) => RoomId::number(*number),
        RoomArg::Name(name) => RoomId::name(name),
    };
    id.map_err(|bad| Error::of(Code::InvalidParam, "bad_room_id").because(bad.to_string()))
}

pub(crate) fn user_id(user: &str) -> Result<UserId, Error> {
    user.parse::<UserId>()
        .map_err(|bad| Error::of(Code::InvalidParam, "bad_user_id").because(bad.to_string()))
}
