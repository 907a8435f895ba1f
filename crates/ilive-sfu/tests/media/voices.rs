//! Six voices.

use std::collections::BTreeSet;

use ilive_sfu::{AudioBy, Event, Source, Sources};
use str0m::media::MediaKind;

use crate::common::{Join, MS, SECOND, World};

/// `voices` members who speak at the level that `level` gives, and a listener with `slots`.
fn room(
    world: &mut World,
    voices: u8,
    slots: usize,
    level: impl Fn(u8) -> Option<i8>,
) -> (Vec<usize>, usize) {
    let speak =
        |world: &mut World, n: u8| world.join(&Join::new(1 + n).sending(&[Source::Audio]).slots(0, 6));
    let speakers: Vec<usize> = (0..voices).map(|n| speak(world, n)).collect();
    let listener = world.join(&Join::new(100).slots(0, slots));
    world.connect_all();
    for (n, speaker) in speakers.iter().enumerate() {
        let now = world.now;
        world.clients[*speaker].send(Source::Audio, true, now);
        if let Some(level) = level(n as u8) {
            world.clients[*speaker].set_level(level);
        }
    }
    (speakers, listener)
}

fn heard(world: &mut World, client: usize) -> BTreeSet<u8> {
    world.clients[client].got.clear();
    world.pass(SECOND);
    world.clients[client].got.iter().map(|got| got.mark.tiny).collect()
}

#[test]
fn up_to_six_are_heard_whatever_their_level() {
    for (case, level) in [("no levels", None), ("silence", Some(-127)), ("loud", Some(-10))] {
        let mut world = World::new(1);
        let (_, listener) = room(&mut world, 6, 6, |_| level);
        world.pass(200 * MS);

        assert_eq!(heard(&mut world, listener), (1..=6).collect(), "{case}");
    }
}

#[test]
fn of_more_the_loudest_six_are_heard_and_nobody_hears_themselves() {
    let mut world = World::new(1);
    let (speakers, listener) = room(&mut world, 9, 6, |n| Some(-10 - 8 * n as i8));
    world.pass(3 * SECOND);

    assert_eq!(heard(&mut world, listener), (1..=6).collect());
    let own = heard(&mut world, speakers[0]);
    assert_eq!(own, (2..=7).collect(), "the loudest hears the six after them");

    world.clients[speakers[8]].set_level(0);
    world.pass(2 * SECOND);
    assert!(heard(&mut world, listener).contains(&9), "who grows loud is heard");
}

#[test]
fn whom_the_slots_carry_is_told() {
    let mut world = World::new(1);
    let (speakers, listener) = room(&mut world, 2, 3, |_| Some(-20));
    world.pass(SECOND);
    let carried = |world: &World| {
        let mut slots = std::collections::BTreeMap::new();
        for (_, event) in &world.events {
            if let Event::AudioSlots { peer, slots: changed } = event
                && peer.0 == listener as u64
            {
                slots.extend(changed.iter().map(|(mid, tiny)| (*mid, tiny.map(|tiny| tiny.0))));
            }
        }
        slots.into_values().flatten().collect::<BTreeSet<u64>>()
    };
    assert_eq!(carried(&world), BTreeSet::from([1, 2]));

    world.set_rights(speakers[0], Sources::NONE, Sources::ALL);
    assert_eq!(carried(&world), BTreeSet::from([2]), "who may not speak frees a slot");

    world.set_rights(listener, Sources::NONE, Sources::NONE);
    assert_eq!(carried(&world), BTreeSet::new(), "who may not listen has empty slots");
}

#[test]
fn a_player_hears_whom_it_is_given_and_nobody_else() {
    let mut world = World::new(1);
    room(&mut world, 3, 1, |_| Some(-20));
    let player = world.join(&Join { audio_by: AudioBy::Command, ..Join::new(50).slots(0, 1) });
    world.connect_all();
    assert_eq!(heard(&mut world, player), BTreeSet::new());

    let slot = world.clients[player].slot(MediaKind::Audio, 0);
    world.show(player, slot, Some((2, Source::Audio)), 0);

    assert_eq!(heard(&mut world, player), BTreeSet::from([2]));
}
