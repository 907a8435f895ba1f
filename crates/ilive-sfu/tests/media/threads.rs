//! Several threads: packets cross, peers move to the socket that the kernel chose.

use ilive_sfu::{Event, Source};
use str0m::media::MediaKind;

use crate::common::{Join, SECOND, World};

#[test]
fn all_see_and_hear_all_on_two_and_three_threads() {
    for threads in [2, 3] {
        let mut world = World::new(threads);
        let members: Vec<usize> = (0..5)
            .map(|n| {
                world.join(&Join::new(1 + n).sending(&[Source::Audio, Source::Main]).simulcast().slots(5, 6))
            })
            .collect();
        world.connect_all();
        for member in &members {
            for source in [Source::Audio, Source::Main] {
                let now = world.now;
                world.clients[*member].send(source, true, now);
            }
            for other in 0..5 {
                let slot = world.clients[*member].slot(MediaKind::Video, other);
                world.show(*member, slot, Some((1 + other as u8, Source::Main)), 180);
            }
        }

        world.pass(3 * SECOND);

        for member in &members {
            for tiny in 1..=5u8 {
                let client = &world.clients[*member];
                let own = usize::from(client.tiny) == usize::from(tiny);
                assert!(client.count(tiny, Source::Main) > 60, "{threads} threads: {member} sees {tiny}");
                assert_eq!(
                    client.count(tiny, Source::Audio) > 60,
                    !own,
                    "{threads} threads: {member} hears {tiny}"
                );
            }
        }
        for (index, client) in world.clients.iter().enumerate() {
            let home = usize::from(client.address.port()) % threads;
            let moved = world.told(|e| matches!(e, Event::PeerMoved { peer, thread } if peer.0 == index as u64 && *thread == home));
            assert_eq!(
                moved,
                usize::from(index % threads != home),
                "{threads} threads: {index} lives where its port leads"
            );
        }
    }
}

#[test]
fn what_is_lost_on_the_way_to_another_thread_s_viewer_is_sent_again() {
    let mut world = World::new(2);
    let ann = world.join(&Join::new(1).sending(&[Source::Main]));
    let bob = world.join(&Join::new(2).slots(1, 0));
    world.connect_all();
    assert_ne!(
        world.clients[ann].address.port() % 2,
        world.clients[bob].address.port() % 2,
        "on two threads"
    );
    let slot = world.clients[bob].slot(MediaKind::Video, 0);
    world.show(bob, slot, Some((1, Source::Main)), 0);
    let now = world.now;
    world.clients[ann].send(Source::Main, true, now);
    world.pass(SECOND);

    world.net.loss_down = 10;
    world.pass(3 * SECOND);
    world.net.loss_down = 0;
    world.pass(SECOND);

    let got = world.clients[bob].in_slot(slot);
    let (first, last) = (*got.keys().next().expect("packets"), *got.keys().last().expect("packets"));
    assert_eq!((first..=last).filter(|seq| !got.contains_key(seq)).count(), 0);
    assert!(world.stats().resends > 5);
}

#[test]
fn a_keyframe_request_finds_the_publisher_on_another_thread() {
    let mut world = World::new(3);
    let ann = world.join(&Join::new(1).sending(&[Source::Main]));
    let others: Vec<usize> = (0..2).map(|n| world.join(&Join::new(2 + n).slots(1, 0))).collect();
    world.connect_all();
    let now = world.now;
    world.clients[ann].send(Source::Main, true, now);
    world.pass(3 * SECOND);

    for (n, viewer) in others.iter().enumerate() {
        let before = world.clients[ann].keys_asked(Source::Main, 0);
        let slot = world.clients[*viewer].slot(MediaKind::Video, 0);
        world.show(*viewer, slot, Some((1, Source::Main)), 0);
        world.pass(2 * SECOND);

        assert!(world.clients[*viewer].got.first().is_some_and(|got| got.mark.key), "viewer {n}");
        assert!(world.clients[ann].keys_asked(Source::Main, 0) > before, "viewer {n}");
    }
}
