//! What both ends of the wire agree on: ids, rights, texts, the 58 codes, the messages of `proto/`, and the limits.

pub mod codes;
pub mod device;
mod ids;
pub mod limits;
mod rights;
pub mod text;
pub mod wire;

pub use codes::{Code, Lang, Module};
pub use ids::{AppId, BadId, PeerId, RoomId, TinyId, UserId};
pub use rights::Rights;
