//! What ingress hands to every leg: one received packet, immutable and shared.

use std::sync::Arc;
use std::time::Instant;

use crate::frame::FrameFacts;

/// A published track: one source of one member. Given by the server, unique in the process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TrackId(pub u64);

/// A simulcast layer of a track; 0 is the lowest. A track without simulcast has layer 0 only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Layer(pub u8);

/// One layer of one track: that which has its own sequence numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StreamKey {
    /// Whose.
    pub track: TrackId,
    /// Which size of it.
    pub layer: Layer,
}

/// A packet as it came from its publisher, decrypted.
#[derive(Debug, Clone)]
pub struct Packet {
    /// The stream that it belongs to.
    pub stream: StreamKey,
    /// Extended sequence number: the publisher's 16 bits and how often they wrapped.
    pub seq: u64,
    /// RTP timestamp of the publisher, in its codec's clock.
    pub timestamp: u32,
    /// The marker bit.
    pub marker: bool,
    /// When it came in.
    pub arrived: Instant,
    /// The payload without padding.
    pub payload: Arc<[u8]>,
    /// What was read from it at ingress; nothing behind reads the payload again.
    pub facts: FrameFacts,
    /// Header extensions that travel on to the viewers.
    pub carried: Carried,
}

/// Values of a publisher's header extensions that are sent on, each under the viewer's own id.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Carried {
    /// RFC 6464, the byte as on the wire: voice activity in the top bit, then −dBov 0 (loudest) to 127.
    pub audio_level: Option<u8>,
    /// 3GPP TS 26.114 coordination of video orientation, the byte as on the wire.
    pub orientation: Option<u8>,
    /// The dependency descriptor, unchanged: its frame numbers must not be rewritten.
    pub dependency_descriptor: Option<Arc<[u8]>>,
}
