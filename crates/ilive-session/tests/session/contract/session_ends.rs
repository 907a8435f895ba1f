//! Codes 8050 to 8052: how a session ends, and answers that are none.

use ilive_protocol::wire::{self, event::Event as Told};
use ilive_session::call::Secret;
use ilive_session::io::{LinkEvent, Verdict};
use ilive_session::{Call, Event, Input};

use super::Case;
use super::facade::{login_ends_with, role};
use crate::world::{Coded, SECOND, World, asks, coded, login};

fn login_refused(module: &str, code: u32) -> Coded {
    let mut world = World::new();
    let op = world.op(login("ann"));
    world.on_link(LinkEvent::Opened);
    world.fail(asks!(Login), module, code, "");
    world.pass(30 * SECOND);
    world.result(op)
}

/// The code of the event that this finds.
fn event(world: &World, find: impl Fn(&Event) -> Option<Coded>) -> Coded {
    world.events.iter().find_map(find).unwrap_or(("none", 0))
}

pub(super) fn warning(world: &World) -> Coded {
    event(world, |event| match event {
        Event::Warning(error) => Some(coded(error)),
        _ => None,
    })
}

fn offline(world: &World) -> Coded {
    event(world, |event| match event {
        Event::ForcedOffline(error) => Some(coded(error)),
        _ => None,
    })
}

fn session_ends(code: u32) -> World {
    let mut world = World::logged_in();
    let error = Some(wire::Error { module: "ilive".into(), code, ..wire::Error::default() });
    world.tell(Told::SessionEnded(wire::SessionEnded { error }));
    world
}

pub(crate) const CASES: &[Case] = &[
    // 8050, 8051
    ("logged in elsewhere", ("ilive", 8050), || offline(&session_ends(8050))),
    ("the userSig has run out, and its grace too", ("ilive", 8051), || offline(&session_ends(8051))),
    ("the server drains", ("none", 0), || {
        let mut world = World::logged_in();
        let error = Some(wire::Error { module: "av".into(), code: 10004, ..wire::Error::default() });
        world.tell(Told::SessionEnded(wire::SessionEnded { error }));
        offline(&world)
    }),
    ("kicked from a room only", ("none", 0), || {
        let mut world = World::in_room();
        world.tell(super::av::put_out(1, 10003));
        offline(&world)
    }),
    ("the userSig has run out, and may be renewed", ("ilive", 8051), || {
        let mut world = World::logged_in();
        world.tell(Told::TicketExpired(wire::TicketExpired { grace_ms: 60_000 }));
        world.done(Call::RenewTicket(Secret("ann".into())));
        event(&world, |event| match event {
            Event::TicketExpired(60_000, error) => Some(coded(error)),
            _ => None,
        })
    }),
    ("login with an expired userSig", ("ilive", 8051), || login_refused("ilive", 8051)),
    ("login with a bad signature", ("av", 10003), || login_refused("av", 10003)),
    ("login while the store is away", ("av", 10001), || login_refused("av", 10001)),
    ("another user's ticket", ("av", 10003), || {
        let mut world = World::new();
        world.code(Call::Login { user_id: "ann".into(), user_sig: Secret("bob".into()), nick: String::new() })
    }),
    // 8052
    ("something else answers at login", ("ilive", 8052), || {
        login_ends_with(LinkEvent::Failed(Verdict::Foreign))
    }),
    ("the roles cannot be read", ("ilive", 8052), || {
        let mut world = World::logged_in();
        world.handle(Input::RolesUnreadable);
        warning(&world)
    }),
    ("an answer of another kind", ("ilive", 8052), || {
        let mut world = World::in_room();
        let op = world.op(role("guest", ""));
        let id = world.find(asks!(ChangeRole)).expect("asked");
        world.reply(id, wire::reply::Result::Done(wire::Done {}));
        world.result(op)
    }),
    ("a frame that is none", ("ilive", 8052), || {
        let mut world = World::logged_in();
        world.on_link(LinkEvent::BadFrame);
        warning(&world)
    }),
];
