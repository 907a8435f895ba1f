//! Continuity for one viewer's slot: whatever the slot shows, its numbers run on.
//!
//! A stretch of packets from one stream is an *epoch*: within it every number is the publisher's plus a constant, so a
//! gap stays a gap, a late packet finds its place, and a NACK is led back to the publisher's number without a table.

mod epoch;
mod picture;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::time::Instant;

use crate::packet::{Packet, StreamKey};
use epoch::Epoch;
pub use picture::Patch;
pub(crate) use picture::Pictures;

/// Epochs that NACKs are still answered from. A slot that switches more often than this within the history's two
/// seconds has keyframes to recover by.
const EPOCHS_MAX: usize = 8;

/// A publisher's numbers may jump by so much: more is a broken or hostile one, and half of 2^16 would make the viewer's
/// SRTP lose count for good (RFC 3711 section 3.3.1).
const JUMP_MAX: u64 = 1000;
/// First numbers lie below it, so that the loss of the first packets does not hide a wrap (RFC 3711 section 3.3.1).
const FIRST_SEQ_END: u16 = 1 << 15;

/// The numbers of one outgoing stream.
#[derive(Debug)]
pub struct Rewriter {
    clock_rate: u32,
    /// Oldest first; the last is the running one.
    epochs: VecDeque<Epoch>,
    newest: Option<Newest>,
    first_seq: u64,
}

/// What the newest outgoing packet had: a switch goes on from there.
#[derive(Debug, Clone, Copy)]
struct Newest {
    seq: u64,
    timestamp: u32,
    /// When the first packet with this timestamp came in.
    arrived: Instant,
    pictures: Pictures,
}

/// Under which numbers a packet goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rewritten {
    /// Extended sequence number.
    pub seq: u64,
    /// RTP timestamp.
    pub timestamp: u32,
    /// What changes in the payload.
    pub patch: Patch,
}

/// Where an outgoing packet came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin {
    /// Its stream.
    pub stream: StreamKey,
    /// Its extended sequence number there.
    pub seq: u64,
}

impl Rewriter {
    /// An outgoing stream with `clock_rate` ticks a second whose first packet has the lower 15 bits of `first_seq` (random
    /// ones, RFC 3550 section 5.1).
    #[must_use]
    pub fn new(clock_rate: u32, first_seq: u16) -> Self {
        let first_seq = u64::from(first_seq % FIRST_SEQ_END);
        Self { clock_rate, epochs: VecDeque::with_capacity(EPOCHS_MAX), newest: None, first_seq }
    }

    /// The stream that is running.
    #[must_use]
    pub fn stream(&self) -> Option<StreamKey> {
        self.epochs.back().map(|epoch| epoch.stream)
    }

    /// Goes over to the stream of `packet`, which opens a keyframe (or is sound), and gives its numbers. Also for coming
    /// back to a stream that was paused.
    pub fn switch(&mut self, packet: &Packet) -> Rewritten {
        self.begin(packet, 1)
    }

    /// The numbers of a packet of the running stream; `None` for another stream's, and for what came before the switch.
    pub fn forward(&mut self, packet: &Packet) -> Option<Rewritten> {
        let rewritten = self.epochs.back()?.rewrite(packet)?;
        let newest = self.newest?;
        if rewritten.seq > newest.seq + JUMP_MAX {
            // One number is left out: the viewer sees that something is missing, and asks for a keyframe in the end.
            return Some(self.begin(packet, 2));
        }
        if rewritten.seq > newest.seq {
            self.sent(packet, &rewritten);
        }
        Some(rewritten)
    }

    /// Begins an epoch `step` numbers after the newest packet.
    fn begin(&mut self, packet: &Packet, step: u64) -> Rewritten {
        let (seq, timestamp) = match &self.newest {
            None => (self.first_seq, packet.timestamp),
            Some(newest) => (newest.seq + step, self.timestamp_after(newest, packet.arrived)),
        };
        if self.epochs.len() == EPOCHS_MAX {
            self.epochs.pop_front();
        }
        let before = self.newest.map(|newest| newest.pictures).unwrap_or_default();
        let epoch = Epoch::begin(packet, seq, timestamp, before);
        let rewritten = epoch.rewrite(packet).expect("the packet that opens an epoch belongs to it");
        self.epochs.push_back(epoch);
        self.sent(packet, &rewritten);
        rewritten
    }

    /// `packet` is the newest now.
    fn sent(&mut self, packet: &Packet, rewritten: &Rewritten) {
        let same_frame = |newest: &Newest| newest.timestamp == rewritten.timestamp;
        let arrived = self.newest.filter(same_frame).map_or(packet.arrived, |newest| newest.arrived);
        let before = self.newest.map(|newest| newest.pictures).unwrap_or_default();
        let pictures = before.then(&rewritten.patch);
        self.newest = Some(Newest { seq: rewritten.seq, timestamp: rewritten.timestamp, arrived, pictures });
    }

    /// The numbers that `packet` went out with, for sending it again. Its stream may have been switched away from.
    #[must_use]
    pub fn again(&self, packet: &Packet, seq: u64) -> Option<Rewritten> {
        self.epoch_of(seq)?.rewrite(packet).filter(|rewritten| rewritten.seq == seq)
    }

    /// Extends the 16 bits of a NACK to the number nearest below what was sent last; `None` before anything was sent.
    #[must_use]
    pub fn extend(&self, seq: u16) -> Option<u64> {
        let newest = self.newest?.seq;
        newest.checked_sub(u64::from((newest as u16).wrapping_sub(seq)))
    }

    /// Which packet has the outgoing number `seq`: one that was lost before it came to us has one too.
    #[must_use]
    pub fn origin(&self, seq: u64) -> Option<Origin> {
        let newest = self.newest?.seq;
        let epoch = self.epoch_of(seq).filter(|_| seq <= newest)?;
        Some(Origin { stream: epoch.stream, seq: epoch.source_seq(seq) })
    }

    /// The outgoing timestamp that stands for the running stream's `timestamp`: what a sender report is made with.
    #[must_use]
    pub fn timestamp(&self, timestamp: u32) -> Option<u32> {
        self.epochs.back().map(|epoch| epoch.timestamp(timestamp))
    }

    fn epoch_of(&self, seq: u64) -> Option<&Epoch> {
        self.epochs.iter().rev().find(|epoch| epoch.first_seq <= seq)
    }

    fn timestamp_after(&self, newest: &Newest, now: Instant) -> u32 {
        let elapsed = now.saturating_duration_since(newest.arrived);
        let ticks = elapsed.as_micros() * u128::from(self.clock_rate) / 1_000_000;
        newest.timestamp.wrapping_add((ticks as u32).max(1))
    }
}
