//! How much may happen in a room at a time, whoever does it.

use std::time::Duration;

use ilive_core::room::{Config, Rates, Refusal, Request, SessionId};
use ilive_protocol::wire;
use ilive_sim::World;

const SECOND: Duration = Duration::from_secs(1);

fn rates(change: impl FnOnce(&mut Rates)) -> Config {
    let mut rates = Rates::default();
    change(&mut rates);
    Config { rates, ..Config::default() }
}

fn join(world: &mut World, session: SessionId, name: &str) -> wire::Error {
    let person = world.person(name);
    match world.ask(session, Request::GroupJoin { person, issued_at_ms: 0, create: false }) {
        Some(Err(refusal)) => refusal.to_wire(),
        _ => wire::Error::default(),
    }
}

fn tips(world: &World) -> Vec<String> {
    let tip = |line: &str| line.split_once("group -> ").map(|(_, tip)| tip.to_owned());
    world.lines().filter_map(tip).collect()
}

#[test]
fn what_many_say_together_is_throttled_and_comes_back_with_time() {
    let (mut world, s) = World::with_viewers(rates(|rates| rates.messages = (3, 2)), &["bob"]);
    for (session, name) in [(s[0], "ann"), (s[1], "bob")] {
        join(&mut world, session, name);
    }

    for name in ["ann", "bob", "ann"] {
        assert_eq!(world.may_say(name), Ok(()));
    }
    let told = world.may_say("bob").map_err(|refusal: Refusal| refusal.to_wire()).expect_err("enough");
    assert_eq!((told.module.as_str(), told.code, told.sub_reason.as_str()), ("im", 10_023, "throttled"));
    assert_eq!(told.retry_after_ms, 500);
    assert_eq!(world.room().may_send(world.tiny("bob")), Ok(()), "he may still read");
    world.pass(SECOND / 2);
    assert_eq!(world.may_say("bob"), Ok(()));
}

#[test]
fn a_stranger_takes_nothing_of_what_a_room_may_say() {
    let (mut world, s) = World::with_viewers(rates(|rates| rates.messages = (1, 1)), &["bob"]);
    join(&mut world, s[0], "ann");

    assert_eq!(world.may_say("bob"), Err(Refusal::NotInGroup));

    assert_eq!(world.may_say("ann"), Ok(()));
}

#[test]
fn a_crowd_that_comes_into_the_group_is_throttled_and_who_is_in_is_not() {
    let (mut world, s) = World::with_viewers(rates(|rates| rates.joins = (2, 1)), &["bob", "cem"]);

    assert_eq!(join(&mut world, s[0], "ann").code, 0);
    assert_eq!(join(&mut world, s[1], "bob").code, 0);
    let told = join(&mut world, s[2], "cem");
    assert_eq!((told.module.as_str(), told.code, told.retry_after_ms), ("im", 10_023, 1_000));
    assert_eq!(join(&mut world, s[1], "bob").code, 0, "in it already");
    world.pass(SECOND);
    assert_eq!(join(&mut world, s[2], "cem").code, 0);
}

#[test]
fn hands_that_go_up_and_down_without_end_are_throttled() {
    let (mut world, s) = World::with_viewers(rates(|rates| rates.hands = (2, 1)), &["bob"]);
    let raise = || Request::StageRequest(wire::StageRequest { note: String::new() });
    for _ in 0..2 {
        assert_eq!(world.code(s[1], raise()), 0);
        assert_eq!(world.code(s[1], Request::StageCancel), 0);
    }

    let Some(Err(refusal)) = world.ask(s[1], raise()) else { panic!("a refusal") };

    let told = refusal.to_wire();
    assert_eq!((told.module.as_str(), told.code, told.retry_after_ms), ("av", 10_005, 1_000));
    world.pass(SECOND);
    assert_eq!(world.code(s[1], raise()), 0);
}

#[test]
fn where_many_come_and_go_the_newest_is_told_and_the_number_is_right() {
    let names = ["bob", "cem", "dan", "eve"];
    let (mut world, s) = World::with_viewers(rates(|rates| rates.tips = (1, 1)), &names);
    join(&mut world, s[0], "ann");
    world.pass(SECOND);
    world.forget();

    for (session, name) in s[1..].iter().zip(names) {
        join(&mut world, *session, name);
    }
    world.code(s[4], Request::GroupLeave);
    assert_eq!(tips(&world), ["ann: Joined bob, 2 people"]);
    world.pass(10 * SECOND);

    let told = ["ann: Joined bob, 2 people", "ann, bob, cem, dan: Left eve, 4 people"];
    assert_eq!(tips(&world), told, "the last word, once");
    assert_eq!(world.room().poll_timeout().map(|(_, why)| why), None);
}

#[test]
fn a_tip_that_waits_is_not_told_of_who_was_removed_since() {
    let (mut world, s) = World::with_viewers(rates(|rates| rates.tips = (1, 1)), &["bob"]);
    join(&mut world, s[0], "ann");
    join(&mut world, s[1], "bob");
    world.forget();

    let kick = wire::KickMember { member: world.member("bob"), ban_s: 1, reason: String::new() };
    assert_eq!(world.code(s[0], Request::Kick(kick)), 0);
    world.pass(2 * SECOND);

    assert_eq!(tips(&world), ["ann, bob: Kicked bob, 1 people"]);
}
