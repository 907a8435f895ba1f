//! Opus at 48 kHz in frames of 20 ms.

mod decoder;
mod encoder;
mod receiver;

pub use decoder::OpusDecoder;
pub use encoder::{OpusEncoder, OpusSettings, Sound};
pub use receiver::OpusReceiver;

use crate::DeviceError;
use crate::audio::Channels;

/// What the library said of a step.
fn failed(what: &'static str, why: opus::Error) -> DeviceError {
    DeviceError::Codec { codec: "Opus", what, why: why.description().to_owned() }
}

const fn channels_of(channels: Channels) -> opus::Channels {
    match channels {
        Channels::Mono => opus::Channels::Mono,
        Channels::Stereo => opus::Channels::Stereo,
    }
}
