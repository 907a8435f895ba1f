//! Codecs: H264 by OpenH264, sound by libopus. VP8 is neither made nor decoded: it passes through as it is.

mod h264;
mod opus;

use std::time::Duration;

use bytes::Bytes;

pub(crate) use h264::{AUD, IDR, PPS, SPS, START_CODE, kind_of};
pub use h264::{
    BITRATE_BPS, H264Decoder, H264Encoder, VideoSettings, nals, sps_size, user_data, with_user_data,
};
pub use opus::{OpusDecoder, OpusEncoder, OpusReceiver, OpusSettings, Sound};

/// How a picture is coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum VideoCodec {
    /// H264, constrained baseline where it is made here.
    H264,
    /// VP8.
    Vp8,
}

/// One coded picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EncodedVideo {
    /// How.
    pub codec: VideoCodec,
    /// H264 as NAL units behind start codes (Annex B), parameter sets before each keyframe; VP8 as a frame.
    pub data: Bytes,
    /// Whether it can be decoded without those before it.
    pub keyframe: bool,
    /// When it was taken.
    pub at: Duration,
}
