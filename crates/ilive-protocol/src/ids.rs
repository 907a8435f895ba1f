//! Ids: parsed once at the edge, so that every value of these types is a good one.

use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;

use crate::limits::{NAME_MAX_BYTES, ROOM_NUMBER_MAX};
use crate::wire;

/// An id that is not one; says which and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{kind} {value:?}: {why}")]
pub struct BadId {
    kind: &'static str,
    value: String,
    why: &'static str,
}

impl BadId {
    fn new(kind: &'static str, value: &str, why: &'static str) -> Self {
        // An id may come from anybody: what is quoted back is short.
        Self { kind, value: value.chars().take(NAME_MAX_BYTES).collect(), why }
    }
}

fn name_fault(value: &str) -> Option<&'static str> {
    if value.is_empty() {
        return Some("is empty");
    }
    if value.len() > NAME_MAX_BYTES {
        return Some("is longer than 64 bytes");
    }
    let good = |b: u8| b.is_ascii_alphanumeric() || b"_.@-".contains(&b);
    (!value.bytes().all(good)).then_some("has a character outside A-Z a-z 0-9 _ . @ -")
}

/// The app that a ticket belongs to (`sdkAppId`): the boundary between customers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AppId(NonZeroU32);

impl AppId {
    /// # Errors
    /// Zero is no app.
    pub fn new(id: u32) -> Result<Self, BadId> {
        NonZeroU32::new(id).map(Self).ok_or_else(|| BadId::new("app", "0", "is zero"))
    }

    /// The number in tickets and on the wire.
    #[must_use]
    pub fn get(self) -> u32 {
        self.0.get()
    }
}

impl fmt::Display for AppId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Who somebody is, as the app names them (`identifier`): 1 to 64 bytes of `A-Za-z0-9_.@-`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "String")]
pub struct UserId(Box<str>);

impl UserId {
    /// The text of the id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for UserId {
    type Err = BadId;

    fn from_str(value: &str) -> Result<Self, BadId> {
        match name_fault(value) {
            Some(why) => Err(BadId::new("user id", value, why)),
            None => Ok(Self(value.into())),
        }
    }
}

impl TryFrom<String> for UserId {
    type Error = BadId;

    fn try_from(value: String) -> Result<Self, BadId> {
        value.parse()
    }
}

impl fmt::Display for UserId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A user's number in the AV channel; unique in the whole platform, kept in the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct TinyId(pub u64);

impl fmt::Display for TinyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// One media connection; numbered by the server and never used again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PeerId(pub u64);

impl fmt::Display for PeerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A room's name within its app. `123` and `"123"` are different rooms.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RoomId {
    /// 1 to 4294967294.
    Number(NonZeroU32),
    /// 1 to 64 bytes of `A-Za-z0-9_.@-`.
    Name(Box<str>),
}

impl RoomId {
    /// # Errors
    /// Zero and 4294967295 are no rooms.
    pub fn number(number: u32) -> Result<Self, BadId> {
        match NonZeroU32::new(number) {
            Some(good) if number <= ROOM_NUMBER_MAX => Ok(Self::Number(good)),
            _ => Err(BadId::new("room", &number.to_string(), "is not in 1 to 4294967294")),
        }
    }

    /// # Errors
    /// Empty, longer than 64 bytes, or a character outside the alphabet.
    pub fn name(name: &str) -> Result<Self, BadId> {
        match name_fault(name) {
            Some(why) => Err(BadId::new("room", name, why)),
            None => Ok(Self::Name(name.into())),
        }
    }

    /// Reads a room as URLs and command lines write it: all digits are a number, `s:` forces a name.
    ///
    /// # Errors
    /// As [`RoomId::number`] and [`RoomId::name`].
    pub fn from_path(text: &str) -> Result<Self, BadId> {
        if let Some(name) = text.strip_prefix("s:") {
            return Self::name(name);
        }
        if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
            return Self::name(text);
        }
        match text.parse() {
            Ok(number) => Self::number(number),
            Err(_) => Err(BadId::new("room", text, "is not in 1 to 4294967294")),
        }
    }

    /// The number of a numeric room.
    #[must_use]
    pub fn as_number(&self) -> Option<u32> {
        match self {
            Self::Number(number) => Some(number.get()),
            Self::Name(_) => None,
        }
    }
}

/// As [`RoomId::from_path`] reads it.
impl fmt::Display for RoomId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Name(name) if name.bytes().all(|b| b.is_ascii_digit()) => write!(f, "s:{name}"),
            Self::Name(name) => f.write_str(name),
        }
    }
}

impl TryFrom<&wire::RoomRef> for RoomId {
    type Error = BadId;

    fn try_from(room: &wire::RoomRef) -> Result<Self, BadId> {
        match &room.id {
            Some(wire::room_ref::Id::Number(number)) => Self::number(*number),
            Some(wire::room_ref::Id::Name(name)) => Self::name(name),
            None => Err(BadId::new("room", "", "is missing")),
        }
    }
}

impl From<&RoomId> for wire::RoomRef {
    fn from(room: &RoomId) -> Self {
        let id = match room {
            RoomId::Number(number) => wire::room_ref::Id::Number(number.get()),
            RoomId::Name(name) => wire::room_ref::Id::Name(name.to_string()),
        };
        Self { id: Some(id) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_names_the_room_that_it_shows() {
        for (path, room) in [
            ("1001", RoomId::number(1001)),
            ("s:1001", RoomId::name("1001")),
            ("demo-room", RoomId::name("demo-room")),
            ("4294967294", RoomId::number(4_294_967_294)),
        ] {
            let read = RoomId::from_path(path);
            assert_eq!(read, room, "{path}");
            assert_eq!(read.map(|r| r.to_string()).as_deref(), Ok(path));
        }
    }

    #[test]
    fn what_is_no_room_is_refused() {
        for path in ["", "0", "4294967295", "99999999999999999999", "a b", "s:", "naïve", &"x".repeat(65)] {
            assert!(RoomId::from_path(path).is_err(), "{path:?}");
        }
    }

    #[test]
    fn what_is_no_user_is_refused() {
        for user in ["", "a\n", "a\0", "ümit", &"x".repeat(65)] {
            assert!(user.parse::<UserId>().is_err(), "{user:?}");
        }
        assert!("Ann_b.c@d-1".parse::<UserId>().is_ok());
        assert!("x".repeat(64).parse::<UserId>().is_ok());
    }
}
