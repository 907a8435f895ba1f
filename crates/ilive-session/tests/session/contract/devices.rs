//! Codes 1008, 1301, 1601, 1602 and what devices do with the others.

use ilive_protocol::wire::Source;
use ilive_session::av;
use ilive_session::call::HandlerId;
use ilive_session::device::{Area, DeviceCall, DeviceEvent, DeviceFault, FileCall, Frame, Pick, PixelFormat};
use ilive_session::{Call, DeviceKind, Input};

use super::Case;
use super::av::enter;
use crate::world::{Coded, SECOND, World, asks, join};

fn pick(kind: DeviceKind) -> Pick {
    match kind {
        DeviceKind::MediaFile => Pick::File("film.mp4".into()),
        _ => Pick::Default,
    }
}

fn open(kind: DeviceKind) -> Call {
    Call::Device(DeviceCall::Open(kind, pick(kind)))
}

fn av_device(call: DeviceCall) -> Call {
    Call::Av(av::Call::Device(call))
}

/// The code of an open that ends so.
pub(crate) fn opened_with(kind: DeviceKind, fault: DeviceFault) -> Coded {
    ends_with(open(kind), kind, fault)
}

pub(crate) fn opened_by(kind: DeviceKind, pick: Pick, fault: DeviceFault) -> Coded {
    ends_with(Call::Device(DeviceCall::Open(kind, pick)), kind, fault)
}

/// The code of an opening that fails; the next one is not in its way.
fn ends_with(opening: Call, kind: DeviceKind, fault: DeviceFault) -> Coded {
    let mut world = World::in_room();
    let op = world.op(opening);
    let turn = world.device_turn();
    world.handle(Input::Device(DeviceEvent::Opened(turn, Err(fault.into()))));
    let result = world.result(op);
    world.devices.clear();
    world.done(open(kind));
    result
}

fn with_open(kind: DeviceKind) -> World {
    let mut world = World::in_room();
    world.done(open(kind));
    world
}

fn testing() -> World {
    let mut world = World::logged_in();
    world.done(av_device(DeviceCall::StartTest));
    world
}

/// The code of an open that the room refuses so.
fn told(code: u32, sub_reason: &str) -> Coded {
    let mut world = World::in_room();
    let op = world.op(open(DeviceKind::Screen));
    world.serve_local();
    world.fail(asks!(SetUplink), "av", code, sub_reason);
    let result = world.result(op);
    world.done(open(DeviceKind::Screen));
    result
}

fn frame(width: u32, height: u32) -> Call {
    let bytes = usize::try_from(width * height * 3).expect("small");
    let frame = Frame { format: PixelFormat::Rgb24, width, height, rotation: 0, bytes };
    Call::Device(DeviceCall::Fill(DeviceKind::ExternalMain, frame))
}

const TEST: DeviceCall = DeviceCall::StartTest;
const CAMERA: DeviceKind = DeviceKind::Camera;

pub(crate) const CASES: &[Case] = &[
    ("open a camera twice", ("av", 1003), || with_open(CAMERA).refused(open(CAMERA))),
    ("open two cameras at once", ("ilive", 8011), || {
        let mut world = World::in_room();
        world.op(open(CAMERA));
        world.refused(open(CAMERA))
    }),
    ("the same at the AV layer", ("av", 1001), || {
        let mut world = World::in_room();
        world.op(open(CAMERA));
        world.refused(av_device(DeviceCall::Open(CAMERA, Pick::Default)))
    }),
    ("a microphone beside a camera", ("ilive", 0), || with_open(CAMERA).code(open(DeviceKind::Microphone))),
    ("external capture beside a camera", ("av", 1002), || {
        with_open(CAMERA).refused(open(DeviceKind::ExternalMain))
    }),
    ("external capture after it", ("ilive", 0), || {
        let mut world = with_open(CAMERA);
        world.done(Call::Device(DeviceCall::Close(CAMERA)));
        world.code(open(DeviceKind::ExternalMain))
    }),
    ("the own file beside the own screen", ("av", 1002), || {
        with_open(DeviceKind::Screen).refused(open(DeviceKind::MediaFile))
    }),
    ("close a closed one", ("av", 1003), || {
        World::in_room().refused(Call::Device(DeviceCall::Close(CAMERA)))
    }),
    ("out of a room", ("av", 1201), || World::logged_in().refused(open(CAMERA))),
    ("before login", ("ilive", 8002), || World::new().refused(open(CAMERA))),
    ("before start", ("av", 1101), || {
        World::new().refused(av_device(DeviceCall::Open(CAMERA, Pick::Default)))
    }),
    ("a device that does not say how it went", ("av", 1005), || {
        let mut world = World::in_room();
        let op = world.op(open(CAMERA));
        world.pass(10 * SECOND);
        world.result(op)
    }),
    // 1004
    ("a camera without an id", ("av", 1004), || {
        World::in_room().refused(Call::Device(DeviceCall::Open(CAMERA, Pick::Id(String::new()))))
    }),
    ("a frame of 123 by 45", ("av", 1004), || with_open(DeviceKind::ExternalMain).refused(frame(123, 45))),
    ("a frame of 320 by 240", ("ilive", 0), || with_open(DeviceKind::ExternalMain).code(frame(320, 240))),
    ("custom data without a byte", ("av", 1004), || {
        World::in_room().refused(Call::Device(DeviceCall::CustomData(Vec::new())))
    }),
    ("custom data of 4097 bytes", ("av", 1004), || {
        World::in_room().refused(Call::Device(DeviceCall::CustomData(vec![0; 4097])))
    }),
    ("custom data of 4096 bytes", ("ilive", 0), || {
        World::in_room().code(Call::Device(DeviceCall::CustomData(vec![0; 4096])))
    }),
    ("an audio source of 8", ("av", 1004), || {
        World::in_room().refused(Call::Device(DeviceCall::AudioTap(8, true)))
    }),
    ("audio data out of a room", ("av", 1201), || {
        World::logged_in().refused(Call::Device(DeviceCall::AudioTap(7, true)))
    }),
    ("audio data in a room", ("ilive", 0), || {
        World::in_room().code(Call::Device(DeviceCall::AudioTap(7, true)))
    }),
    // 1008
    ("the auxiliary picture is another's", ("av", 1008), || told(1008, "aux_taken")),
    ("an eleventh picture", ("av", 10011), || told(10011, "video_slots_full")),
    ("a camera that another program has", ("av", 1008), || opened_with(CAMERA, DeviceFault::Busy)),
    // 1301
    ("a camera of no list", ("av", 1301), || {
        World::in_room().refused(Call::Device(DeviceCall::Open(CAMERA, Pick::Id("ghost".into()))))
    }),
    ("a camera of the list", ("ilive", 0), || {
        World::in_room().code(Call::Device(DeviceCall::Open(CAMERA, Pick::Id("one".into()))))
    }),
    ("a camera that was unplugged meanwhile", ("av", 1301), || opened_with(CAMERA, DeviceFault::NoDevice)),
    ("an empty list at the AV layer", ("av", 1301), || {
        let mut world = World::logged_in();
        world.handle(Input::Device(DeviceEvent::List(CAMERA, Vec::new())));
        world.refused(av_device(DeviceCall::List(CAMERA)))
    }),
    ("a frame while capture is closed", ("av", 1301), || World::in_room().refused(frame(320, 240))),
    ("an area while no area is shared", ("av", 1301), || {
        let area = Area { left: 0, top: 0, right: 9, bottom: 9 };
        with_open(DeviceKind::Screen).refused(Call::Device(DeviceCall::Area(area)))
    }),
    ("a file that is not played", ("av", 1301), || {
        World::in_room().refused(Call::Device(DeviceCall::File(FileCall::Pause)))
    }),
    ("a file that is", ("ilive", 0), || {
        with_open(DeviceKind::MediaFile).code(Call::Device(DeviceCall::File(FileCall::Pause)))
    }),
    ("mute a microphone that is closed", ("av", 1301), || {
        World::in_room().refused(Call::Device(DeviceCall::Mute(DeviceKind::Microphone, true)))
    }),
    ("mute one that is open", ("ilive", 0), || {
        with_open(DeviceKind::Microphone).code(Call::Device(DeviceCall::Mute(DeviceKind::Microphone, true)))
    }),
    ("mute a speaker", ("av", 1004), || {
        with_open(DeviceKind::Player).refused(Call::Device(DeviceCall::Mute(DeviceKind::Player, true)))
    }),
    // 1601, 1602
    ("a device of a test that is none", ("av", 1601), || {
        World::logged_in().refused(av_device(DeviceCall::OpenInTest(CAMERA, Pick::Default)))
    }),
    ("a device of a test", ("ilive", 0), || {
        testing().code(av_device(DeviceCall::OpenInTest(CAMERA, Pick::Default)))
    }),
    ("a screen in a test", ("av", 1004), || {
        testing().refused(av_device(DeviceCall::OpenInTest(DeviceKind::Screen, Pick::Default)))
    }),
    ("stop a test that is none", ("av", 1601), || {
        World::logged_in().refused(av_device(DeviceCall::StopTest))
    }),
    ("enter while testing", ("av", 1602), || testing().refused(enter(1))),
    ("join while testing", ("av", 1602), || testing().refused(join(1))),
    ("stop the context while testing", ("av", 1602), || testing().refused(Call::Av(av::Call::Stop))),
    ("start a test while starting", ("av", 1001), || {
        let mut world = World::logged_in();
        world.op(av_device(TEST));
        world.refused(av_device(TEST))
    }),
    ("start a started test", ("av", 1003), || testing().refused(av_device(TEST))),
    ("enter after the test", ("ilive", 0), || {
        let mut world = testing();
        world.done(av_device(DeviceCall::StopTest));
        world.code(enter(1))
    }),
    ("a test before start", ("av", 1101), || World::new().refused(av_device(TEST))),
    ("a member's endpoint is no device", ("av", 1401), || {
        let mut world = World::in_room();
        world.done(Call::AddHandler(Some(HandlerId(1))));
        world.refused(Call::Av(av::Call::Endpoint(ilive_protocol::TinyId(1), Source::Main)))
    }),
];
