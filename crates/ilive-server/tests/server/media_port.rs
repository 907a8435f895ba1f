//! The media port answers nobody who has not proved by STUN that it is meant.

use std::net::{Ipv4Addr, SocketAddr};

use ilive_sfu::Source;
use tokio::net::UdpSocket;

use crate::common::{Draft, Rng, Running, Shape, within};

/// A STUN binding request (RFC 8489) with these attributes.
fn stun(attributes: &[(u16, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (kind, value) in attributes {
        body.extend_from_slice(&kind.to_be_bytes());
        body.extend_from_slice(&(value.len() as u16).to_be_bytes());
        body.extend_from_slice(value);
        body.resize(body.len().next_multiple_of(4), 0);
    }
    let mut packet = vec![0, 1];
    packet.extend_from_slice(&(body.len() as u16).to_be_bytes());
    packet.extend_from_slice(&[0x21, 0x12, 0xA4, 0x42]);
    packet.extend_from_slice(&[7; 12]);
    packet.extend_from_slice(&body);
    packet
}

/// What strangers send: `ufrag` is a living peer's.
fn seeds(ufrag: &str) -> Vec<Vec<u8>> {
    let username = format!("{ufrag}:abcd");
    let (integrity, fingerprint) = ([9; 20], [1, 2, 3, 4]);
    let client_hello = [&[22, 254, 253, 0, 0, 0, 0, 0, 0, 0, 0, 0, 40, 1, 0, 0, 28][..], &[3; 36]].concat();
    let rtp = [&[0x80, 96, 0, 1, 0, 0, 0, 1, 0, 0, 0, 9][..], &[5; 60]].concat();
    let rtcp = [&[0x81, 206, 0, 2, 0, 0, 0, 1, 0, 0, 0, 9][..], &[5; 14]].concat();
    vec![
        stun(&[]),
        stun(&[(0x0006, username.as_bytes())]),
        stun(&[(0x0006, username.as_bytes()), (0x0008, &integrity)]),
        stun(&[(0x0006, username.as_bytes()), (0x0008, &integrity), (0x8028, &fingerprint)]),
        stun(&[(0x0006, b"nobody:nobody"), (0x0024, &[0; 4]), (0x0008, &integrity)]),
        client_hello,
        rtp,
        rtcp,
        vec![0x40; 8],
        Vec::new(),
    ]
}

fn mutated(rng: &mut Rng, seed: &[u8]) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..rng.below(4) {
        match rng.below(4) {
            0 if !bytes.is_empty() => {
                let at = rng.below(bytes.len());
                bytes[at] = rng.next() as u8;
            }
            1 => bytes.truncate(rng.below(bytes.len() + 1)),
            2 => {
                let len = rng.below(1_200);
                bytes.extend(rng.bytes(len));
            }
            _ => bytes.insert(rng.below(bytes.len() + 1), rng.next() as u8),
        }
    }
    bytes
}

/// How many datagrams the media port has dropped for this reason.
fn dropped(metrics: &str, why: &str) -> u64 {
    let name = format!("ilive_media_dropped_{why}_total ");
    let count = metrics.lines().find_map(|line| line.strip_prefix(&name)?.parse().ok());
    count.unwrap_or_else(|| panic!("{why}: {metrics}"))
}

#[tokio::test]
async fn strangers_hear_nothing_and_calls_go_on() {
    for threads in [1, 3] {
        let server = Running::with(|config| config.media.threads = threads).await;
        let obs = server.open.sig("obs");
        let draft = Draft::new(&Shape::sends(7)).await;
        let posted = server.offer("/whip/1001", &obs, &draft.sdp).await;
        let ufrag = posted.header("etag").trim_matches('"').to_owned();
        let mut source = draft.connect(&posted.text());
        source.connected().await;
        source.send(Source::Main, true).await;
        let mut viewer = server.resource("/whep/1001", &obs, &Shape::plays(1, 1)).await.call;
        viewer.more(7, Source::Main, 10).await;
        let (mut rng, seeds) = (Rng::new(5389), seeds(&ufrag));

        let (mut strangers, mut sent) = (Vec::new(), 0);
        for _ in 0..4 {
            let stranger =
                UdpSocket::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await.expect("a socket");
            for round in 0..120 {
                let bytes = mutated(&mut rng, &seeds[round % seeds.len()]);
                within("a send", stranger.send_to(&bytes, server.address)).await.expect("sent");
                sent += u64::from(!bytes.is_empty());
            }
            strangers.push(stranger);
        }
        let kinds = ["garbage", "stun", "unproved"];
        let seen = |metrics: &str| kinds.iter().map(|kind| dropped(metrics, kind)).sum::<u64>();
        within("a look at all of it", async { while seen(&server.get("/metrics").await.text()) < sent {} })
            .await;
        viewer.more(7, Source::Main, 40).await;

        for stranger in &strangers {
            let heard = stranger.try_recv_from(&mut [0; 2_000]);
            assert!(heard.is_err(), "{threads} threads: {heard:?}");
        }
        let metrics = server.get("/metrics").await.text();
        assert!(kinds.iter().all(|kind| dropped(&metrics, kind) > 0), "each kind is counted: {metrics}");
    }
}

#[tokio::test]
async fn nothing_of_a_handshake_is_lost_between_threads() {
    let server = Running::with(|config| config.media.threads = 3).await;
    let mut sources = Vec::new();
    for number in 0..20 {
        let obs = server.open.sig(&format!("obs{number}"));
        sources.push(server.resource(&format!("/whip/{}", 1001 + number), &obs, &Shape::sends(7)).await);
    }

    assert_eq!(dropped(&server.get("/metrics").await.text(), "unproved"), 0);
}

#[tokio::test]
async fn a_port_that_another_server_would_share_is_taken() {
    let free = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port that is free for TCP");
    let address = free.local_addr().expect("an address");
    let shared = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::DGRAM, None).expect("a socket");
    shared.set_reuse_port(true).expect("a shared port");
    shared.bind(&address.into()).expect("free for UDP");
    drop(free);

    let refused = Running::load_at(address).await.expect_err("its packets and ours would be mixed");

    assert!(refused.to_string().contains(&format!("UDP {address}")), "{refused}");
}
