//! Entries, their chat groups, and switches.

use ilive_protocol::wire::{self, RoleType, client_frame::Request as R, event::Event as Told};
use ilive_session::av::RoomState;
use ilive_session::call::{RoomArg, RoomOption};
use ilive_session::io::EngineCommand;
use ilive_session::{Answer, Call, Event, Input, OldRoom, Role};

use crate::world::{Heard, World, asks, join, option};

fn switch(room: u32) -> Call {
    Call::SwitchRoom(RoomArg::Number(room), option(""))
}

fn keys(world: &World, which: impl Fn(&R) -> bool) -> Vec<String> {
    world.frames.iter().filter(|frame| which(&frame.request)).map(|frame| frame.client_key.clone()).collect()
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
fn a_switch_goes_on_when_the_old_room_is_lost_meanwhile() {
    for (refused, code) in [(false, ("ilive", 0)), (true, ("av", 10009))] {
        let mut world = World::in_room();
        let op = world.op(switch(2));
        world.answer(asks!(RoomLocate));
        world.serve_local();

        world.tell(crate::contract_put_out(1, 10003));
        if refused {
            world.fail(asks!(RoomEnter), "av", 10009, "room_not_exist");
        }
        world.serve();

        assert!(world.has_event(|event| matches!(event, Event::RoomDisconnected { .. })));
        assert_eq!(world.result(op), code);
        if refused {
            assert_eq!(world.error(op).old_room, Some(OldRoom::Left));
            assert_eq!(world.client.room_state(), RoomState::Exited);
        }
    }
}

#[test]
fn one_who_is_put_out_while_entering_leaves_the_group_too() {
    let mut world = World::logged_in();
    let op = world.op(join(1));
    world.answer(asks!(RoomLocate));
    world.serve_local();
    world.answer(asks!(RoomEnter));

    world.tell(crate::contract_put_out(1, 10003));
    assert_eq!(world.result(op), ("av", 10003));
    world.answer(asks!(GroupJoin));

    assert!(world.find(asks!(GroupLeave)).is_some());
}

#[test]
fn who_asks_for_a_type_gets_the_apps_first_role_of_it() {
    let roles = [("Teacher", RoleType::Host), ("Pupil", RoleType::Audience), ("Guest", RoleType::Audience)];
    let known = |(name, role_type): (&str, RoleType)| Role { name: name.to_owned(), role_type };
    for (roles, asked) in [(&roles[..], ("Pupil", RoleType::Audience)), (&[], ("", RoleType::Audience))] {
        let mut world = World::logged_in();
        world.handle(Input::Roles(roles.iter().copied().map(known).collect()));

        world.call(Call::JoinRoom(RoomArg::Number(1), Some(RoomOption::audience()))).expect("accepted");
        world.serve();

        let enter = world.frames.iter().find_map(|frame| match &frame.request {
            R::RoomEnter(enter) => Some(enter.clone()),
            _ => None,
        });
        let enter = enter.expect("the entry was asked for");
        assert_eq!((enter.role.as_str(), enter.role_type()), asked);
    }
}
