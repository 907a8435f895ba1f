//! Packets to sound, and sound for packets that never came.

use std::time::Duration;

use opus::Decoder;

use super::{channels_of, failed};
use crate::DeviceError;
use crate::audio::{AudioFrame, Channels, FRAME, FRAME_SAMPLES, RATE_HZ};

/// The longest packet: 120 ms.
const PACKET_SAMPLES_MAX: usize = 5760;

/// A decoder of one voice. Packets of any length come out in frames of 20 ms; what is over waits for the next packet.
pub struct OpusDecoder {
    channels: Channels,
    decoder: Decoder,
    over: Vec<i16>,
    /// When what is over began.
    over_at: Duration,
}

impl OpusDecoder {
    /// What it gives is in `channels`, whatever was sent.
    ///
    /// # Errors
    /// [`DeviceError::Codec`] (1).
    pub fn new(channels: Channels) -> Result<Self, DeviceError> {
        let decoder = Decoder::new(RATE_HZ, channels_of(channels)).map_err(|why| failed("decoder", why))?;
        Ok(Self { channels, decoder, over: Vec::new(), over_at: Duration::ZERO })
    }

    /// Decodes a packet whose sound begins `at`.
    ///
    /// # Errors
    /// [`DeviceError::Codec`] (1) for what is no packet; as good as lost, see [`OpusDecoder::conceal`].
    pub fn decode(&mut self, packet: &[u8], at: Duration) -> Result<Vec<AudioFrame>, DeviceError> {
        // The library takes an empty packet as one that was lost.
        if packet.is_empty() {
            let why = "the packet is empty".to_owned();
            return Err(DeviceError::Codec { codec: "Opus", what: "decoding", why });
        }
        self.run(packet, PACKET_SAMPLES_MAX, false, at)
    }

    /// Makes 20 ms that go on as the sound before did: the packet is lost and nothing is known of it.
    ///
    /// # Errors
    /// [`DeviceError::Codec`] (1).
    pub fn conceal(&mut self, at: Duration) -> Result<Vec<AudioFrame>, DeviceError> {
        self.run(&[], FRAME_SAMPLES, false, at)
    }

    /// Makes the 20 ms of a lost packet from the redundancy in the `next` one; where that has none, as
    /// [`OpusDecoder::conceal`].
    ///
    /// # Errors
    /// [`DeviceError::Codec`] (1).
    pub fn recover(&mut self, next: &[u8], at: Duration) -> Result<Vec<AudioFrame>, DeviceError> {
        self.run(next, FRAME_SAMPLES, true, at)
    }

    fn run(
        &mut self,
        packet: &[u8],
        most: usize,
        redundancy: bool,
        at: Duration,
    ) -> Result<Vec<AudioFrame>, DeviceError> {
        let each = self.channels.count();
        let mut samples = vec![0; most * each];
        let count =
            self.decoder.decode(packet, &mut samples, redundancy).map_err(|why| failed("decoding", why))?;
        if self.over.is_empty() {
            self.over_at = at;
        }
        self.over.extend_from_slice(&samples[..count.min(most) * each]);
        self.cut()
    }

    fn cut(&mut self) -> Result<Vec<AudioFrame>, DeviceError> {
        let mut frames = Vec::new();
        while self.over.len() >= self.channels.frame_len() {
            let rest = self.over.split_off(self.channels.frame_len());
            let samples = std::mem::replace(&mut self.over, rest);
            frames.push(AudioFrame::new(self.channels, samples, self.over_at)?);
            self.over_at += FRAME;
        }
        Ok(frames)
    }
}
