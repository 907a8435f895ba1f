//! H264, from raw pictures to NAL units and back.

mod decoder;
mod encoder;
mod nal;
mod sei;
mod sps;

pub use decoder::H264Decoder;
pub use encoder::{BITRATE_BPS, H264Encoder, VideoSettings};
pub use nal::nals;
pub(crate) use nal::{AUD, IDR, PPS, SPS, START_CODE, kind_of};
pub use sei::{user_data, with_user_data};
pub use sps::sps_size;

use crate::DeviceError;

/// What the library said of a step.
fn failed(what: &'static str, why: &openh264::Error) -> DeviceError {
    DeviceError::Codec { codec: "H264", what, why: why.to_string() }
}
