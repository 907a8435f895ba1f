//! One stretch of packets from one stream: constants to add.

use super::Rewritten;
use super::picture::{Pictures, Shift};
use crate::packet::{Packet, StreamKey};

#[derive(Debug)]
pub(super) struct Epoch {
    pub(super) stream: StreamKey,
    /// Outgoing number of the first packet; nothing before it belongs to the epoch.
    pub(super) first_seq: u64,
    /// The publisher's number of the same packet.
    first_source_seq: u64,
    /// Outgoing minus the publisher's, wrapping.
    timestamp_shift: u32,
    picture_shift: Shift,
}

impl Epoch {
    /// Begins with `packet`, which goes out as `seq` and `timestamp`; `before` is what went out until now.
    pub(super) fn begin(packet: &Packet, seq: u64, timestamp: u32, before: Pictures) -> Self {
        Self {
            stream: packet.stream,
            first_seq: seq,
            first_source_seq: packet.seq,
            timestamp_shift: timestamp.wrapping_sub(packet.timestamp),
            picture_shift: before.shift_for(packet.facts.vp8),
        }
    }

    pub(super) fn rewrite(&self, packet: &Packet) -> Option<Rewritten> {
        if packet.stream != self.stream {
            return None;
        }
        Some(Rewritten {
            seq: self.first_seq + packet.seq.checked_sub(self.first_source_seq)?,
            timestamp: self.timestamp(packet.timestamp),
            patch: self.picture_shift.patch(packet.facts.vp8),
        })
    }

    pub(super) fn timestamp(&self, source: u32) -> u32 {
        source.wrapping_add(self.timestamp_shift)
    }

    /// `seq` is not below [`Epoch::first_seq`].
    pub(super) fn source_seq(&self, seq: u64) -> u64 {
        self.first_source_seq + (seq - self.first_seq)
    }
}
