//! What both ends of the wire agree on: ids, rights, the 58 codes, the messages of `proto/`, and the limits.

mod ids;
mod rights;
pub mod wire;

pub use ids::{AppId, BadId, NAME_MAX_BYTES, ROOM_NUMBER_MAX, RoomId, TinyId, UserId};
pub use rights::Rights;
