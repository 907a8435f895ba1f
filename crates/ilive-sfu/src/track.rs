//! A published source, where it comes from, and who gets it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use ilive_protocol::TinyId;
use str0m::format::Codec;
use str0m::rtp::Ssrc;

use crate::history::{self, History};
use crate::layers::LayerState;
use crate::packet::{Layer, Packet, StreamKey, TrackId};
use crate::rtcp::Sync;
use crate::sdp::Payload;
use crate::source::{PeerId, RoomHandle, Source};

/// A member's source in a room: what slots are mapped to, whichever peer feeds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TrackKey {
    /// Where.
    pub room: RoomHandle,
    /// Whose.
    pub tiny: TinyId,
    /// Which.
    pub source: Source,
}

/// A layer that lags this far behind what the track sent last has ceased: a publisher sends a picture in all layers at
/// once, however seldom it sends one.
const LAYER_LAG: Duration = Duration::from_millis(500);
/// A source that sends nothing for this long is silent.
const SILENT: Duration = Duration::from_secs(2);
/// Over which the bitrate of a layer is measured.
const RATE_WINDOW: Duration = Duration::from_secs(1);

/// A place for a source: its feed while there is one, and those that want it whether there is one or not.
#[derive(Debug, Default)]
pub(crate) struct Track {
    pub(crate) feed: Option<Feed>,
    /// Legs on this thread, as (peer's place, leg's index).
    pub(crate) viewers: Vec<(usize, usize)>,
    /// Other threads with viewers.
    pub(crate) threads: BTreeSet<usize>,
}

impl Track {
    pub(crate) fn is_unused(&self) -> bool {
        self.feed.is_none() && self.viewers.is_empty() && self.threads.is_empty()
    }
}

/// Packets of a source, from a peer here or from another thread.
#[derive(Debug)]
pub(crate) struct Feed {
    pub(crate) id: TrackId,
    pub(crate) origin: Origin,
    pub(crate) layers: BTreeMap<Layer, LayerFeed>,
    pub(crate) silent: bool,
    /// When it began.
    pub(crate) born: Instant,
    last: Instant,
    /// What each layer comes under, where it comes from here.
    ssrcs: BTreeMap<Layer, Ssrc>,
}

/// Where a feed comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A peer on this thread.
    Here { peer: PeerId, place: usize },
    /// Another thread's peer.
    Thread { thread: usize, peer: PeerId },
}

impl Origin {
    /// Whose media it is.
    pub(crate) fn peer(self) -> PeerId {
        match self {
            Self::Here { peer, .. } | Self::Thread { peer, .. } => peer,
        }
    }
}

/// One layer of a feed.
#[derive(Debug)]
pub(crate) struct LayerFeed {
    pub(crate) history: History,
    pub(crate) format: Arc<Payload>,
    pub(crate) sync: Sync,
    last: Instant,
    height: Option<u16>,
    rate: Rate,
}

impl Feed {
    pub(crate) fn new(id: TrackId, origin: Origin, now: Instant) -> Self {
        Self {
            id,
            origin,
            layers: BTreeMap::new(),
            silent: false,
            born: now,
            last: now,
            ssrcs: BTreeMap::new(),
        }
    }

    pub(crate) fn is_here(&self) -> bool {
        matches!(self.origin, Origin::Here { .. })
    }

    /// Whether the SSRC is the one that its layer has had from the first packet on.
    pub(crate) fn knows(&mut self, incoming: &Incoming) -> bool {
        *self.ssrcs.entry(incoming.layer).or_insert(incoming.ssrc) == incoming.ssrc
    }

    pub(crate) fn ssrc(&self, layer: Layer) -> Option<Ssrc> {
        self.ssrcs.get(&layer).copied()
    }

    /// Whether the source goes over to another peer of the same member: one that was made later, or any when this one
    /// has been idle.
    pub(crate) fn yields_to(&self, other: Origin, now: Instant) -> bool {
        other.peer() >= self.origin.peer() || now.saturating_duration_since(self.last) >= SILENT
    }

    /// Keeps a packet; `true` when its layer has just become active.
    pub(crate) fn keep(
        &mut self,
        now: Instant,
        packet: &Arc<Packet>,
        format: &Arc<Payload>,
        sync: Sync,
    ) -> bool {
        self.last = now;
        let layer = self.layers.entry(packet.stream.layer);
        let fresh = matches!(layer, std::collections::btree_map::Entry::Vacant(_));
        let layer = layer.or_insert_with(|| LayerFeed {
            history: History::new(history::LIMITS),
            format: format.clone(),
            sync,
            last: now,
            height: None,
            rate: Rate::new(now),
        });
        let woken = fresh || !layer.is_active(self.last);
        layer.last = now;
        layer.sync = sync;
        if !Arc::ptr_eq(&layer.format, format) {
            layer.format = format.clone();
        }
        layer.height = packet.facts.size.map(|(_, height)| height).or(layer.height);
        layer.rate.add(now, packet.payload.len());
        layer.history.push(packet.clone());
        woken
    }

    /// What can be chosen from.
    pub(crate) fn states(&self) -> Vec<LayerState> {
        let state = |(layer, feed): (&Layer, &LayerFeed)| LayerState {
            layer: *layer,
            active: feed.is_active(self.last),
            height: feed.height,
            bitrate_bps: feed.rate.bits_per_second,
        };
        self.layers.iter().map(state).collect()
    }

    /// Whether it fell silent with this look at the clock.
    pub(crate) fn falls_silent(&mut self, now: Instant) -> bool {
        let falls = !self.silent && now.saturating_duration_since(self.last) >= SILENT;
        self.silent |= falls;
        falls
    }

    pub(crate) fn layer(&self, stream: StreamKey) -> Option<&LayerFeed> {
        self.layers.get(&stream.layer).filter(|_| stream.track == self.id)
    }
}

impl LayerFeed {
    fn is_active(&self, track: Instant) -> bool {
        track.saturating_duration_since(self.last) < LAYER_LAG
    }
}

/// Bits over the last whole window.
#[derive(Debug)]
struct Rate {
    since: Instant,
    bits: u64,
    bits_per_second: u64,
}

impl Rate {
    fn new(now: Instant) -> Self {
        Self { since: now, bits: 0, bits_per_second: 0 }
    }

    fn add(&mut self, now: Instant, payload: usize) {
        let elapsed = now.saturating_duration_since(self.since);
        if elapsed >= RATE_WINDOW {
            self.bits_per_second = self.bits * 1_000 / (elapsed.as_millis() as u64).max(1);
            (self.since, self.bits) = (now, 0);
        }
        self.bits += 8 * (payload + crate::rtp::FIXED_HEADER_LEN) as u64;
    }
}

/// What a peer sends under one SSRC.
#[derive(Debug, Clone)]
pub(crate) struct Incoming {
    pub(crate) ssrc: Ssrc,
    pub(crate) source: Source,
    pub(crate) layer: Layer,
}

/// The layer that a RID stands for: by the names that everybody uses, else by its place in the offer, lowest first.
pub(crate) fn layer_of(rids: &[String], rid: &str) -> Option<Layer> {
    const NAMED: [&str; 3] = ["q", "h", "f"];
    let at = if rids.iter().all(|rid| NAMED.contains(&rid.as_str())) {
        NAMED.iter().position(|name| *name == rid)
    } else {
        rids.iter().position(|name| name == rid)
    };
    at.map(|at| Layer(at as u8))
}

/// The payload among `offered` that can carry what is sent as `format`.
pub(crate) fn matching<'a>(offered: &'a [Payload], format: &Payload) -> Option<&'a Payload> {
    let same = |payload: &&Payload| payload.codec == format.codec;
    match format.codec {
        Codec::H264 => {
            let mode = |p: &Payload| p.format.packetization_mode.unwrap_or(0);
            // The level may differ, the profile should not; any decoder takes what is cut into single units.
            let profile = |p: &Payload| p.format.profile_level_id.map(|id| id >> 8);
            let fits = |p: &&Payload| same(p) && mode(p) >= mode(format);
            let exact = offered.iter().filter(fits).find(|p| profile(p) == profile(format));
            exact.or_else(|| offered.iter().find(fits))
        }
        Codec::Vp9 => {
            let profile = |p: &Payload| p.format.profile_id.unwrap_or(0);
            offered.iter().filter(same).find(|p| profile(p) == profile(format))
        }
        Codec::Av1 => {
            let profile = |p: &Payload| p.format.profile.unwrap_or(0);
            offered.iter().filter(same).find(|p| profile(p) == profile(format))
        }
        _ => offered.iter().find(same),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use str0m::format::FormatParams;

    fn h264(pt: u8, fmtp: &str) -> Payload {
        Payload { pt, rtx: None, codec: Codec::H264, format: FormatParams::parse_line(fmtp) }
    }

    #[test]
    fn h264_goes_out_under_the_profile_that_it_was_made_with_where_the_viewer_has_it() {
        let offered = [
            h264(1, "packetization-mode=0;profile-level-id=42e01f"),
            h264(2, "packetization-mode=1;profile-level-id=42001f"),
            h264(3, "packetization-mode=1;profile-level-id=42e034"),
        ];
        for (case, fmtp, want) in [
            ("same profile, other level", "packetization-mode=1;profile-level-id=42e01f", Some(3)),
            ("another profile", "packetization-mode=1;profile-level-id=64001f", Some(2)),
            ("single units", "profile-level-id=42e01f", Some(1)),
        ] {
            assert_eq!(matching(&offered, &h264(96, fmtp)).map(|p| p.pt), want, "{case}");
        }
        assert_eq!(matching(&offered[..1], &h264(96, "packetization-mode=1;profile-level-id=42e01f")), None);
    }

    #[test]
    fn rids_are_layers_by_name_or_by_place() {
        let names = |rids: &[&str]| rids.iter().map(ToString::to_string).collect::<Vec<_>>();
        for (rids, rid, want) in [
            (names(&["q", "h", "f"]), "f", Some(2)),
            (names(&["f", "h", "q"]), "f", Some(2)),
            (names(&["h", "f"]), "h", Some(1)),
            (names(&["low", "high"]), "high", Some(1)),
            (names(&["q"]), "x", None),
        ] {
            assert_eq!(layer_of(&rids, rid), want.map(Layer), "{rids:?} {rid}");
        }
    }
}
