//! Coded pictures and sound in RTP payloads: H264 in packetization mode 1 (RFC 6184), VP8 (RFC 7741) as it comes.
//!
//! Headers, numbers and keys belong to who sends; here are the payloads, and what is made of them again.

mod clock;
mod depacketise;
mod h264;
mod vp8;

pub use clock::{RtpClock, VIDEO_RATE_HZ, timestamp_of};
pub use depacketise::{Depacketised, Depacketiser};
pub use h264::packetise;

use bytes::Bytes;

/// A payload to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payload {
    /// What follows the header.
    pub data: Bytes,
    /// Of the picture, at 90 kHz.
    pub timestamp: u32,
    /// It is the picture's last one.
    pub marker: bool,
}

/// What was received of a packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RtpPacket<'a> {
    /// Its number.
    pub sequence: u16,
    /// Of the picture or the sound in it.
    pub timestamp: u32,
    /// It is the picture's last one.
    pub marker: bool,
    /// What follows the header.
    pub payload: &'a [u8],
}

/// What a payload says of the picture that it is a part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Part {
    /// No other payload of the picture comes before it.
    starts: bool,
    /// The picture is a keyframe.
    keyframe: bool,
}

/// Bytes that are no payload of their codec.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Malformed;
