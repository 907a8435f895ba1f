//! What may be sent at a time, and what it is answered when it may not.

use ilive_core::room::{Config, MediaEvent, Request, SessionId, StagePolicy};
use ilive_protocol::Rights;
use ilive_protocol::wire::{self, RoleType, Source, UplinkKind};
use ilive_sim::{Guest, World};

fn open() -> Config {
    Config { stage: StagePolicy::Open, ..Config::default() }
}

fn cohost() -> Guest {
    Guest { role: RoleType::Cohost, ..Guest::viewer() }
}

fn set(source: Source, on: bool, muted: bool) -> Request {
    let (source, kind) = (source.into(), UplinkKind::Camera.into());
    Request::SetUplink(wire::SetUplink { source, on, muted, kind })
}

fn send(source: Source) -> Request {
    set(source, true, false)
}

fn refusal(world: &mut World, session: SessionId, what: Request) -> (u32, &'static str) {
    match world.ask(session, what) {
        Some(Err(refusal)) => (refusal.fault().code, refusal.fault().sub_reason),
        other => panic!("{other:?}"),
    }
}

fn diffs(world: &World, session: SessionId) -> usize {
    let replica = world.client(session).and_then(|client| client.replica.as_ref());
    replica.expect("it is in").diffs.len()
}

#[test]
fn the_eleventh_main_video_has_no_place() {
    let (mut world, s) = World::with_viewers(open(), &[]);
    let names = ["b", "c", "d", "e", "f", "g", "h", "i", "j", "k"];
    let others: Vec<SessionId> = names.iter().map(|name| world.join(name, &cohost())).collect();
    assert_eq!(world.code(s[0], send(Source::Main)), 0);
    for session in &others[..9] {
        assert_eq!(world.code(*session, send(Source::Main)), 0);
    }

    assert_eq!(refusal(&mut world, others[9], send(Source::Main)), (10_011, "video_slots_full"));
    assert_eq!(world.code(others[9], send(Source::Audio)), 0, "voices have no such limit");
    assert_eq!(world.code(others[3], set(Source::Main, true, true)), 0, "who has a place may mute");
    assert_eq!(world.code(others[3], set(Source::Main, false, false)), 0);
    assert_eq!(world.code(others[9], send(Source::Main)), 0);
}

#[test]
fn one_shares_at_a_time_and_needs_the_right_to_main_video() {
    let (mut world, s) = World::with_viewers(open(), &[]);
    let bob = world.join("bob", &cohost());
    let no_main = Guest { ticket: Rights(0xEE), ..cohost() };
    let cem = world.join("cem", &no_main);

    assert_eq!(refusal(&mut world, cem, send(Source::Aux)), (10_011, "aux_needs_main"));
    assert_eq!(world.code(bob, send(Source::Aux)), 0);
    assert_eq!(refusal(&mut world, s[0], send(Source::Aux)), (1008, "aux_taken"));
    assert_eq!(world.code(bob, send(Source::Aux)), 0, "the same again is nothing new");
    assert_eq!(world.code(bob, set(Source::Aux, false, false)), 0);
    assert_eq!(world.code(s[0], send(Source::Aux)), 0);
}

#[test]
fn a_user_sends_each_source_from_one_place() {
    let (mut world, s) = World::with_viewers(open(), &[]);
    let obs = world.join("ann", &Guest { kind: wire::MemberKind::Whip, ..Guest::host() });
    assert_eq!(world.code(obs, send(Source::Main)), 0);
    assert_eq!(world.code(obs, send(Source::Aux)), 0);

    assert_eq!(refusal(&mut world, s[0], send(Source::Main)), (1002, "other_source"));
    assert_eq!(
        refusal(&mut world, s[0], send(Source::Aux)),
        (1002, "other_source"),
        "not 1008: it is one's own"
    );
    assert_eq!(world.code(s[0], send(Source::Audio)), 0);
    world.end_session(obs);
    assert_eq!(world.code(s[0], send(Source::Main)), 0);
}

#[test]
fn sending_without_the_right_succeeds_here_and_reaches_nobody() {
    let (mut world, s) = World::with_viewers(Config::default(), &["bob"]);
    let peer = world.client(s[1]).expect("bob entered").peer;

    for source in [Source::Audio, Source::Main, Source::Aux] {
        assert_eq!(world.code(s[1], send(source)), 0, "{source:?}");
        assert!(!world.plane().forwards(peer, source), "{source:?}");
    }

    assert_eq!(diffs(&world, s[1]), 3);
    world.media(s[1], MediaEvent::Unauthorised(Source::Main));
    assert_eq!(diffs(&world, s[1]), 3, "said already");
    assert_eq!(world.code(s[1], send(Source::Main)), 0);
    assert_eq!(diffs(&world, s[1]), 4, "who tries anew is told anew");
}

#[test]
fn a_picture_that_is_silent_for_long_loses_its_place_unless_it_is_muted() {
    let (mut world, s) = World::with_viewers(open(), &[]);
    let ann = s[0];
    let peer = world.client(ann).expect("ann entered").peer;
    let published =
        |world: &World, source| world.plane().peer(peer).is_some_and(|p| p.published.contains_key(&source));
    world.code(ann, send(Source::Audio));
    world.code(ann, set(Source::Main, true, true));

    world.media(ann, MediaEvent::Silent(Source::Main));
    world.media(ann, MediaEvent::Silent(Source::Audio));
    assert!(published(&world, Source::Main) && published(&world, Source::Audio));

    world.code(ann, send(Source::Main));
    world.media(ann, MediaEvent::Silent(Source::Main));
    assert!(!published(&world, Source::Main));
}

#[test]
fn numbers_that_name_nothing_are_refused() {
    let (mut world, s) = World::with_viewers(open(), &[]);
    for (source, kind, word) in
        [(0, 0, "bad_source"), (9, 0, "bad_source"), (-1, 0, "bad_source"), (2, 77, "bad_kind")]
    {
        let what = Request::SetUplink(wire::SetUplink { source, on: true, muted: false, kind });
        assert_eq!(refusal(&mut world, s[0], what), (10_002, word), "{source} {kind}");
    }
}
