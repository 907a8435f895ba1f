//! The beginning of a recording: which tracks there are, and how they are coded.

use std::num::NonZeroU32;
use std::time::Duration;

use bytes::{BufMut, Bytes, BytesMut};
use shiguredo_mp4::TrackKind;
use shiguredo_mp4::bitstream::h264::{H264SampleEntryConfig, LengthSize, build_avc1_box};
use shiguredo_mp4::bitstream::opus::{ChannelCount, OpusSampleEntryConfig, build_opus_box};
use shiguredo_mp4::bitstream::vp8::{Vp8SampleEntryConfig, build_vp08_box, parse_frame_header};
use shiguredo_mp4::boxes::SampleEntry;
use shiguredo_mp4::mux::{Fmp4SegmentMuxer, Sample, SegmentMuxerOptions};

use super::failed;
use crate::DeviceError;
use crate::audio::{Channels, RATE_HZ};
use crate::codec::{AUD, EncodedVideo, PPS, SPS, VideoCodec, kind_of, nals};
use crate::rtp::VIDEO_RATE_HZ;

/// Numbers of the tracks, in the order in which the library sees them.
pub(super) const PICTURE: u32 = 1;
pub(super) const SOUND: u32 = 2;
pub(super) const SOUND_ALONE: u32 = 1;

/// Samples of an Opus stream that come before the sound: how far the encoder looks ahead.
const LOOKAHEAD: u16 = 312;

/// `ftyp` and `moov` of a recording with or without a picture. Sound is always announced: it may come at any time.
pub(super) fn write(
    first: Option<&EncodedVideo>,
    channels: Channels,
    created: Duration,
) -> Result<Vec<u8>, DeviceError> {
    let options = SegmentMuxerOptions { creation_timestamp: created, ..SegmentMuxerOptions::default() };
    let mut muxer = Fmp4SegmentMuxer::with_options(options).map_err(|why| failed("header", why))?;
    let mut samples = Vec::new();
    if let Some(video) = first {
        samples.push(announced(TrackKind::Video, VIDEO_RATE_HZ, picture(video)?));
    }
    samples.push(announced(TrackKind::Audio, RATE_HZ, sound(channels)));
    // The library learns the tracks from a fragment that is not kept.
    muxer.create_media_segment_metadata(&samples).map_err(|why| failed("header", why))?;
    muxer.init_segment_bytes().map_err(|why| failed("header", why))
}

/// A picture as a sample of its track. H264 has lengths in place of start codes; parameter sets stay, so that a picture
/// of another size is read as well, and marks between pictures go.
pub(super) fn sample(video: &EncodedVideo) -> Bytes {
    if video.codec == VideoCodec::Vp8 {
        return video.data.clone();
    }
    let mut data = BytesMut::with_capacity(video.data.len() + 16);
    for unit in nals(&video.data).filter(|unit| kind_of(unit[0]) != AUD) {
        data.put_u32(u32::try_from(unit.len()).unwrap_or(u32::MAX));
        data.put_slice(unit);
    }
    data.freeze()
}

fn announced(track_kind: TrackKind, rate_hz: u32, entry: SampleEntry) -> Sample {
    Sample {
        track_kind,
        timescale: NonZeroU32::new(rate_hz).unwrap_or(NonZeroU32::MIN),
        sample_entry: Some(entry),
        duration: 1,
        keyframe: true,
        composition_time_offset: None,
        data_offset: 0,
        data_size: 0,
    }
}

fn picture(video: &EncodedVideo) -> Result<SampleEntry, DeviceError> {
    match video.codec {
        VideoCodec::H264 => {
            let of = |kind| -> Vec<Vec<u8>> {
                nals(&video.data).filter(|unit| kind_of(unit[0]) == kind).map(<[u8]>::to_vec).collect()
            };
            let config = H264SampleEntryConfig { length_size: LengthSize::FourBytes };
            let entry = build_avc1_box(&of(SPS), &of(PPS), &config);
            entry.map(SampleEntry::Avc1).map_err(|why| failed("H264 parameters", why))
        }
        VideoCodec::Vp8 => {
            let header = parse_frame_header(&video.data).map_err(|why| failed("VP8 keyframe", why))?;
            let keyframe = header.keyframe.ok_or_else(|| failed("VP8 keyframe", "it is none"))?;
            // VP8 knows no other colours (RFC 6386, 9.2).
            let config = Vp8SampleEntryConfig {
                video_full_range_flag: false,
                colour_primaries: Vp8SampleEntryConfig::COLOUR_PRIMARIES_BT601,
                transfer_characteristics: Vp8SampleEntryConfig::TRANSFER_CHARACTERISTICS_BT601,
                matrix_coefficients: Vp8SampleEntryConfig::MATRIX_COEFFICIENTS_BT601,
                width: keyframe.width,
                height: keyframe.height,
            };
            Ok(SampleEntry::Vp08(build_vp08_box(&config)))
        }
    }
}

fn sound(channels: Channels) -> SampleEntry {
    SampleEntry::Opus(build_opus_box(&OpusSampleEntryConfig {
        channel_count: match channels {
            Channels::Mono => ChannelCount::Mono,
            Channels::Stereo => ChannelCount::Stereo,
        },
        pre_skip: LOOKAHEAD,
        input_sample_rate: RATE_HZ,
        output_gain: 0,
    }))
}
