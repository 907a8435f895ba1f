//! How long seats and rooms live, and what comes back with the server.

use std::time::Duration;

use ilive_core::Timers;
use ilive_core::room::{Config, MediaEvent, Refusal, Request, SessionId, StagePolicy};
use ilive_protocol::wire::{self, MemberKind, RoleType, Source, UplinkKind};
use ilive_sim::{Guest, World};

const SECOND: Duration = Duration::from_secs(1);
const TICK: Duration = Duration::from_millis(1);

fn open() -> Config {
    Config { stage: StagePolicy::Open, ..Config::default() }
}

fn send(source: Source) -> Request {
    let (source, kind) = (source.into(), UplinkKind::Camera.into());
    Request::SetUplink(wire::SetUplink { source, on: true, muted: false, kind })
}

fn is_in(world: &World, session: SessionId) -> bool {
    world.client(session).is_some_and(|client| client.replica.is_some())
}

fn exists(world: &World) -> bool {
    world.room().listing().is_some()
}

#[test]
fn a_seat_is_kept_for_thirty_seconds_and_no_leave_is_shown() {
    let (mut world, s) = World::with_viewers(open(), &[]);
    let bob = world.join("bob", &Guest { role: RoleType::Cohost, ..Guest::viewer() });
    world.code(bob, send(Source::Main));
    world.pass(SECOND);
    world.forget();

    world.lose_link(bob);
    world.pass(29 * SECOND);
    world.resume(bob);
    world.pass(60 * SECOND);

    let told: Vec<&str> =
        world.lines().map(|line| &line[9..]).filter(|line| line.starts_with("room")).collect();
    let both = "room -> ann, bob: member bob cohost [main]";
    assert_eq!(told, [format!("{both} away").as_str(), both]);
    world.lose_link(bob);
    world.pass(30 * SECOND - TICK);
    assert!(is_in(&world, bob));
    world.pass(TICK);
    assert!(!is_in(&world, bob));
    assert!(world.transcript().contains("room -> bob: disconnected 1005 seat_lost"));
    assert!(world.transcript().contains("room -> ann: gone bob"));
    assert!(is_in(&world, s[0]));
}

#[test]
fn an_empty_room_is_reclaimed_after_thirty_seconds() {
    let (mut world, s) = World::with_viewers(open(), &[]);
    world.end_session(s[0]);

    world.pass(30 * SECOND - TICK);
    assert!(exists(&world));
    world.pass(TICK);
    assert!(!exists(&world) && world.room().is_vacant());
}

#[test]
fn a_room_without_uplink_and_host_is_reclaimed_after_ninety_seconds() {
    let (mut world, s) = World::with_viewers(open(), &["bob"]);
    world.pass(300 * SECOND);
    assert!(exists(&world), "the host is there");
    let cem = world.join("cem", &Guest { role: RoleType::Cohost, ..Guest::viewer() });
    world.code(cem, send(Source::Audio));
    world.end_session(s[0]);
    world.pass(300 * SECOND);
    assert!(exists(&world), "cem speaks");

    world.end_session(cem);
    world.pass(90 * SECOND - TICK);
    assert!(exists(&world));
    world.pass(TICK);

    assert!(!exists(&world));
    assert!(
        world.transcript().ends_with("room -> bob: disconnected 10009 reclaimed"),
        "{}",
        world.transcript()
    );
}

#[test]
fn a_whip_source_lives_as_long_as_its_media_path() {
    let (mut world, _) = World::with_viewers(open(), &[]);
    let whip = Guest { kind: MemberKind::Whip, role: RoleType::Cohost, ..Guest::viewer() };
    let obs = world.join("obs", &whip);

    world.media(obs, MediaEvent::Lost);
    world.pass(29 * SECOND);
    world.media(obs, MediaEvent::Connected);
    world.pass(60 * SECOND);
    assert!(is_in(&world, obs));
    world.media(obs, MediaEvent::Lost);
    world.pass(30 * SECOND);

    assert!(!is_in(&world, obs));
    assert_eq!(world.check(true), Ok(()));
}

#[test]
fn a_member_without_media_for_long_stays_and_sends_no_more() {
    let (mut world, s) = World::with_viewers(open(), &[]);
    world.code(s[0], send(Source::Audio));
    let peer = world.client(s[0]).expect("ann entered").peer;

    world.media(s[0], MediaEvent::Failed(Refusal::IceFailed));
    world.pass(29 * SECOND);
    assert!(world.plane().forwards(peer, Source::Audio));
    world.pass(SECOND);

    assert!(!world.plane().forwards(peer, Source::Audio));
    assert!(is_in(&world, s[0]));
    assert_eq!(world.check(true), Ok(()));
}

/// Their sessions hear of it, and come back with the server.
#[test]
fn nobody_is_put_out_of_a_room_whose_server_stops() {
    let (mut world, _) = World::with_viewers(open(), &["bob"]);
    let members = |world: &World| world.room().stored().map(|stored| stored.members);
    let before = members(&world);
    world.forget();

    world.stop();

    let told = world.lines().filter(|line| line.contains("disconnected")).collect::<Vec<_>>();
    assert_eq!(told, Vec::<&str>::new());
    assert!(!exists(&world));
    world.restart();
    assert_eq!(members(&world), before);
}

#[test]
fn a_restart_brings_back_roles_mutes_hands_and_bans() {
    let (mut world, s) = World::with_viewers(Config::default(), &["bob", "cem", "dan"]);
    let raise = || Request::StageRequest(wire::StageRequest { note: "me".to_owned() });
    world.code(s[1], raise());
    let member = world.member("bob");
    let accept = wire::StageAnswer { member: member.clone(), accept: true, reason: String::new() };
    world.code(s[0], Request::StageAnswer(accept));
    world.code(s[0], Request::Mute(wire::MuteMember { member, source: Source::Main.into(), muted: true }));
    world.code(s[2], raise());
    let dan = wire::KickMember { member: world.member("dan"), ..Default::default() };
    world.code(s[0], Request::Kick(dan));
    let before = world.room().stored();

    world.restart();
    assert_eq!(world.room().stored(), before);
    let ann = world.join("ann", &Guest::host());
    let bob = world.join("bob", &Guest::viewer());
    let cem = world.join("cem", &Guest::viewer());

    let rights = |world: &World, session| {
        let replica = world.client(session).and_then(|client| client.replica.clone()).expect("it is in");
        (replica.rights, replica.muted_by_host)
    };
    assert_eq!(rights(&world, ann), (0xFF, vec![]));
    assert_eq!(rights(&world, bob), (0xFE, vec![Source::Main as i32]), "taken on stage before");
    assert_eq!(rights(&world, cem), (0xAA, vec![]));
    let queue =
        world.client(ann).and_then(|client| client.replica.clone()).expect("it is in").state.stage_queue;
    assert_eq!(queue.len(), 1);
    assert_eq!(queue[0].tiny_id, world.tiny("cem").0);
    let dan = world.session();
    let answer = world.enter(dan, "dan", &Guest::viewer());
    assert!(matches!(answer, Some(Err(refusal)) if refusal.fault().sub_reason == "kicked"));
    assert_eq!(world.check(false), Ok(()));
}

#[test]
fn whoever_does_not_come_back_after_a_restart_is_no_ghost() {
    let (mut world, s) = World::with_viewers(open(), &[]);
    world.join("bob", &Guest { role: RoleType::Cohost, ..Guest::viewer() });
    assert!(is_in(&world, s[0]));

    world.restart();
    let ann = world.join("ann", &Guest::host());
    world.pass(29 * SECOND);
    assert!(world.transcript().lines().all(|line| !line.contains("gone bob")));
    world.pass(SECOND);

    assert!(world.transcript().contains("room -> ann: gone bob"), "{}", world.transcript());
    assert!(is_in(&world, ann));
    assert_eq!(world.check(true), Ok(()));
}

#[test]
fn timers_are_data() {
    let timers = Timers { room_empty: SECOND, resume_window: 2 * SECOND, ..Timers::default() };
    let (mut world, s) = World::with_viewers(Config { timers, ..open() }, &[]);

    world.lose_link(s[0]);
    world.pass(2 * SECOND);
    assert!(!is_in(&world, s[0]) && exists(&world));
    world.pass(SECOND);

    assert!(!exists(&world));
}

#[test]
fn the_number_of_people_is_told_at_most_twice_a_second() {
    let (mut world, s) = World::with_viewers(open(), &[]);
    world.pass(SECOND);
    world.forget();

    for at in 0..39 {
        world.join(&format!("user{at}"), &Guest::viewer());
        world.pass(Duration::from_millis(50));
    }

    let told = world.lines().filter(|line| line.contains("people")).count();
    assert_eq!(told, 4, "in two seconds:\n{}", world.transcript());
    world.pass(SECOND);
    let replica = world.client(s[0]).and_then(|client| client.replica.as_ref()).expect("ann is in");
    assert_eq!((replica.state.people, replica.state.host_present), (40, true));
}
