//! A refused call has no completion, an accepted one exactly one; whatever failed can be tried again.

use ilive_protocol::wire;
use ilive_session::call::{HandlerId, RoomArg};
use ilive_session::device::{DeviceCall, Pick};
use ilive_session::{Call, DeviceKind, Event, Input, av};

use crate::world::{SECOND, World, asks, coded, join, login, option, text};

const CAMERA: DeviceKind = DeviceKind::Camera;

fn open_camera() -> Call {
    Call::Device(DeviceCall::Open(CAMERA, Pick::Default))
}

#[test]
fn a_refused_call_changes_nothing_and_is_refused_again() {
    let mut world = World::logged_in();
    let before = format!("{:?}", world.client);

    for call in [
        Call::Av(av::Call::Exit),
        Call::SwitchRoom(RoomArg::Number(2), option("")),
        Call::CreateRoom(RoomArg::Number(0), option("")),
        open_camera(),
        Call::AddHandler(None),
        login("bob"),
    ] {
        let (first, again) = (world.refused(call.clone()), world.refused(call));
        assert_eq!(first, again);
    }

    assert_eq!(format!("{:?}", world.client), before);
    assert!(world.completed.len() == 1 && world.events.len() == 3, "only the login and the lists");
}

#[test]
fn cancel_ends_what_is_pending_with_8007_and_the_same_can_be_tried_again() {
    let mut world = World::logged_in();
    for call in [join(1), Call::Av(av::Call::Device(DeviceCall::StartTest))] {
        let op = world.op(call.clone());
        world.call(Call::Cancel(op)).expect("a cancel is never refused");
        assert_eq!(world.result(op), ("ilive", 8007));

        world.call(Call::Cancel(op)).expect("nor is it a second time");
        world.serve();
        world.done(call);
        world.done(Call::QuitRoom { cancel_pending: false });
    }
}

#[test]
fn an_entry_that_is_cancelled_after_the_server_was_asked_tells_it() {
    let mut world = World::logged_in();
    let op = world.op(join(1));
    world.answer(asks!(RoomLocate));
    world.serve_local();

    world.call(Call::Cancel(op)).expect("accepted");

    assert_eq!(world.result(op), ("ilive", 8007));
    assert!(world.find(asks!(RoomExit)).is_some(), "the server may have let us in");
    world.serve();
    assert!(world.frames.iter().any(|frame| asks!(GroupLeave)(&frame.request)), "so may the group");
    assert_eq!(world.client.room_state(), av::RoomState::Exited);
}

#[test]
fn the_end_of_a_login_ends_what_is_pending_and_nothing_comes_after() {
    let mut world = World::in_room();
    let message = world.op(Call::SendGroup(text("hi")));
    let camera = world.op(open_camera());
    let kicked = wire::Error { module: "ilive".into(), code: 8050, ..wire::Error::default() };

    world.tell(wire::event::Event::SessionEnded(wire::SessionEnded { error: Some(kicked) }));

    assert_eq!(world.result(message), ("ilive", 8050));
    assert_eq!(world.result(camera), ("ilive", 8050));
    assert!(world.has_event(|event| matches!(event, Event::ForcedOffline(error) if error.code == 8050)));
    let (completed, events) = (world.completed.len(), world.events.len());
    world.pass(120 * SECOND);
    world.serve_local();
    assert_eq!((world.completed.len(), world.events.len()), (completed, events), "silence");
    world.done(login("bob"));
}

#[test]
fn logout_ends_what_is_pending_first() {
    let mut world = World::in_room();
    let camera = world.op(open_camera());

    let logout = world.op(Call::Logout);
    world.serve();

    assert_eq!(world.result(camera), ("ilive", 8007));
    assert_eq!(world.result(logout), ("ilive", 0));
    assert_eq!(world.order.iter().rev().take(2).collect::<Vec<_>>(), [&logout, &camera]);
    assert_eq!(world.refused(Call::Logout), ("ilive", 8009));
}

#[test]
fn logout_is_not_held_up_by_a_silent_server() {
    let mut world = World::logged_in();

    let logout = world.op(Call::Logout);
    world.pass(SECOND);

    assert_eq!(world.result(logout), ("ilive", 0));
}

#[test]
fn a_released_object_refuses_everything() {
    let mut world = World::in_room();
    world.done(Call::AddHandler(Some(HandlerId(1))));
    world.done(Call::Release);

    for call in [login("ann"), join(1), Call::Logout, Call::AddHandler(Some(HandlerId(2)))] {
        assert_eq!(world.refused(call), ("ilive", 8002));
    }
    for call in [av::Call::Start, av::Call::Exit, av::Call::Destroy] {
        assert_eq!(world.refused(Call::Av(call)), ("av", 1101));
    }
}

#[test]
fn every_class_is_free_after_all_deadlines_however_silent_the_world_is() {
    let mut world = World::in_room();
    for call in [
        Call::ChangeRole { role: "guest".into(), room_key: Default::default() },
        Call::HideAll,
        open_camera(),
        Call::Device(DeviceCall::Open(DeviceKind::Microphone, Pick::Default)),
        Call::Av(av::Call::Invite(ilive_session::InviteCall::Invite("bob".into(), RoomArg::Number(1)))),
    ] {
        world.op(call);
    }

    world.pass(60 * SECOND);

    assert!(world.client.operations().is_empty());
    assert_eq!(world.accepted.len(), world.completed.len());
}

#[test]
fn an_error_that_no_server_raised_has_a_trace_of_this_client() {
    let mut world = World::new();

    let error = world.call(join(1)).expect_err("not logged in");

    assert_eq!(coded(&error), ("ilive", 8002));
    assert!(error.trace_id.starts_with('c'), "{}", error.trace_id);
    world.handle(Input::Tick);
}
