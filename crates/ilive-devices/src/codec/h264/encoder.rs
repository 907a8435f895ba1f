//! Raw pictures to H264: constrained baseline, one slice a picture, keyframes when asked for.

use std::ops::RangeInclusive;
use std::time::Duration;

use bytes::Bytes;
use openh264::encoder::{
    BitRate, Complexity, Encoder, EncoderConfig, FrameRate as LibraryRate, FrameType, Profile,
    RateControlMode, UsageType,
};
use openh264::formats::YUVSlices;
use openh264::{OpenH264API, Timestamp};

use super::failed;
use crate::DeviceError;
use crate::codec::{EncodedVideo, VideoCodec};
use crate::pace::FrameRate;
use crate::video::{Picture, Plane, Size, VideoFrame};

/// Bits a second that a picture may be encoded with.
pub const BITRATE_BPS: RangeInclusive<u32> = 10_000..=20_000_000;

/// What a role says of its video (E.3); pictures are fitted to its size before, by [`crate::video::fit`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VideoSettings {
    /// How many pictures come.
    pub rate: FrameRate,
    /// Within [`BITRATE_BPS`].
    pub bitrate_bps: u32,
}

/// An encoder; the size is that of the picture that comes.
pub struct H264Encoder {
    settings: VideoSettings,
    state: State,
}

enum State {
    /// The next picture makes one: a keyframe.
    None,
    Running {
        encoder: Box<Encoder>,
        size: Size,
        keyframe_wanted: bool,
    },
}

impl H264Encoder {
    /// One that has not begun.
    ///
    /// # Errors
    /// [`DeviceError::BadSetting`] (1004).
    pub fn new(settings: VideoSettings) -> Result<Self, DeviceError> {
        if !BITRATE_BPS.contains(&settings.bitrate_bps) {
            return Err(DeviceError::BadSetting("a bit rate below 10 kbit/s or above 20 Mbit/s"));
        }
        Ok(Self { settings, state: State::None })
    }

    /// What it makes.
    #[must_use]
    pub const fn settings(&self) -> VideoSettings {
        self.settings
    }

    /// Makes the next picture a keyframe.
    pub fn request_keyframe(&mut self) {
        if let State::Running { keyframe_wanted, .. } = &mut self.state {
            *keyframe_wanted = true;
        }
    }

    /// Aims at another bit rate. The library's encoder is made anew for it, so that the next picture is a keyframe;
    /// therefore a change by less than a fifth is left out.
    ///
    /// # Errors
    /// [`DeviceError::BadSetting`] (1004).
    pub fn set_bitrate(&mut self, bitrate_bps: u32) -> Result<(), DeviceError> {
        let now = self.settings.bitrate_bps;
        if now.abs_diff(bitrate_bps) >= now / 5 {
            *self = Self::new(VideoSettings { bitrate_bps, ..self.settings })?;
        }
        Ok(())
    }

    /// Encodes a picture. The first one, one of another size than before and one asked for are keyframes. There is
    /// nothing where the bit rate has no room for the picture: those before it were larger than their share.
    ///
    /// # Errors
    /// [`DeviceError::Codec`] (1). The next picture is tried with a fresh encoder.
    pub fn encode(&mut self, frame: &VideoFrame) -> Result<Option<EncodedVideo>, DeviceError> {
        let encoded = self.try_encode(frame);
        if encoded.is_err() {
            self.state = State::None;
        }
        encoded
    }

    fn try_encode(&mut self, frame: &VideoFrame) -> Result<Option<EncodedVideo>, DeviceError> {
        let encoder = self.encoder_for(frame.picture.size())?;
        let stream = encoder
            .encode_at(&slices(&frame.picture), Timestamp::from_millis(millis(frame.at)))
            .map_err(|why| failed("encoding", &why))?;
        let keyframe = matches!(stream.frame_type(), FrameType::IDR);
        let data = Bytes::from(stream.to_vec());
        let video = EncodedVideo { codec: VideoCodec::H264, data, keyframe, at: frame.at };
        Ok(Some(video).filter(|video| !video.data.is_empty()))
    }

    /// The running encoder where it fits, told of a wanted keyframe; else a new one.
    fn encoder_for(&mut self, wanted: Size) -> Result<&mut Encoder, DeviceError> {
        if !matches!(&self.state, State::Running { size, .. } if *size == wanted) {
            let encoder = Encoder::with_api_config(OpenH264API::from_source(), config(self.settings))
                .map_err(|why| failed("encoder", &why))?;
            self.state = State::Running { encoder: Box::new(encoder), size: wanted, keyframe_wanted: false };
        }
        let State::Running { encoder, keyframe_wanted, .. } = &mut self.state else {
            unreachable!("it was just set")
        };
        if std::mem::take(keyframe_wanted) {
            encoder.force_intra_frame();
        }
        Ok(encoder)
    }
}

fn config(settings: VideoSettings) -> EncoderConfig {
    EncoderConfig::new()
        .bitrate(BitRate::from_bps(settings.bitrate_bps))
        .max_frame_rate(LibraryRate::from_hz(settings.rate.hz()))
        .profile(Profile::Baseline)
        .usage_type(UsageType::CameraVideoRealTime)
        .complexity(Complexity::Low)
        .rate_control_mode(RateControlMode::Bitrate)
        // The bit rate is kept by coarser pictures, and by leaving one out where that is not enough.
        .skip_frames(true)
        // Keyframes are asked for: one at each cut of the scene would come on top.
        .scene_change_detect(false)
        // Many sessions in a process; each has its own thread already.
        .num_threads(1)
}

fn slices(picture: &Picture) -> YUVSlices<'_> {
    let Size { width, height } = picture.size();
    let (width, height) = (width as usize, height as usize);
    let planes = (picture.plane(Plane::Y), picture.plane(Plane::U), picture.plane(Plane::V));
    YUVSlices::new(planes, (width, height), (width, width / 2, width / 2))
}

/// The library takes no time beyond 63 bits.
fn millis(at: Duration) -> u64 {
    u64::try_from(at.as_millis()).unwrap_or(u64::MAX).min(i64::MAX as u64)
}
