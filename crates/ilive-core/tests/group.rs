//! The chat group lives and dies with its room.

use std::time::Duration;

use ilive_core::room::{Config, Request, SessionId};
use ilive_protocol::wire::{self, reply::Result as Reply};
use ilive_sim::{Guest, World};

fn join(world: &mut World, name: &str, create: bool) -> Request {
    Request::GroupJoin { person: world.person(name), issued_at_ms: 0, create }
}

fn ask_to_join(world: &mut World, session: SessionId, name: &str) -> u32 {
    let what = join(world, name, false);
    world.code(session, what)
}

fn names(world: &mut World, session: SessionId, offset: u32, limit: u32) -> Vec<String> {
    match world.ask(session, Request::GroupMembers { offset, limit }) {
        Some(Ok(Reply::GroupMembers(page))) => {
            page.members.into_iter().map(|member| member.user_id).collect()
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_join_that_comes_before_its_room_waits_for_it() {
    let mut world = World::new(Config::default());
    let ann = world.session();
    let early = join(&mut world, "ann", true);

    assert_eq!(world.ask(ann, early), None);
    world.enter(ann, "ann", &Guest::host());

    assert!(world.transcript().contains("in the group of 1"), "{}", world.transcript());
    assert_eq!(world.room().may_send(world.tiny("ann")), Ok(()));
}

#[test]
fn a_join_whose_room_is_never_made_is_answered_all_the_same() {
    let mut world = World::new(Config::default());
    let (ann, bob) = (world.session(), world.session());
    let (early, late) = (join(&mut world, "ann", true), join(&mut world, "bob", true));
    assert_eq!(world.ask(ann, early), None);
    assert_eq!(world.ask(bob, late), None);

    world.enter(ann, "ann", &Guest::viewer());
    let told = |world: &World| world.lines().filter(|l| l.ends_with("10010 group_not_exist")).count();
    assert_eq!(told(&world), 1, "ann's own entry failed");
    world.pass(Duration::from_secs(10));

    assert_eq!(told(&world), 2, "bob's time is over");
    assert!(world.room().is_vacant());
    assert_eq!(ask_to_join(&mut world, bob, "bob"), 10_010, "without create nothing is waited for");
}

#[test]
fn members_are_told_by_name_and_listed_newest_first() {
    let (mut world, s) = World::with_viewers(Config::default(), &["bob", "cem"]);
    for (session, name) in [(s[0], "ann"), (s[1], "bob"), (s[2], "cem")] {
        assert_eq!(ask_to_join(&mut world, session, name), 0);
    }
    assert_eq!(ask_to_join(&mut world, s[2], "cem"), 0, "in it already is no failure");

    assert_eq!(names(&mut world, s[0], 0, 100), ["cem", "bob", "ann"]);
    assert_eq!(names(&mut world, s[0], 1, 1), ["bob"]);
    world.end_session(s[1]);
    assert_eq!(names(&mut world, s[0], 0, 100), ["cem", "ann"]);
    let tips: Vec<&str> =
        world.lines().filter(|line| line.contains("group ->")).map(|line| &line[9..]).collect();
    assert_eq!(
        tips,
        [
            "group -> ann: Joined bob, 2 people",
            "group -> ann, bob: Joined cem, 3 people",
            "group -> ann, cem: Left bob, 2 people",
        ]
    );
}

#[test]
fn a_user_leaves_with_the_last_of_its_logins() {
    let (mut world, s) = World::with_viewers(Config::default(), &["bob"]);
    let phone = world.session();
    ask_to_join(&mut world, s[1], "bob");
    ask_to_join(&mut world, phone, "bob");
    let bob = world.tiny("bob");

    world.code(s[1], Request::GroupLeave);
    assert_eq!(world.room().may_send(bob), Ok(()));
    world.code(phone, Request::GroupLeave);

    assert!(world.room().may_send(bob).is_err());
    assert_eq!(world.code(phone, Request::GroupLeave), 0, "out of it already");
    assert_eq!(world.room().group_users().count(), 0);
}

#[test]
fn strangers_read_no_member_list_and_pages_have_a_size() {
    let (mut world, s) = World::with_viewers(Config::default(), &[]);
    let stranger = world.session();

    assert_eq!(world.code(stranger, Request::GroupMembers { offset: 0, limit: 10 }), 10_007);
    assert_eq!(world.code(s[0], Request::GroupMembers { offset: 0, limit: 0 }), 10_004);
    assert_eq!(world.code(s[0], Request::GroupMembers { offset: 0, limit: 101 }), 10_004);
    assert_eq!(world.code(s[0], Request::GroupMembers { offset: u32::MAX, limit: 100 }), 0);
}

#[test]
fn the_group_ends_with_the_room() {
    let (mut world, s) = World::with_viewers(Config::default(), &["bob"]);
    ask_to_join(&mut world, s[0], "ann");
    ask_to_join(&mut world, s[1], "bob");

    world.code(s[0], Request::End);

    let deleted = |line: &&str| line.contains("group -> ann, bob: Deleted ann");
    assert_eq!(world.lines().filter(deleted).count(), 1, "{}", world.transcript());
    assert_eq!(ask_to_join(&mut world, s[1], "bob"), 10_010);
    let done = wire::reply::Result::Done(wire::Done {});
    assert_eq!(world.ask(s[1], Request::GroupLeave), Some(Ok(done)));
}
