//! The kinds of steps.

use std::time::Duration;

use ilive_protocol::TinyId;
use ilive_protocol::wire::{self, Source};
use ilive_session::av::{self, RoomType, View};
use ilive_session::call::{HandlerId, PhoneCall, RoomArg, RoomOption, Secret, Shown, StageCall};
use ilive_session::device::{DeviceCall, DeviceFault, Frame, Pick, PixelFormat};
use ilive_session::{Call, DeviceKind, InviteCall, im};
use proptest::prelude::*;

use crate::contract_entry as entry;
use crate::world::text;

/// What happens in one step. Numbers pick one of what there is, modulo its count.
#[derive(Debug, Clone)]
pub(crate) enum Step {
    Call(Call),
    /// Gives up one of the operations in flight.
    Cancel(usize),
    Answer(usize),
    Refuse(usize, (&'static str, u32)),
    /// An answer of whatever kind, with nothing in it.
    Nonsense(usize, usize),
    /// An answer that came already.
    AnswerTwice,
    Engine(usize, bool),
    Device(usize, Option<DeviceFault>),
    /// A speed test ends.
    Measured(usize, bool),
    /// A device that is open goes.
    DeviceLost(DeviceKind),
    PathFails(bool),
    Opens,
    NotOpened,
    Cut,
    BadFrame,
    Online,
    MediaSilent,
    /// The session is recovered from now on, or is not, or has lost events.
    Server(u8),
    Told(Told),
    Serve,
    /// All but one kind of request.
    ServeBut(usize),
    Pass(Duration),
    /// In another future from here, all goes well: nothing may be left in flight.
    Probe,
}

/// What the server tells unasked.
#[derive(Debug, Clone)]
pub(crate) enum Told {
    Member(u64, bool),
    Gone(u64),
    PutOut(u32),
    Ends(u32),
    Drains,
    Expires,
    Rights,
    Incoming(u64),
    Established(u64),
    CallEnds(u64),
    Invited(u64),
    InviteEnds(u64),
}

impl Step {
    /// Its kind: the first word of its `Debug`, and of what it holds.
    pub(crate) fn kind(&self) -> String {
        let text = format!("{self:?}");
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let words: Vec<&str> = words.collect();
        match words.as_slice() {
            [
                "Call",
                layer @ ("Av" | "Im" | "Device" | "Phone" | "Stage"),
                inner @ ("Device" | "Invite"),
                call,
                ..,
            ] => {
                format!("{layer} {inner} {call}")
            }
            ["Call", layer @ ("Av" | "Im" | "Device" | "Phone" | "Stage"), call, ..] => {
                format!("{layer} {call}")
            }
            ["Call", call, ..] | ["Told", call, ..] => (*call).to_owned(),
            [first, ..] => (*first).to_owned(),
            [] => String::new(),
        }
    }
}

fn kind() -> impl Strategy<Value = DeviceKind> {
    proptest::sample::select(DeviceKind::ALL.to_vec())
}

fn pick(kind: DeviceKind) -> Pick {
    match kind {
        DeviceKind::MediaFile => Pick::File("film".into()),
        _ => Pick::Default,
    }
}

fn user() -> impl Strategy<Value = String> {
    prop_oneof![4 => Just("ann".to_owned()), 1 => Just("bob".to_owned())]
}

fn key() -> impl Strategy<Value = Secret> {
    prop_oneof![Just(Secret::default()), Just(Secret("key".into()))]
}

fn option() -> impl Strategy<Value = Option<RoomOption>> {
    let some =
        any::<bool>().prop_map(|without_chat| Some(RoomOption { without_chat, ..RoomOption::default() }));
    prop_oneof![9 => some, 1 => Just(None)]
}

fn room() -> impl Strategy<Value = RoomArg> {
    (0_u32..4).prop_map(RoomArg::Number)
}

fn login() -> impl Strategy<Value = Call> {
    user().prop_map(|user| Call::Login { user_sig: Secret(user.clone()), user_id: user, nick: String::new() })
}

fn facade() -> impl Strategy<Value = Call> {
    let call = Just::<Call>;
    prop_oneof![
        6 => login(),
        1 => call(Call::Logout),
        1 => call(Call::RenewTicket(Secret("ann".into()))),
        3 => (room(), option()).prop_map(|(room, option)| Call::CreateRoom(room, option)),
        6 => (room(), option()).prop_map(|(room, option)| Call::JoinRoom(room, option)),
        4 => (room(), option()).prop_map(|(room, option)| Call::SwitchRoom(room, option)),
        3 => any::<bool>().prop_map(|cancel_pending| Call::QuitRoom { cancel_pending }),
        3 => ("[ab]?", key()).prop_map(|(role, room_key)| Call::ChangeRole { role, room_key }),
        1 => call(Call::Show(vec![Shown { user_id: "u5".into(), source: Source::Main, height: 0 }])),
        1 => call(Call::HideAll),
        1 => (room(), key()).prop_map(|(room, link_key)| Call::LinkRoom { room, user_id: "bob".into(), link_key }),
        1 => call(Call::UnlinkRoom),
        1 => any::<bool>().prop_map(Call::Push),
        1 => any::<bool>().prop_map(Call::Record),
        1 => call(Call::SpeedTest),
        2 => call(Call::SendC2c("bob".into(), text("hi"))),
        2 => call(Call::SendGroup(text("hi"))),
        1 => call(Call::Stage(StageCall::Request(wire::StageRequest::default()))),
        1 => call(Call::Stage(StageCall::EndRoom)),
        1 => (0_u64..3).prop_map(|id| Call::AddHandler(Some(HandlerId(id)))),
        1 => (0_u64..3).prop_map(|id| Call::RemoveHandler(HandlerId(id))),
    ]
}

fn device() -> impl Strategy<Value = DeviceCall> {
    let frame = Frame { format: PixelFormat::I420, width: 320, height: 240, rotation: 0, bytes: 115_200 };
    prop_oneof![
        1 => kind().prop_map(DeviceCall::List),
        8 => kind().prop_map(|kind| DeviceCall::Open(kind, pick(kind))),
        4 => kind().prop_map(DeviceCall::Close),
        1 => (kind(), 0_u32..120).prop_map(|(kind, volume)| DeviceCall::Volume(kind, volume)),
        1 => (kind(), any::<bool>()).prop_map(|(kind, muted)| DeviceCall::Mute(kind, muted)),
        1 => kind().prop_map(move |kind| DeviceCall::Fill(kind, frame)),
        1 => (0_u32..10, any::<bool>()).prop_map(|(source, on)| DeviceCall::AudioTap(source, on)),
        1 => Just(DeviceCall::CustomData(vec![1])),
        3 => Just(DeviceCall::StartTest),
        2 => Just(DeviceCall::StopTest),
        2 => kind().prop_map(|kind| DeviceCall::OpenInTest(kind, Pick::Default)),
        1 => kind().prop_map(DeviceCall::CloseInTest),
    ]
}

fn layers() -> impl Strategy<Value = Call> {
    let multi = |room| entry(room, RoomType::Multi, "");
    let view = |id| av::Call::RequestViews(vec![TinyId(id)], vec![View { source: Source::Main, height: 0 }]);
    let av_call = prop_oneof![
        1 => Just(av::Call::Create),
        2 => Just(av::Call::Start),
        2 => Just(av::Call::Stop),
        1 => Just(av::Call::Destroy),
        3 => (0_u32..4).prop_map(move |room| av::Call::Enter(multi(room))),
        1 => Just(av::Call::Enter(entry(1, RoomType::Pair, ""))),
        2 => Just(av::Call::Exit),
        2 => (0_u32..4).prop_map(move |room| av::Call::Switch(multi(room))),
        1 => ("[ab]?", key()).prop_map(|(role, key)| av::Call::ChangeRole(role, key)),
        2 => (4_u64..7).prop_map(view),
        1 => Just(av::Call::CancelViews),
        1 => (4_u64..7).prop_map(|id| av::Call::Endpoint(TinyId(id), Source::Main)),
        2 => device().prop_map(av::Call::Device),
        1 => Just(av::Call::Invite(InviteCall::Invite("bob".into(), RoomArg::Number(1)))),
        1 => (0_u64..8).prop_map(|id| av::Call::Invite(InviteCall::Accept(id))),
        1 => (0_u64..8).prop_map(|id| av::Call::Invite(InviteCall::Refuse(id))),
        1 => (0_u64..8).prop_map(|id| av::Call::Invite(InviteCall::Cancel(id))),
    ];
    let im_call = prop_oneof![
        2 => user().prop_map(|user| im::Call::Login { user_sig: Secret(user.clone()), user_id: user, nick: String::new() }),
        1 => Just(im::Call::Logout),
        1 => Just(im::Call::Resolve(wire::Resolve { user_ids: vec!["u6".into()], tiny_ids: vec![] })),
        1 => Just(im::Call::Read(wire::ReadMessages::default())),
    ];
    prop_oneof![5 => av_call.prop_map(Call::Av), 1 => im_call.prop_map(Call::Im)]
}

fn phone() -> impl Strategy<Value = PhoneCall> {
    prop_oneof![
        any::<bool>().prop_map(|end_current| PhoneCall::Make {
            user_id: "bob".into(),
            video: true,
            end_current
        }),
        (1_u64..10).prop_map(PhoneCall::Accept),
        (1_u64..10).prop_map(PhoneCall::Reject),
        (1_u64..10).prop_map(PhoneCall::End),
    ]
}

fn told() -> impl Strategy<Value = Told> {
    prop_oneof![
        4 => (4_u64..7, any::<bool>()).prop_map(|(id, main)| Told::Member(id, main)),
        2 => (4_u64..7).prop_map(Told::Gone),
        1 => (1_u32..4).prop_map(Told::PutOut),
        1 => proptest::sample::select(vec![8050, 8051]).prop_map(Told::Ends),
        1 => Just(Told::Drains),
        1 => Just(Told::Expires),
        1 => Just(Told::Rights),
        2 => (1_u64..5).prop_map(Told::Incoming),
        1 => (1_u64..10).prop_map(Told::Established),
        2 => (1_u64..10).prop_map(Told::CallEnds),
        1 => (1_u64..8).prop_map(Told::Invited),
        1 => (1_u64..8).prop_map(Told::InviteEnds),
    ]
}

fn world() -> impl Strategy<Value = Step> {
    let refusals = vec![
        ("av", 10003),
        ("av", 10005),
        ("av", 10006),
        ("im", 10023),
        ("av", 71),
        ("im", 70107),
        ("what", 1),
    ];
    let faults = vec![DeviceFault::NoDevice, DeviceFault::Busy, DeviceFault::Failed];
    let times = vec![0, 1, 100, 500, 1_000, 1_999, 2_000, 5_000, 10_000, 15_000, 30_000, 45_000];
    prop_oneof![
        8 => any::<usize>().prop_map(Step::Answer),
        8 => (any::<usize>(), proptest::sample::select(refusals)).prop_map(|(which, code)| Step::Refuse(which, code)),
        2 => (any::<usize>(), any::<usize>()).prop_map(|(which, kind)| Step::Nonsense(which, kind)),
        1 => Just(Step::AnswerTwice),
        5 => (any::<usize>(), proptest::bool::weighted(0.8)).prop_map(|(which, ok)| Step::Engine(which, ok)),
        5 => (any::<usize>(), proptest::option::weighted(0.2, proptest::sample::select(faults)))
            .prop_map(|(which, fault)| Step::Device(which, fault)),
        1 => (any::<usize>(), any::<bool>()).prop_map(|(which, ok)| Step::Measured(which, ok)),
        1 => kind().prop_map(Step::DeviceLost),
        1 => any::<bool>().prop_map(Step::PathFails),
        4 => Just(Step::Opens),
        1 => Just(Step::NotOpened),
        1 => Just(Step::Cut),
        1 => Just(Step::BadFrame),
        2 => Just(Step::Online),
        1 => Just(Step::MediaSilent),
        1 => (0_u8..3).prop_map(Step::Server),
        4 => told().prop_map(Step::Told),
        6 => Just(Step::Serve),
        6 => (0_usize..4).prop_map(Step::ServeBut),
        2 => Just(Step::Probe),
        6 => proptest::sample::select(times).prop_map(|ms| Step::Pass(Duration::from_millis(ms))),
    ]
}

pub(crate) fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        12 => facade().prop_map(Step::Call),
        8 => device().prop_map(|call| Step::Call(Call::Device(call))),
        8 => layers().prop_map(Step::Call),
        2 => phone().prop_map(|call| Step::Call(Call::Phone(call))),
        2 => any::<usize>().prop_map(Step::Cancel),
        32 => world(),
    ]
}
