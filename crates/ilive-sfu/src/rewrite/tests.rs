//! One slot that changes between three streams, over a network that loses, doubles and reorders.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;
use crate::frame::{Clues, Codec, FrameFacts};
use crate::packet::{Carried, Layer, TrackId};
use crate::testing::start;

const CLOCK_RATE: u32 = 90_000;

/// A layer of a publisher: its numbers begin just below where they wrap.
#[derive(Debug)]
struct Publisher {
    stream: StreamKey,
    seq: u64,
    timestamp: u32,
    picture: u16,
    tl0: u8,
    wide: bool,
}

impl Publisher {
    fn new(nth: u8) -> Self {
        let stream = StreamKey { track: TrackId(u64::from(nth / 2)), layer: Layer(nth % 2) };
        let (picture, wide) = if nth == 2 { (125, false) } else { (0x7FFD, true) };
        Self { stream, seq: 65_530 + u64::from(nth), timestamp: u32::MAX - 5000, picture, tl0: 254, wide }
    }

    /// The packets of the next frame.
    fn frame(&mut self, packets: u64, keyframe: bool, now: Instant) -> Vec<Packet> {
        let frame = (0..packets).map(|nth| self.packet(nth, packets, keyframe, now)).collect();
        self.seq += packets;
        self.timestamp = self.timestamp.wrapping_add(3600);
        self.picture = self.picture.wrapping_add(1) & if self.wide { 0x7FFF } else { 0x7F };
        self.tl0 = self.tl0.wrapping_add(1);
        frame
    }

    fn packet(&self, nth: u64, packets: u64, keyframe: bool, now: Instant) -> Packet {
        let head = if nth == 0 { 0x90 } else { 0x80 };
        let mut payload = vec![head, 0xC0];
        if self.wide {
            payload.extend_from_slice(&(0x8000 | self.picture).to_be_bytes());
        } else {
            payload.push(self.picture as u8);
        }
        payload.extend_from_slice(&[self.tl0, u8::from(!keyframe), nth as u8]);
        let marker = nth + 1 == packets;
        let clues =
            Clues { codec: Codec::Vp8, encrypted: false, marker, payload: &payload, descriptor: None };
        Packet {
            stream: self.stream,
            seq: self.seq + nth,
            timestamp: self.timestamp,
            marker,
            arrived: now,
            facts: FrameFacts::read(&clues),
            payload: Arc::from(payload),
            carried: Carried::default(),
        }
    }
}

#[derive(Debug, Clone, Copy)]
enum Fate {
    Arrives,
    IsLost,
    ComesTwice,
    /// After the next frame.
    ComesLate,
}

/// What the network does with the packets of one frame.
#[derive(Debug, Clone)]
struct Sent {
    publisher: usize,
    keyframe: bool,
    after_ms: u64,
    fates: Vec<Fate>,
}

fn sent() -> impl Strategy<Value = Sent> {
    let fate = prop_oneof![
        8 => Just(Fate::Arrives),
        1 => Just(Fate::IsLost),
        1 => Just(Fate::ComesTwice),
        1 => Just(Fate::ComesLate),
    ];
    (0usize..3, proptest::bool::weighted(0.2), 0u64..100, proptest::collection::vec(fate, 1..6))
        .prop_map(|(publisher, keyframe, after_ms, fates)| Sent { publisher, keyframe, after_ms, fates })
}

/// What a viewer got, by its sequence number.
#[derive(Debug)]
struct Viewer {
    rewriter: Rewriter,
    got: BTreeMap<u64, (Packet, Rewritten)>,
    /// Numbers at which another stream began.
    switches: Vec<u64>,
}

impl Viewer {
    fn deliver(&mut self, packet: &Packet) {
        let first = self.rewriter.stream() != Some(packet.stream) && packet.facts.keyframe;
        let before = self.rewriter.newest;
        let rewritten =
            if first { Some(self.rewriter.switch(packet)) } else { self.rewriter.forward(packet) };
        let Some(rewritten) = rewritten else { return };
        if let Some(before) = before.filter(|_| first) {
            assert_eq!(rewritten.seq, before.seq + 1, "a switch leaves no gap");
            let step = rewritten.timestamp.wrapping_sub(before.timestamp);
            let elapsed = packet.arrived.duration_since(before.arrived).as_millis() as u32 * 90;
            assert_eq!(step, elapsed.max(1), "time goes on as the clock does");
        }
        if first {
            self.switches.push(rewritten.seq);
        }
        if let Some((known, same)) = self.got.get(&rewritten.seq) {
            assert_eq!((known.stream, known.seq), (packet.stream, packet.seq), "a number means one packet");
            assert_eq!(*same, rewritten, "and the same each time");
        }
        self.got.insert(rewritten.seq, (packet.clone(), rewritten));
    }

    /// Neighbours in what was got, each with whether a switch lies between.
    fn check(&self) {
        for ((seq, (packet, out)), (next_seq, (next, next_out))) in
            self.got.iter().zip(self.got.iter().skip(1))
        {
            let switched = self.switches.contains(next_seq);
            if switched {
                let one_more = out.patch.picture_id().map(|id| (id + 1) & mask(next));
                assert_eq!(next_out.patch.picture_id(), one_more, "pictures go on over a switch");
                continue;
            }
            assert_eq!(
                (packet.stream, next_seq - seq),
                (next.stream, next.seq - packet.seq),
                "gaps stay gaps"
            );
            let of_source = next.timestamp.wrapping_sub(packet.timestamp);
            assert_eq!(next_out.timestamp.wrapping_sub(out.timestamp), of_source);
            let pictures = u16::try_from(of_source / 3600).expect("few frames apart");
            let expected = out.patch.picture_id().map(|id| id.wrapping_add(pictures) & mask(next));
            assert_eq!(next_out.patch.picture_id(), expected, "pictures count as the publisher's do");
        }
        for (seq, (packet, out)) in self.got.range(*self.switches.first().unwrap_or(&0)..) {
            let Some(origin) = self.rewriter.origin(*seq) else { continue };
            assert_eq!(origin, Origin { stream: packet.stream, seq: packet.seq }, "a NACK finds the packet");
            assert_eq!(self.rewriter.again(packet, *seq), Some(*out), "which goes out again as it did");
        }
    }
}

/// Begins nearer to the end of 16 bits than a stream does.
fn starting_at(first_seq: u16) -> Rewriter {
    Rewriter { first_seq: first_seq.into(), ..Rewriter::new(CLOCK_RATE, 0) }
}

fn mask(packet: &Packet) -> u16 {
    let wide = packet.facts.vp8.and_then(|vp8| vp8.id).is_some_and(|id| id.wide);
    if wide { 0x7FFF } else { 0x7F }
}

fn play(history: &[Sent], first_seq: u16) -> Viewer {
    let mut now = start();
    let mut publishers = [0, 1, 2].map(Publisher::new);
    let rewriter = starting_at(first_seq);
    let mut viewer = Viewer { rewriter, got: BTreeMap::new(), switches: Vec::new() };
    let mut late = Vec::new();
    for sent in history {
        now += Duration::from_millis(sent.after_ms);
        let frame = publishers[sent.publisher].frame(sent.fates.len() as u64, sent.keyframe, now);
        let before = std::mem::take(&mut late);
        for (packet, fate) in frame.into_iter().zip(&sent.fates) {
            match fate {
                Fate::Arrives => viewer.deliver(&packet),
                Fate::IsLost => {}
                Fate::ComesTwice => (0..2).for_each(|_| viewer.deliver(&packet)),
                Fate::ComesLate => late.push(packet),
            }
        }
        // A late keyframe would open its epoch late: the selector asks for the next one, so it is not played here.
        before.iter().filter(|packet| !packet.facts.keyframe).for_each(|packet| viewer.deliver(packet));
    }
    viewer
}

proptest! {
    #[test]
    fn numbers_run_on_whatever_the_network_does(
        history in proptest::collection::vec(sent(), 1..120),
        first_seq: u16,
    ) {
        play(&history, first_seq).check();
    }
}

#[test]
fn the_history_above_switches_and_wraps() {
    let frame =
        |publisher, keyframe| Sent { publisher, keyframe, after_ms: 40, fates: vec![Fate::Arrives; 3] };
    let history: Vec<_> = (0..300).map(|nth| frame(nth / 7 % 3, nth % 7 == 0)).collect();

    let viewer = play(&history, 65_000);
    viewer.check();

    let seqs: Vec<u64> = viewer.got.keys().copied().collect();
    assert_eq!(seqs, (65_000..65_900).collect::<Vec<_>>(), "all went out, over the end of 16 bits");
    assert_eq!(viewer.switches.len(), 43);
}

#[test]
fn what_came_before_a_switch_is_dropped() {
    let now = start();
    let [mut low, mut high] = [0, 1].map(Publisher::new);
    let mut rewriter = Rewriter::new(CLOCK_RATE, 100);
    let old = low.frame(3, true, now);
    rewriter.switch(&old[0]);
    let mut new = high.frame(2, false, now);
    new.extend(high.frame(2, true, now));
    rewriter.switch(&new[2]);

    assert_eq!(rewriter.forward(&old[1]), None, "of the stream that is left");
    assert_eq!(rewriter.forward(&new[1]), None, "of the new stream, before its keyframe");
    assert_eq!(rewriter.forward(&new[3]).map(|out| out.seq), Some(102));
}

#[test]
fn a_nack_is_led_to_its_packet() {
    let now = start();
    let mut publisher = Publisher::new(0);
    let mut rewriter = starting_at(65_534);
    assert_eq!((rewriter.extend(7), rewriter.origin(7)), (None, None), "before anything was sent");
    let frame = publisher.frame(6, true, now);
    rewriter.switch(&frame[0]);
    rewriter.forward(&frame[5]);

    let of = |seq: u16| rewriter.extend(seq).and_then(|seq| rewriter.origin(seq)).map(|origin| origin.seq);
    for (case, seq, origin) in [
        ("the first", 65_534, Some(frame[0].seq)),
        ("one that was lost before us", 0, Some(frame[2].seq)),
        ("the newest, after the wrap", 3, Some(frame[5].seq)),
        ("one that was not sent yet", 4, None),
        ("one before the first", 65_533, None),
    ] {
        assert_eq!(of(seq), origin, "{case}");
    }
}

#[test]
fn a_patch_keeps_the_width_of_the_picture_id() {
    let now = start();
    for (nth, expected) in [(1u8, vec![0x90, 0xC0, 0x80, 0x00, 0x00]), (2, vec![0x90, 0xC0, 0x00, 0x00])] {
        let mut rewriter = Rewriter::new(CLOCK_RATE, 1);
        let mut first = Publisher { picture: 0x7FFF, tl0: 255, ..Publisher::new(0) };
        rewriter.switch(&first.frame(1, true, now)[0]);

        let packet = &Publisher::new(nth).frame(1, true, now)[0];
        let mut payload = packet.payload.to_vec();
        rewriter.switch(packet).patch.apply(&mut payload);

        assert_eq!(payload[..expected.len()], expected);
        assert_eq!(payload[expected.len()..], packet.payload[expected.len()..], "the rest is as it was");
    }
}

#[test]
fn a_publisher_that_jumps_does_not_take_the_viewer_along() {
    let now = start();
    let mut publisher = Publisher::new(0);
    let mut rewriter = Rewriter::new(CLOCK_RATE, 100);
    rewriter.switch(&publisher.frame(1, true, now)[0]);
    let mut seq_after = |by: u64| {
        publisher.seq += by;
        rewriter.forward(&publisher.frame(1, false, now)[0]).map(|out| out.seq)
    };

    for (case, by, seq) in [
        ("no gap", 0, 101),
        ("as far as loss goes", 999, 1101),
        ("farther", 1000, 1103),
        ("very far", 1 << 40, 1105),
        ("and on", 0, 1106),
    ] {
        assert_eq!(seq_after(by), Some(seq), "{case}");
    }
}

#[test]
fn streams_begin_far_from_the_wrap() {
    for (random, first) in [(0, 0), (0x7FFF, 0x7FFF), (0x8000, 0), (0xFFFF, 0x7FFF)] {
        let out = Rewriter::new(CLOCK_RATE, random).switch(&Publisher::new(0).frame(1, true, start())[0]);
        assert_eq!(out.seq, first);
    }
}
