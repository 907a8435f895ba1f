//! Strangers, forgers and garbage on the media port: nothing goes out, and those inside are not disturbed.

use std::net::SocketAddr;

use ilive_sfu::{Command, Event, Failure, PeerId, Source};
use str0m::media::MediaKind;

use crate::common::net::Flight;
use crate::common::{Join, MS, Rng, SECOND, World};

fn stranger(n: u16) -> SocketAddr {
    SocketAddr::from(([203, 0, 113, 9], 1024 + n))
}

/// Datagrams that went to anybody but clients.
fn to_strangers(world: &World) -> usize {
    let known = |to: &SocketAddr| world.clients.iter().any(|client| client.address == *to);
    world.captured.iter().flatten().filter(|flight| !known(&flight.to)).count()
}

/// Ann publishes to Bob; gives what both sent so far.
fn live(world: &mut World) -> Vec<Flight> {
    world.sent_up = Some(Vec::new());
    let ann = world.join(&Join::new(1).sending(&[Source::Audio, Source::Main]));
    let bob = world.join(&Join::new(2).slots(1, 1));
    world.connect_all();
    for source in [Source::Audio, Source::Main] {
        let now = world.now;
        world.clients[ann].send(source, true, now);
    }
    let slot = world.clients[bob].slot(MediaKind::Video, 0);
    world.show(bob, slot, Some((1, Source::Main)), 0);
    world.pass(SECOND);
    world.captured = Some(Vec::new());
    world.sent_up.take().expect("kept")
}

#[test]
fn a_stun_request_with_any_bit_changed_is_met_with_silence() {
    let mut world = World::new(1);
    let stun =
        live(&mut world).into_iter().find(|flight| flight.bytes[0] == 0).expect("a STUN request").bytes;
    // The fingerprint comes after the integrity and is not covered by it.
    let covered = stun.len() - 8;

    for bit in 0..covered * 8 {
        let mut forged = stun.clone();
        forged[bit / 8] ^= 1 << (bit % 8);
        world.inject(stranger(bit as u16), &forged);
    }

    assert_eq!(to_strangers(&world), 0, "of {} forged requests", covered * 8);
}

#[test]
fn what_follows_the_integrity_is_ignored() {
    let mut world = World::new(1);
    let sent = live(&mut world);
    let use_candidate = [0, 0x25, 0, 0];
    // A check that nominates nothing.
    let nominates = |bytes: &[u8]| bytes.windows(4).any(|window| window == use_candidate);
    let check = |flight: &&Flight| flight.bytes[0] == 0 && !nominates(&flight.bytes);
    let plain = &sent.iter().find(check).expect("a check").bytes;
    let mut forged = plain[..plain.len() - 8].to_vec();
    forged.extend_from_slice(&use_candidate);
    let length = (forged.len() - 20) as u16;
    forged[2..4].copy_from_slice(&length.to_be_bytes());
    let before = world.clients[1].got.len();

    world.inject(stranger(1), &forged);
    world.captured = Some(Vec::new());
    world.pass(SECOND);

    assert_eq!(to_strangers(&world), 0, "no media follows it there");
    assert!(world.clients[1].got.len() > before + 50, "it stays where it was");
}

#[test]
fn media_and_handshakes_from_addresses_that_ice_has_not_proved_are_dropped() {
    let mut world = World::new(1);
    let sent = live(&mut world);
    let others: Vec<_> = sent.iter().map(|flight| &flight.bytes).filter(|bytes| bytes[0] >= 20).collect();
    assert!(
        others.iter().any(|b| b[0] == 22) && others.iter().any(|b| b[0] >= 128),
        "DTLS and SRTP were sent"
    );
    let before = world.stats();

    for bytes in &others {
        world.inject(stranger(1), bytes);
    }

    assert_eq!(to_strangers(&world), 0);
    let after = world.stats();
    assert_eq!(after.drops.unproved - before.drops.unproved, others.len() as u64);
    assert_eq!(after.packets_in, before.packets_in);
}

#[test]
fn garbage_is_dropped_and_the_session_lives() {
    let mut world = World::new(1);
    let sent = live(&mut world);
    let inside: Vec<SocketAddr> = world.clients.iter().map(|client| client.address).collect();
    let mut rng = Rng::new(5);

    for n in 0..4_000u16 {
        let mut bytes = sent[rng.below(sent.len() as u64) as usize].bytes.clone();
        for _ in 0..=rng.below(4) {
            let at = rng.below(bytes.len() as u64) as usize;
            bytes[at] = rng.next() as u8;
        }
        bytes.truncate(1 + rng.below(bytes.len() as u64) as usize);
        let from = if n % 2 == 0 { stranger(n) } else { inside[usize::from(n / 2) % 2] };
        world.inject(from, &bytes);
    }
    let got = world.clients[1].got.len();
    world.pass(SECOND);

    assert_eq!(to_strangers(&world), 0);
    assert_eq!(world.told(|event| matches!(event, Event::PeerFailed { .. } | Event::PeerClosed { .. })), 0);
    assert!(world.clients[1].got.len() > got + 80, "Bob still sees and hears Ann");
}

#[test]
fn another_certificate_than_the_offer_named_gets_nothing() {
    let flipped = |offer: &str| {
        let line = offer.lines().find(|line| line.starts_with("a=fingerprint:")).expect("a fingerprint");
        let last = if line.ends_with("00") { "01" } else { "00" };
        offer.replace(line, &format!("{}{last}", &line[..line.len() - 2]))
    };
    let mut world = World::new(1);
    let ann = world.join(&Join::new(1).sending(&[Source::Main]));
    let eve = world.join(&Join { alter: flipped, ..Join::new(2).sending(&[Source::Aux]).slots(1, 1) });
    let slot = world.clients[eve].slot(MediaKind::Video, 0);
    world.show(eve, slot, Some((1, Source::Main)), 0);
    world.until("Ann is connected", |world| world.clients[ann].connected);
    let now = world.now;
    world.clients[ann].send(Source::Main, true, now);

    world.pass(3 * SECOND);

    let failed = |event: &Event| matches!(event, Event::PeerFailed { peer, why: Failure::Fingerprint } if *peer == PeerId(eve as u64));
    assert_eq!(world.told(failed), 1);
    assert_eq!(world.stats().packets_out, 0);
}

#[test]
fn who_shows_no_consent_is_sent_nothing_until_it_returns() {
    let mut world = World::new(1);
    let sent = live(&mut world);
    let bob = world.clients[1].address;
    let check = sent.iter().rfind(|flight| flight.from == bob && flight.bytes[0] == 0).expect("a check");
    world.net.cut = vec![bob];
    world.pass(16 * SECOND);
    assert_eq!(world.told(|event| matches!(event, Event::PeerLost { peer } if peer.0 == 1)), 1);

    world.captured = Some(Vec::new());
    world.pass(5 * SECOND);
    assert_eq!(world.captured.iter().flatten().filter(|flight| flight.to == bob).count(), 0);

    world.net.cut.clear();
    world.clients[1].got.clear();
    world.inject(bob, &check.bytes);
    world.pass(5 * SECOND);
    assert_eq!(world.told(|event| matches!(event, Event::PeerBack { peer } if peer.0 == 1)), 1);
    assert!(world.clients[1].count(1, Source::Main) > 100, "{}", world.clients[1].count(1, Source::Main));
}

#[test]
fn who_never_comes_is_given_up() {
    let mut world = World::new(1);
    let ann = world.join(&Join::new(1).sending(&[Source::Main]));
    world.net.cut = vec![world.clients[ann].address];

    world.pass(16 * SECOND);

    let why = |event: &Event| matches!(event, Event::PeerFailed { why: Failure::Ice, .. });
    assert_eq!(world.told(why), 1);
    assert_eq!(world.stats().peers, 0);
    assert_eq!(world.workers[0].poll_timeout(), None, "nobody is there to wake for");
}

#[test]
fn a_port_that_is_used_again_belongs_to_the_new_peer() {
    for threads in [1, 3] {
        let mut world = World::new(threads);
        live(&mut world);
        let port = world.clients[1].address;
        world.clients[1].rtc.disconnect();

        let again = world.join(&Join { address: Some(port), ..Join::new(3).slots(1, 1) });
        world.until("the new peer is connected", |world| world.clients[again].connected);
        let slot = world.clients[again].slot(MediaKind::Video, 0);
        world.show(again, slot, Some((1, Source::Main)), 0);
        world.pass(SECOND);

        assert!(world.clients[again].count(1, Source::Main) > 40, "{threads} threads");
    }
}

#[test]
fn a_removed_peer_hears_goodbye_and_then_nothing() {
    let mut world = World::new(1);
    live(&mut world);
    let bob = world.clients[1].address;

    world.command(1, Command::RemovePeer { peer: PeerId(1) });
    let goodbye =
        world.captured.iter().flatten().filter(|flight| flight.to == bob && flight.bytes[0] == 21).count();
    assert_eq!(goodbye, 1, "a DTLS alert");
    world.captured = Some(Vec::new());
    world.pass(5 * SECOND);

    assert_eq!(world.captured.iter().flatten().filter(|flight| flight.to == bob).count(), 0);
    assert!(world.stats().peers == 1);
    world.pass(100 * MS);
}

#[test]
fn a_packet_that_is_played_again_is_taken_once() {
    let mut world = World::new(1);
    live(&mut world);
    world.sent_up = Some(Vec::new());
    world.pass(SECOND);
    let ann = world.clients[0].address;
    let sent: Vec<Flight> = world.sent_up.take().into_iter().flatten().filter(|f| f.from == ann).collect();
    let (rtp, rtcp): (Vec<_>, Vec<_>) =
        sent.iter().filter(|f| f.bytes[0] >= 128).partition(|f| !(192..=223).contains(&f.bytes[1]));
    assert!(rtp.len() > 90 && !rtcp.is_empty(), "{} and {}", rtp.len(), rtcp.len());
    world.pass(SECOND);
    let before = world.stats();

    for flight in rtp.iter().chain(&rtcp) {
        for _ in 0..3 {
            world.inject(ann, &flight.bytes);
        }
    }

    assert_eq!(world.stats().packets_in, before.packets_in);
    assert_eq!(world.stats().drops.rtcp - before.drops.rtcp, 3 * rtcp.len() as u64);
}
