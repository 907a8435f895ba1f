//! What one section of one viewer is sent: which stream passes, under which numbers, and resends of it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use ilive_protocol::TinyId;
use str0m::media::Pt;
use str0m::rtp::Ssrc;

use crate::Mid;
use crate::history::History;
use crate::layers::{LayerState, Passage, Selector, Wish, choose};
use crate::packet::{Packet, StreamKey};
use crate::rewrite::{Rewriter, Rewritten};
use crate::rtcp::{NtpTime, SenderReport, Sync};
use crate::rtp::ExtensionIds;
use crate::run::Outgoing;
use crate::sdp::Payload;
use crate::source::{Kind, Source};
use crate::srtp::{Numbers, Outbound};
use crate::track::matching;

/// Resends of one leg in a second; past it a keyframe helps more than what was lost.
const RESENDS_PER_SECOND: u32 = 500;
const SECOND: Duration = Duration::from_secs(1);

/// One outgoing stream of a peer, for as long as the peer lives: what it shows changes, its SSRC and numbers run on.
#[derive(Debug)]
pub(crate) struct Leg {
    pub(crate) mid: Mid,
    pub(crate) kind: Kind,
    pub(crate) ssrc: Ssrc,
    pub(crate) rtx: Option<Ssrc>,
    /// Whose source it is to show, by command or as one of the loudest.
    pub(crate) shows: Option<(TinyId, Source)>,
    pub(crate) wish: Wish,
    pub(crate) selector: Selector,
    payloads: Vec<Payload>,
    extensions: ExtensionIds,
    numbers: Option<LegNumbers>,
    rewriter: Rewriter,
    /// Which payload types the stream that passes has here, or that it has none.
    chosen: Option<Chosen>,
    sent_packets: u32,
    sent_bytes: u32,
    resends: (Instant, u32),
}

/// The packet numbers under the key in force.
#[derive(Debug)]
struct LegNumbers {
    media: Numbers,
    resends: Option<Numbers>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Chosen {
    format: Arc<Payload>,
    here: Option<(u8, Option<u8>)>,
}

/// What the section of a leg negotiated.
#[derive(Debug)]
pub(crate) struct Terms {
    pub(crate) payloads: Vec<Payload>,
    pub(crate) extensions: ExtensionIds,
}

impl Leg {
    pub(crate) fn new(
        mid: Mid,
        kind: Kind,
        ssrc: Ssrc,
        rtx: Option<Ssrc>,
        terms: Terms,
        now: Instant,
    ) -> Self {
        let clock = if kind == Kind::Audio { 48_000 } else { 90_000 };
        Self {
            mid,
            kind,
            ssrc,
            rtx,
            shows: None,
            wish: Wish::default(),
            selector: Selector::new(),
            payloads: terms.payloads,
            extensions: terms.extensions,
            numbers: None,
            rewriter: Rewriter::new(clock, first_number(ssrc)),
            chosen: None,
            sent_packets: 0,
            sent_bytes: 0,
            resends: (now, 0),
        }
    }

    /// A new offer changed what was negotiated; numbers and SSRCs stay.
    pub(crate) fn renegotiate(&mut self, terms: Terms) {
        (self.payloads, self.extensions, self.chosen) = (terms.payloads, terms.extensions, None);
    }

    /// The keys are there: packets may go out from now on.
    pub(crate) fn set_keys(&mut self, keys: &mut Outbound) {
        if self.numbers.is_none() {
            let resends = self.rtx.and_then(|ssrc| keys.numbers(ssrc));
            self.numbers = keys.numbers(self.ssrc).map(|media| LegNumbers { media, resends });
        }
    }

    /// Aims at the best of the layers that a track has.
    pub(crate) fn aim(&mut self, track: crate::packet::TrackId, layers: &[LayerState]) {
        if let Some(layer) = choose(layers, self.wish) {
            let stream = StreamKey { track, layer };
            if self.selector.shows() != Some(stream) || self.selector.needs_keyframe().is_some() {
                self.selector.aim(Some(stream));
            }
        }
    }

    /// Shows nothing until it is aimed again.
    pub(crate) fn blank(&mut self) {
        self.selector.aim(None);
    }

    /// The packet as this viewer gets it, if it does.
    pub(crate) fn forward(&mut self, packet: &Arc<Packet>, format: &Arc<Payload>) -> Option<Outgoing> {
        self.numbers.as_ref()?;
        let (payload_type, _) = self.types_for(format)?;
        let rewritten = match self.selector.pass(packet) {
            Passage::Drop => return None,
            Passage::Switch => self.rewriter.switch(packet),
            Passage::Forward => self.rewriter.forward(packet)?,
        };
        let number = self.numbers.as_mut()?.media.claim(rewritten.seq)?;
        self.sent_packets = self.sent_packets.wrapping_add(1);
        self.sent_bytes = self.sent_bytes.wrapping_add(packet.payload.len() as u32);
        let resend_of = None;
        Some(self.outgoing(packet, number, &rewritten, payload_type, resend_of))
    }

    /// Where the packet lies that the viewer misses, by the 16 bits of its NACK: extended number, stream and number
    /// there.
    pub(crate) fn locate(&self, seq: u16) -> Option<(u64, StreamKey, u64)> {
        let extended = self.rewriter.extend(seq)?;
        let origin = self.rewriter.origin(extended)?;
        Some((extended, origin.stream, origin.seq))
    }

    /// The packet again, on the resend stream (RFC 4588).
    pub(crate) fn resend(&mut self, now: Instant, seq: u64, history: &History, at: u64) -> Option<Outgoing> {
        let (_, rtx_type) = self.chosen.as_ref()?.here?;
        let rtx_type = rtx_type?;
        let packet = history.get(at)?;
        let rewritten = self.rewriter.again(packet, seq)?;
        if !self.may_resend(now) {
            return None;
        }
        let first = self.rtx.map_or(0, first_number);
        let number = self.numbers.as_mut()?.resends.as_mut()?.claim_next(first)?;
        Some(self.outgoing(packet, number, &rewritten, rtx_type, Some(seq as u16)))
    }

    /// A report on what is sent, by the clocks of the publisher that is shown.
    pub(crate) fn report(&self, now: Instant, sync: &Sync) -> Option<SenderReport> {
        let (ntp, timestamp): (NtpTime, u32) = sync.at(now);
        let timestamp = self.rewriter.timestamp(timestamp)?;
        (self.sent_packets > 0).then_some(SenderReport {
            ssrc: self.ssrc,
            ntp,
            timestamp,
            packets: self.sent_packets,
            bytes: self.sent_bytes,
        })
    }

    fn may_resend(&mut self, now: Instant) -> bool {
        if now.saturating_duration_since(self.resends.0) >= SECOND {
            self.resends = (now, 0);
        }
        self.resends.1 += 1;
        self.resends.1 <= RESENDS_PER_SECOND
    }

    fn types_for(&mut self, format: &Arc<Payload>) -> Option<(u8, Option<u8>)> {
        let known = self.chosen.as_ref().filter(|c| Arc::ptr_eq(&c.format, format) || c.format == *format);
        if let Some(chosen) = known {
            return chosen.here;
        }
        let here = matching(&self.payloads, format).map(|payload| (payload.pt, payload.rtx));
        self.chosen = Some(Chosen { format: format.clone(), here });
        here
    }

    fn outgoing(
        &self,
        packet: &Arc<Packet>,
        number: crate::srtp::Claimed,
        rewritten: &Rewritten,
        payload_type: u8,
        resend_of: Option<u16>,
    ) -> Outgoing {
        Outgoing {
            packet: packet.clone(),
            number,
            timestamp: rewritten.timestamp,
            payload_type: Pt::from(payload_type),
            patch: rewritten.patch,
            mid: self.mid,
            extensions: self.extensions,
            resend_of,
        }
    }
}

/// A stream begins below 2^15, so that a receiver that misses the first packets does not take a wrap for a start (RFC
/// 3711 section 3.3.1). SSRCs are random, so their low bits are.
fn first_number(ssrc: Ssrc) -> u16 {
    (*ssrc & 0x7FFF) as u16
}
