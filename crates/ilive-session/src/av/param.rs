//! What a room is entered with.

use ilive_protocol::{RoomId, wire};

use crate::call::Secret;

/// The two forms that a room had; only one is built (1006).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RoomType {
    /// Two people.
    Pair,
    /// Many.
    #[default]
    Multi,
}

/// What an AV room is entered with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnterParam {
    /// Its id.
    pub room: RoomId,
    /// Of the two forms.
    pub room_type: RoomType,
    /// A role's name; empty: by `role_type`.
    pub role: String,
    /// Without a name: the app's first role of this type, or its default role.
    pub role_type: wire::RoleType,
    /// A room key; empty: none.
    pub room_key: Secret,
    /// Authority bits that are asked for; 0: all.
    pub rights: u8,
    /// Make the room when there is none. The original's default is true.
    pub create: bool,
    /// With create: refuse a room of another user.
    pub exclusive: bool,
    /// See everybody who sends, without asking for each.
    pub auto_views: bool,
    /// For a room that is made.
    pub title: String,
}

impl EnterParam {
    pub(super) fn to_wire(&self) -> wire::RoomEnter {
        wire::RoomEnter {
            room: Some(wire::RoomRef::from(&self.room)),
            create: self.create,
            exclusive: self.exclusive,
            role: self.role.clone(),
            private_map_key: self.room_key.0.clone(),
            rights_asked: self.rights.into(),
            info: Some(wire::RoomInfo { title: self.title.clone() }),
            ..wire::RoomEnter::default()
        }
    }

    pub(super) fn to_group(&self) -> wire::GroupJoin {
        let room = Some(wire::RoomRef::from(&self.room));
        wire::GroupJoin { room, create: self.create, private_map_key: self.room_key.0.clone() }
    }
}
