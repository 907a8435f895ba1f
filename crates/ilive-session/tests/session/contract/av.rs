//! Codes 1 to 1005, 1101 to 1202, 1401 to 1502, 6999, 7000, and 10004 to 10006.

use ilive_protocol::TinyId;
use ilive_protocol::wire::{self, RoleType, Source, event::Event as Told};
use ilive_session::av::{self, RoomType, View};
use ilive_session::call::{RoomArg, Secret};
use ilive_session::device::DeviceCall;
use ilive_session::io::{EngineEvent, Path};
use ilive_session::{Call, Config, Event, Input, Role, im};

use super::Case;
use crate::world::{Coded, MS, SECOND, World, asks, coded, join, login, option, sender};

pub(crate) fn entry(room: u32, room_type: RoomType, role: &str) -> av::Enter {
    av::Enter {
        room: RoomArg::Number(room),
        room_type,
        role: role.into(),
        room_key: Secret::default(),
        rights: 0,
        create: true,
        auto_views: false,
    }
}

pub(crate) fn enter(room: u32) -> Call {
    Call::Av(av::Call::Enter(entry(room, RoomType::Multi, "")))
}

const START: Call = Call::Av(av::Call::Start);
const STOP: Call = Call::Av(av::Call::Stop);
const EXIT: Call = Call::Av(av::Call::Exit);

pub(crate) fn put_out(room: u32, code: u32) -> Told {
    Told::RoomDisconnected(wire::RoomDisconnected {
        room: Some(wire::RoomRef { id: Some(wire::room_ref::Id::Number(room)) }),
        error: Some(wire::Error { module: "av".into(), code, ..wire::Error::default() }),
        summary: None,
    })
}

fn im_login() -> Call {
    Call::Im(im::Call::Login { user_id: "ann".into(), user_sig: Secret("ann".into()), nick: String::new() })
}

/// Logged in at the IM layer only.
fn messaging() -> World {
    let mut world = World::new();
    world.done(im_login());
    world
}

fn strict() -> World {
    let roles = vec![Role { name: "Guest".into(), role_type: RoleType::Audience }];
    let mut world = World::with(Config { strict_roles: true, roles, ..Config::new(1) });
    world.done(login("ann"));
    world
}

/// In a room where member 5 sends sound and 6 a picture too.
fn with_senders() -> World {
    let mut world = World::in_room();
    for (version, member) in
        [(2, sender(5, &[Source::Audio])), (3, sender(6, &[Source::Audio, Source::Main]))]
    {
        world.tell(Told::MemberChanged(wire::MemberChanged { member: Some(member), version }));
    }
    world.serve();
    world
}

fn view(id: u64, source: Source) -> Call {
    Call::Av(av::Call::RequestViews(vec![TinyId(id)], vec![View { source, height: 0 }]))
}

fn start_fails(module: &str, code: u32, sub_reason: &str) -> Coded {
    let mut world = messaging();
    let op = world.op(START);
    world.fail(asks!(Resolve), module, code, sub_reason);
    let result = world.result(op);
    world.done(START);
    result
}

/// An entry of the AV layer up to where the server is asked.
fn asking() -> (World, ilive_session::OpId) {
    let mut world = World::logged_in();
    let op = world.op(enter(1));
    world.answer(asks!(RoomLocate));
    world.serve_local();
    (world, op)
}

/// An entry that the server has answered; its media path is still to come.
fn connecting() -> (World, ilive_session::OpId) {
    let (mut world, op) = asking();
    world.answer(asks!(RoomEnter));
    world.engine.clear();
    (world, op)
}

fn path(world: &mut World, path: Path) {
    let peer = world.peer();
    world.handle(Input::Engine(EngineEvent::Path(peer, path)));
}

fn disconnected(world: &World) -> Coded {
    let error = |event: &Event| match event {
        Event::RoomDisconnected { error, .. } => Some(coded(error)),
        _ => None,
    };
    world.events.iter().find_map(error).unwrap_or(("none", 0))
}

fn unnamed(reply_fails: bool) -> Coded {
    let mut world = World::in_room();
    let member = Some(sender(5, &[Source::Main]));
    world.tell(Told::MemberChanged(wire::MemberChanged { member, version: 2 }));
    if reply_fails {
        world.fail(asks!(Resolve), "im", 10023, "throttled");
    } else {
        world.answer(asks!(Resolve));
    }
    let warned = |event: &Event| match event {
        Event::Warning(error) => Some(coded(error)),
        _ => None,
    };
    world.events.iter().find_map(warned).unwrap_or(("none", 0))
}

pub(crate) const CASES: &[Case] = &[
    // 1
    ("an unknown role in strict mode", ("av", 1), || {
        strict().refused(Call::JoinRoom(RoomArg::Number(1), option("nope")))
    }),
    ("a known role in strict mode", ("ilive", 0), || {
        strict().code(Call::JoinRoom(RoomArg::Number(1), option("Guest")))
    }),
    ("an unknown role", ("ilive", 0), || {
        World::logged_in().code(Call::JoinRoom(RoomArg::Number(1), option("nope")))
    }),
    ("the engine does not start", ("av", 1), || {
        let mut world = messaging();
        let op = world.op(START);
        world.answer(asks!(Resolve));
        let turn = world.engine_turn();
        world.handle(Input::Engine(EngineEvent::Started(turn, Err("no codec".into()))));
        world.result(op)
    }),
    ("dtls fails at the AV layer", ("av", 1), || {
        let (mut world, op) = connecting();
        path(&mut world, Path::DtlsFailed { fingerprint: false });
        world.result(op)
    }),
    ("the answer cannot be taken", ("av", 1), || {
        let (mut world, op) = connecting();
        let peer = world.peer();
        world.handle(Input::Engine(EngineEvent::BadAnswer(peer)));
        world.result(op)
    }),
    // 1001, 1002, 1003
    ("enter twice", ("av", 1001), || {
        let mut world = World::logged_in();
        world.op(enter(1));
        world.refused(enter(1))
    }),
    ("exit while entering", ("av", 1002), || {
        let mut world = World::logged_in();
        world.op(enter(1));
        world.refused(EXIT)
    }),
    ("start twice", ("av", 1001), || {
        let mut world = messaging();
        world.op(START);
        world.refused(START)
    }),
    ("stop while starting", ("av", 1002), || {
        let mut world = messaging();
        world.op(START);
        world.refused(STOP)
    }),
    ("request views twice", ("av", 1001), || {
        let mut world = with_senders();
        world.op(view(6, Source::Main));
        world.refused(view(6, Source::Main))
    }),
    ("cancel views while requesting", ("av", 1002), || {
        let mut world = with_senders();
        world.op(view(6, Source::Main));
        world.refused(Call::Av(av::Call::CancelViews))
    }),
    ("start a started context", ("av", 1003), || World::logged_in().refused(START)),
    ("stop a stopped one", ("av", 1003), || messaging().refused(STOP)),
    ("enter while in a room", ("av", 1003), || World::in_room().refused(enter(2))),
    ("exit out of a room", ("av", 1003), || World::logged_in().refused(EXIT)),
    ("exit, and enter again", ("ilive", 0), || {
        let mut world = World::in_room();
        world.done(EXIT);
        world.code(enter(1))
    }),
    // 1004
    ("lists of unequal length", ("av", 1004), || {
        let views = vec![View { source: Source::Main, height: 0 }; 2];
        with_senders().refused(Call::Av(av::Call::RequestViews(vec![TinyId(6)], views)))
    }),
    ("a view of sound", ("av", 1004), || with_senders().refused(view(6, Source::Audio))),
    ("room 0 at the AV layer", ("av", 1004), || World::logged_in().refused(enter(0))),
    ("the same before start", ("av", 1101), || messaging().refused(enter(0))),
    // 1005
    ("a view that nobody answers", ("av", 1005), || {
        let mut world = with_senders();
        let op = world.op(view(6, Source::Main));
        world.pass(30 * SECOND);
        world.result(op)
    }),
    ("an entry that is not answered", ("av", 1005), || {
        let (mut world, op) = asking();
        world.pass(30 * SECOND);
        world.result(op)
    }),
    ("the session is lost, and the room cannot be entered again", ("av", 1005), || {
        let mut world = World::in_room();
        world.recovers = false;
        world.cut();
        world.pass(8 * SECOND);
        world.serve_but(asks!(RoomEnter));
        world.pass_alive(30);
        disconnected(&world)
    }),
    ("the session is lost, and the room is entered again", ("none", 0), || {
        let mut world = World::in_room();
        world.recovers = false;
        world.cut();
        world.back();
        disconnected(&world)
    }),
    ("the session is recovered", ("none", 0), || {
        let mut world = World::in_room();
        world.cut();
        world.back();
        disconnected(&world)
    }),
    // 1006
    ("a room of two", ("av", 1006), || {
        World::logged_in().refused(Call::Av(av::Call::Enter(entry(1, RoomType::Pair, ""))))
    }),
    ("a room of two, in a room", ("av", 1003), || {
        World::in_room().refused(Call::Av(av::Call::Enter(entry(2, RoomType::Pair, ""))))
    }),
    // 1101, 1102
    ("enter before start", ("av", 1101), || messaging().refused(enter(1))),
    ("a destroyed context", ("av", 1101), || {
        let mut world = messaging();
        world.done(Call::Av(av::Call::Destroy));
        world.refused(START)
    }),
    ("one that is made again", ("ilive", 0), || {
        let mut world = messaging();
        world.done(Call::Av(av::Call::Destroy));
        world.done(Call::Av(av::Call::Create));
        world.code(START)
    }),
    ("destroy while started", ("av", 1102), || World::logged_in().refused(Call::Av(av::Call::Destroy))),
    ("destroy while starting", ("av", 1102), || {
        let mut world = messaging();
        world.op(START);
        world.refused(Call::Av(av::Call::Destroy))
    }),
    // 1201, 1202
    ("a view out of a room", ("av", 1201), || World::logged_in().refused(view(6, Source::Main))),
    ("a view without a context", ("av", 1101), || messaging().refused(view(6, Source::Main))),
    ("a role out of a room", ("av", 1201), || {
        World::logged_in().refused(Call::Av(av::Call::ChangeRole("guest".into(), Secret::default())))
    }),
    ("stop in a room", ("av", 1202), || World::in_room().refused(STOP)),
    ("stop out of it", ("ilive", 0), || {
        let mut world = World::in_room();
        world.done(EXIT);
        world.code(STOP)
    }),
    ("a device test in a room", ("av", 1202), || {
        World::in_room().refused(Call::Av(av::Call::Device(DeviceCall::StartTest)))
    }),
    // 1401, 1402
    ("the endpoint of a silent viewer", ("av", 1401), || {
        with_senders().refused(Call::Av(av::Call::Endpoint(TinyId(7), Source::Audio)))
    }),
    ("the picture of an audio-only member", ("av", 1402), || with_senders().refused(view(5, Source::Main))),
    ("the picture of one who sends it", ("ilive", 0), || with_senders().code(view(6, Source::Main))),
    ("his other picture", ("av", 1402), || with_senders().refused(view(6, Source::Aux))),
    ("one who has gone", ("av", 1401), || {
        let mut world = with_senders();
        world.tell(Told::MemberGone(wire::MemberGone { tiny_id: 6, version: 4 }));
        world.refused(view(6, Source::Main))
    }),
    ("one whose going is old news", ("ilive", 0), || {
        let mut world = with_senders();
        world.tell(Told::MemberGone(wire::MemberGone { tiny_id: 6, version: 2 }));
        world.code(view(6, Source::Main))
    }),
    // 1501, 1502, 6999, 7000
    ("a member that cannot be named", ("av", 1501), || unnamed(true)),
    ("a member that can", ("none", 0), || unnamed(false)),
    ("start without a login", ("av", 1502), || World::new().code(START)),
    ("start while the link is down", ("av", 1502), || {
        let mut world = messaging();
        world.cut();
        let op = world.op(START);
        world.result(op)
    }),
    ("a link that is lost while waiting", ("av", 7000), || {
        let mut world = messaging();
        let op = world.op(START);
        world.cut();
        world.pass(10 * SECOND);
        world.result(op)
    }),
    ("messaging does not know the own id", ("av", 1502), || start_fails("im", 70107, "unknown_id")),
    ("messaging answers with an error", ("av", 6999), || start_fails("im", 10023, "throttled")),
    ("messaging is silent", ("av", 7000), || {
        let mut world = messaging();
        let op = world.op(START);
        world.pass(10 * SECOND);
        world.result(op)
    }),
    ("messaging answers in the last moment", ("ilive", 0), || {
        let mut world = messaging();
        let op = world.op(START);
        world.pass(10 * SECOND - MS);
        world.serve();
        world.result(op)
    }),
    // the server's, found here
    ("no address for the room", ("av", 10004), || {
        let mut world = World::logged_in();
        let op = world.op(join(1));
        world.serve_local();
        world.pass(10 * SECOND);
        world.result(op)
    }),
    ("another node's address", ("av", 10004), || {
        let mut world = World::logged_in();
        let op = world.op(join(1));
        let id = world.find(asks!(RoomLocate)).expect("asked");
        world.reply(id, wire::reply::Result::RoomLocate(wire::RoomLocateReply { url: "https://b".into() }));
        world.result(op)
    }),
    ("no way for the media", ("av", 10005), || {
        let (mut world, op) = connecting();
        world.pass(15 * SECOND);
        world.result(op)
    }),
    ("a way in the last moment", ("ilive", 0), || {
        let (mut world, op) = connecting();
        world.pass(15 * SECOND - MS);
        path(&mut world, Path::Connected);
        world.result(op)
    }),
    ("no longer listed", ("av", 10006), || {
        let mut world = with_senders();
        let op = world.op(view(6, Source::Main));
        world.fail(asks!(SetViews), "av", 10006, "not_in_room");
        world.result(op)
    }),
    ("put out by the host", ("av", 10003), || {
        let mut world = World::in_room();
        world.tell(put_out(1, 10003));
        disconnected(&world)
    }),
    ("put out of another room", ("none", 0), || {
        let mut world = World::in_room();
        world.tell(put_out(2, 10003));
        disconnected(&world)
    }),
];
