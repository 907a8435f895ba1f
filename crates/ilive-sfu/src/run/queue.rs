//! What waits for one peer.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::{BufMut, BytesMut};
use str0m::media::{Mid, Pt};

use crate::packet::{Packet, TrackId};
use crate::rewrite::Patch;
use crate::rtp::{ExtensionIds, Header, Values, header_len, write};
use crate::srtp::Claimed;

/// How long a packet may wait for the rest of its frame, so that they share a run.
pub const HOLD_MAX: Duration = Duration::from_millis(5);
/// A full run: there is nothing to wait for.
const FULL: usize = 64;
/// The original sequence number before the payload of a resend.
const OSN_LEN: usize = 2;

/// A packet with the numbers under which it goes to one peer.
#[derive(Debug)]
pub struct Outgoing {
    /// What goes out.
    pub packet: Arc<Packet>,
    /// SSRC and sequence number.
    pub number: Claimed,
    /// RTP timestamp.
    pub timestamp: u32,
    /// As negotiated with the peer.
    pub payload_type: Pt,
    /// What changes in the payload.
    pub patch: Patch,
    /// The slot's section, for the MID extension.
    pub mid: Mid,
    /// What the peer negotiated for that section.
    pub extensions: ExtensionIds,
    /// Set in a resend (RFC 4588): the 16 bits under which the packet went out first.
    pub resend_of: Option<u16>,
}

impl Outgoing {
    fn values(&self, transport_sequence: u16) -> Values<'_> {
        let carried = &self.packet.carried;
        Values {
            mid: Some(&self.mid),
            transport_sequence: Some(transport_sequence),
            audio_level: carried.audio_level,
            orientation: carried.orientation,
            dependency_descriptor: carried.dependency_descriptor.as_deref(),
        }
    }

    /// Length once sealed, without padding.
    fn sealed_len(&self, tag_len: usize) -> usize {
        let osn = if self.resend_of.is_some() { OSN_LEN } else { 0 };
        header_len(&self.extensions, &self.values(0)) + osn + self.packet.payload.len() + tag_len
    }

    /// Appends header, payload and padding; gives the header's length.
    pub(super) fn write(&self, padding: u8, transport_sequence: &mut u16, out: &mut BytesMut) -> usize {
        let header = Header {
            marker: self.packet.marker,
            payload_type: self.payload_type,
            seq: self.number.index() as u16,
            timestamp: self.timestamp,
            ssrc: self.number.ssrc(),
        };
        let header_len = write(out, &header, &self.extensions, &self.values(*transport_sequence), padding);
        if self.extensions.transport_sequence.is_some() {
            *transport_sequence = transport_sequence.wrapping_add(1);
        }
        if let Some(original) = self.resend_of {
            out.put_u16(original);
        }
        let payload_at = out.len();
        out.extend_from_slice(&self.packet.payload);
        self.patch.apply(&mut out[payload_at..]);
        if padding > 0 {
            out.put_bytes(0, usize::from(padding) - 1);
            out.put_u8(padding);
        }
        header_len
    }

    /// Nothing that follows soon would share its run: a frame's last packet, sound, a resend.
    fn is_urgent(&self) -> bool {
        let facts = &self.packet.facts;
        self.packet.marker || facts.end || self.resend_of.is_some()
    }
}

/// Packets of one peer that wait to be sealed into runs, in the order of sending.
#[derive(Debug, Default)]
pub struct Queue {
    waiting: Vec<Outgoing>,
    due: Option<Instant>,
    pub(super) transport_sequence: u16,
}

impl Queue {
    /// Adds a packet; [`Queue::due`] may have come nearer.
    pub fn push(&mut self, now: Instant, out: Outgoing) {
        let due = if out.is_urgent() || self.waiting.len() + 1 >= FULL { now } else { now + HOLD_MAX };
        self.due = Some(self.due.map_or(due, |before| before.min(due)));
        self.waiting.push(out);
    }

    /// When what waits must be sealed; `None` while nothing waits. Look at the end of each batch of input.
    #[must_use]
    pub fn due(&self) -> Option<Instant> {
        self.due
    }

    /// Forgets what waits of a track: the right to it is gone.
    pub fn drop_track(&mut self, track: TrackId) {
        self.waiting.retain(|out| out.packet.stream.track != track);
        if self.waiting.is_empty() {
            self.due = None;
        }
    }

    /// Forgets all that waits: the peer is not sent to any more.
    pub fn clear(&mut self) {
        self.waiting.clear();
        self.due = None;
    }

    pub(super) fn sealed_lens(&self, tag_len: usize) -> impl Iterator<Item = usize> {
        self.waiting.iter().map(move |out| out.sealed_len(tag_len))
    }

    pub(super) fn drain(&mut self) -> impl Iterator<Item = Outgoing> {
        self.due = None;
        self.waiting.drain(..)
    }
}
