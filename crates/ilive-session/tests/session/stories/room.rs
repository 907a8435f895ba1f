//! In a room: members and their names, the media path.

use ilive_protocol::wire::{self, Source, client_frame::Request as R, event::Event as Told};
use ilive_session::av::RoomState;
use ilive_session::call::{RoomArg, RoomOption, Shown};
use ilive_session::io::{EngineCommand, EngineEvent, Path};
use ilive_session::{Call, Event, Input};

use crate::world::{SECOND, World, asks, join, sender};

fn changed(id: u64, sources: &[Source], version: u64) -> Told {
    Told::MemberChanged(wire::MemberChanged { member: Some(sender(id, sources)), version })
}

fn keys(world: &World, which: impl Fn(&R) -> bool) -> Vec<String> {
    world.frames.iter().filter(|frame| which(&frame.request)).map(|frame| frame.client_key.clone()).collect()
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

/// A server that is away for a while takes both: the seat is kept for as long as the link may be lost, and then it ends as
/// the link's.
#[test]
fn a_path_that_fails_while_the_link_is_lost_is_repaired_when_that_is_back() {
    for (away, kept) in [(16, true), (40, false)] {
        let mut world = World::in_room();
        let peer = world.peer();
        world.cut();
        world.handle(Input::Engine(EngineEvent::Path(peer, Path::IceFailed)));

        world.pass(away * SECOND);
        world.back();

        let out: Vec<u32> = world.events.iter().filter_map(room_lost_by).collect();
        assert_eq!(out, if kept { vec![] } else { vec![1005] }, "{away} s");
        let offered = keys(&world, asks!(Negotiate)).len();
        assert_eq!(
            (offered, world.client.room_state() == RoomState::Entered),
            (usize::from(kept), kept),
            "{away} s"
        );
        world.pass_alive(20);
        assert_eq!(world.client.room_state() == RoomState::Entered, kept, "{away} s");
    }
}

/// One whom the host removes: the media end first, the word why comes over the link.
#[test]
fn why_a_path_was_closed_is_the_servers_to_say() {
    let mut world = World::in_room();
    let peer = world.peer();

    world.handle(Input::Engine(EngineEvent::Path(peer, Path::IceFailed)));
    world.handle(Input::Engine(EngineEvent::Offer(peer, Err("the connection is closed".into()))));
    world.tell(crate::contract_put_out(1, 10003));

    let out: Vec<u32> = world.events.iter().filter_map(room_lost_by).collect();
    assert_eq!(out, [10003]);
}

/// And where no word comes, the room is lost when the repair's time is over.
#[test]
fn a_path_that_was_closed_without_a_word_loses_the_room_in_the_end() {
    let mut world = World::in_room();
    let peer = world.peer();

    world.handle(Input::Engine(EngineEvent::Path(peer, Path::IceFailed)));
    world.handle(Input::Engine(EngineEvent::Offer(peer, Err("the connection is closed".into()))));
    world.pass_alive(15);

    let out: Vec<u32> = world.events.iter().filter_map(room_lost_by).collect();
    assert_eq!(out, [10005]);
}

fn room_lost_by(event: &Event) -> Option<u32> {
    match event {
        Event::RoomDisconnected { error, .. } => Some(error.code),
        _ => None,
    }
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
fn an_offer_for_more_that_nobody_answers_is_a_warning_and_the_room_goes_on() {
    let mut world = World::in_room();
    let peer = world.peer();
    let timed_out = |event: &Event| matches!(event, Event::Warning(error) if error.code == 1005);

    world.handle(Input::Engine(EngineEvent::Offer(peer, Ok(wire::Offer::default()))));
    world.pass_alive(14);
    assert!(!world.has_event(timed_out), "{:?}", world.events);
    world.pass_alive(1);

    assert!(world.has_event(timed_out), "{:?}", world.events);
    assert_eq!(world.client.room_state(), RoomState::Entered);
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

    world.pass(SECOND);
    assert_eq!(world.find(asks!(Resolve)), None, "not at once");
    world.pass(SECOND);
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
fn a_room_may_be_entered_to_see_everybody() {
    for (auto_views, expected) in [(true, 1), (false, 0)] {
        let mut world = World::logged_in();
        let option = RoomOption { auto_views, ..RoomOption::default() };

        world.done(Call::JoinRoom(RoomArg::Number(1), Some(option)));

        let asked = world.frames.iter().filter(|frame| match &frame.request {
            R::SetViews(views) => views.auto,
            _ => false,
        });
        assert_eq!(asked.count(), expected, "auto_views: {auto_views}");
    }
}

#[test]
fn the_engine_is_told_another_role_once() {
    let mut world = World::in_room();
    let told =
        |role: &str| Told::RightsChanged(wire::RightsChanged { role: role.to_owned(), ..Default::default() });

    world.tell(told("LiveGuest"));
    world.tell(told("LiveGuest"));

    let roles = world.engine.iter().filter_map(|command| match command {
        EngineCommand::Role(_, role) => Some(role.as_str()),
        _ => None,
    });
    let roles: Vec<&str> = roles.collect();
    assert_eq!(roles, ["LiveGuest"], "when it has changed, and not again");
}
