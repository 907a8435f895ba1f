//! What the host may do to others and to the room, and what stays of it.

use std::time::Duration;

use ilive_core::room::{Config, Request, SessionId, StagePolicy};
use ilive_protocol::wire::{self, RoleType, Source, UplinkKind, reply::Result as Reply};
use ilive_sim::{Guest, World};

fn open() -> Config {
    Config { stage: StagePolicy::Open, ..Config::default() }
}

fn cohost() -> Guest {
    Guest { role: RoleType::Cohost, ..Guest::viewer() }
}

fn send(source: Source) -> Request {
    let (source, kind) = (source.into(), UplinkKind::Camera.into());
    Request::SetUplink(wire::SetUplink { source, on: true, muted: false, kind })
}

fn mute(world: &World, name: &str, muted: bool) -> Request {
    Request::Mute(wire::MuteMember { member: world.member(name), source: Source::Audio.into(), muted })
}

fn kick(world: &World, name: &str) -> Request {
    Request::Kick(wire::KickMember { member: world.member(name), ban_s: 60, reason: String::new() })
}

fn heard(world: &World, session: SessionId) -> bool {
    let client = world.client(session).expect("it entered");
    world.plane().forwards(client.peer, Source::Audio)
}

fn is_in(world: &World, session: SessionId) -> bool {
    world.client(session).is_some_and(|client| client.replica.is_some())
}

#[test]
fn what_only_the_host_may_do_is_refused_to_others() {
    let (mut world, s) = World::with_viewers(open(), &["bob"]);
    let cem = world.join("cem", &cohost());
    let info = Request::SetInfo(wire::RoomInfo { title: "mine".to_owned() });
    for what in [mute(&world, "ann", true), kick(&world, "ann"), info, Request::End] {
        for session in [s[1], cem] {
            assert_eq!(world.code(session, what.clone()), 10_003, "{what:?}");
        }
    }
}

#[test]
fn a_mute_holds_wherever_its_user_speaks_from_until_it_is_lifted() {
    let (mut world, s) = World::with_viewers(open(), &[]);
    let bob = world.join("bob", &cohost());
    world.code(bob, send(Source::Audio));
    assert!(heard(&world, bob));

    let silence = mute(&world, "bob", true);
    assert_eq!(world.code(s[0], silence), 0);
    assert!(!heard(&world, bob));
    world.code(bob, send(Source::Audio));
    assert!(!heard(&world, bob), "saying it again is no way round");
    world.code(bob, Request::Exit);
    let bob = world.join("bob", &cohost());
    world.code(bob, send(Source::Audio));
    assert!(!heard(&world, bob), "nor is entering again");
    assert_eq!(world.check(false), Ok(()));

    let lift = mute(&world, "bob", false);
    assert_eq!(world.code(s[0], lift), 0);
    assert!(heard(&world, bob));
}

#[test]
fn a_kick_takes_all_of_a_user_out_of_room_and_group() {
    let (mut world, s) = World::with_viewers(open(), &[]);
    let (bob, obs) = (world.join("bob", &cohost()), world.session());
    world.enter(obs, "bob", &Guest { kind: wire::MemberKind::Whip, ..cohost() });
    let person = world.person("bob");
    let join = Request::GroupJoin { person, issued_at_ms: 0, create: false };
    world.code(bob, join.clone());
    world.pass(Duration::from_secs(1));

    let out = kick(&world, "bob");
    assert_eq!(world.code(s[0], out.clone()), 0);

    assert!(!is_in(&world, bob) && !is_in(&world, obs));
    assert!(world.room().may_send(world.tiny("bob")).is_err());
    assert_eq!(world.code(s[0], out), 10_010, "gone already");
    assert_eq!(world.code(bob, Request::Read), 10_006, "no longer listed");
    assert_eq!(world.code(bob, join), 10_007);
    assert!(world.transcript().contains("disconnected 10003 kicked"));
    assert!(world.transcript().contains("Kicked bob, 0 people"));
    let own = kick(&world, "ann");
    assert_eq!(world.code(s[0], own), 10_002);
    assert_eq!(world.check(false), Ok(()));
}

#[test]
fn the_end_is_told_to_all_and_summed_up_for_the_host() {
    let (mut world, s) = World::with_viewers(open(), &["bob", "cem"]);
    world.end_session(s[2]);
    world.join("dan", &Guest::viewer());
    world.join("bob", &Guest::viewer());
    world.pass(Duration::from_secs(60));

    let answer = world.ask(s[0], Request::End);

    let Some(Ok(Reply::EndRoom(summary))) = answer else { panic!("{answer:?}") };
    assert_eq!((summary.duration_ms, summary.peak_people, summary.total_people), (60_000, 3, 4));
    assert!(world.room().is_vacant());
    assert!(world.room().stored().is_none());
    let told = world.lines().filter(|line| line.ends_with("disconnected 10009 ended")).count();
    assert_eq!(told, 3, "bob twice and dan, not who asked:\n{}", world.transcript());
    assert_eq!(world.code(s[1], Request::Read), 10_006);
}

#[test]
fn a_title_is_checked_and_told_once() {
    let (mut world, s) = World::with_viewers(open(), &["bob"]);
    let title = |title: &str| Request::SetInfo(wire::RoomInfo { title: title.to_owned() });

    for bad in ["", &"x".repeat(81)] {
        assert_eq!(world.code(s[0], title(bad)), 10_002, "{bad:?}");
    }
    assert_eq!(world.code(s[0], title(&"直".repeat(80))), 0);
    assert_eq!(world.code(s[0], title("evening")), 0);
    assert_eq!(world.code(s[0], title("evening")), 0);

    assert_eq!(world.lines().filter(|line| line.contains("title \"evening\"")).count(), 1);
    assert_eq!(world.room().listing().map(|listing| listing.title).as_deref(), Some("evening"));
    assert_eq!(world.check(false), Ok(()));
}
