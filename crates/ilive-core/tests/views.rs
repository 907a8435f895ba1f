//! What viewers see, slot by slot.

use ilive_core::room::{Config, Follow, Grant, MediaEvent, Request, Role, SessionId, StagePolicy};
use ilive_protocol::Rights;
use ilive_protocol::wire::{self, MemberKind, RoleType, Source, UplinkKind};
use ilive_sim::{Guest, World};

fn open() -> Config {
    Config { stage: StagePolicy::Open, ..Config::default() }
}

fn cohost() -> Guest {
    Guest { role: RoleType::Cohost, ..Guest::viewer() }
}

fn set(source: Source, on: bool) -> Request {
    let (source, kind) = (source.into(), UplinkKind::Camera.into());
    Request::SetUplink(wire::SetUplink { source, on, muted: false, kind })
}

fn auto() -> Request {
    Request::SetViews(wire::SetViews { auto: true, views: Vec::new() })
}

fn view(world: &World, name: &str, source: Source) -> wire::View {
    wire::View { member: world.member(name), source: source.into(), height: 360 }
}

fn views(views: Vec<wire::View>) -> Request {
    Request::SetViews(wire::SetViews { auto: false, views })
}

/// What a session believes that its slots show.
fn slots(world: &World, session: SessionId) -> Vec<(String, u64, Source)> {
    let replica = world.client(session).and_then(|client| client.replica.as_ref()).expect("it is in");
    let shown = replica.state.slots.iter().filter(|slot| slot.tiny_id != 0);
    shown.map(|slot| (slot.mid.clone(), slot.tiny_id, slot.source())).collect()
}

fn main(mid: &str, tiny: u64) -> (String, u64, Source) {
    (mid.to_owned(), tiny, Source::Main)
}

/// Ann hosts, bob, cem and dan send, eve watches all.
fn stage() -> (World, Vec<SessionId>) {
    let (mut world, mut s) = World::with_viewers(open(), &[]);
    s.extend(["bob", "cem", "dan"].map(|name| world.join(name, &cohost())));
    for session in [s[1], s[2], s[0], s[3]] {
        world.code(session, set(Source::Main, true));
    }
    s.push(world.join("eve", &Guest::viewer()));
    world.code(s[4], auto());
    (world, s)
}

#[test]
fn auto_shows_the_host_first_then_who_sends_longest() {
    let (world, s) = stage();

    assert_eq!(slots(&world, s[4]), [main("v1", 1), main("v2", 2), main("v3", 3)]);
    assert_eq!(slots(&world, s[0]), [], "who has not asked sees nothing");
}

#[test]
fn a_picture_that_stays_wanted_stays_in_its_slot() {
    let (mut world, s) = stage();

    world.code(s[1], set(Source::Main, false));
    assert_eq!(slots(&world, s[4]), [main("v1", 1), main("v2", 4), main("v3", 3)]);
    world.forget();
    world.code(s[1], set(Source::Audio, true));
    assert!(!world.transcript().contains("slots"), "nothing changed: {}", world.transcript());
}

#[test]
fn what_is_shared_comes_before_guests() {
    let (mut world, s) = stage();

    world.code(s[3], set(Source::Aux, true));

    let aux = ("v3".to_owned(), 4, Source::Aux);
    assert_eq!(slots(&world, s[4]), [main("v1", 1), main("v2", 2), aux]);
}

#[test]
fn named_views_are_shown_as_soon_as_they_are_sent() {
    let (mut world, s) = stage();
    let wish = vec![view(&world, "dan", Source::Main), view(&world, "bob", Source::Aux)];

    assert_eq!(world.code(s[4], views(wish)), 0);
    let shown: Vec<_> = slots(&world, s[4]).into_iter().map(|(_, tiny, source)| (tiny, source)).collect();
    assert_eq!(shown, [(4, Source::Main)]);
    world.code(s[1], set(Source::Aux, true));

    let shown: Vec<_> = slots(&world, s[4]).into_iter().map(|(_, tiny, source)| (tiny, source)).collect();
    assert!(shown.contains(&(4, Source::Main)) && shown.contains(&(2, Source::Aux)), "{shown:?}");
    assert_eq!(world.check(false), Ok(()));
}

#[test]
fn views_are_held_to_rights_and_sense() {
    let (mut world, s) = stage();
    let blind = world.join("fay", &Guest { ticket: Rights(0x0A), key: true, ..Guest::viewer() });
    let gone = wire::View {
        member: Some(wire::MemberRef { id: Some(wire::member_ref::Id::TinyId(99)) }),
        source: Source::Main.into(),
        height: 0,
    };
    let bob = view(&world, "bob", Source::Main);
    let sound = view(&world, "bob", Source::Audio);

    assert_eq!(world.code(blind, views(vec![bob.clone()])), 10_003);
    assert_eq!(world.code(blind, auto()), 0);
    assert_eq!(slots(&world, blind), [], "auto leaves out what may not be received");
    assert_eq!(world.code(s[4], views(vec![gone])), 10_010);
    assert_eq!(world.code(s[4], views(vec![sound])), 10_002);
    assert_eq!(world.code(s[4], views(vec![bob.clone(), bob.clone()])), 10_002);
    assert_eq!(world.code(s[4], views(vec![bob; 33])), 10_002);
}

#[test]
fn a_right_that_goes_takes_the_picture_along() {
    let (mut world, s) = stage();
    let grant = Some(Grant { ticket: Rights(0x0A), key_presented: true, issued_at_ms: 0 });
    let role = Role::new("Guest", RoleType::Audience);

    assert_eq!(world.code(s[4], Request::ChangeRole { role, grant }), 0);

    assert_eq!(slots(&world, s[4]), []);
    assert_eq!(world.check(false), Ok(()));
}

#[test]
fn a_player_follows_the_host_and_then_who_publishes_longest() {
    let (mut world, s) = stage();
    let player = world.session();
    world.answer_offers = false;
    world.enter(player, "zoe", &Guest { kind: MemberKind::Whep, ..Guest::viewer() });
    world.answer_offer(player, 1, true);
    world.media(player, MediaEvent::Connected);
    let peer = world.client(player).expect("it entered").peer;
    let seen = |world: &World| {
        let shown = world.plane().peer(peer).and_then(|peer| peer.slots.get("v1").copied());
        shown.map(|track| (track.tiny.0, track.source))
    };

    assert_eq!(seen(&world), Some((1, Source::Main)));
    world.code(s[3], set(Source::Aux, true));
    world.code(s[0], set(Source::Main, false));
    assert_eq!(seen(&world), Some((2, Source::Main)), "a person before what is shared");
    world.code(s[0], set(Source::Main, true));
    assert_eq!(seen(&world), Some((1, Source::Main)));
    for session in &s[..4] {
        world.end_session(*session);
    }
    assert_eq!(seen(&world), None, "and waits");
}

#[test]
fn audio_slots_show_whom_the_media_plane_has_chosen() {
    let (mut world, s) = stage();
    world.code(s[1], set(Source::Audio, true));
    let bob = Some(world.tiny("bob"));
    let heard = |speaker| MediaEvent::Heard { mid: "a1".to_owned(), speaker };

    world.media(s[0], heard(bob));
    assert_eq!(slots(&world, s[0]), [("a1".to_owned(), 2, Source::Audio)]);
    world.code(s[1], set(Source::Audio, false));
    assert_eq!(slots(&world, s[0]), [], "who does not speak is in no slot");
    world.media(s[0], heard(bob));
    assert_eq!(slots(&world, s[0]), [], "a word from before that");
}

#[test]
fn a_player_that_names_a_member_sees_and_hears_that_one_alone() {
    let (mut world, s) = stage();
    world.code(s[0], set(Source::Audio, true));
    world.code(s[1], set(Source::Audio, true));
    let follow = Follow::Member(world.tiny("bob"));
    let player = world.join("zoe", &Guest { kind: MemberKind::Whep, follow, ..Guest::viewer() });
    let peer = world.client(player).expect("it entered").peer;
    let shown = |world: &World| {
        let slots = world.plane().peer(peer).map(|peer| peer.slots.clone()).unwrap_or_default();
        slots.into_iter().map(|(mid, track)| (mid, track.tiny.0, track.source)).collect::<Vec<_>>()
    };

    let voice = ("a1".to_owned(), 2, Source::Audio);
    assert_eq!(shown(&world), [voice, main("v1", 2)]);
    world.code(s[1], set(Source::Main, false));
    world.code(s[1], set(Source::Audio, false));
    assert_eq!(shown(&world), [], "nobody else is shown instead");
    assert_eq!(world.check(false), Ok(()));
}
