//! Codes 0 and 8001 to 8024.

use ilive_session::av;
use ilive_session::call::{HandlerId, PhoneCall, RoomArg, RoomOption, Secret};
use ilive_session::device::{Area, DeviceCall, DeviceFault, Frame, Pick, PixelFormat};
use ilive_session::io::{LinkEvent, Path, Verdict};
use ilive_session::{Call, Config, DeviceKind, Input};

use super::Case;
use super::devices::{opened_by, opened_with};
use super::session_ends::warning;
use crate::world::{Coded, MS, SECOND, World, asks, coded, incoming, join, login, option, text};

pub(crate) fn switch(room: u32) -> Call {
    Call::SwitchRoom(RoomArg::Number(room), option(""))
}

pub(crate) fn quit() -> Call {
    Call::QuitRoom { cancel_pending: false }
}

fn without_im() -> World {
    let mut world = World::with(Config { im_support: false, ..Config::new(1) });
    world.done(login("ann"));
    world
}

fn stopped_context() -> World {
    let mut world = World::logged_in();
    world.done(Call::Av(av::Call::Stop));
    world
}

fn hosting() -> World {
    let mut world = World::logged_in();
    world.done(Call::CreateRoom(RoomArg::Number(1), option("LiveMaster")));
    world
}

/// An entry on its way, and the code of another call `after` that.
fn while_entering(after: std::time::Duration, call: Call) -> Coded {
    let mut world = World::logged_in();
    world.op(join(1));
    world.pass(after);
    world.refused(call)
}

pub(crate) fn role(role: &str, key: &str) -> Call {
    Call::ChangeRole { role: role.into(), room_key: Secret(key.into()) }
}

/// The code of an entry whose media path ends so.
fn entered_by(path: Path) -> Coded {
    let mut world = World::logged_in();
    let op = world.op(join(1));
    let peer = world.peer();
    world.answer(asks!(RoomLocate));
    world.serve_local();
    world.engine.clear();
    world.answer(asks!(RoomEnter));
    world.handle(Input::Engine(ilive_session::io::EngineEvent::Path(peer, path)));
    world.serve();
    world.result(op)
}

fn entry_refused(module: &str, code: u32, sub_reason: &str) -> Coded {
    let mut world = World::logged_in();
    let op = world.op(join(1));
    world.answer(asks!(RoomLocate));
    world.serve_local();
    world.fail(asks!(RoomEnter), module, code, sub_reason);
    world.result(op)
}

pub(crate) fn login_ends_with(event: LinkEvent) -> Coded {
    let mut world = World::new();
    let op = world.op(login("ann"));
    world.on_link(event);
    world.pass(30 * SECOND);
    world.result(op)
}

pub(crate) fn frame(format: PixelFormat) -> Call {
    let frame = Frame { format, width: 320, height: 240, rotation: 0, bytes: 320 * 240 * 3 / 2 };
    Call::Device(DeviceCall::Fill(DeviceKind::ExternalMain, frame))
}

pub(crate) fn capturing() -> World {
    let mut world = World::in_room();
    world.done(Call::Device(DeviceCall::Open(DeviceKind::ExternalMain, Pick::Default)));
    world
}

pub(crate) const CASES: &[Case] = &[
    ("create a room", ("ilive", 0), || {
        World::logged_in().code(Call::CreateRoom(RoomArg::Number(1), option("")))
    }),
    ("quit out of a room", ("ilive", 0), || World::logged_in().code(quit())),
    // 8001
    ("a group message without messaging", ("ilive", 8001), || {
        without_im().refused(Call::SendGroup(text("hi")))
    }),
    ("a call without messaging", ("ilive", 8001), || without_im().refused(make_call("bob"))),
    ("the same, empty", ("ilive", 8005), || without_im().refused(Call::SendGroup(Vec::new()))),
    ("a room without messaging", ("ilive", 0), || without_im().code(join(1))),
    ("messaging, and no login", ("ilive", 8009), || World::new().refused(Call::SendGroup(text("hi")))),
    // 8002
    ("join before login", ("ilive", 8002), || World::new().refused(join(1))),
    ("join while the context is stopped", ("ilive", 8002), || stopped_context().refused(join(1))),
    ("the same with raw codes", ("av", 1101), || {
        let mut world = World::with(Config { raw_codes: true, ..Config::new(1) });
        world.refused(join(1))
    }),
    ("join room 0 before login", ("ilive", 8021), || World::new().refused(join(0))),
    ("login starts a stopped context again", ("ilive", 0), || stopped_context().code(login("ann"))),
    // 8003
    ("link out of a room", ("ilive", 8003), || World::logged_in().refused(link(2))),
    ("switch out of a room", ("ilive", 8003), || World::logged_in().refused(switch(2))),
    ("a role out of a room", ("ilive", 8003), || World::logged_in().refused(role("guest", ""))),
    ("a group message out of a room", ("ilive", 8003), || {
        World::logged_in().refused(Call::SendGroup(text("hi")))
    }),
    ("push out of a room", ("ilive", 8003), || World::logged_in().refused(Call::Push(true))),
    ("push before login", ("ilive", 8009), || World::new().refused(Call::Push(true))),
    ("reject an unknown call", ("ilive", 8003), || {
        World::logged_in().refused(Call::Phone(PhoneCall::Reject(999)))
    }),
    ("accept an unknown call", ("call", 100), || {
        World::logged_in().refused(Call::Phone(PhoneCall::Accept(999)))
    }),
    ("end an unknown call", ("call", 100), || World::logged_in().refused(Call::Phone(PhoneCall::End(999)))),
    // 8004
    ("the same handler twice", ("ilive", 8004), || {
        let mut world = World::new();
        world.done(Call::AddHandler(Some(HandlerId(1))));
        world.refused(Call::AddHandler(Some(HandlerId(1))))
    }),
    ("another handler", ("ilive", 0), || {
        let mut world = World::new();
        world.done(Call::AddHandler(Some(HandlerId(1))));
        world.code(Call::AddHandler(Some(HandlerId(2))))
    }),
    ("login of another user", ("ilive", 8004), || World::logged_in().refused(login("bob"))),
    ("a link that there is", ("ilive", 8004), || {
        let mut world = World::in_room();
        world.done(link(2));
        world.refused(link(2))
    }),
    ("the same link after unlinking", ("ilive", 0), || {
        let mut world = World::in_room();
        world.done(link(2));
        world.done(Call::UnlinkRoom);
        world.code(link(2))
    }),
    // 8005
    ("no handler", ("ilive", 8005), || World::new().refused(Call::AddHandler(None))),
    ("nothing to show", ("ilive", 8005), || World::in_room().refused(Call::Show(Vec::new()))),
    ("no option", ("ilive", 8021), || World::logged_in().refused(Call::JoinRoom(RoomArg::Number(1), None))),
    // 8006
    ("dtls fails while entering", ("ilive", 8006), || entered_by(Path::DtlsFailed { fingerprint: true })),
    ("ice fails while entering", ("av", 10005), || entered_by(Path::IceFailed)),
    ("an entry ends in a number that is none of the 58", ("ilive", 8006), || entry_refused("av", 71, "")),
    ("an entry ends in one of the 58", ("av", 10009), || entry_refused("av", 10009, "room_not_exist")),
    // 8007
    ("quit what is pending", ("ilive", 8007), || {
        let mut world = World::logged_in();
        let op = world.op(join(1));
        world.done(Call::QuitRoom { cancel_pending: true });
        world.result(op)
    }),
    ("quit while something is pending", ("ilive", 8011), || while_entering(MS, quit())),
    ("close a camera that is opening", ("ilive", 8007), || {
        let mut world = World::in_room();
        let op = world.op(Call::Device(DeviceCall::Open(DeviceKind::Camera, Pick::Default)));
        world.done(Call::Device(DeviceCall::Close(DeviceKind::Camera)));
        world.result(op)
    }),
    ("the same at the AV layer", ("av", 1002), || {
        let mut world = World::in_room();
        world.op(Call::Device(DeviceCall::Open(DeviceKind::Camera, Pick::Default)));
        world.refused(Call::Av(av::Call::Device(DeviceCall::Close(DeviceKind::Camera))))
    }),
    // 8008
    ("accept a second call", ("ilive", 8008), || {
        let mut world = ringing(&[1, 2]);
        world.done(Call::Phone(PhoneCall::Accept(1)));
        world.refused(Call::Phone(PhoneCall::Accept(2)))
    }),
    ("accept it once the first is over", ("ilive", 0), || {
        let mut world = ringing(&[1, 2]);
        world.done(Call::Phone(PhoneCall::Accept(1)));
        world.done(Call::Phone(PhoneCall::End(1)));
        world.code(Call::Phone(PhoneCall::Accept(2)))
    }),
    ("make a call in a call", ("ilive", 8008), || {
        let mut world = World::logged_in();
        world.done(make_call("bob"));
        world.refused(make_call("cem"))
    }),
    ("a volume on a closed device is no call's state", ("av", 1301), || {
        World::in_room().refused(Call::Device(DeviceCall::Volume(DeviceKind::Microphone, 50)))
    }),
    // 8009
    ("logout before login", ("ilive", 8009), || World::new().refused(Call::Logout)),
    ("logout while logging in", ("ilive", 0), || {
        let mut world = World::new();
        let login = world.op(login("ann"));
        let code = world.code(Call::Logout);
        assert_eq!(world.result(login), ("ilive", 8007));
        code
    }),
    ("a speed test before login", ("ilive", 8009), || World::new().refused(Call::SpeedTest)),
    ("a device test before login", ("ilive", 8009), || {
        World::new().refused(Call::Device(DeviceCall::StartTest))
    }),
    // 8010
    ("create in another room", ("ilive", 8010), || {
        World::in_room().refused(Call::CreateRoom(RoomArg::Number(2), option("")))
    }),
    ("join the same room", ("ilive", 8024), || World::in_room().refused(join(1))),
    ("the same at the AV layer", ("av", 1003), || World::in_room().refused(super::av::enter(2))),
    // 8011
    ("join twice at once", ("ilive", 8011), || while_entering(MS, join(1))),
    ("join twice, the first just under 2 s ago", ("ilive", 8011), || {
        while_entering(2 * SECOND - MS, join(1))
    }),
    ("join twice, the first 2 s ago", ("av", 1001), || while_entering(2 * SECOND, join(1))),
    ("create beside a join of 2 s ago", ("av", 1001), || {
        while_entering(2 * SECOND, Call::CreateRoom(RoomArg::Number(1), option("")))
    }),
    ("switch beside a join of 2 s ago", ("av", 1002), || while_entering(2 * SECOND, switch(2))),
    ("login twice at once", ("ilive", 8011), || {
        let mut world = World::new();
        world.op(login("ann"));
        world.refused(login("ann"))
    }),
    // 8012
    ("no route at login", ("ilive", 8012), || login_ends_with(LinkEvent::Failed(Verdict::Unreachable))),
    ("a server that is there and silent", ("av", 1005), || login_ends_with(LinkEvent::Opened)),
    ("an origin that is not served", ("av", 10003), || {
        login_ends_with(LinkEvent::Failed(Verdict::OriginRefused))
    }),
    ("a link that stays lost for 5 s", ("ilive", 8012), || {
        let mut world = World::logged_in();
        world.cut();
        world.pass(5 * SECOND);
        warning(&world)
    }),
    ("one that comes back before", ("none", 0), || {
        let mut world = World::logged_in();
        world.cut();
        world.pass(MS * 4000);
        world.handle(Input::Online);
        world.serve();
        world.pass(5 * SECOND);
        warning(&world)
    }),
    // 8020
    ("a microphone that fails", ("ilive", 8020), || opened_with(DeviceKind::Microphone, DeviceFault::Failed)),
    ("a microphone that is denied", ("ilive", 8020), || {
        opened_with(DeviceKind::Microphone, DeviceFault::Denied)
    }),
    ("a camera that fails", ("av", 1), || opened_with(DeviceKind::Camera, DeviceFault::Failed)),
    // 8021
    ("create without an option", ("ilive", 8021), || {
        World::logged_in().refused(Call::CreateRoom(RoomArg::Number(1), None))
    }),
    ("create without the CREATE bit", ("ilive", 8021), || {
        let option = RoomOption { rights: 0xFE, ..RoomOption::default() };
        World::logged_in().refused(Call::CreateRoom(RoomArg::Number(1), Some(option)))
    }),
    ("join with the same rights", ("ilive", 0), || {
        let option = RoomOption { rights: 0xFE, ..RoomOption::default() };
        World::logged_in().code(Call::JoinRoom(RoomArg::Number(1), Some(option)))
    }),
    ("room 4294967295", ("ilive", 8021), || World::logged_in().refused(join(u32::MAX))),
    ("room 4294967294", ("ilive", 0), || World::logged_in().code(join(u32::MAX - 1))),
    ("a message over the limit", ("ilive", 8021), || {
        World::in_room().refused(Call::SendGroup(text(&"x".repeat(8_899))))
    }),
    ("a message at the limit", ("ilive", 0), || {
        World::in_room().code(Call::SendGroup(text(&"x".repeat(8_898))))
    }),
    ("a message to a user is longer", ("ilive", 0), || {
        World::logged_in().code(Call::SendC2c("bob".into(), text(&"x".repeat(12_000))))
    }),
    ("an empty message", ("ilive", 8021), || World::in_room().refused(Call::SendGroup(text("")))),
    ("a link to the own room", ("ilive", 8021), || World::in_room().refused(link(1))),
    ("a link to oneself", ("ilive", 8021), || {
        let link =
            Call::LinkRoom { room: RoomArg::Number(2), user_id: "ann".into(), link_key: Secret::default() };
        World::in_room().refused(link)
    }),
    ("an area without width", ("ilive", 8021), || {
        let area = Area { left: 5, top: 0, right: 5, bottom: 9 };
        World::in_room().refused(Call::Device(DeviceCall::Open(DeviceKind::Screen, Pick::Area(area))))
    }),
    ("a window that is not shown", ("ilive", 8021), || {
        opened_by(DeviceKind::Screen, Pick::Window("window:1".into()), DeviceFault::NoDevice)
    }),
    ("a screen that somebody else holds", ("av", 1008), || {
        opened_by(DeviceKind::Screen, Pick::Window("screen:one".into()), DeviceFault::Busy)
    }),
    ("a volume of 101", ("ilive", 8021), || {
        World::in_room().refused(Call::Device(DeviceCall::Volume(DeviceKind::Microphone, 101)))
    }),
    ("no app id", ("ilive", 8021), || {
        coded(&ilive_session::Client::new(Config::new(0), 1).expect_err("0 is no app"))
    }),
    // 8022
    ("a media file that is missing", ("ilive", 8022), || {
        opened_with(DeviceKind::MediaFile, DeviceFault::NoFile)
    }),
    ("a media file that is damaged", ("av", 1), || opened_with(DeviceKind::MediaFile, DeviceFault::Failed)),
    ("no camera in the list", ("ilive", 8022), || {
        World::new().refused(Call::Device(DeviceCall::List(DeviceKind::Camera)))
    }),
    ("a camera in the list", ("ilive", 0), || {
        World::in_room().code(Call::Device(DeviceCall::List(DeviceKind::Camera)))
    }),
    ("a handler that was not added", ("ilive", 8022), || {
        World::new().refused(Call::RemoveHandler(HandlerId(1)))
    }),
    // 8023
    ("the host switches", ("ilive", 8023), || hosting().refused(switch(2))),
    ("the host switches to the own room", ("ilive", 8023), || hosting().refused(switch(1))),
    ("a viewer switches", ("ilive", 0), || World::in_room().code(switch(2))),
    ("a frame in NV21", ("ilive", 8023), || capturing().refused(frame(PixelFormat::Nv21))),
    // 8024
    ("the role in force", ("ilive", 8024), || World::in_room().refused(role("", ""))),
    ("the role in force with a key", ("ilive", 0), || World::in_room().code(role("", "key"))),
    ("login again", ("ilive", 8024), || World::logged_in().refused(login("ann"))),
    ("switch to the current room", ("ilive", 8024), || World::in_room().refused(switch(1))),
];

fn link(room: u32) -> Call {
    Call::LinkRoom { room: RoomArg::Number(room), user_id: "bob".into(), link_key: Secret::default() }
}

pub(crate) fn make_call(user: &str) -> Call {
    Call::Phone(PhoneCall::Make { user_id: user.into(), video: true, end_current: false })
}

pub(crate) fn ringing(calls: &[u64]) -> World {
    let mut world = World::with(Config { auto_busy: false, ..Config::new(1) });
    world.done(login("ann"));
    for id in calls {
        world.tell(incoming(*id));
    }
    world
}
