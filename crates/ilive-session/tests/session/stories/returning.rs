//! Rooms that outlive the session: the server was started anew.

mod kept;
mod tries;

use ilive_protocol::wire::{self, Source, client_frame::Request as R};
use ilive_session::device::{DeviceCall, Pick};
use ilive_session::io::{EngineCommand, PeerNo};
use ilive_session::{Call, DeviceKind, Event, Input};

use crate::world::{SECOND, World};

fn room(number: u32) -> wire::RoomRef {
    wire::RoomRef { id: Some(wire::room_ref::Id::Number(number)) }
}

/// The server is gone and comes back, and knows nobody.
fn restart(world: &mut World) {
    world.recovers = false;
    world.cut();
    world.back();
}

/// The same, and the room does not let in yet.
fn restart_but(world: &mut World, held: impl Fn(&R) -> bool) {
    world.recovers = false;
    world.cut();
    world.pass(8 * SECOND);
    world.handle(Input::Online);
    world.serve_but(held);
}

fn asked<T>(world: &World, which: impl Fn(&R) -> Option<T>) -> Vec<T> {
    world.frames.iter().filter_map(|frame| which(&frame.request)).collect()
}

fn count(world: &World, which: impl Fn(&R) -> bool) -> usize {
    asked(world, |request| which(request).then_some(())).len()
}

fn uplinks(world: &World) -> Vec<(Source, bool, bool)> {
    asked(world, |request| match request {
        R::SetUplink(uplink) => Some((uplink.source(), uplink.on, uplink.muted)),
        _ => None,
    })
}

/// How many pictures were asked for at a time.
fn views(world: &World) -> Vec<usize> {
    asked(world, |request| match request {
        R::SetViews(views) => Some(views.views.len()),
        _ => None,
    })
}

fn open(kind: DeviceKind) -> Call {
    Call::Device(DeviceCall::Open(kind, Pick::Default))
}

/// Peer connections that the engine has.
fn peers(world: &World) -> Vec<PeerNo> {
    let mut open = Vec::new();
    for command in &world.engine_log {
        match command {
            EngineCommand::NewPeer(peer) => open.push(*peer),
            EngineCommand::ClosePeer(peer) => open.retain(|one| one != peer),
            _ => {}
        }
    }
    open
}

fn left(world: &World) -> Vec<u32> {
    let out = world.events.iter().filter_map(|event| match event {
        Event::RoomDisconnected { error, .. } => Some(error.code),
        _ => None,
    });
    out.collect()
}
