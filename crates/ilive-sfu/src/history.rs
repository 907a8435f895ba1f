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
    /// Age of the oldest.
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
    keyframe: Option<u64>,
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
        if packet.facts.keyframe && self.keyframe.is_none_or(|known| seq > known) {
            self.keyframe = Some(seq);
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
        let wanted = self.keyframe.map(|keyframe| keyframe..newest + 1);
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
        self.keyframe = self.keyframe.filter(|keyframe| *keyframe >= floor);
        self.range = (floor <= newest).then_some((floor, newest));
    }
}
