//! Links that are lost, and what survives them.

use ilive_protocol::wire::{self, Source, client_frame::Request as R, event::Event as Told};
use ilive_session::av::{ContextState, RoomState};
use ilive_session::call::{PhoneCall, RoomArg};
use ilive_session::io::LinkEvent;
use ilive_session::{Call, Event, Input};

use crate::contract_make_call as make_call;
use crate::world::{MS, SECOND, World, asks, join, login, option, sender, text};

fn changed(id: u64, sources: &[Source], version: u64) -> Told {
    Told::MemberChanged(wire::MemberChanged { member: Some(sender(id, sources)), version })
}

fn keys(world: &World, which: impl Fn(&R) -> bool) -> Vec<String> {
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
        R::Login(login) => login.resume.clone(),
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

fn diff() -> Told {
    Told::PrivilegeDiff(wire::PrivilegeDiff { source: Source::Main.into() })
}

/// How many of those the app has heard.
fn diffs(world: &World) -> usize {
    world.events.iter().filter(|event| matches!(event, Event::PrivilegeDiff(_))).count()
}

fn unreadable(world: &World) -> usize {
    world.events.iter().filter(|event| matches!(event, Event::Warning(error) if error.code == 8052)).count()
}

#[test]
fn an_event_that_comes_twice_counts_once() {
    let mut world = World::in_room();

    world.tell(diff());
    world.seq -= 1;
    world.tell(diff());

    assert_eq!((diffs(&world), unreadable(&world)), (1, 0));
}

/// Were it believed, all that comes later would count as seen.
#[test]
fn an_event_out_of_turn_is_told_and_the_session_taken_up_where_it_was() {
    let mut world = World::in_room();
    world.tell(diff());
    let last = world.seq;

    for (lies, seq) in (1..).zip([u64::MAX, last + 2]) {
        world.seq = seq - 1;
        world.tell(diff());
        assert_eq!((diffs(&world), unreadable(&world)), (1, lies), "{seq}");
        world.seq = last;
        world.back();
    }
    world.tell(diff());

    assert_eq!(diffs(&world), 2);
    assert!(world.has_event(|event| matches!(event, Event::LinkUp { recovered: true })));
}

#[test]
fn after_a_loss_of_events_the_next_one_says_where_the_session_is() {
    let mut world = World::in_room();

    world.cut();
    (world.gap, world.seq) = (true, world.seq + 500);
    world.back();
    world.tell(diff());
    world.tell(diff());

    assert_eq!((diffs(&world), unreadable(&world)), (2, 0));
}

/// What the app was told of each loss: which attempt comes next.
fn attempts_told(world: &World) -> Vec<u32> {
    let attempts = world.events.iter().filter_map(|event| match event {
        Event::LinkDown { attempt, .. } => Some(*attempt),
        _ => None,
    });
    attempts.collect()
}

#[test]
fn a_link_that_falls_silent_is_dialed_again_with_growing_waits() {
    let mut world = World::logged_in();

    world.pass(15 * SECOND);
    for _ in 0..10 {
        world.no_route();
        world.pass(8 * SECOND);
    }

    let waits = attempts_told(&world);
    assert!(waits.len() >= 10 && waits.windows(2).all(|pair| pair[1] == pair[0] + 1), "{waits:?}");
    world.back();
    assert!(world.has_event(|event| matches!(event, Event::LinkUp { .. })));
}

#[test]
fn a_server_may_ask_for_a_pause_but_not_for_the_end() {
    for (asked_ms, least, most) in [(3_000, 3, 4), (u32::MAX, 60, 61)] {
        let mut world = World::logged_in();
        let error = wire::Error {
            module: "av".into(),
            code: 10_004,
            retry_after_ms: asked_ms,
            ..wire::Error::default()
        };
        world.tell(Told::SessionEnded(wire::SessionEnded { error: Some(error) }));

        let now = world.now;
        let waits = |event: &Event| match event {
            Event::LinkDown { next_at, .. } => (now + least * SECOND..now + most * SECOND).contains(next_at),
            _ => false,
        };
        assert!(world.has_event(waits), "{asked_ms}");
    }
}

/// What ends a link may be what is asked on it: without a pause a crowd of clients would dial a server to death.
#[test]
fn only_a_link_that_was_of_use_counts_anew() {
    for (stands, attempts) in [(SECOND, [1, 2, 3]), (10 * SECOND, [1, 1, 1])] {
        let mut world = World::logged_in();
        for _ in attempts {
            world.pass(stands);
            world.cut();
            world.back();
        }
        assert_eq!(attempts_told(&world), attempts, "{stands:?}");
    }
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
fn a_login_does_not_wait_for_the_goodbye_of_the_last_one() {
    let mut world = World::logged_in();
    let logout = world.op(Call::Logout);

    world.done(login("bob"));

    assert_eq!(world.result(logout), ("ilive", 0));
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
fn what_is_read_late_of_the_room_before_is_not_taken_for_this_one() {
    let mut world = World::in_room();
    world.cut();
    world.gap = true;
    world.serve_but(asks!(RoomRead));
    world.pass(SECOND);
    world.serve_but(asks!(RoomRead));
    let read = world.find(asks!(RoomRead)).expect("it was asked");
    let switch = world.op(Call::SwitchRoom(RoomArg::Number(2), option("")));
    world.serve_but(asks!(RoomRead));
    assert_eq!(world.result(switch), ("ilive", 0));
    world.events.clear();

    let room = |number| Some(wire::RoomRef { id: Some(wire::room_ref::Id::Number(number)) });
    for (number, told) in [(1, 0), (2, 1)] {
        let members = vec![sender(5, &[Source::Main])];
        let state = wire::RoomState { room: room(number), members, version: 9, ..wire::RoomState::default() };
        let mut late = world.clone();
        late.reply(read, wire::reply::Result::RoomRead(state));
        let begun = late.events.iter().filter(|event| matches!(event, Event::Endpoint { on: true, .. }));
        assert_eq!(begun.count(), told, "room {number}");
    }
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
fn a_call_and_an_invitation_do_not_outlive_the_session_they_were_in() {
    for (recovers, gap) in [(true, false), (true, true), (false, false)] {
        let mut world = World::logged_in();
        world.recovers = recovers;
        world.done(make_call("bob"));
        world.tell(Told::CallEstablished(wire::CallEstablished { call_id: 9 }));
        world.tell(Told::InviteArrived(wire::InviteArrived { invite_id: 3, ..Default::default() }));

        world.cut();
        world.gap = gap;
        world.back();

        let lost = !recovers || gap;
        let over = |event: &Event| match event {
            Event::Server(Told::CallEnded(ended)) => ended.result() == wire::CallResult::Disconnected,
            _ => false,
        };
        assert_eq!(world.has_event(over), lost, "recovers {recovers}, gap {gap}");
        assert_eq!(world.has_event(|event| matches!(event, Event::Server(Told::InviteEnded(_)))), lost);
        assert_eq!(world.client.phone_state(9).is_none(), lost);
        assert_eq!(keys(&world, asks!(EndCall)).len(), usize::from(gap), "only where the server knows of it");
    }
}

#[test]
fn a_call_that_the_other_has_ended_meanwhile_is_ended() {
    let mut world = World::logged_in();
    world.done(make_call("bob"));
    let op = world.op(Call::Phone(PhoneCall::End(9)));

    world.fail(asks!(EndCall), "call", 100, "not_exist");

    assert_eq!(world.result(op), ("ilive", 0));
}
