//! One publishes, others see and hear it.

use ilive_sfu::{Event, Sending, Source};
use str0m::media::MediaKind;

use crate::common::profile::{ONLY_AES_128_GCM, ONLY_AES_256_GCM, ONLY_AES_CM, Only};
use crate::common::{Join, MS, SECOND, World};

/// Ann sends voice and main, the others see her main and hear her.
fn with_viewers(world: &mut World, viewers: u8) -> Vec<usize> {
    let ann = world.join(&Join::new(1).sending(&[Source::Audio, Source::Main]));
    let viewers: Vec<usize> = (0..viewers).map(|n| world.join(&Join::new(10 + n).slots(1, 1))).collect();
    world.connect_all();
    for source in [Source::Audio, Source::Main] {
        let now = world.now;
        world.clients[ann].send(source, true, now);
    }
    for viewer in &viewers {
        let slot = world.clients[*viewer].slot(MediaKind::Video, 0);
        world.show(*viewer, slot, Some((1, Source::Main)), 0);
    }
    viewers
}

#[test]
fn viewers_see_and_hear_a_publisher() {
    let mut world = World::new(1);
    let viewers = with_viewers(&mut world, 3);

    world.pass(2 * SECOND);

    for viewer in viewers {
        let client = &world.clients[viewer];
        assert!(client.count(1, Source::Main) >= 90, "{} packets of video", client.count(1, Source::Main));
        assert!(client.count(1, Source::Audio) >= 95, "{} packets of voice", client.count(1, Source::Audio));
        assert!(client.got.iter().find(|got| got.mark.source == 1).is_some_and(|got| got.mark.key));
    }
    assert_eq!(world.told(|event| matches!(event, Event::PeerConnected { .. })), 4);
    assert_eq!(world.told(|event| matches!(event, Event::TrackStarted { .. })), 2);
}

#[test]
fn each_profile_carries_media_both_ways() {
    for (case, only) in
        [("AES-128-GCM", &ONLY_AES_128_GCM), ("AES-256-GCM", &ONLY_AES_256_GCM), ("AES-CM", &ONLY_AES_CM)]
    {
        let only: &'static Only = only;
        let mut world = World::new(1);
        world.identity = ilive_sfu::Identity::with_dtls(only);
        world.crypto = Some(only.provider());
        let viewers = with_viewers(&mut world, 1);

        world.pass(SECOND);

        assert!(world.clients[viewers[0]].count(1, Source::Main) >= 40, "{case}");
        assert_eq!(world.stats().drops.rtcp, 0, "{case}: all RTCP of the viewer opens");
    }
}

#[test]
fn without_segments_each_packet_is_a_call_and_all_arrive() {
    let mut counts = Vec::new();
    for sending in [Sending::Segments, Sending::Plain] {
        let mut world = World::with(1, sending, 1);
        let viewers = with_viewers(&mut world, 2);

        world.pass(SECOND);
        let got: Vec<usize> = viewers.iter().map(|viewer| world.clients[*viewer].got.len()).collect();
        counts.push((got, world.calls));
    }

    assert_eq!(counts[0].0, counts[1].0, "the same packets arrive");
    assert!(counts[1].1 > counts[0].1 + 40, "runs save calls: {counts:?}");
}

#[test]
fn media_flows_within_milliseconds_of_the_offer() {
    let mut world = World::new(1);
    world.net.delay = MS;
    let viewers = with_viewers(&mut world, 1);
    let asked = world.now;

    world.until("a packet of video", |world| world.clients[viewers[0]].count(1, Source::Main) > 0);

    assert!(world.now - asked <= 60 * MS, "{:?}", world.now - asked);
}
