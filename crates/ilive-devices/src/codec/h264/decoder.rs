//! H264 to raw pictures.

use openh264::OpenH264API;
use openh264::decoder::{DecodedYUV, Decoder, DecoderConfig, Flush};
use openh264::formats::YUVSource;

use super::{SPS, failed, kind_of, nals, sps_size};
use crate::DeviceError;
use crate::codec::{EncodedVideo, VideoCodec};
use crate::video::{Picture, Plane, SIDE_MAX, Size, VideoFrame};

/// Full HD in whole macroblocks, lying or standing.
const PIXELS_MAX: usize = 1920 * 1088;

/// A decoder of one stream.
pub struct H264Decoder {
    decoder: Decoder,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Only a keyframe is of use.
    Waiting,
    Running,
}

impl H264Decoder {
    /// One that waits for a keyframe.
    ///
    /// # Errors
    /// [`DeviceError::Codec`] (1).
    pub fn new() -> Result<Self, DeviceError> {
        let config = DecoderConfig::new().flush_after_decode(Flush::NoFlush);
        let decoder = Decoder::with_api_config(OpenH264API::from_source(), config)
            .map_err(|why| failed("decoder", &why))?;
        Ok(Self { decoder, state: State::Waiting })
    }

    /// Whether only a keyframe is of use now.
    #[must_use]
    pub fn needs_keyframe(&self) -> bool {
        self.state == State::Waiting
    }

    /// Decodes the next picture of the stream, none missing between. While a keyframe is waited for there is none to
    /// show for others.
    ///
    /// # Errors
    /// [`DeviceError::BadSize`] (1004) for pictures
    /// beyond full HD or of odd sides; [`DeviceError::Codec`] (1) for what cannot be decoded, VP8 among it. A keyframe is needed then.
    pub fn decode(&mut self, encoded: &EncodedVideo) -> Result<Option<VideoFrame>, DeviceError> {
        if self.state == State::Waiting && !encoded.keyframe {
            return Ok(None);
        }
        self.state = State::Waiting;
        let frame = self.try_decode(encoded)?;
        self.state = State::Running;
        Ok(frame)
    }

    /// There are no more pictures: gives those that waited for their turn, in the order in which they are shown. Only
    /// streams whose pictures refer to later ones have any.
    ///
    /// # Errors
    /// [`DeviceError::Codec`] (1).
    pub fn finish(&mut self) -> Result<Vec<Picture>, DeviceError> {
        self.state = State::Waiting;
        let rest = self.decoder.flush_remaining().map_err(|why| failed("decoding", &why))?;
        rest.iter().map(copied).collect()
    }

    fn try_decode(&mut self, encoded: &EncodedVideo) -> Result<Option<VideoFrame>, DeviceError> {
        if encoded.codec != VideoCodec::H264 {
            return Err(DeviceError::Codec {
                codec: "H264",
                what: "decoding",
                why: format!("it is {:?}", encoded.codec),
            });
        }
        for unit in nals(&encoded.data).filter(|unit| kind_of(unit[0]) == SPS) {
            check(sps_size(unit))?;
        }
        let decoded = self.decoder.decode(&encoded.data).map_err(|why| failed("decoding", &why))?;
        let picture = decoded.as_ref().map(copied).transpose()?;
        Ok(picture.map(|picture| VideoFrame { picture, at: encoded.at }))
    }
}

/// Parameters that cannot be read are refused as well: what a decoder would make of them is unknown.
fn check(size: Option<Size>) -> Result<(), DeviceError> {
    match size {
        Some(size) if size.pixels() <= PIXELS_MAX && size.width.max(size.height) <= SIDE_MAX => Ok(()),
        Some(size) => Err(DeviceError::BadSize(size)),
        None => Err(DeviceError::Codec {
            codec: "H264",
            what: "parameter set",
            why: "it cannot be read".to_owned(),
        }),
    }
}

/// Without the padding of the library's rows.
fn copied(decoded: &DecodedYUV<'_>) -> Result<Picture, DeviceError> {
    let (width, height) = decoded.dimensions();
    let side = |side: usize| u32::try_from(side).unwrap_or(u32::MAX);
    let size = Size::new(side(width), side(height)).possible()?;
    let (y, u, v) = decoded.strides();
    let mut data = Vec::with_capacity(size.i420_len());
    for (plane, bytes, stride) in
        [(Plane::Y, decoded.y(), y), (Plane::U, decoded.u(), u), (Plane::V, decoded.v(), v)]
    {
        let Size { width, height } = plane.size(size);
        let rows = bytes.chunks(stride.max(1)).take(height as usize);
        rows.for_each(|row| data.extend_from_slice(&row[..row.len().min(width as usize)]));
    }
    Picture::from_i420(size, data)
}
