//! From packets to datagrams, and back with the receiver's half of the crypto.

use std::sync::Arc;
use std::time::{Duration, Instant};

use str0m::media::Mid;

use super::*;
use crate::frame::{Clues, Codec, FrameFacts};
use crate::packet::{Carried, Layer, Packet, StreamKey, TrackId};
use crate::rewrite::{Patch, Rewriter};
use crate::rtp::{self, ExtensionIds};
use crate::srtp::{Keys, Numbers, Profile, Role};
use crate::testing::start;

const PROFILES: [Profile; 3] = [Profile::AeadAes128Gcm, Profile::AeadAes256Gcm, Profile::Aes128CmHmacSha1_80];
const IDS: ExtensionIds = ExtensionIds {
    mid: Some(4),
    transport_sequence: Some(3),
    audio_level: Some(1),
    orientation: None,
    dependency_descriptor: None,
};

fn to() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 5000))
}

fn packet(track: u64, seq: u64, bytes: usize, marker: bool) -> Arc<Packet> {
    let payload: Arc<[u8]> = (0..bytes).map(|at| at as u8).collect();
    let stream = StreamKey { track: TrackId(track), layer: Layer(0) };
    let facts = FrameFacts::default();
    let (timestamp, arrived, carried) = (9000, start(), Carried::default());
    Arc::new(Packet { stream, seq, timestamp, marker, arrived, payload, facts, carried })
}

/// A peer with one slot.
struct Peer {
    keys: Outbound,
    numbers: Numbers,
    queue: Queue,
}

impl Peer {
    fn new(profile: Profile) -> Self {
        let mut keys = outbound(profile);
        let numbers = keys.numbers(77.into()).expect("it is the first");
        Self { keys, numbers, queue: Queue::default() }
    }

    fn push(&mut self, now: Instant, packet: Arc<Packet>, patch: Patch, resend_of: Option<u16>) {
        let number = self.numbers.claim(packet.seq).expect("it is free");
        let out = Outgoing {
            packet,
            number,
            timestamp: 4711,
            payload_type: 96.into(),
            patch,
            mid: Mid::from("12"),
            extensions: IDS,
            resend_of,
        };
        self.queue.push(now, out);
    }

    fn frame(&mut self, first: u64, sizes: &[usize]) {
        for (seq, bytes) in (first..).zip(sizes) {
            let marker = seq + 1 == first + sizes.len() as u64;
            self.push(start(), packet(1, seq, *bytes, marker), Patch::default(), None);
        }
    }
}

fn outbound(profile: Profile) -> Outbound {
    let keys = Keys::new(profile, &vec![9; profile.keying_material_len()], Role::Server);
    Outbound::new(&keys.expect("the length fits"))
}

/// What the kernel makes of a call.
fn datagrams(transmit: &Transmit) -> impl Iterator<Item = &[u8]> {
    transmit.bytes.chunks(transmit.segment_size.unwrap_or(usize::MAX))
}

/// Opens by sealing again: counter mode, and GCM's inner half, undo themselves.
fn opened(profile: Profile, datagram: &[u8]) -> Vec<u8> {
    let mut again = datagram.to_vec();
    let header_len = rtp_header_len(datagram);
    let mut keys = outbound(profile);
    let mut numbers = keys.numbers(77.into()).expect("it is the first");
    let number = numbers.claim(u16::from_be_bytes([datagram[2], datagram[3]]).into()).expect("it is free");
    keys.seal_rtp(number, &mut again, header_len).expect("it is long enough");
    again.truncate(datagram.len() - profile.tag_len());
    again
}

fn rtp_header_len(datagram: &[u8]) -> usize {
    let words = usize::from(u16::from_be_bytes([datagram[14], datagram[15]]));
    16 + 4 * words
}

fn drain(runs: &mut Runs) -> Vec<Transmit> {
    std::iter::from_fn(|| runs.poll_transmit()).collect()
}

#[test]
fn a_frame_goes_out_in_one_call_and_arrives_as_it_was() {
    for profile in PROFILES {
        let (mut peer, mut runs) = (Peer::new(profile), Runs::new(Sending::Segments));
        let sizes = [1149, 1149, 1150, 1150, 400];
        peer.frame(10, &sizes);

        runs.seal(&mut peer.queue, to(), &peer.keys);
        let calls = drain(&mut runs);

        assert_eq!(calls.len(), 1, "{profile:?}");
        for (nth, datagram) in datagrams(&calls[0]).enumerate() {
            let plain = opened(profile, datagram);
            let view = rtp::read(&plain).expect("it is RTP");
            assert_eq!(view.payload, &packet(1, 0, sizes[nth], false).payload[..], "{profile:?} {nth}");
            assert_eq!(view.header.seq, 10 + nth as u16);
            assert_eq!((view.header.timestamp, view.header.marker), (4711, nth == 4));
            assert_eq!(view.extensions.get(4), Some(&b"12"[..]));
            assert_eq!(view.extensions.get(3), Some(&[0, nth as u8][..]));
        }
        assert_eq!(datagrams(&calls[0]).count(), sizes.len());
    }
}

#[test]
fn the_plain_path_sends_the_same_packets_one_by_one() {
    let (mut peer, mut runs) = (Peer::new(Profile::AeadAes128Gcm), Runs::new(Sending::Plain));
    peer.frame(10, &[1149, 1150, 400]);

    runs.seal(&mut peer.queue, to(), &peer.keys);
    let calls = drain(&mut runs);

    assert!(calls.iter().all(|call| call.segment_size.is_none() && call.to == to()));
    let payloads = calls.iter().map(|call| {
        let plain = opened(Profile::AeadAes128Gcm, &call.bytes);
        rtp::read(&plain).map(|view| view.payload.len())
    });
    assert_eq!(payloads.collect::<Vec<_>>(), [Some(1149), Some(1150), Some(400)]);
}

#[test]
fn order_is_kept_over_seals_and_single_datagrams() {
    let (mut peer, mut runs) = (Peer::new(Profile::AeadAes128Gcm), Runs::new(Sending::Segments));

    peer.frame(1, &[1000, 1000]);
    runs.seal(&mut peer.queue, to(), &peer.keys);
    runs.datagram(to(), b"report");
    peer.frame(3, &[50, 1000]);
    runs.seal(&mut peer.queue, to(), &peer.keys);
    let calls = drain(&mut runs);

    let seqs = calls.iter().flat_map(datagrams).map(|d| d[..6].to_vec()).collect::<Vec<_>>();
    let seq = |d: &Vec<u8>| u16::from_be_bytes([d[2], d[3]]);
    assert_eq!(seqs[2], b"report");
    assert_eq!([0, 1, 3, 4].map(|at| seq(&seqs[at])), [1, 2, 3, 4]);
    assert_eq!(calls.iter().map(|call| datagrams(call).count()).collect::<Vec<_>>(), [2, 1, 1, 1]);
}

#[test]
fn the_buffer_is_used_again() {
    let (mut peer, mut runs) = (Peer::new(Profile::AeadAes128Gcm), Runs::new(Sending::Segments));
    let mut places = std::collections::BTreeSet::new();

    for turn in 0..50 {
        peer.frame(8 * turn, &[1150; 8]);
        runs.seal(&mut peer.queue, to(), &peer.keys);
        drain(&mut runs).iter().for_each(|call| {
            places.insert(call.bytes.as_ptr() as usize);
        });
    }

    let span = places.last().zip(places.first()).map(|(last, first)| last - first);
    assert!(span.is_some_and(|span| span < BUFFER_LEN), "50 turns, 470 kB, lay within {span:?} bytes");
}

#[test]
fn a_resend_carries_its_first_number_and_its_patch() {
    let payload = [0x90, 0xC0, 0xFF, 0xFF, 0xFF, 0x00, 0xAA];
    let clues =
        Clues { codec: Codec::Vp8, encrypted: false, marker: false, payload: &payload, descriptor: None };
    let first = Packet {
        payload: payload.into(),
        facts: FrameFacts::read(&clues),
        ..Packet::clone(&packet(1, 5, 0, false))
    };
    let other = Packet { stream: StreamKey { track: TrackId(2), layer: Layer(0) }, seq: 9, ..first.clone() };
    let mut rewriter = Rewriter::new(90_000, 300);
    rewriter.switch(&first);
    let rewritten = rewriter.switch(&other);
    let (mut peer, mut runs) = (Peer::new(Profile::Aes128CmHmacSha1_80), Runs::new(Sending::Segments));

    peer.push(start(), Arc::new(other), rewritten.patch, Some(rewritten.seq as u16));
    runs.seal(&mut peer.queue, to(), &peer.keys);

    let plain = opened(Profile::Aes128CmHmacSha1_80, &drain(&mut runs)[0].bytes);
    let view = rtp::read(&plain).expect("it is RTP");
    assert_eq!(
        view.payload,
        [1, 45, 0x90, 0xC0, 0x80, 0x00, 0x00, 0x00, 0xAA],
        "301, then picture 0 of 15 bits"
    );
}

#[test]
fn a_packet_waits_for_its_frame_and_no_longer_than_the_limit() {
    let now = start();
    let mut peer = Peer::new(Profile::AeadAes128Gcm);
    assert_eq!(peer.queue.due(), None);

    peer.push(now, packet(1, 1, 1000, false), Patch::default(), None);
    assert_eq!(peer.queue.due(), Some(now + HOLD_MAX));

    let later = now + Duration::from_millis(1);
    peer.push(later, packet(1, 2, 1000, false), Patch::default(), None);
    assert_eq!(peer.queue.due(), Some(now + HOLD_MAX), "a second packet does not put it off");

    peer.push(later, packet(1, 3, 1000, true), Patch::default(), None);
    assert_eq!(peer.queue.due(), Some(later), "the frame is whole");

    Runs::new(Sending::Plain).seal(&mut peer.queue, to(), &peer.keys);
    assert_eq!(peer.queue.due(), None);
}

#[test]
fn what_waits_of_a_track_without_right_is_forgotten() {
    let mut peer = Peer::new(Profile::AeadAes128Gcm);
    let now = start();
    peer.push(now, packet(1, 1, 1000, false), Patch::default(), None);
    peer.push(now, packet(2, 2, 1000, false), Patch::default(), None);
    let mut runs = Runs::new(Sending::Plain);

    peer.queue.drop_track(TrackId(1));
    runs.seal(&mut peer.queue, to(), &peer.keys);

    let seqs: Vec<u8> = drain(&mut runs).iter().map(|call| call.bytes[3]).collect();
    assert_eq!(seqs, [2]);
    peer.push(now, packet(1, 3, 1000, false), Patch::default(), None);
    peer.queue.drop_track(TrackId(1));
    assert_eq!(peer.queue.due(), None, "nothing waits");
}
