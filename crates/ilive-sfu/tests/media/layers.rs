//! Simulcast: which layer a slot gets, and that nothing shows of a change but the size.

use ilive_sfu::{Mid, Source};
use str0m::format::Codec;
use str0m::media::MediaKind;

use crate::common::{Join, SECOND, World};

fn simulcast(world: &mut World) -> (usize, usize, Mid) {
    simulcast_of(world, Codec::Vp8)
}

fn simulcast_of(world: &mut World, codec: Codec) -> (usize, usize, Mid) {
    let ann = world.join(&Join::new(1).sending(&[Source::Audio, Source::Main]).simulcast().codec(codec));
    let bob = world.join(&Join::new(2).slots(1, 1).codec(codec));
    world.connect_all();
    let now = world.now;
    world.clients[ann].send(Source::Main, true, now);
    let slot = world.clients[bob].slot(MediaKind::Video, 0);
    (ann, bob, slot)
}

/// The layer of the last packets that a slot got.
fn layer(world: &World, client: usize) -> Option<u8> {
    world.clients[client].got.last().map(|got| got.mark.layer)
}

/// Fails unless a decoder would have taken all that a slot got without a hitch.
fn assert_continuous(world: &World, client: usize, slot: Mid) {
    let got = world.clients[client].in_slot(slot);
    assert!(got.len() > 20, "{} packets", got.len());
    let mut last: Option<&crate::common::Got> = None;
    for (seq, packet) in got {
        let Some(before) = last.replace(packet) else { continue };
        assert_eq!(seq, before.seq + 1, "a gap of sequence numbers");
        let same_frame = (packet.mark.layer, packet.mark.frame) == (before.mark.layer, before.mark.frame);
        let forward = packet.timestamp.wrapping_sub(before.timestamp);
        if same_frame {
            assert_eq!((forward, packet.picture), (0, before.picture), "one frame, one time, one picture");
        } else {
            let next = |(picture, tl0): (u16, u8)| ((picture + 1) & 0x7FFF, tl0.wrapping_add(1));
            assert!((1..90_000).contains(&forward), "time goes on: {forward} ticks");
            assert_eq!(packet.picture, before.picture.map(next), "pictures and TL0PICIDX count on");
            assert_eq!(packet.mark.part, 0, "a frame begins with its first packet");
        }
        if packet.mark.layer != before.mark.layer {
            assert!(packet.mark.key, "a change of layer is at a keyframe");
        }
    }
}

#[test]
fn a_slot_gets_the_smallest_layer_that_fills_it() {
    for codec in [Codec::Vp8, Codec::H264] {
        let mut world = World::new(1);
        let (_, bob, slot) = simulcast_of(&mut world, codec);
        world.pass(SECOND);

        for (height, want) in [(180, 0), (720, 2), (360, 1), (100, 0), (0, 2), (361, 2)] {
            world.show(bob, slot, Some((1, Source::Main)), height);
            world.pass(SECOND);

            assert_eq!(layer(&world, bob), Some(want), "{codec}: {height} lines");
        }
        assert!(world.clients[bob].got[0].mark.key, "{codec} begins with a keyframe");
        assert_eq!(world.clients[bob].got.iter().all(|got| got.picture.is_some()), codec == Codec::Vp8);
        assert_continuous(&world, bob, slot);
    }
}

#[test]
fn a_layer_that_ceases_is_replaced_and_comes_back() {
    let mut world = World::new(1);
    let (ann, bob, slot) = simulcast(&mut world);
    world.show(bob, slot, Some((1, Source::Main)), 0);
    world.pass(2 * SECOND);
    assert_eq!(layer(&world, bob), Some(2));

    world.clients[ann].set_layer(2, false);
    world.pass(4 * SECOND);
    assert_eq!(layer(&world, bob), Some(1), "the next one down");

    world.clients[ann].set_layer(2, true);
    world.pass(2 * SECOND);
    assert_eq!(layer(&world, bob), Some(2), "the largest again");
    assert_continuous(&world, bob, slot);
}

#[test]
fn a_slot_goes_from_member_to_member_and_to_nobody_in_one_stream() {
    let mut world = World::new(1);
    let (_, bob, slot) = simulcast(&mut world);
    let cid = world.join(&Join::new(3).sending(&[Source::Main, Source::Aux]));
    world.connect_all();
    for source in [Source::Main, Source::Aux] {
        let now = world.now;
        world.clients[cid].send(source, true, now);
    }

    for shows in [
        Some((1, Source::Main)),
        Some((3, Source::Main)),
        None,
        Some((3, Source::Aux)),
        Some((1, Source::Main)),
    ] {
        world.show(bob, slot, shows, 180);
        world.pass(20 * crate::common::MS);
        world.clients[bob].got.iter().for_each(|_| ());
        let before = world.clients[bob].got.len();
        world.pass(SECOND);

        let got = &world.clients[bob].got[before..];
        let others = got
            .iter()
            .filter(|got| Some((got.mark.tiny, got.mark.source)) != shows.map(|(t, s)| (t, s as u8)));
        assert_eq!(others.count(), 0, "{shows:?} alone");
        assert_eq!(got.is_empty(), shows.is_none(), "{shows:?}");
    }
    let slots = world.clients[bob].in_slot(slot);
    let seqs: Vec<u64> = slots.keys().copied().collect();
    assert!(seqs.windows(2).all(|two| two[1] == two[0] + 1), "one run of sequence numbers");
}

#[test]
fn a_newcomer_begins_with_a_keyframe_at_once_and_costs_the_publisher_nothing_when_one_is_fresh() {
    let mut world = World::new(1);
    let (ann, bob, slot) = simulcast(&mut world);
    world.show(bob, slot, Some((1, Source::Main)), 0);
    world.pass(SECOND);
    let dan = world.join(&Join::new(4).slots(1, 0));
    world.connect_all();
    let slot = world.clients[dan].slot(MediaKind::Video, 0);
    let now = world.now;
    // Ann sends a keyframe of her own accord.
    world.clients[ann].set_layer(2, true);
    world.pass(200 * crate::common::MS);
    let asked = world.clients[ann].keys_asked(Source::Main, 2);

    world.show(dan, slot, Some((1, Source::Main)), 0);
    world.pass(30 * crate::common::MS);

    let first = world.clients[dan].got.first().expect("packets came");
    assert!(first.mark.key && first.mark.layer == 2, "{first:?}");
    assert!(world.now > now);
    assert_eq!(world.clients[ann].keys_asked(Source::Main, 2), asked, "nobody was asked");
}
