//! Clients that change their address, and strangers who would have them do so.

use std::net::SocketAddr;

use ilive_sfu::{Event, Source};
use str0m::Candidate;
use str0m::media::MediaKind;

use crate::common::net::Flight;
use crate::common::{Join, MS, SECOND, World};

const ANN: usize = 0;
const BOB: usize = 1;

fn elsewhere(port: u16) -> SocketAddr {
    SocketAddr::from(([203, 0, 113, 9], port))
}

/// Ann publishes, Bob sees; gives what both have sent.
fn live(threads: usize) -> (World, Vec<Flight>) {
    let mut world = World::new(threads);
    world.sent_up = Some(Vec::new());
    world.join(&Join::new(1).sending(&[Source::Audio, Source::Main]));
    world.join(&Join::new(2).slots(1, 1));
    world.connect_all();
    for source in [Source::Audio, Source::Main] {
        let now = world.now;
        world.clients[ANN].send(source, true, now);
    }
    let slot = world.clients[BOB].slot(MediaKind::Video, 0);
    world.show(BOB, slot, Some((1, Source::Main)), 0);
    world.pass(5 * SECOND);
    let sent = world.sent_up.take().expect("kept");
    (world, sent)
}

/// The newest requests of a client, each once, newest first.
fn requests(sent: &[Flight], from: SocketAddr) -> Vec<&Flight> {
    let mut requests: Vec<&Flight> = Vec::new();
    for flight in sent.iter().rev().filter(|flight| flight.from == from && flight.bytes[0] == 0) {
        if requests.iter().all(|known| known.bytes[8..20] != flight.bytes[8..20]) {
            requests.push(flight);
        }
    }
    requests
}

fn seen(world: &mut World, time: std::time::Duration) -> usize {
    world.clients[BOB].got.clear();
    world.pass(time);
    world.clients[BOB].count(1, Source::Main)
}

fn media_to(world: &World, to: SocketAddr) -> usize {
    world.captured.iter().flatten().filter(|flight| flight.to == to && flight.bytes[0] >= 20).count()
}

#[test]
fn media_follows_a_client_whose_nat_gives_it_another_port() {
    for threads in [1, 2] {
        let (mut world, _) = live(threads);
        let inner = world.clients[BOB].address;

        for port in [2001, 2002] {
            world.nat = vec![(inner, elsewhere(port))];
            let before = world.now;
            world.clients[BOB].got.clear();
            world.until("it goes on", |world| world.clients[BOB].count(1, Source::Main) > 0);

            assert!(world.now - before < 3 * SECOND, "{threads} threads, {port}: {:?}", world.now - before);
            assert!(seen(&mut world, SECOND) > 40, "{threads} threads, {port}");
        }
        assert_eq!(world.told(|event| matches!(event, Event::PeerLost { .. })), 0);
    }
}

#[test]
fn media_follows_a_client_from_one_network_to_another() {
    let (mut world, _) = live(1);
    let (old, new) = (world.clients[BOB].address, elsewhere(3001));

    world.net.cut.push(old);
    world.clients[BOB].address = new;
    let host = |address| Candidate::host(address, "udp").expect("an address");
    world.clients[BOB].rtc.add_local_candidate(host(new));
    world.clients[BOB].rtc.direct_api().invalidate_candidate(&host(old));
    let offer = world.clients[BOB].offer_restart();
    let answer = world.renegotiate(BOB, offer).expect("an answer");
    world.clients[BOB].accept(&answer.sdp);
    let before = world.now;
    world.clients[BOB].got.clear();
    world.until("it goes on", |world| world.clients[BOB].count(1, Source::Main) > 0);

    assert!(world.now - before < SECOND, "{:?}", world.now - before);
    assert!(seen(&mut world, SECOND) > 40);
}

#[test]
fn one_request_from_a_forged_source_leads_no_media_there() {
    let (mut world, sent) = live(1);
    let request = requests(&sent, world.clients[BOB].address)[0].bytes.clone();
    world.captured = Some(Vec::new());

    for _ in 0..3 {
        world.inject(elsewhere(1), &request);
    }

    assert!(seen(&mut world, 20 * SECOND) > 900, "Bob sees as before");
    assert_eq!(media_to(&world, elsewhere(1)), 0);
}

#[test]
fn what_keeps_proving_one_address_does_not_keep_media_at_another() {
    let (mut world, sent) = live(1);
    let bob = world.clients[BOB].address;
    let requests: Vec<Vec<u8>> = requests(&sent, bob).iter().map(|flight| flight.bytes.clone()).collect();
    assert!(requests.len() >= 2);
    world.captured = Some(Vec::new());
    // Bob himself sends nothing any more, so that he does not have media led back to him.
    world.net.cut.push(bob);
    let use_candidate = [0, 0x25, 0, 0];
    let nominates = |bytes: &&Vec<u8>| bytes.windows(4).any(|four| four == use_candidate);
    let plain = requests.iter().find(|bytes| !nominates(bytes));
    for request in requests.iter().filter(nominates).take(2) {
        world.inject(elsewhere(1), request);
    }
    world.pass(100 * MS);
    assert!(media_to(&world, elsewhere(1)) > 0, "two requests are as good as a client's own");

    for _ in 0..20 {
        if let Some(request) = plain {
            world.inject(elsewhere(2), request);
        }
        world.pass(SECOND);
    }
    world.captured = Some(Vec::new());
    world.pass(5 * SECOND);

    assert!(plain.is_some());
    assert_eq!(media_to(&world, elsewhere(1)), 0);
}

#[test]
fn a_forged_request_does_not_take_an_address_from_a_peer_that_is_heard() {
    for threads in [1, 3] {
        let (mut world, _) = live(threads);
        let bob = world.clients[BOB].address;
        world.sent_up = Some(Vec::new());
        let eve = world.join(&Join::new(9).slots(1, 1));
        world.connect_all();
        world.pass(2 * SECOND);
        let sent = world.sent_up.take().expect("kept");
        let forged: Vec<Vec<u8>> =
            requests(&sent, world.clients[eve].address).iter().map(|flight| flight.bytes.clone()).collect();

        for _ in 0..10 {
            for request in &forged {
                world.inject(bob, request);
            }
            world.pass(100 * MS);
        }

        assert!(seen(&mut world, SECOND) > 40, "{threads} threads");
    }
}
