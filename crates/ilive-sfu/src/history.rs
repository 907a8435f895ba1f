//! The last packets of a stream, shared by all its viewers: what a NACK is answered from.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::packet::Packet;

/// How much of a stream is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Packets; also how far apart the sequence numbers of the oldest and newest may lie.
    pub packets: usize,
    /// Payload bytes.
    pub bytes: usize,
    /// Age of the one with the lowest number.
    pub age: Duration,
}

/// Two seconds of a layer at 4 Mbit/s. A viewer that asks later is better served by a keyframe.
pub const LIMITS: Limits = Limits { packets: 1024, bytes: 1 << 20, age: Duration::from_secs(2) };

/// A ring over the sequence numbers of one stream.
#[derive(Debug)]
pub struct History {
    limits: Limits,
    /// The packet with sequence number `n` lies at `n % len`.
    slots: Box<[Option<Arc<Packet>>]>,
    bytes: usize,
    /// Lowest number that may be there, and highest that is.
    range: Option<(u64, u64)>,
    /// The newest; its parameter sets may be packets of their own.
    keyframe: Option<Keyframe>,
}

#[derive(Debug, Clone, Copy)]
struct Keyframe {
    first: u64,
    timestamp: u32,
}

impl Keyframe {
    /// What the newest is once this packet has come, which begins a keyframe or a later part of one.
    fn with(known: Option<Self>, packet: &Packet) -> Self {
        let Packet { seq, timestamp, .. } = *packet;
        match known {
            Some(known) if known.timestamp == timestamp => Self { first: known.first.min(seq), timestamp },
            Some(known) if known.first > seq => known,
            _ => Self { first: seq, timestamp },
        }
    }
}

impl History {
    /// An empty history.
    ///
    /// # Panics
    /// When `limits.packets` is zero.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        assert!(limits.packets > 0, "a history keeps something");
        Self { limits, slots: vec![None; limits.packets].into(), bytes: 0, range: None, keyframe: None }
    }

    /// Keeps a packet. One that is older than everything kept, or is there already, changes nothing.
    pub fn push(&mut self, packet: Arc<Packet>) {
        let (seq, now) = (packet.seq, packet.arrived);
        self.expire(now);
        match self.range {
            Some((oldest, _)) if seq < oldest => return,
            Some((oldest, newest)) => self.range = Some((oldest, newest.max(seq))),
            None => self.range = Some((seq, seq)),
        }
        let newest = self.range.map_or(seq, |(_, newest)| newest);
        self.drop_below((newest + 1).saturating_sub(self.slots.len() as u64));
        let at = self.slot(seq);
        if self.slots[at].is_some() {
            return;
        }
        if packet.facts.keyframe {
            self.keyframe = Some(Keyframe::with(self.keyframe, &packet));
        }
        self.bytes += packet.payload.len();
        self.slots[at] = Some(packet);
        self.expire(now);
    }

    /// Drops what is too old, or too much.
    pub fn expire(&mut self, now: Instant) {
        while let Some((oldest, newest)) = self.range {
            let too_old = match &self.slots[self.slot(oldest)] {
                Some(packet) => {
                    self.bytes > self.limits.bytes
                        || now.saturating_duration_since(packet.arrived) > self.limits.age
                }
                None => oldest < newest,
            };
            if !too_old {
                return;
            }
            self.drop_below(oldest + 1);
        }
    }

    /// The packet with the extended sequence number `seq`, if it is still there.
    #[must_use]
    pub fn get(&self, seq: u64) -> Option<&Arc<Packet>> {
        let (oldest, newest) = self.range?;
        if !(oldest..=newest).contains(&seq) {
            return None;
        }
        self.slots[self.slot(seq)].as_ref()
    }

    /// The newest keyframe and all that came after it, in order: what a newcomer is served before the live packets.
    /// Empty when no keyframe is left.
    pub fn since_keyframe(&self) -> impl Iterator<Item = &Arc<Packet>> {
        let newest = self.range.map_or(0, |(_, newest)| newest);
        let wanted = self.keyframe.map(|keyframe| keyframe.first..newest + 1);
        wanted.into_iter().flatten().filter_map(|seq| self.get(seq))
    }

    /// Payload bytes that are kept.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    fn slot(&self, seq: u64) -> usize {
        (seq % self.slots.len() as u64) as usize
    }

    /// Empties all slots below `floor`: at most as many steps as there are slots.
    fn drop_below(&mut self, floor: u64) {
        let Some((oldest, newest)) = self.range else { return };
        if floor <= oldest {
            return;
        }
        for seq in oldest..floor.min(oldest + self.slots.len() as u64) {
            let at = self.slot(seq);
            if let Some(packet) = self.slots[at].take_if(|packet| packet.seq < floor) {
                self.bytes -= packet.payload.len();
            }
        }
        self.keyframe = self.keyframe.filter(|keyframe| keyframe.first >= floor);
        self.range = (floor <= newest).then_some((floor, newest));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::frame::FrameFacts;
    use crate::packet::{Carried, Layer, StreamKey, TrackId};
    use crate::testing::start;

    const SMALL: Limits = Limits { packets: 16, bytes: 1000, age: Duration::from_millis(100) };

    fn packet(seq: u64, bytes: usize, keyframe: bool, arrived: Instant) -> Arc<Packet> {
        Arc::new(Packet {
            stream: StreamKey { track: TrackId(1), layer: Layer(0) },
            seq,
            timestamp: seq as u32,
            marker: false,
            arrived,
            payload: vec![0; bytes].into(),
            facts: FrameFacts { keyframe, ..FrameFacts::default() },
            carried: Carried::default(),
        })
    }

    fn kept(history: &History) -> Vec<u64> {
        (0..1000).filter(|seq| history.get(*seq).is_some()).collect()
    }

    #[test]
    fn each_limit_drops_the_oldest() {
        let now = start();
        for (case, bytes, every, expected) in [
            ("packets", 10, Duration::ZERO, 84..100),
            ("bytes", 200, Duration::ZERO, 95..100),
            ("age", 10, Duration::from_millis(20), 94..100),
        ] {
            let mut history = History::new(SMALL);
            (0..100u32).for_each(|seq| history.push(packet(seq.into(), bytes, false, now + every * seq)));
            assert_eq!(kept(&history), expected.collect::<Vec<_>>(), "{case}");
        }
    }

    #[test]
    fn time_alone_empties_it() {
        let now = start();
        let mut history = History::new(SMALL);
        (0..5).for_each(|seq| history.push(packet(seq, 10, true, now)));

        history.expire(now + SMALL.age + Duration::from_millis(1));

        assert_eq!((kept(&history), history.bytes()), (vec![], 0));
        assert_eq!(history.since_keyframe().count(), 0);
    }

    #[test]
    fn late_packets_find_their_place() {
        let now = start();
        let mut history = History::new(SMALL);
        for seq in [10, 14, 12, 12, 9, 40, 13] {
            history.push(packet(seq, 10, false, now));
        }

        assert_eq!(kept(&history), vec![40], "9 was older than all; 40 leaves nothing of the others");
        assert_eq!(history.bytes(), 10);
    }

    #[test]
    fn a_newcomer_is_served_from_the_newest_keyframe() {
        let now = start();
        let mut history = History::new(SMALL);
        for seq in [1, 2, 3, 5, 6] {
            history.push(packet(seq, 10, matches!(seq, 1 | 3), now));
        }

        let served: Vec<u64> = history.since_keyframe().map(|packet| packet.seq).collect();

        assert_eq!(served, [3, 5, 6]);
    }

    /// H264: parameter sets, then the picture; either may come first.
    #[test]
    fn a_newcomer_is_served_a_keyframe_with_its_parameter_sets() {
        let now = start();
        for order in [[7, 8, 9, 10], [8, 7, 10, 9]] {
            let mut history = History::new(SMALL);
            history.push(packet(5, 10, true, now));
            for seq in order {
                let of_one_frame = Packet { timestamp: 7, ..Packet::clone(&packet(seq, 10, seq < 10, now)) };
                history.push(Arc::new(of_one_frame));
            }

            let served: Vec<u64> = history.since_keyframe().map(|packet| packet.seq).collect();

            assert_eq!(served, [7, 8, 9, 10]);
        }
    }

    proptest! {
        #[test]
        fn it_stays_within_its_limits_and_returns_what_was_pushed(
            steps in proptest::collection::vec((0u64..40, 0u64..8, 0usize..400, 0u64..60), 1..200),
        ) {
            let (mut history, mut now, mut base) = (History::new(SMALL), start(), 100);
            for (back, forth, bytes, ms) in steps {
                now += Duration::from_millis(ms);
                base += forth * forth;
                history.push(packet(base - back, bytes, back % 5 == 0, now));
                let there: Vec<_> = (0..base + 1).filter_map(|seq| history.get(seq).map(|p| (seq, p))).collect();
                prop_assert!(there.len() <= SMALL.packets && history.bytes() <= SMALL.bytes);
                prop_assert_eq!(there.iter().map(|(_, p)| p.payload.len()).sum::<usize>(), history.bytes());
                prop_assert!(there.iter().all(|(seq, p)| *seq == p.seq));
                let oldest = there.first().map(|(_, p)| now.duration_since(p.arrived));
                prop_assert!(oldest.is_none_or(|age| age <= SMALL.age));
            }
        }
    }
}
