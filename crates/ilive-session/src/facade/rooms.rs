//! Rooms at the façade: the AV room and its chat group as one.

use std::time::Instant;

use ilive_protocol::{Code, RoomId, limits};

use crate::av::{EnterParam, RoomType};
use crate::call::{Accepted, Answer, RoomArg, RoomOption, Secret, StageCall};
use crate::operations::{Caller, Class, Verb};
use crate::purpose::Purpose;
use crate::{Client, Error, guards, up};

/// The bit that making a room needs (E.1).
const CREATE: u8 = ilive_protocol::Rights::CREATE.0;

fn check_title(title: &str) -> Result<(), Error> {
    let chars = title.chars().count();
    match chars <= limits::TITLE_MAX_CHARS {
        true => Ok(()),
        false => Err(Error::of(Code::InvalidParam, "bad_title").because(format!("{chars} characters"))),
    }
}

fn param(room: RoomId, option: RoomOption, create: bool, exclusive: bool) -> EnterParam {
    let RoomOption { role, role_type, room_key, rights, auto_views, title, .. } = option;
    EnterParam {
        room,
        room_type: RoomType::Multi,
        role,
        role_type,
        room_key,
        rights,
        create,
        exclusive,
        auto_views,
        title,
    }
}

fn needed(option: Option<RoomOption>) -> Result<RoomOption, Error> {
    option.ok_or_else(|| Error::of(Code::InvalidParam, "no_options").because("the option is missing"))
}

impl Client {
    /// 8002, 8021, 8011, 8010, 8024; then the AV layer's.
    pub(crate) fn create_room(
        &mut self,
        now: Instant,
        room: &RoomArg,
        option: Option<RoomOption>,
    ) -> Result<Accepted, Error> {
        let (room, option) = self.asked(room, option)?;
        check_title(&option.title)?;
        if option.rights != 0 && option.rights & CREATE == 0 {
            return Err(Error::of(Code::InvalidParam, "no_create_bit"));
        }
        let with_group = self.wants_group(&option);
        self.enter_at_facade(now, param(room, option, true, true), with_group)
    }

    /// The same, without the CREATE bit.
    pub(crate) fn join_room(
        &mut self,
        now: Instant,
        room: &RoomArg,
        option: Option<RoomOption>,
    ) -> Result<Accepted, Error> {
        let (room, option) = self.asked(room, option)?;
        let create = option.create_room;
        let with_group = self.wants_group(&option);
        self.enter_at_facade(now, param(room, option, create, false), with_group)
    }

    /// What every call into a room checks first.
    fn asked(&self, room: &RoomArg, option: Option<RoomOption>) -> Result<(RoomId, RoomOption), Error> {
        self.alive()?;
        let option = needed(option)?;
        Ok((guards::room_id(room)?, option))
    }

    fn wants_group(&self, option: &RoomOption) -> bool {
        self.config.im_support && !option.without_chat
    }

    fn enter_at_facade(
        &mut self,
        now: Instant,
        param: EnterParam,
        with_group: bool,
    ) -> Result<Accepted, Error> {
        self.av_ready()?;
        self.not_busy(now, Verb::Enter)?;
        self.in_no_room(&param.room)?;
        let entered = self.enter_room(now, Caller::Facade, param, with_group);
        raise(Verb::Enter, entered)
    }

    /// 8021, 8023 for a host, 8002, 8011, 8003, 8024 for the current room.
    pub(crate) fn switch_room(
        &mut self,
        now: Instant,
        room: &RoomArg,
        option: Option<RoomOption>,
    ) -> Result<Accepted, Error> {
        let (room, option) = self.asked(room, option)?;
        if self.is_host() {
            let why = "a host cannot switch away from its own room";
            return Err(Error::of(Code::NotSupport, "host").because(why));
        }
        self.av_ready()?;
        self.not_busy(now, Verb::Switch)?;
        self.in_room_8003()?;
        if !self.config.raw_codes && self.current_room() == Some(&room) {
            return Err(Error::of(Code::AlreadyState, "same_room"));
        }
        let with_group = self.wants_group(&option);
        let switched =
            self.switch_room_av(now, Caller::Facade, param(room, option, false, false), with_group);
        raise(Verb::Switch, switched)
    }

    fn is_host(&self) -> bool {
        self.room.stay().is_some_and(|stay| self.context.own() == Some(stay.host))
    }

    /// 8002, 8011; out of a room it succeeds. With `cancel_pending`, what is pending ends first with 8007.
    pub(crate) fn quit_room(&mut self, now: Instant, cancel_pending: bool) -> Result<Accepted, Error> {
        self.alive()?;
        self.av_ready()?;
        if cancel_pending {
            if let Some((op, _)) = self.operations.busy(Class::Room) {
                self.give_up(now, op, Error::of(Code::UserCancel, "left"));
            }
        } else {
            self.not_busy(now, Verb::Exit)?;
        }
        match raise(Verb::Exit, self.exit_room(now, Caller::Facade))? {
            Accepted::Pending(op) => Ok(Accepted::Pending(op)),
            Accepted::Done(_) => {
                let op = self.operations.begin(now, Caller::Facade, Verb::Exit);
                self.finish(op, Ok(Answer::Done));
                Ok(Accepted::Pending(op))
            }
        }
    }

    /// 8002, 8011, 8003, 8024 for the role in force (never with a key), then 1 `role_not_exists`.
    pub(crate) fn change_role(
        &mut self,
        now: Instant,
        role: String,
        room_key: Secret,
    ) -> Result<Accepted, Error> {
        self.alive()?;
        self.av_ready()?;
        self.not_busy(now, Verb::ChangeRole)?;
        self.in_room_8003()?;
        let current = self.room.stay().is_some_and(|stay| stay.role == role);
        if current && room_key.0.is_empty() && !self.config.raw_codes {
            return Err(Error::of(Code::AlreadyState, "same_role"));
        }
        self.change_role_av(now, Caller::Facade, role, room_key)
    }

    /// 8002, 1201; the stage's rules are the server's.
    pub(crate) fn stage(&mut self, now: Instant, call: StageCall) -> Result<Accepted, Error> {
        self.alive()?;
        self.av_ready()?;
        self.started()?;
        self.room_entered()?;
        self.in_budget()?;
        let op = self.operations.begin(now, Caller::Facade, Verb::Ask);
        self.ask(now, call.into_wire(), Purpose::Ask(op));
        Ok(Accepted::Pending(op))
    }
}

/// What the AV layer refuses at once, as the façade says it.
pub(super) fn raise(verb: Verb, accepted: Result<Accepted, Error>) -> Result<Accepted, Error> {
    accepted.or_else(|error| up::up(verb, error).map(Accepted::Done))
}
