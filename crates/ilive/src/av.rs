//! The AV layer (C.1 to C.8): context, room, members, devices, device test and invitations, with numbers 1 to 7000. It
//! stands below the one object: who uses only this meets 1101 where a façade user meets 8002.
//!
//! It works with tiny ids: numbers of members that IM resolves ([`crate::im::Im::resolve`]).

mod audio;
mod context;
mod device;
mod invitation;
mod room;
mod test;
mod video;

pub use audio::AudioCtrl;
pub use context::Context;
pub use device::DeviceMgr;
pub use ilive_session::av::{ContextState, Enter, RoomState, RoomType, TestState, View};
pub use invitation::Invitation;
pub use room::{Endpoint, Room};
pub use test::DeviceTest;
pub use video::VideoCtrl;

use std::sync::Arc;

use ilive_session::device::DeviceCall;
use ilive_session::{Call, Error, av};

use crate::call::{at_once, done, pend};
use crate::engine::ExternalBody;
use crate::pending::Pending;
use crate::shared::Shared;

fn device(shared: &Arc<Shared>, call: DeviceCall) -> Pending<()> {
    pend(shared, Call::Av(av::Call::Device(call)), done)
}

fn device_at_once(shared: &Arc<Shared>, call: DeviceCall, body: Option<ExternalBody>) -> Result<(), Error> {
    at_once(shared, Call::Av(av::Call::Device(call)), body, done)
}
