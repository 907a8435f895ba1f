//! Arguments, as C gives them: read and held to what they must be, each with the number of the layer that was called.

use std::borrow::Cow;

use ilive_protocol::Code;
use ilive_protocol::codes::Delivery;
use ilive_protocol::wire::Source;
use ilive_session::call::{RoomArg, Secret};
use ilive_session::{DeviceKind, Error};

use crate::client::Client;
use crate::numbers::{self, ilive_device_kind, ilive_source};
use crate::room::ilive_room;
use crate::text::{BadText, ilive_bytes, ilive_text};

/// Longer lists are taken by no call.
const LIST_MAX: usize = 4096;

/// The layer whose function was called: each has its own numbers for the same mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Level {
    /// `ilive_*` and `ilive_im_*`.
    Facade,
    /// `ilive_av_*`.
    Context,
    /// Those of them that are the room's.
    Room,
}

impl Level {
    /// A handle that names nothing: 0 is null, all others were closed or never given out.
    pub(crate) fn dead(self, handle: u64) -> Error {
        let code = match self {
            _ if handle == 0 => Code::NullPointer,
            Self::Facade => Code::AvNotReady,
            Self::Context => Code::AvContextNotExist,
            Self::Room => Code::AvRoomNotExist,
        };
        let why = if handle == 0 { "the client is 0" } else { "the client was released, or is none" };
        returned(code, why)
    }

    pub(crate) fn bad(self, why: impl Into<Cow<'static, str>>) -> Error {
        let code = if self == Self::Facade { Code::InvalidParam } else { Code::AvInvalidArgument };
        returned(code, why)
    }
}

/// What every call of the AV layer meets first where the context does not run.
pub(crate) fn not_started() -> Error {
    returned(Code::AvContextNotExist, "the context is not started")
}

/// 8005.
pub(crate) fn missing(what: &str) -> Error {
    returned(Code::NullPointer, format!("{what} is NULL"))
}

fn returned(code: Code, why: impl Into<Cow<'static, str>>) -> Error {
    Error::of(code, "").because(why.into()).delivered(Delivery::Return)
}

/// Reads the arguments of one call.
pub(crate) struct Args<'a> {
    pub(crate) client: &'a Client,
    pub(crate) level: Level,
}

impl Args<'_> {
    /// A text that must be there.
    pub(crate) fn text(&self, text: ilive_text, what: &str) -> Result<String, Error> {
        self::text(self.level, text, what)
    }

    /// A text that may be missing.
    pub(crate) fn maybe(&self, text: ilive_text, what: &str) -> Result<Option<String>, Error> {
        self::maybe(self.level, text, what)
    }

    /// A text that may be missing, and is empty then.
    pub(crate) fn or_empty(&self, text: ilive_text, what: &str) -> Result<String, Error> {
        self.maybe(text, what).map(Option::unwrap_or_default)
    }

    /// A ticket or a key that may be missing.
    pub(crate) fn key(&self, text: ilive_text, what: &str) -> Result<Secret, Error> {
        self.or_empty(text, what).map(Secret)
    }

    pub(crate) fn bytes(&self, bytes: ilive_bytes, what: &str) -> Result<Vec<u8>, Error> {
        bytes.read().map_err(|bad| bad_text(self.level, bad, what))
    }

    pub(crate) fn room(&self, room: ilive_room) -> Result<RoomArg, Error> {
        Ok(match self.maybe(room.name, "room.name")? {
            Some(name) if room.number == 0 && !name.is_empty() => RoomArg::Name(name),
            Some(name) if !name.is_empty() => return Err(self.level.bad("a room has a number or a name")),
            _ => RoomArg::Number(room.number),
        })
    }

    /// A value that must be there.
    pub(crate) fn need<'a, T>(&self, value: Option<&'a T>, what: &str) -> Result<&'a T, Error> {
        value.ok_or_else(|| missing(what))
    }

    /// A list that must be there, if it has anything.
    pub(crate) fn list<'a, T: Copy>(
        &self,
        first: *const T,
        count: usize,
        what: &str,
    ) -> Result<&'a [T], Error> {
        self::list(self.level, first, count, what)
    }

    pub(crate) fn source(&self, source: ilive_source) -> Result<Source, Error> {
        numbers::source_of(source).ok_or_else(|| self.level.bad(format!("{source} is no source")))
    }

    pub(crate) fn device(&self, kind: ilive_device_kind) -> Result<DeviceKind, Error> {
        numbers::device_of(kind).ok_or_else(|| self.level.bad(format!("{kind} is no kind of device")))
    }
}

/// A text that must be there.
pub(crate) fn text(level: Level, text: ilive_text, what: &str) -> Result<String, Error> {
    text.read().map_err(|bad| bad_text(level, bad, what))
}

/// A text that may be missing.
pub(crate) fn maybe(level: Level, text: ilive_text, what: &str) -> Result<Option<String>, Error> {
    match text.read() {
        Err(BadText::Null) => Ok(None),
        read => read.map(Some).map_err(|bad| bad_text(level, bad, what)),
    }
}

/// A list that must be there, if it has anything.
pub(crate) fn list<'a, T: Copy>(
    level: Level,
    first: *const T,
    count: usize,
    what: &str,
) -> Result<&'a [T], Error> {
    match count {
        0 => Ok(&[]),
        _ if first.is_null() => Err(missing(what)),
        _ if count > LIST_MAX => Err(level.bad(format!("{what}: more than {LIST_MAX}"))),
        _ => Ok(crate::list::read(first, count)),
    }
}

fn bad_text(level: Level, bad: BadText, what: &str) -> Error {
    match bad {
        BadText::Null => missing(what),
        BadText::TooLong => level.bad(format!("{what} is longer than 1 MiB")),
        BadText::NotUtf8 => level.bad(format!("{what} is not UTF-8")),
    }
}
