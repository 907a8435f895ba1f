//! Rights, counted by the packets that arrive.

use ilive_protocol::Rights;
use ilive_sfu::{Event, Source, Sources};
use str0m::media::MediaKind;

use crate::common::{Join, MS, SECOND, World};

/// Ann may send and Bob may receive by `rights`; both know all sections. Bob's slots show all that Ann has.
fn pair(world: &mut World, anns: Rights, bobs: Rights) -> (usize, usize) {
    let ann = Join::new(1).sending(&Source::ALL).rights(Sources::sendable(anns), Sources::ALL);
    let (ann, bob) = (world.join(&ann), viewer(world, bobs));
    world.connect_all();
    for source in Source::ALL {
        let now = world.now;
        world.clients[ann].send(source, true, now);
    }
    (ann, bob)
}

/// One who may receive by `rights`, and whose slots show all that Ann has.
fn viewer(world: &mut World, rights: Rights) -> usize {
    let bob = Join::new(2).slots(2, 1).rights(Sources::NONE, Sources::receivable(rights));
    let bob = world.join(&bob);
    for (nth, source) in [Source::Main, Source::Aux].into_iter().enumerate() {
        let slot = world.clients[bob].slot(MediaKind::Video, nth);
        world.show(bob, slot, Some((1, source)), 0);
    }
    bob
}

/// Which of Ann's sources Bob gets within the next 300 ms.
fn arriving(world: &mut World, bob: usize) -> Sources {
    // What is in flight may still land: that is the network's, not ours.
    world.pass(20 * MS);
    world.clients[bob].got.clear();
    world.pass(300 * MS);
    got(world, bob)
}

/// Which of Ann's sources Bob has got.
fn got(world: &World, bob: usize) -> Sources {
    Source::ALL.into_iter().filter(|source| world.clients[bob].count(1, *source) > 0).collect()
}

fn expected(anns: Rights, bobs: Rights) -> Sources {
    let both =
        |source: &Source| Sources::sendable(anns).has(*source) && Sources::receivable(bobs).has(*source);
    Source::ALL.into_iter().filter(both).collect()
}

#[test]
fn what_arrives_is_what_a_publisher_s_right_allows_for_each_of_256_masks_at_join() {
    for mask in 0..=255u8 {
        let mut world = World::new(1);
        let rights = Rights(mask);
        let (_, bob) = pair(&mut world, rights, Rights::ALL);

        assert_eq!(arriving(&mut world, bob), expected(rights, Rights::ALL), "{rights:?}");
    }
}

#[test]
fn what_arrives_is_what_a_viewer_s_right_allows_for_each_of_256_masks_at_join() {
    for some in (0..=255u8).collect::<Vec<_>>().chunks(32) {
        let mut world = World::new(1);
        pair(&mut world, Rights::ALL, Rights::ALL);
        let viewers: Vec<(Rights, usize)> =
            some.iter().map(|mask| (Rights(*mask), viewer(&mut world, Rights(*mask)))).collect();
        world.connect_all();
        world.pass(20 * MS);
        world.clients.iter_mut().for_each(|client| client.got.clear());
        world.pass(300 * MS);

        for (rights, bob) in viewers {
            assert_eq!(got(&world, bob), expected(Rights::ALL, rights), "{rights:?}");
        }
    }
}

#[test]
fn a_change_of_rights_is_in_force_at_once_for_each_of_256_masks() {
    let mut world = World::new(1);
    let (ann, bob) = pair(&mut world, Rights::ALL, Rights::ALL);

    for mask in 0..=255u8 {
        let rights = Rights(mask);
        world.set_rights(ann, Sources::sendable(rights), Sources::ALL);
        assert_eq!(arriving(&mut world, bob), expected(rights, Rights::ALL), "sending {rights:?}");
        world.set_rights(ann, Sources::ALL, Sources::ALL);

        world.set_rights(bob, Sources::NONE, Sources::receivable(rights));
        assert_eq!(arriving(&mut world, bob), expected(Rights::ALL, rights), "receiving {rights:?}");
        world.set_rights(bob, Sources::NONE, Sources::ALL);
    }
}

#[test]
fn nothing_leaves_the_server_after_the_command_that_took_the_right() {
    let mut world = World::new(1);
    let (ann, bob) = pair(&mut world, Rights::ALL, Rights::ALL);
    world.pass(SECOND);
    for (case, client) in [("the right to send", ann), ("the right to receive", bob)] {
        let before = world.stats().packets_out;

        world.set_rights(client, Sources::NONE, Sources::NONE);
        world.pass(SECOND);

        assert_eq!(world.stats().packets_out, before, "{case}");
        world.set_rights(client, Sources::ALL, Sources::ALL);
        world.pass(SECOND);
        assert!(world.stats().packets_out > before + 50, "{case} given back");
    }
}

#[test]
fn media_without_the_right_is_told_now_and_then() {
    let mut world = World::new(1);
    let (ann, _) = pair(&mut world, Rights::AUDIENCE, Rights::ALL);

    world.pass(11 * SECOND);

    for source in Source::ALL {
        let told = world.told(|event| {
            matches!(event, Event::PrivilegeDiff { peer, source: s } if peer.0 == ann as u64 && *s == source)
        });
        assert_eq!(told, 3, "{source:?} in 11 s");
    }
    assert_eq!(world.told(|event| matches!(event, Event::TrackStarted { .. })), 0);
}

#[test]
fn the_host_mutes_one_source_without_a_word_about_rights() {
    let mut world = World::new(1);
    let (ann, bob) = pair(&mut world, Rights::ALL, Rights::ALL);
    let peer = ilive_sfu::PeerId(ann as u64);
    world.pass(SECOND);

    let muted = Sources::from_iter([Source::Main]);
    world.command(ann, ilive_sfu::Command::SetMuted { peer, muted });

    assert_eq!(arriving(&mut world, bob), Sources::from_iter([Source::Audio, Source::Aux]));
    assert_eq!(world.told(|event| matches!(event, Event::PrivilegeDiff { .. })), 0);
    world.command(ann, ilive_sfu::Command::SetMuted { peer, muted: Sources::NONE });
    assert_eq!(arriving(&mut world, bob), Sources::ALL);
}

#[test]
fn media_stays_in_its_room() {
    let mut world = World::new(1);
    let (_, bob) = pair(&mut world, Rights::ALL, Rights::ALL);
    let eve = world.join(&Join { room: 2, ..Join::new(9).slots(2, 6) });
    world.connect_all();
    for (nth, source) in [Source::Main, Source::Aux].into_iter().enumerate() {
        let slot = world.clients[eve].slot(MediaKind::Video, nth);
        world.show(eve, slot, Some((1, source)), 0);
    }

    world.pass(SECOND);

    assert_eq!(world.clients[eve].got.len(), 0);
    assert!(world.clients[bob].got.len() > 100);
}

#[test]
fn what_is_let_through_begins_with_a_keyframe_also_when_nothing_more_is_sent() {
    let mut world = World::new(1);
    let (ann, _) = pair(&mut world, Rights(0), Rights::ALL);
    world.pass(300 * MS);
    for source in Source::ALL {
        let now = world.now;
        world.clients[ann].send(source, false, now);
    }
    world.pass(SECOND);
    let before = world.clients[ann].keys_asked(Source::Main, 0);

    world.set_rights(ann, Sources::ALL, Sources::ALL);
    world.pass(300 * MS);

    assert_eq!(world.clients[ann].keys_asked(Source::Main, 0) - before, 1);
}
