//! Ways back that fail, or that are given up.

use ilive_protocol::wire::{self, client_frame::Request as R, event::Event as Told};
use ilive_session::av::RoomState;
use ilive_session::call::RoomArg;
use ilive_session::io::{EngineEvent, Path};
use ilive_session::{Call, DeviceKind, Event, Input};

use super::{count, left, open, peers, restart_but, room};
use crate::world::{SECOND, World, asks, option};

/// The old connection fails with its server; what was to repair it concerns nobody any more.
#[test]
fn a_repair_of_the_old_path_is_not_asked_for_in_the_new_session() {
    let mut world = World::in_room();
    let peer = world.peer();
    world.cut();
    world.handle(Input::Engine(EngineEvent::Path(peer, Path::IceFailed)));
    world.serve();

    world.recovers = false;
    world.back();
    world.pass_alive(20);

    assert_eq!(count(&world, asks!(Negotiate)), 0);
    assert_eq!((left(&world), world.client.room_state()), (vec![], RoomState::Entered));
}

/// The server waited for the media as long as the client did, and its word of it comes last.
#[test]
fn a_late_word_of_a_try_that_failed_does_not_lose_the_room() {
    let mut world = World::in_room();
    restart_but(&mut world, asks!(GroupJoin));
    let peer = world.peer();
    world.handle(Input::Engine(EngineEvent::Path(peer, Path::Connected)));

    world.tell(crate::contract_put_out(1, 10_005));
    world.tell(crate::contract_put_out(1, 10_005));
    world.pass_alive(2);
    world.serve();

    assert_eq!((left(&world), world.client.room_state()), (vec![], RoomState::Entered));
    assert_eq!(peers(&world), [world.peer()]);
}

/// Whether the server has the user in the room, or in its chat group, is not forgotten with the try that got there.
#[test]
fn what_an_earlier_try_had_reached_is_left_with_the_room() {
    let mut world = World::in_room();
    restart_but(&mut world, |_| false);
    let peer = world.peer();
    world.recovers = false;
    world.cut();
    world.pass(8 * SECOND);
    world.handle(Input::Online);
    // The way there: in the room and in its group, and no media.
    while world.find(asks!(RoomEnter)).is_none() {
        world.serve_but(|request| matches!(request, R::RoomEnter(_) | R::GroupJoin(_)));
    }
    world.answer(asks!(RoomEnter));
    world.answer(asks!(GroupJoin));
    world.engine.clear();
    let again = world.peer();
    assert_ne!(peer, again);
    world.handle(Input::Engine(EngineEvent::Path(again, Path::IceFailed)));
    world.pass_alive(2);

    let op = world.op(Call::SwitchRoom(RoomArg::Number(2), option("")));
    world.serve();

    assert_eq!(world.result(op), ("ilive", 0));
    assert_eq!((count(&world, asks!(RoomExit)), count(&world, asks!(GroupLeave))), (1, 1));
}

#[test]
fn a_no_for_good_loses_the_room_and_one_for_now_is_asked_again() {
    for (code, lost) in [(10_009, vec![10_009]), (10_004, vec![])] {
        let mut world = World::in_room();
        restart_but(&mut world, asks!(RoomEnter));
        assert_eq!(left(&world), []);

        world.fail(asks!(RoomEnter), "av", code, "");
        world.pass_alive(2);
        world.serve();

        assert_eq!(left(&world), lost);
        assert_eq!(world.client.room_state() == RoomState::Entered, lost.is_empty(), "{code}");
        assert_eq!(count(&world, asks!(RoomEnter)), if lost.is_empty() { 3 } else { 2 });
    }
}

#[test]
fn a_room_that_never_lets_in_is_lost_when_an_entry_would_have_failed() {
    let mut world = World::in_room();
    restart_but(&mut world, asks!(RoomEnter));

    for _ in 0..40 {
        if world.find(asks!(RoomEnter)).is_some() {
            world.fail(asks!(RoomEnter), "av", 10_004, "");
        }
        world.pass_alive(1);
        world.serve_but(asks!(RoomEnter));
    }

    assert_eq!(left(&world), [10_004]);
    assert_eq!(world.client.room_state(), RoomState::Exited);
}

/// All who are in a large room come at once, and the server takes so many joins a second.
#[test]
fn a_group_that_asks_for_a_pause_is_joined_after_it() {
    let mut world = World::in_room();
    restart_but(&mut world, asks!(GroupJoin));
    let id = world.find(asks!(GroupJoin)).expect("it was asked");
    world.asked.retain(|(asked, _)| *asked != id);
    let wait = wire::Error { module: "im".into(), code: 10_023, retry_after_ms: 700, ..Default::default() };

    world.reply(id, wire::reply::Result::Error(wait));
    world.pass_alive(2);
    world.serve();

    assert_eq!((left(&world), world.client.room_state()), (vec![], RoomState::Entered));
    assert_eq!(count(&world, asks!(GroupJoin)), 3);
}

#[test]
fn a_group_that_does_not_let_in_again_loses_the_room() {
    let mut world = World::in_room();
    restart_but(&mut world, asks!(GroupJoin));

    world.fail(asks!(GroupJoin), "im", 10010, "");

    assert_eq!(left(&world), [10010]);
    assert!(count(&world, asks!(RoomExit)) == 1, "the server had let us in");
}

#[test]
fn a_room_that_is_entered_again_can_be_left_and_switched_from() {
    for (call, entered) in [
        (Call::QuitRoom { cancel_pending: false }, None),
        (Call::SwitchRoom(RoomArg::Number(2), option("")), Some("2")),
    ] {
        let mut world = World::in_room();
        world.done(open(DeviceKind::Camera));
        restart_but(&mut world, asks!(RoomEnter));

        let op = world.op(call);
        world.serve();

        assert_eq!(world.result(op), ("ilive", 0));
        assert_eq!(world.client.current_room().map(ToString::to_string).as_deref(), entered);
        assert_eq!(peers(&world).len(), entered.iter().len());
        assert!(world.has_event(|event| matches!(event, Event::DeviceClosed(DeviceKind::Camera, None))));
        assert!(count(&world, asks!(RoomExit)) == 1, "the server may have let us in");
    }
}

#[test]
fn a_second_loss_on_the_way_back_costs_no_more_than_the_first() {
    for again in [true, false] {
        let mut world = World::in_room();
        restart_but(&mut world, asks!(RoomEnter));

        world.recovers = again;
        world.cut();
        world.back();

        assert_eq!(
            (left(&world), world.client.room_state()),
            (vec![], RoomState::Entered),
            "recovers {again}"
        );
        assert_eq!(peers(&world), [world.peer()]);
    }
}

#[test]
fn a_link_that_stays_away_on_the_way_back_loses_the_room() {
    let mut world = World::in_room();
    restart_but(&mut world, asks!(RoomEnter));

    world.cut();
    world.pass(30 * SECOND);

    assert_eq!((left(&world), world.client.room_state()), (vec![1005], RoomState::Exited));
}

#[test]
fn a_group_that_is_being_joined_is_left_with_the_room() {
    for refused_for_now in [false, true] {
        let mut world = World::in_room();
        restart_but(&mut world, |request| matches!(request, R::RoomEnter(_) | R::GroupJoin(_)));
        if refused_for_now {
            world.fail(asks!(RoomEnter), "av", 10_005, "room_full");
        }

        let op = world.op(Call::QuitRoom { cancel_pending: false });
        world.answer(asks!(GroupJoin));
        world.serve();

        assert_eq!(world.result(op), ("ilive", 0));
        assert_eq!(count(&world, asks!(GroupLeave)), 1, "refused for now: {refused_for_now}");
    }
}

/// Its host has ended it: who asked once more might make it anew.
#[test]
fn a_room_that_ends_while_it_is_asked_again_is_over() {
    let mut world = World::in_room();
    restart_but(&mut world, asks!(GroupJoin));
    world.tell(crate::contract_put_out(1, 10_005));

    let error = wire::Error { module: "av".into(), code: 10_009, ..Default::default() };
    let summary = Some(wire::RoomSummary::default());
    world.tell(Told::RoomDisconnected(wire::RoomDisconnected {
        room: Some(room(1)),
        error: Some(error),
        summary,
    }));
    world.pass_alive(5);

    assert_eq!((left(&world), count(&world, asks!(RoomEnter))), (vec![10_009], 2));
}

#[test]
fn a_seat_that_may_be_there_is_given_up_when_the_link_stays_away() {
    let mut world = World::in_room();
    restart_but(&mut world, asks!(RoomEnter));
    world.recovers = true;
    world.cut();
    world.pass(30 * SECOND);

    world.back();

    assert_eq!((left(&world), count(&world, asks!(RoomExit))), (vec![1005], 1));
}
