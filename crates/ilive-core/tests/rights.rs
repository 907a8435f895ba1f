//! 256 tickets, eight rights, at entry and changed in the room: what the media plane would do, not what replies say.

use ilive_core::room::{Action, Config, Grant, Request, Role, StagePolicy, Standing, may};
use ilive_protocol::Rights;
use ilive_protocol::wire::{self, RoleType, Source, UplinkKind};
use ilive_sim::{Guest, World};

const SOURCES: [(Source, u8, u8); 3] =
    [(Source::Audio, 0x04, 0x08), (Source::Main, 0x10, 0x20), (Source::Aux, 0x40, 0x80)];

fn open() -> Config {
    Config { stage: StagePolicy::Open, ..Config::default() }
}

fn on(source: Source) -> Request {
    let (source, kind) = (source.into(), UplinkKind::Camera.into());
    Request::SetUplink(wire::SetUplink { source, on: true, muted: false, kind })
}

/// What a ticket lets through, said in another way than the rule does: bit by bit.
fn sends(mask: u8, source: Source, bit: u8) -> bool {
    let main = source != Source::Aux || mask & 0x10 != 0;
    main && mask & bit != 0
}

#[test]
fn a_ticket_decides_entry_and_all_media_from_the_first_packet() {
    for mask in 0..=255u8 {
        let (mut world, _) = World::with_viewers(open(), &[]);
        let guest = Guest { ticket: Rights(mask), key: true, role: RoleType::Default, ..Guest::viewer() };

        let session = world.join("bob", &guest);

        let Some(client) = world.client(session) else {
            assert_eq!(mask & 0x02, 0, "{mask:#04x} was kept out");
            continue;
        };
        assert_ne!(mask & 0x02, 0, "{mask:#04x} was let in");
        let peer = client.peer;
        for (source, send, receive) in SOURCES {
            world.ask(session, on(source));
            let case = format!("{mask:#04x} {source:?}");
            assert_eq!(world.plane().forwards(peer, source), sends(mask, source, send), "{case}");
            let allowed = world.plane().peer(peer).map_or(Rights::NONE, |peer| peer.allowed);
            assert_eq!(allowed.0 & receive != 0, mask & receive != 0, "{case}");
        }
    }
}

#[test]
fn a_ticket_decides_whether_a_room_is_made() {
    for mask in 0..=255u8 {
        let mut world = World::new(open());
        let guest = Guest { ticket: Rights(mask), ..Guest::host() };

        world.join("bob", &guest);

        assert_eq!(world.room().listing().is_some(), mask & 0x03 == 0x03, "{mask:#04x}");
    }
}

#[test]
fn a_key_that_is_presented_later_takes_effect_at_once() {
    for mask in 0..=255u8 {
        let (mut world, _) = World::with_viewers(open(), &[]);
        let session = world.join("bob", &Guest { role: RoleType::Cohost, ..Guest::viewer() });
        let peer = world.client(session).expect("all bits are let in").peer;
        for (source, ..) in SOURCES {
            world.ask(session, on(source));
            assert!(world.plane().forwards(peer, source), "{source:?} before the change");
        }

        let grant = Grant { ticket: Rights(mask), key_presented: true, issued_at_ms: 0 };
        let role = Role::new("any", RoleType::Default);
        world.ask(session, Request::ChangeRole { role, grant: Some(grant) });

        for (source, send, receive) in SOURCES {
            let case = format!("{mask:#04x} {source:?}");
            assert_eq!(world.plane().forwards(peer, source), sends(mask, source, send), "{case}");
            let allowed = world.plane().peer(peer).map_or(Rights::NONE, |peer| peer.allowed);
            assert_eq!(allowed.0 & receive != 0, mask & receive != 0, "{case}");
        }
    }
}

#[test]
fn a_role_is_the_most_that_a_ticket_may_be() {
    let actions = [
        (Action::Publish(Source::Audio), 0x04),
        (Action::Send(Source::Audio), 0x04),
        (Action::Receive(Source::Audio), 0x08),
        (Action::Publish(Source::Main), 0x10),
        (Action::Send(Source::Main), 0x10),
        (Action::Receive(Source::Main), 0x20),
        (Action::Publish(Source::Aux), 0x40),
        (Action::Send(Source::Aux), 0x40),
        (Action::Receive(Source::Aux), 0x80),
    ];
    let presets = [
        (RoleType::Default, 0xFF),
        (RoleType::Host, 0xFF),
        (RoleType::Cohost, 0xFE),
        (RoleType::Audience, 0xAA),
    ];
    for (mask, asked) in (0..=255u8).flat_map(|mask| [(mask, 0), (mask, 0x3F), (mask, !mask)]) {
        for (role, preset) in presets {
            let standing = Standing { ticket: Rights(mask), asked: Rights(asked), role, ..Standing::NOBODY };
            let wanted = if asked == 0 { mask } else { mask & asked };
            for (action, bit) in actions {
                let want = wanted & preset & bit != 0;
                assert_eq!(may(&standing, action), want, "{mask:#04x} {asked:#04x} {role:?} {action:?}");
            }
            assert_eq!(may(&standing, Action::Create), wanted & 0x01 != 0);
            assert_eq!(may(&standing, Action::Join), wanted & 0x02 != 0);
        }
    }
}

#[test]
fn a_mute_takes_sending_away_and_the_place_not() {
    let standing = Standing { ticket: Rights::ALL, role: RoleType::Cohost, ..Standing::NOBODY };
    let muted = Standing { muted: Rights::SEND_AUDIO, ..standing };

    assert!(may(&muted, Action::Publish(Source::Audio)));
    assert!(!may(&muted, Action::Send(Source::Audio)));
    assert!(may(&muted, Action::Send(Source::Main)));
    assert!(!may(&standing, Action::Moderate));
    assert!(!may(&standing, Action::Send(Source::Unspecified)));
}
