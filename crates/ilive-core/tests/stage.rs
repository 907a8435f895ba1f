//! Who comes on stage, and what each step is answered when it cannot be.

use std::time::Duration;

use ilive_core::room::{Config, Grant, Request, Role, SessionId, StagePolicy};
use ilive_protocol::Rights;
use ilive_protocol::wire::{self, RoleType, Source, UplinkKind};
use ilive_sim::{Guest, World};

fn raise() -> Request {
    Request::StageRequest(wire::StageRequest { note: "me".to_owned() })
}

fn answer(world: &World, name: &str, accept: bool) -> Request {
    let member = world.member(name);
    Request::StageAnswer(wire::StageAnswer { member, accept, reason: String::new() })
}

fn invite(world: &World, name: &str) -> Request {
    Request::StageInvite(wire::StageInvite { member: world.member(name) })
}

fn reply(accept: bool) -> Request {
    Request::StageInviteAnswer(wire::StageInviteAnswer { accept })
}

fn off(world: &World, name: &str) -> Request {
    Request::StageLeave(wire::StageLeave { member: world.member(name) })
}

fn change(role: RoleType, key: Option<u8>) -> Request {
    let grant = key.map(|bits| Grant { ticket: Rights(bits), key_presented: true, issued_at_ms: 0 });
    Request::ChangeRole { role: Role::new("any", role), grant }
}

fn voice() -> Request {
    let (source, kind) = (Source::Audio.into(), UplinkKind::Microphone.into());
    Request::SetUplink(wire::SetUplink { source, on: true, muted: false, kind })
}

fn refusal(world: &mut World, session: SessionId, what: Request) -> (u32, &'static str) {
    match world.ask(session, what) {
        Some(Err(refusal)) => (refusal.fault().code, refusal.fault().sub_reason),
        other => panic!("{other:?}"),
    }
}

fn rights(world: &World, session: SessionId) -> u32 {
    let client = world.client(session).expect("it entered");
    client.replica.as_ref().expect("it is in").rights
}

fn heard(world: &World, session: SessionId) -> bool {
    let client = world.client(session).expect("it entered");
    world.plane().forwards(client.peer, Source::Audio)
}

#[test]
fn a_hand_that_is_accepted_brings_a_guest_on_stage_without_a_new_entry() {
    let (mut world, s) = World::with_viewers(Config::default(), &["bob", "cem"]);
    assert_eq!(world.code(s[1], raise()), 0);
    world.pass(Duration::from_secs(1));
    world.forget();

    let accept = answer(&world, "bob", true);
    assert_eq!(world.code(s[0], accept), 0);
    assert_eq!(world.code(s[1], voice()), 0);

    assert_eq!(rights(&world, s[1]), 0xFE);
    assert!(heard(&world, s[1]));
    let said: Vec<&str> = world.lines().map(|line| &line[9..]).filter(|l| l.starts_with("room")).collect();
    assert_eq!(
        said,
        [
            "room -> ann: done",
            "room -> bob: stage answered true",
            "room -> bob: rights 0xfe as cohost muted []",
            "room -> ann, bob, cem: member bob cohost []",
            "room -> ann: queue []",
            "room -> bob: queue []",
            "room -> bob: done",
            "room -> ann, bob, cem: member bob cohost [audio]",
        ]
    );
}

#[test]
fn every_step_that_cannot_be_has_its_number() {
    let (mut world, s) = World::with_viewers(Config::default(), &["bob", "cem"]);
    let (ann, bob, cem) = (s[0], s[1], s[2]);
    let gone = Request::StageAnswer(wire::StageAnswer {
        member: Some(wire::MemberRef { id: Some(wire::member_ref::Id::TinyId(99)) }),
        ..Default::default()
    });
    let long = Request::StageRequest(wire::StageRequest { note: "x".repeat(161) });

    assert_eq!(refusal(&mut world, ann, raise()), (10_008, "on_stage"));
    assert_eq!(refusal(&mut world, bob, long), (10_002, "bad_note"));
    assert_eq!(refusal(&mut world, bob, Request::StageCancel), (10_008, "not_queued"));
    assert_eq!(world.code(bob, raise()), 0);
    assert_eq!(refusal(&mut world, bob, raise()), (10_008, "already_queued"));
    let accept = answer(&world, "bob", true);
    assert_eq!(refusal(&mut world, cem, accept), (10_003, "host_only"));
    assert_eq!(refusal(&mut world, ann, gone), (10_010, "member_gone"));
    let cem_first = answer(&world, "cem", true);
    assert_eq!(refusal(&mut world, ann, cem_first), (10_008, "not_queued"));
    let no = answer(&world, "bob", false);
    assert_eq!(world.code(ann, no), 0);
    assert_eq!(refusal(&mut world, bob, reply(true)), (10_010, "no_invitation"));
    let come = invite(&world, "bob");
    assert_eq!(world.code(ann, come.clone()), 0);
    assert_eq!(refusal(&mut world, ann, come), (10_008, "already_invited"));
    assert_eq!(world.code(bob, reply(true)), 0);
    let again = invite(&world, "bob");
    assert_eq!(refusal(&mut world, ann, again), (10_008, "on_stage"));
    let bob_off = off(&world, "bob");
    assert_eq!(refusal(&mut world, cem, bob_off.clone()), (10_003, "host_only"));
    assert_eq!(world.code(ann, bob_off.clone()), 0);
    assert_eq!(refusal(&mut world, ann, bob_off), (10_008, "not_on_stage"));
    let host_off = off(&world, "ann");
    assert_eq!(refusal(&mut world, ann, host_off), (10_002, "bad_member"));
    assert_eq!(world.check(false), Ok(()));
}

#[test]
fn the_accept_changes_the_role_and_never_the_ticket() {
    let (mut world, s) = World::with_viewers(Config::default(), &[]);
    let bob = world.join("bob", &Guest { ticket: Rights::AUDIENCE, key: true, ..Guest::viewer() });
    world.code(bob, raise());

    let accept = answer(&world, "bob", true);
    assert_eq!(world.code(s[0], accept), 0);

    assert_eq!(rights(&world, bob), 0xAA);
    assert_eq!(refusal(&mut world, bob, change(RoleType::Cohost, None)), (10_003, "lack_send_audio"));
    assert_eq!(refusal(&mut world, bob, change(RoleType::Cohost, Some(0xAA))), (10_003, "lack_send_audio"));
    assert_eq!(world.code(bob, change(RoleType::Cohost, Some(0xFE))), 0);
    assert_eq!(rights(&world, bob), 0xFE);
}

#[test]
fn an_invitation_stays_open_until_the_ticket_allows_it() {
    let (mut world, s) = World::with_viewers(Config::default(), &[]);
    let bob = world.join("bob", &Guest { ticket: Rights::AUDIENCE, key: true, ..Guest::viewer() });
    let come = invite(&world, "bob");
    world.code(s[0], come);

    assert_eq!(refusal(&mut world, bob, reply(true)), (10_003, "lack_send_audio"));
    assert_eq!(world.code(bob, change(RoleType::Audience, Some(0xFE))), 0);
    assert_eq!(world.code(bob, reply(true)), 0);

    assert_eq!(rights(&world, bob), 0xFE);
}

#[test]
fn who_may_change_its_role_depends_on_the_apps_stage() {
    for (case, stage, key, code) in [
        ("asks, bare ticket", StagePolicy::Ask, None, 10_003),
        ("asks, key with the bits", StagePolicy::Ask, Some(0xFE), 0),
        ("asks, key without", StagePolicy::Ask, Some(0xAA), 10_003),
        ("open, bare ticket", StagePolicy::Open, None, 0),
        ("open, key without", StagePolicy::Open, Some(0xAA), 10_003),
    ] {
        let (mut world, s) = World::with_viewers(Config { stage, ..Config::default() }, &["bob"]);

        assert_eq!(world.code(s[1], change(RoleType::Cohost, key)), code, "{case}");

        assert_eq!(rights(&world, s[1]) == 0xFE, code == 0, "{case}");
        assert_eq!(world.code(s[0], change(RoleType::Audience, None)), 0, "{case}: the host may step down");
        assert_eq!(world.code(s[0], change(RoleType::Host, None)), 0, "{case}: and up again");
        assert_eq!(rights(&world, s[0]), 0xFF, "{case}");
    }
}

#[test]
fn nobody_becomes_host_by_asking() {
    let (mut world, s) = World::with_viewers(Config { stage: StagePolicy::Open, ..Config::default() }, &[]);

    let bob = world.join("bob", &Guest::host());
    world.end_session(s[0]);
    let cem = world.join("cem", &Guest::host());
    assert_eq!(world.code(bob, change(RoleType::Host, None)), 0);

    assert_eq!(rights(&world, bob), 0xFE);
    assert_eq!(rights(&world, cem), 0xFE);
    assert_eq!(refusal(&mut world, cem, Request::End), (10_003, "host_only"));
    let ann = world.join("ann", &Guest::host());
    assert_eq!(rights(&world, ann), 0xFF, "the owner is the host again");
    assert_eq!(world.code(ann, Request::End), 0);
}

#[test]
fn off_stage_takes_voice_and_picture_at_once() {
    let (mut world, s) = World::with_viewers(Config::default(), &["bob"]);
    world.code(s[1], raise());
    let accept = answer(&world, "bob", true);
    world.code(s[0], accept);
    world.code(s[1], voice());
    assert!(heard(&world, s[1]));

    let bob_off = off(&world, "bob");
    assert_eq!(world.code(s[0], bob_off), 0);

    assert!(!heard(&world, s[1]));
    assert_eq!(rights(&world, s[1]), 0xAA);
    assert_eq!(refusal(&mut world, s[1], change(RoleType::Cohost, None)), (10_003, "stage_closed"));
}
