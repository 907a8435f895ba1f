//! Devices and calls.

use ilive_protocol::wire::{Source, client_frame::Request as R};
use ilive_session::call::PhoneCall;
use ilive_session::device::{DeviceCall, DeviceCommand, DeviceEvent, DeviceFault, Pick};
use ilive_session::io::Request;
use ilive_session::{Call, DeviceKind, Event, Input, later};

use crate::world::{World, asks};

#[test]
fn a_device_that_goes_is_told_and_its_source_ended() {
    let mut world = World::in_room();
    world.done(Call::Device(DeviceCall::Open(DeviceKind::Camera, Pick::Default)));

    world.handle(Input::Device(DeviceEvent::Lost(DeviceKind::Camera, DeviceFault::NoDevice)));

    let gone = |event: &Event| matches!(event, Event::DeviceClosed(DeviceKind::Camera, Some(error)) if error.code == 1301);
    assert!(world.has_event(gone));
    let ended = world.frames.iter().any(|frame| match &frame.request {
        Request::Wire(R::SetUplink(uplink)) => !uplink.on && uplink.source() == Source::Main,
        _ => false,
    });
    assert!(ended);
    world.done(Call::Device(DeviceCall::Open(DeviceKind::Camera, Pick::Default)));
}

#[test]
fn leaving_puts_devices_out() {
    let mut world = World::in_room();
    world.done(Call::Device(DeviceCall::Open(DeviceKind::Microphone, Pick::Default)));

    world.op(Call::QuitRoom { cancel_pending: false });

    assert!(world.devices.contains(&DeviceCommand::Drop(DeviceKind::Microphone)));
    assert!(world.has_event(|event| matches!(event, Event::DeviceClosed(DeviceKind::Microphone, None))));
}

#[test]
fn a_device_that_opens_after_the_room_was_left_is_closed_again() {
    let mut world = World::in_room();
    let camera = world.op(Call::Device(DeviceCall::Open(DeviceKind::Camera, Pick::Default)));
    let turn = world.device_turn();
    world.op(Call::QuitRoom { cancel_pending: false });
    world.answer(asks!(RoomExit));

    world.handle(Input::Device(DeviceEvent::Opened(turn, Ok(()))));

    assert_eq!(world.result(camera), ("av", 1201));
    assert!(world.devices.contains(&DeviceCommand::Drop(DeviceKind::Camera)));
}

#[test]
fn a_busy_caller_is_answered_by_itself() {
    let mut world = World::logged_in();
    world.done(Call::Phone(PhoneCall::Make { user_id: "bob".into(), video: true, end_current: false }));
    world.tell_later(later::Event::CallEstablished(9));

    let from = "cem".parse().expect("a good id");
    world.tell_later(later::Event::CallIncoming { id: 5, from, video: false });

    let busy = Request::Later(later::Request::RejectCall { call: 5, busy: true });
    assert!(world.frames.iter().any(|frame| frame.request == busy));
    assert!(!world.has_event(|event| matches!(event, Event::Later(later::Event::CallIncoming { .. }))));
}

#[test]
fn a_call_that_was_given_up_before_it_had_an_id_is_ended_when_it_has_one() {
    let mut world = World::logged_in();
    let op =
        world.op(Call::Phone(PhoneCall::Make { user_id: "bob".into(), video: true, end_current: false }));
    world.call(Call::Cancel(op)).expect("accepted");

    world.serve();

    let end = Request::Later(later::Request::EndCall(9));
    assert!(world.frames.iter().any(|frame| frame.request == end));
    assert_eq!(world.client.phone_state(9), None);
}
