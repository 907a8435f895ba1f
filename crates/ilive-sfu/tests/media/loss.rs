//! Loss: what was lost comes again, and keyframes are asked for with restraint.

use ilive_sfu::{Sending, Source};
use str0m::media::MediaKind;

use crate::common::{Join, MS, SECOND, World};

#[test]
fn what_a_viewer_misses_is_sent_again() {
    for seed in 1..=5 {
        let mut world = World::with(1, Sending::Segments, seed);
        let (bob, slot) = world.one_watches();
        world.pass(SECOND);

        world.net.loss_down = 10;
        world.pass(5 * SECOND);
        world.net.loss_down = 0;
        world.pass(SECOND);

        let got = world.clients[bob].in_slot(slot);
        let (first, last) = (*got.keys().next().expect("packets"), *got.keys().last().expect("packets"));
        let missing = (first..=last).filter(|seq| !got.contains_key(seq)).count();
        assert_eq!(missing, 0, "seed {seed}: of {} packets", last - first + 1);
        assert!(world.stats().resends > 10, "seed {seed}: {} resends", world.stats().resends);
    }
}

#[test]
fn what_the_server_misses_comes_again_and_is_passed_on() {
    let mut world = World::with(1, Sending::Segments, 9);
    let (bob, slot) = world.one_watches();
    world.pass(SECOND);

    world.net.loss_up = 5;
    world.pass(5 * SECOND);
    world.net.loss_up = 0;
    world.pass(SECOND);

    let got = world.clients[bob].in_slot(slot);
    let (first, last) = (*got.keys().next().expect("packets"), *got.keys().last().expect("packets"));
    let missing = (first..=last).filter(|seq| !got.contains_key(seq)).count();
    assert_eq!(missing, 0, "of {} packets", last - first + 1);
}

#[test]
fn a_publisher_is_asked_for_a_keyframe_twice_a_second_at_most_however_many_ask() {
    let mut world = World::new(1);
    let ann = world.join(&Join::new(1).sending(&[Source::Main]));
    let viewers: Vec<usize> = (0..8).map(|n| world.join(&Join::new(10 + n).slots(1, 0))).collect();
    world.connect_all();
    let now = world.now;
    world.clients[ann].send(Source::Main, true, now);
    world.pass(SECOND);
    let before = world.clients[ann].keys_asked(Source::Main, 0);
    for viewer in &viewers {
        let slot = world.clients[*viewer].slot(MediaKind::Video, 0);
        world.show(*viewer, slot, Some((1, Source::Main)), 0);
    }

    // Each viewer asks ten times a second.
    for _ in 0..30 {
        for viewer in &viewers {
            let slot = world.clients[*viewer].slot(MediaKind::Video, 0);
            if let Some(rx) = world.clients[*viewer].rtc.direct_api().stream_rx_by_mid(slot, None) {
                rx.request_keyframe(str0m::media::KeyframeRequestKind::Pli);
            }
        }
        world.pass(100 * MS);
    }

    let asked = world.clients[ann].keys_asked(Source::Main, 0) - before;
    assert!((4..=7).contains(&asked), "{asked} in 3 s");
}
