//! Devices and calls.

use ilive_protocol::wire::{self, Source, UplinkKind, client_frame::Request as R, event::Event as Told};
use ilive_session::call::PhoneCall;
use ilive_session::device::{DeviceCall, DeviceCommand, DeviceEvent, DeviceFailure, DeviceFault, Pick};
use ilive_session::{Call, DeviceKind, Event, Input};

use crate::world::{World, asks, incoming};

#[test]
fn a_device_that_goes_is_told_and_its_source_ended() {
    let mut world = World::in_room();
    world.done(Call::Device(DeviceCall::Open(DeviceKind::Camera, Pick::Default)));

    world.handle(Input::Device(DeviceEvent::Lost(DeviceKind::Camera, DeviceFault::NoDevice.into())));

    let gone = |event: &Event| matches!(event, Event::DeviceClosed(DeviceKind::Camera, Some(error)) if error.code == 1301);
    assert!(world.has_event(gone));
    let ended = world.frames.iter().any(|frame| match &frame.request {
        R::SetUplink(uplink) => !uplink.on && uplink.source() == Source::Main,
        _ => false,
    });
    assert!(ended);
    world.done(Call::Device(DeviceCall::Open(DeviceKind::Camera, Pick::Default)));
}

#[test]
fn an_error_of_a_device_has_the_words_of_the_device() {
    let mut world = World::in_room();
    let camera = || Call::Device(DeviceCall::Open(DeviceKind::Camera, Pick::Default));
    let failure = |why: &str| DeviceFailure { fault: DeviceFault::Failed, why: why.to_owned() };

    let op = world.op(camera());
    let turn = world.device_turn();
    world.handle(Input::Device(DeviceEvent::Opened(turn, Err(failure("no bandwidth on the bus")))));
    let refused = world.error(op).message.clone();
    world.devices.clear();
    world.done(camera());
    world.handle(Input::Device(DeviceEvent::Lost(DeviceKind::Camera, failure("the bus was reset"))));

    assert_eq!(refused, "no bandwidth on the bus");
    let words = |event: &Event| matches!(event, Event::DeviceClosed(_, Some(error)) if error.message == "the bus was reset");
    assert!(world.has_event(words));
}

/// What the room was told of the voice: whether it is sent, whether it is muted, and what it is.
fn voice(world: &World) -> Vec<(bool, bool, UplinkKind)> {
    let told = world.frames.iter().filter_map(|frame| match &frame.request {
        R::SetUplink(uplink) if uplink.source() == Source::Audio => Some(uplink),
        _ => None,
    });
    told.map(|uplink| (uplink.on, uplink.muted, uplink.kind())).collect()
}

#[test]
fn the_sound_of_a_film_has_its_way_without_a_microphone_and_beside_a_muted_one() {
    let (camera, microphone) = (DeviceKind::Camera, DeviceKind::Microphone);
    let sounds = |sounds| Input::Device(DeviceEvent::Sound(camera, sounds));
    let mut world = World::in_room();
    world.done(Call::Device(DeviceCall::Open(camera, Pick::Default)));

    world.handle(sounds(true));
    world.serve();
    world.done(Call::Device(DeviceCall::Open(microphone, Pick::Default)));
    world.done(Call::Device(DeviceCall::Mute(microphone, true)));
    world.handle(sounds(false));
    world.handle(sounds(true));
    world.serve();
    world.done(Call::Device(DeviceCall::Close(microphone)));
    world.handle(sounds(false));

    let (of_film, of_voice) = (UplinkKind::File, UplinkKind::Microphone);
    let expected = [
        (true, false, of_film),
        (true, false, of_voice),
        // Muted here, and the film goes on.
        (true, false, of_voice),
        (true, true, of_voice),
        (true, false, of_voice),
        (true, false, of_film),
        (false, false, of_film),
    ];
    assert_eq!(voice(&world), expected);
}

#[test]
fn sound_of_its_own_beside_an_open_microphone_is_nothing_to_tell() {
    let mut world = World::in_room();
    world.done(Call::Device(DeviceCall::Open(DeviceKind::Microphone, Pick::Default)));

    world.handle(Input::Device(DeviceEvent::Sound(DeviceKind::MediaFile, true)));
    world.handle(Input::Device(DeviceEvent::Sound(DeviceKind::MediaFile, false)));

    assert_eq!(voice(&world), [(true, false, UplinkKind::Microphone)]);
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
    world.tell(Told::CallEstablished(wire::CallEstablished { call_id: 9 }));

    world.tell(incoming(5));

    let busy = R::RejectCall(wire::RejectCall { call_id: 5, busy: true });
    assert!(world.frames.iter().any(|frame| frame.request == busy));
    assert!(!world.has_event(|event| matches!(event, Event::Server(Told::CallIncoming(_)))));
}

#[test]
fn a_call_that_was_given_up_before_it_had_an_id_is_ended_when_it_has_one() {
    let mut world = World::logged_in();
    let op =
        world.op(Call::Phone(PhoneCall::Make { user_id: "bob".into(), video: true, end_current: false }));
    world.call(Call::Cancel(op)).expect("accepted");

    world.serve();

    let end = R::EndCall(wire::EndCall { call_id: 9 });
    assert!(world.frames.iter().any(|frame| frame.request == end));
    assert_eq!(world.client.phone_state(9), None);
}
