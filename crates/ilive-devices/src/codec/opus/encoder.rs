//! Sound to packets.

use std::ops::RangeInclusive;

use bytes::Bytes;
use opus::{Application, Bitrate, Encoder};

use super::{channels_of, failed};
use crate::DeviceError;
use crate::audio::{AudioFrame, Channels, RATE_HZ};

/// The longest packet of 20 ms (RFC 6716).
const PACKET_MAX: usize = 1275;
/// What Opus can make.
const BITRATE_BPS: RangeInclusive<u32> = 6_000..=510_000;

/// What is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sound {
    /// Somebody speaks: redundancy for lost packets goes with it at low bit rates.
    Voice,
    /// Everything else.
    Music,
}

/// What a role says of its sound (E.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpusSettings {
    /// One or two.
    pub channels: Channels,
    /// 6,000 to 510,000.
    pub bitrate_bps: u32,
    /// What it is.
    pub sound: Sound,
    /// Share of packets that get lost, 0 to 100: the more, the more redundancy.
    pub loss_percent: u8,
}

/// An encoder.
pub struct OpusEncoder {
    channels: Channels,
    encoder: Encoder,
}

impl OpusEncoder {
    /// With redundancy for lost packets switched on.
    ///
    /// # Errors
    /// [`DeviceError::BadSetting`] (1004), [`DeviceError::Codec`] (1).
    pub fn new(settings: OpusSettings) -> Result<Self, DeviceError> {
        let application = match settings.sound {
            Sound::Voice => Application::Voip,
            Sound::Music => Application::Audio,
        };
        let encoder = Encoder::new(RATE_HZ, channels_of(settings.channels), application)
            .map_err(|why| failed("encoder", why))?;
        let mut encoder = Self { channels: settings.channels, encoder };
        encoder.set_bitrate(settings.bitrate_bps)?;
        encoder.encoder.set_inband_fec(true).map_err(|why| failed("redundancy", why))?;
        encoder.set_loss(settings.loss_percent)?;
        Ok(encoder)
    }

    /// From the next frame on.
    ///
    /// # Errors
    /// [`DeviceError::BadSetting`] (1004).
    pub fn set_bitrate(&mut self, bitrate_bps: u32) -> Result<(), DeviceError> {
        let bits = i32::try_from(bitrate_bps).ok().filter(|_| BITRATE_BPS.contains(&bitrate_bps));
        let bits = bits.ok_or(DeviceError::BadSetting("a bit rate of sound below 6 or above 510 kbit/s"))?;
        self.encoder.set_bitrate(Bitrate::Bits(bits)).map_err(|why| failed("bit rate", why))
    }

    /// What the receiver reports, in percent; from the next frame on.
    ///
    /// # Errors
    /// [`DeviceError::BadSetting`] (1004).
    pub fn set_loss(&mut self, percent: u8) -> Result<(), DeviceError> {
        if percent > 100 {
            return Err(DeviceError::BadSetting("for a loss of more than all"));
        }
        self.encoder.set_packet_loss_perc(i32::from(percent)).map_err(|why| failed("redundancy", why))
    }

    /// Encodes a frame; one in other channels is brought into those of the encoder.
    ///
    /// # Errors
    /// [`DeviceError::Codec`] (1).
    pub fn encode(&mut self, frame: &AudioFrame) -> Result<Bytes, DeviceError> {
        let converted;
        let samples = if frame.channels() == self.channels {
            frame.samples()
        } else {
            converted = frame.in_channels(self.channels);
            converted.samples()
        };
        let packet = self.encoder.encode_vec(samples, PACKET_MAX).map_err(|why| failed("encoding", why))?;
        Ok(Bytes::from(packet))
    }
}
