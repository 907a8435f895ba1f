//! What happens in order: links that are lost, entries and groups, rooms that are switched, members that are named.

use ilive_protocol::wire::{self, Source, client_frame::Request as R, event::Event as Told};
use ilive_session::av::{ContextState, RoomState};
use ilive_session::call::{PhoneCall, RoomArg, Shown};
use ilive_session::device::{DeviceCall, DeviceCommand, DeviceEvent, DeviceFault, Pick};
use ilive_session::io::{EngineCommand, EngineEvent, LinkEvent, Path, Request};
use ilive_session::{Answer, Call, DeviceKind, Event, Input, OldRoom, later};

use crate::world::{Heard, MS, SECOND, World, asks, join, login, option, sender, text};

fn switch(room: u32) -> Call {
    Call::SwitchRoom(RoomArg::Number(room), option(""))
}

fn changed(id: u64, sources: &[Source], version: u64) -> Told {
    Told::MemberChanged(wire::MemberChanged { member: Some(sender(id, sources)), version })
}

fn keys(world: &World, which: impl Fn(&Request) -> bool) -> Vec<String> {
    world.frames.iter().filter(|frame| which(&frame.request)).map(|frame| frame.client_key.clone()).collect()
}

#[test]
fn what_is_unanswered_is_asked_again_after_a_lost_link_under_the_same_key() {
    let mut world = World::in_room();
    let op = world.op(Call::SendGroup(text("hi")));

    world.cut();
    world.back();

    let keys = keys(&world, asks!(SendMessage));
    assert_eq!(world.result(op), ("ilive", 0));
    assert!(keys.len() == 2 && keys[0] == keys[1] && !keys[0].is_empty(), "{keys:?}");
    assert!(world.has_event(|event| matches!(event, Event::LinkUp { recovered: true })));
}

#[test]
fn a_resume_names_the_last_event_that_was_seen() {
    let mut world = World::in_room();
    world.tell(changed(5, &[Source::Main], 2));
    let told = world.seq;

    world.cut();
    world.back();

    let resume = world.frames.iter().rev().find_map(|frame| match &frame.request {
        Request::Wire(R::Login(login)) => login.resume.clone(),
        _ => None,
    });
    assert_eq!(resume.map(|resume| resume.last_seq), Some(told));
}

#[test]
fn a_seat_is_lost_thirty_seconds_after_the_last_frame_link_or_not() {
    let mut world = World::in_room();
    let lost = |world: &World| {
        world.has_event(|event| matches!(event, Event::RoomDisconnected { error, .. } if error.code == 1005))
    };

    world.pass(30 * SECOND - MS);
    assert!(!lost(&world));
    world.pass(MS);

    assert!(lost(&world));
    assert_eq!(world.client.room_state(), RoomState::Exited);
    world.back();
    world.done(join(1));
}

#[test]
fn an_event_that_comes_twice_counts_once() {
    let mut world = World::in_room();
    let told =
        |world: &World| world.events.iter().filter(|event| matches!(event, Event::PrivilegeDiff(_))).count();
    let diff = || Told::PrivilegeDiff(wire::PrivilegeDiff { source: Source::Main.into() });

    world.tell(diff());
    world.seq -= 1;
    world.tell(diff());

    assert_eq!(told(&world), 1);
}

#[test]
fn a_link_that_falls_silent_is_dialed_again_with_growing_waits() {
    let mut world = World::logged_in();

    world.pass(15 * SECOND);
    for _ in 0..10 {
        world.no_route();
        world.pass(8 * SECOND);
    }

    let waits: Vec<u32> = world
        .events
        .iter()
        .filter_map(|event| match event {
            Event::LinkDown { attempt, .. } => Some(*attempt),
            _ => None,
        })
        .collect();
    assert!(waits.len() >= 10 && waits.windows(2).all(|pair| pair[1] == pair[0] + 1), "{waits:?}");
    world.back();
    assert!(world.has_event(|event| matches!(event, Event::LinkUp { .. })));
}

#[test]
fn two_pings_without_an_answer_lose_the_link() {
    let mut world = World::logged_in();
    world.handle(Input::MediaSilent);

    world.pass(1_000 * MS - MS);
    assert!(world.link.is_some());
    world.pass(MS);

    assert!(world.has_event(|event| matches!(event, Event::LinkDown { .. })));
}

#[test]
fn the_room_and_its_group_are_entered_side_by_side() {
    let mut world = World::logged_in();
    let op = world.op(join(1));
    world.answer(asks!(RoomLocate));
    world.serve_local();

    assert!(world.find(asks!(RoomEnter)).is_some() && world.find(asks!(GroupJoin)).is_some());
    world.answer(asks!(RoomEnter));
    world.serve_local();
    assert!(!world.completed.contains_key(&op), "the group is still to come");
    world.answer(asks!(GroupJoin));
    assert_eq!(world.result(op), ("ilive", 0));
}

#[test]
fn when_the_room_fails_the_group_is_left_whenever_it_answers() {
    let mut world = World::logged_in();
    let op = world.op(join(1));
    world.answer(asks!(RoomLocate));
    world.serve_local();

    world.fail(asks!(RoomEnter), "av", 10005, "room_full");
    assert_eq!(world.result(op), ("av", 10005));
    world.answer(asks!(GroupJoin));

    assert!(world.find(asks!(GroupLeave)).is_some());
    assert!(world.find(asks!(RoomExit)).is_none(), "a refusal leaves nothing to undo");
}

#[test]
fn when_only_the_group_fails_its_code_comes_once_the_room_has_answered() {
    let mut world = World::logged_in();
    let op = world.op(join(1));
    world.answer(asks!(RoomLocate));
    world.serve_local();

    world.fail(asks!(GroupJoin), "im", 10014, "group_full");
    assert!(!world.completed.contains_key(&op));
    world.answer(asks!(RoomEnter));
    world.serve_local();

    assert_eq!(world.result(op), ("im", 10014));
    assert!(world.find(asks!(RoomExit)).is_some(), "the room is left again");
    assert_eq!(world.client.room_state(), RoomState::Exited);
}

#[test]
fn other_rights_that_come_while_entering_are_told_after_the_entry() {
    let mut world = World::logged_in();
    let op = world.op(join(1));
    world.answer(asks!(RoomLocate));
    world.serve_local();
    world.answer(asks!(RoomEnter));
    let rights = wire::RightsChanged { role: "guest".into(), rights: 0xAA, ..wire::RightsChanged::default() };

    world.tell(Told::RightsChanged(rights.clone()));
    world.serve();

    let told = Heard::Told(Event::Rights(rights));
    assert!(world.heard.ends_with(&[Heard::Completed(op), told]), "{:?}", world.heard);
    assert_eq!(world.completed[&op], Ok(Answer::Entered { rights: 0xAA }));
}

#[test]
fn one_who_is_in_the_group_already_has_not_failed() {
    let mut world = World::logged_in();
    let op = world.op(join(1));
    world.answer(asks!(RoomLocate));
    world.serve_local();

    world.fail(asks!(GroupJoin), "im", 10013, "already");
    world.serve();

    assert_eq!(world.result(op), ("ilive", 0));
}

#[test]
fn a_switch_that_is_refused_keeps_the_old_room() {
    let mut world = World::in_room();
    let op = world.op(switch(2));
    world.answer(asks!(RoomLocate));
    world.serve_local();

    world.fail(asks!(RoomEnter), "av", 10009, "room_not_exist");

    assert_eq!(world.result(op), ("av", 10009));
    assert_eq!(world.error(op).old_room, Some(OldRoom::Kept));
    assert_eq!(world.refused(switch(1)), ("ilive", 8024), "room 1 is the current one");
}

#[test]
fn a_switch_whose_media_fail_has_left_the_old_room() {
    let mut world = World::in_room();
    let op = world.op(switch(2));
    world.answer(asks!(RoomLocate));
    world.serve_local();
    world.answer(asks!(RoomEnter));
    world.engine.clear();

    world.pass_alive(15);

    assert_eq!(world.result(op), ("av", 10005));
    assert_eq!(world.error(op).old_room, Some(OldRoom::Left));
    assert_eq!(world.client.room_state(), RoomState::Exited);
    world.serve();
    world.done(join(1));
}

#[test]
fn a_switch_leaves_the_old_rooms_group_and_peer() {
    let mut world = World::in_room();
    let old = world.peer();

    world.op(switch(2));
    world.serve();

    assert!(world.engine_log.contains(&EngineCommand::ClosePeer(old)));
    assert!(world.frames.iter().any(|frame| asks!(GroupLeave)(&frame.request)));
    assert_eq!(world.client.room_state(), RoomState::Entered);
}

#[test]
fn an_entry_that_loses_its_session_begins_again_within_its_time() {
    let mut world = World::logged_in();
    let op = world.op(join(1));
    world.answer(asks!(RoomLocate));
    world.serve_local();
    world.answer(asks!(RoomEnter));
    let first = world.peer();
    world.engine.clear();

    world.recovers = false;
    world.cut();
    world.back();

    assert_eq!(world.result(op), ("ilive", 0));
    assert_ne!(world.peer(), first, "another peer, another offer");
}

#[test]
fn undoing_is_repeated_after_a_resume_and_goes_with_the_session() {
    for (recovers, expected) in [(true, 2), (false, 1)] {
        let mut world = World::in_room();
        world.recovers = recovers;
        let op = world.op(switch(2));
        world.answer(asks!(RoomLocate));
        world.serve_local();
        world.call(Call::Cancel(op)).expect("accepted");

        world.cut();
        world.back();

        assert_eq!(keys(&world, asks!(RoomExit)).len(), expected, "recovers: {recovers}");
    }
}

#[test]
fn a_path_that_fails_is_repaired_by_another_offer() {
    let mut world = World::in_room();
    let peer = world.peer();

    world.handle(Input::Engine(EngineEvent::Path(peer, Path::IceFailed)));
    world.serve();
    world.pass_alive(20);

    assert_eq!(keys(&world, asks!(Negotiate)).len(), 1);
    assert_eq!(world.client.room_state(), RoomState::Entered);
}

#[test]
fn a_path_that_cannot_be_repaired_loses_the_room() {
    let mut world = World::in_room();
    let peer = world.peer();

    world.handle(Input::Engine(EngineEvent::Path(peer, Path::IceFailed)));
    world.pass_alive(15);

    let lost = |event: &Event| matches!(event, Event::RoomDisconnected { error, .. } if error.code == 10005);
    assert!(world.has_event(lost));
    world.serve();
    world.done(join(1));
}

#[test]
fn more_pictures_than_there_are_slots_are_one_more_offer() {
    let mut world = World::in_room();
    let shown = |count: usize| {
        let one = |id| Shown { user_id: format!("x{id}"), source: Source::Main, height: 0 };
        Call::Show((0..count).map(one).collect())
    };

    world.done(shown(4));
    assert_eq!(keys(&world, asks!(Negotiate)).len(), 0);
    world.done(shown(5));

    assert_eq!(keys(&world, asks!(Negotiate)).len(), 1);
}

#[test]
fn a_login_does_not_wait_for_the_goodbye_of_the_last_one() {
    let mut world = World::logged_in();
    let logout = world.op(Call::Logout);

    world.done(login("bob"));

    assert_eq!(world.result(logout), ("ilive", 0));
}

#[test]
fn members_are_told_by_number_at_once_and_by_name_when_it_is_known() {
    let mut world = World::in_room();
    world.events.clear();

    world.tell(changed(5, &[Source::Audio, Source::Main], 2));
    assert_eq!(world.events.len(), 2, "by number: {:?}", world.events);
    world.serve();

    let by_name = |source| {
        world.has_event(|event| matches!(event, Event::Member { user, source: s, on: true, .. } if user.as_str() == "u5" && *s == source))
    };
    assert!(by_name(Source::Audio) && by_name(Source::Main));
}

#[test]
fn a_member_that_could_not_be_named_is_tried_again_and_not_dropped() {
    let mut world = World::in_room();
    world.tell(changed(5, &[Source::Main], 2));
    world.fail(asks!(Resolve), "im", 10023, "throttled");
    let warned = |event: &Event| matches!(event, Event::Warning(error) if error.code == 1501 && error.cause.as_ref().is_some_and(|cause| cause.code == 10023));
    assert!(world.has_event(warned));

    world.pass(2 * SECOND);
    world.serve();

    assert!(
        world.has_event(
            |event| matches!(event, Event::Member { user, on: true, .. } if user.as_str() == "u5")
        )
    );
}

#[test]
fn a_member_who_came_and_went_before_the_name_was_known_is_no_news() {
    let mut world = World::in_room();
    world.tell(changed(5, &[Source::Main], 2));
    world.tell(Told::MemberGone(wire::MemberGone { tiny_id: 5, version: 3 }));

    world.serve();

    assert!(!world.has_event(|event| matches!(event, Event::Member { .. })));
    assert!(world.has_event(|event| matches!(event, Event::Endpoint { on: false, .. })));
}

#[test]
fn lost_events_are_made_up_for_by_reading_the_room() {
    let mut world = World::in_room();
    world.tell(changed(5, &[Source::Main], 2));
    world.serve();
    world.events.clear();

    world.cut();
    world.gap = true;
    world.back();

    assert_eq!(keys(&world, asks!(RoomRead)).len(), 1);
    assert!(
        world.has_event(|event| matches!(event, Event::Endpoint { on: false, .. })),
        "the snapshot is empty"
    );
}

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
fn a_login_whose_context_does_not_start_is_no_login() {
    let mut world = World::new();
    let op = world.op(login("ann"));
    world.on_link(LinkEvent::Opened);
    world.answer(asks!(Login));
    world.fail(asks!(Resolve), "im", 70107, "unknown_id");

    assert_eq!(world.result(op), ("av", 1502));
    assert!(world.frames.iter().any(|frame| asks!(Logout)(&frame.request)));
    assert_eq!(world.client.context_state(), ContextState::Stopped);
    assert_eq!(world.refused(Call::Logout), ("ilive", 8009));
    world.done(login("bob"));
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
