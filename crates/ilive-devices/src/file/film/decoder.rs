//! Packets of a film's sound to samples.

use std::time::Duration;

use shiguredo_mp4::boxes::SampleEntry;
use symphonia_codec_aac::AacDecoder;
use symphonia_core::codecs::audio::well_known::CODEC_ID_AAC;
use symphonia_core::codecs::audio::{AudioCodecParameters, AudioDecoder, AudioDecoderOptions};
use symphonia_core::packet::PacketRef;
use symphonia_core::units;

use crate::audio::{Channels, RATE_HZ};
use crate::codec::OpusDecoder;
use crate::file::BadFile;

const UNSUPPORTED: BadFile = BadFile::Unsupported("AAC other than LC in one or two channels");

/// How the sound is coded.
pub(super) struct Coding {
    pub(super) channels: Channels,
    /// Of what comes out.
    pub(super) rate_hz: u32,
    kind: Kind,
}

enum Kind {
    /// What the decoder needs to know.
    Aac(Box<[u8]>),
    Opus,
}

/// A decoder at some place of the sound.
pub(super) enum Decoder {
    Aac(Box<AacDecoder>),
    Opus(OpusDecoder),
}

impl Coding {
    pub(super) fn of(entry: &SampleEntry) -> Result<Self, BadFile> {
        match entry {
            SampleEntry::Opus(opus) => {
                let channels = channels(opus.dops_box.output_channel_count.into());
                let channels = channels.ok_or(BadFile::Unsupported("this number of channels"))?;
                Ok(Self { channels, rate_hz: RATE_HZ, kind: Kind::Opus })
            }
            SampleEntry::Mp4a(aac) => {
                let config = aac.esds_box.es.dec_config_descr.dec_specific_info.as_ref();
                let config = config.ok_or(UNSUPPORTED)?.payload.clone().into_boxed_slice();
                let decoder = aac_decoder(&config)?;
                let params = decoder.codec_params();
                let count = params.channels.as_ref().map_or(0, symphonia_core::audio::Channels::count);
                let rate_hz = params.sample_rate.filter(|rate| (7_350..=96_000).contains(rate));
                let (Some(channels), Some(rate_hz)) = (channels(count), rate_hz) else {
                    return Err(UNSUPPORTED);
                };
                Ok(Self { channels, rate_hz, kind: Kind::Aac(config) })
            }
            _ => Err(BadFile::Unsupported("this coding of sound")),
        }
    }

    /// A decoder that knows nothing of what was before.
    pub(super) fn decoder(&self) -> Result<Decoder, BadFile> {
        match &self.kind {
            Kind::Aac(config) => Ok(Decoder::Aac(Box::new(aac_decoder(config)?))),
            Kind::Opus => match OpusDecoder::new(self.channels) {
                Ok(decoder) => Ok(Decoder::Opus(decoder)),
                Err(_) => Err(BadFile::Undecodable("sound")),
            },
        }
    }
}

impl Decoder {
    /// Appends the samples of a packet, channels in turn.
    pub(super) fn decode(&mut self, packet: &[u8], out: &mut Vec<f32>) -> Result<(), BadFile> {
        let bad = || BadFile::Undecodable("sound");
        match self {
            Self::Aac(decoder) => {
                // Times are the file's business: the decoder passes them on, unread.
                let packet = PacketRef::new(0, units::Timestamp::ZERO, units::Duration::ZERO, packet);
                let decoded = decoder.decode_ref(&packet).map_err(|_| bad())?;
                let mut samples: Vec<f32> = Vec::new();
                decoded.copy_to_vec_interleaved(&mut samples);
                out.extend_from_slice(&samples);
            }
            Self::Opus(decoder) => {
                for frame in decoder.decode(packet, Duration::ZERO).map_err(|_| bad())? {
                    out.extend(frame.samples().iter().map(|sample| f32::from(*sample) / 32_768.0));
                }
            }
        }
        Ok(())
    }
}

const fn channels(count: usize) -> Option<Channels> {
    match count {
        1 => Some(Channels::Mono),
        2 => Some(Channels::Stereo),
        _ => None,
    }
}

fn aac_decoder(config: &[u8]) -> Result<AacDecoder, BadFile> {
    let mut params = AudioCodecParameters::new();
    params.for_codec(CODEC_ID_AAC).with_extra_data(config.into());
    AacDecoder::try_new(&params, &AudioDecoderOptions::default()).map_err(|_| UNSUPPORTED)
}
