//! Rooms and what they are entered with.

use ilive_protocol::RoomId;
use ilive_protocol::wire::{RoomRef, room_ref};
use ilive_session::Error;
use ilive_session::av::{Enter, RoomType};
use ilive_session::call::{RoomArg, RoomOption};

use crate::args::Args;
use crate::keep::Keep;
use crate::numbers::{self, ILIVE_ROOM_MULTI, ILIVE_ROOM_PAIR, ilive_role_type, ilive_room_type};
use crate::text::ilive_text;

/// A room: a number from 1 to 4294967294, or a name of 1 to 64 of `A-Za-z0-9_.@-` where `number` is 0. 123 and "123" are
/// different rooms. Both empty: none.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct ilive_room {
    /// The number; 0: it has a name.
    pub number: u32,
    /// The name; empty: it has a number.
    pub name: ilive_text,
}

impl ilive_room {
    pub(crate) const NONE: Self = Self { number: 0, name: ilive_text::NONE };

    pub(crate) fn of(room: &RoomId, keep: &mut Keep) -> Self {
        match room.as_number() {
            Some(number) => Self { number, ..Self::NONE },
            None => Self { name: keep.text(&room.to_string()), ..Self::NONE },
        }
    }

    pub(crate) fn of_wire(room: Option<&RoomRef>, keep: &mut Keep) -> Self {
        match room.and_then(|room| room.id.as_ref()) {
            Some(room_ref::Id::Number(number)) => Self { number: *number, ..Self::NONE },
            Some(room_ref::Id::Name(name)) => Self { name: keep.text(name), ..Self::NONE },
            None => Self::NONE,
        }
    }
}

/// What a room is entered with; all 0 is a good start. There is no default role: who enters says what for.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct ilive_room_option {
    /// A role's name; empty: by `role_type`.
    pub role: ilive_text,
    /// Without a name: the app's first role of this type, or its default role.
    pub role_type: ilive_role_type,
    /// A room key (privateMapKey); empty: none.
    pub room_key: ilive_text,
    /// Authority bits that are asked for, 1 to 255; 0: all that the ticket has.
    pub rights: u32,
    /// Only of a join: make the room when there is none.
    pub create_room: bool,
    /// Enter the AV room only, without its chat group.
    pub without_chat: bool,
    /// See everybody who sends, without asking for each.
    pub auto_views: bool,
    /// Only of a create: 1 to 80 characters, or empty.
    pub title: ilive_text,
}

impl ilive_room_option {
    /// What the option says; none for NULL, which the call refuses.
    pub(crate) fn read(args: &Args<'_>, option: Option<&Self>) -> Result<Option<RoomOption>, Error> {
        let Some(option) = option else { return Ok(None) };
        Ok(Some(RoomOption {
            role: args.or_empty(option.role, "option.role")?,
            role_type: numbers::role_type_of(option.role_type)
                .ok_or_else(|| args.level.bad(format!("{} is no type of role", option.role_type)))?,
            room_key: args.key(option.room_key, "option.room_key")?,
            rights: rights(args, option.rights)?,
            create_room: option.create_room,
            without_chat: option.without_chat,
            auto_views: option.auto_views,
            title: args.or_empty(option.title, "option.title")?,
        }))
    }
}

/// What an AV room is entered with.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct ilive_av_enter {
    /// Its id.
    pub room: ilive_room,
    /// Of the two forms.
    pub room_type: ilive_room_type,
    /// A role's name; empty: the app's default role.
    pub role: ilive_text,
    /// A room key; empty: none.
    pub room_key: ilive_text,
    /// Authority bits that are asked for; 0: all.
    pub rights: u32,
    /// Do not make the room when there is none.
    pub without_create: bool,
    /// See everybody who sends, without asking for each.
    pub auto_views: bool,
}

impl ilive_av_enter {
    pub(crate) fn read(args: &Args<'_>, enter: Option<&Self>) -> Result<Enter, Error> {
        let enter = args.need(enter, "enter")?;
        let room_type = match enter.room_type {
            ILIVE_ROOM_MULTI => RoomType::Multi,
            ILIVE_ROOM_PAIR => RoomType::Pair,
            other => return Err(args.level.bad(format!("{other} is no type of room"))),
        };
        Ok(Enter {
            room: args.room(enter.room)?,
            room_type,
            role: args.or_empty(enter.role, "enter.role")?,
            room_key: args.key(enter.room_key, "enter.room_key")?,
            rights: rights(args, enter.rights)?,
            create: !enter.without_create,
            auto_views: enter.auto_views,
        })
    }
}

fn rights(args: &Args<'_>, rights: u32) -> Result<u8, Error> {
    u8::try_from(rights)
        .map_err(|_| args.level.bad(format!("{rights:#x} has more than the 8 authority bits")))
}

/// As requests to the server name it; whether it is good is the server's to say.
pub(crate) fn to_wire(room: RoomArg) -> RoomRef {
    let id = match room {
        RoomArg::Number(number) => room_ref::Id::Number(number),
        RoomArg::Name(name) => room_ref::Id::Name(name),
    };
    RoomRef { id: Some(id) }
}
