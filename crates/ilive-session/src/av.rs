//! The AV layer: context, room, members, devices, device test, invitations (C.1 to C.8). Its codes are 1 to 7000.

mod again;
mod connect;
mod context;
mod device;
mod device_events;
mod entry;
mod fold;
mod lose;
mod media;
mod members;
mod param;
mod path;
mod returning;
mod role;
mod room;
mod test;
mod views;

use ilive_protocol::{TinyId, wire};

pub(crate) use context::Context;
pub use context::ContextState;
pub(crate) use device::Devices;
pub(crate) use media::VOLUME_MAX;
pub(crate) use members::{Members, checked};
pub use param::{EnterParam, RoomType};
pub(crate) use room::Room;
pub use room::RoomState;
pub(crate) use test::Test;
pub use test::TestState;
pub use views::View;

use crate::call::{RoomArg, Secret};
use crate::device::DeviceCall;
use crate::invite::InviteCall;

/// A method of the AV layer.
#[derive(Debug, Clone, PartialEq)]
pub enum Call {
    /// Makes the context again after a destroy; one there is 1003.
    Create,
    /// Starts it; asks IM for the own tiny id each time.
    Start,
    /// Stops it; 1202 in a room, 1602 in a device test.
    Stop,
    /// Destroys it; 1102 unless stopped.
    Destroy,
    /// Enters a room; its chat group is another layer's.
    Enter(Enter),
    /// Leaves it.
    Exit,
    /// Goes over to another room.
    Switch(Enter),
    /// Another role; a key makes it never 1003.
    ChangeRole(String, Secret),
    /// Sees exactly these; lists of unequal length are 1004.
    RequestViews(Vec<TinyId>, Vec<View>),
    /// Sees nobody.
    CancelViews,
    /// What a member sends: 1401 for one who sends nothing, 1402 for another source.
    Endpoint(TinyId, wire::Source),
    /// Devices and their test.
    Device(DeviceCall),
    /// Invitations.
    Invite(InviteCall),
}

/// What an AV room is entered with, as the app wrote it: a bad room is 1004.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enter {
    /// Its id.
    pub room: RoomArg,
    /// Of the two forms.
    pub room_type: RoomType,
    /// A role's name; empty: the app's default role.
    pub role: String,
    /// A room key; empty: none.
    pub room_key: Secret,
    /// Authority bits that are asked for; 0: all.
    pub rights: u8,
    /// Make the room when there is none. The original's default is true.
    pub create: bool,
    /// See everybody who sends, without asking for each (the original's semi-automatic receiving).
    pub auto_views: bool,
}
