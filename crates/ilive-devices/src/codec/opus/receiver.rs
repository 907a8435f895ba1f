//! A voice as it comes from the network: in order, with gaps.

use std::time::Duration;

use super::OpusDecoder;
use crate::DeviceError;
use crate::audio::{AudioFrame, Channels, FRAME, FRAME_SAMPLES, RATE_HZ};
use crate::rtp::{RtpClock, RtpPacket};

/// A gap up to 200 ms is filled; a longer one is silence, and nobody takes it for speech.
const FILLED_MAX: u32 = 10;

/// Decodes packets and fills the gaps between them: the last missing one from the redundancy of its successor, those
/// before it by concealment. Packets that come late or twice are left out: order is made before.
pub struct OpusReceiver {
    decoder: OpusDecoder,
    clock: RtpClock,
    /// Sequence number and time stamp of the packet that should come next.
    next: Option<(u16, u32)>,
    filled: u64,
    damaged: u64,
}

impl OpusReceiver {
    /// What it gives is in `channels`, whatever was sent.
    ///
    /// # Errors
    /// [`DeviceError::Codec`] (1).
    pub fn new(channels: Channels) -> Result<Self, DeviceError> {
        let (decoder, clock) = (OpusDecoder::new(channels)?, RtpClock::new(RATE_HZ));
        Ok(Self { decoder, clock, next: None, filled: 0, damaged: 0 })
    }

    /// Frames that were made for lost packets.
    #[must_use]
    pub const fn filled(&self) -> u64 {
        self.filled
    }

    /// Packets that came and were none.
    #[must_use]
    pub const fn damaged(&self) -> u64 {
        self.damaged
    }

    /// The sound up to the end of this packet, what was lost before it among it. A damaged packet is as good as lost.
    ///
    /// # Errors
    /// [`DeviceError::Codec`] (1): not even concealment works.
    pub fn push(&mut self, packet: &RtpPacket<'_>) -> Result<Vec<AudioFrame>, DeviceError> {
        let at = match self.next {
            Some((sequence, _)) if packet.sequence.wrapping_sub(sequence) > u16::MAX / 2 => {
                return Ok(Vec::new());
            }
            _ => self.clock.at(packet.timestamp),
        };
        let mut frames = self.fill(packet, at)?;
        let heard = self.decoder.decode(packet.payload, at).or_else(|_| {
            self.damaged += 1;
            self.decoder.conceal(at)
        })?;
        let samples = (heard.len().max(1) * FRAME_SAMPLES) as u32;
        self.next = Some((packet.sequence.wrapping_add(1), packet.timestamp.wrapping_add(samples)));
        frames.extend(heard);
        Ok(frames)
    }

    /// The sound between the last packet and this one. A pause in which nothing was sent is no gap: the numbers go on.
    fn fill(&mut self, packet: &RtpPacket<'_>, at: Duration) -> Result<Vec<AudioFrame>, DeviceError> {
        let Some((sequence, timestamp)) = self.next else { return Ok(Vec::new()) };
        let missing = packet.timestamp.wrapping_sub(timestamp) / FRAME_SAMPLES as u32;
        if sequence == packet.sequence || missing == 0 || missing > FILLED_MAX {
            return Ok(Vec::new());
        }
        let mut frames = Vec::new();
        for left in (1..=missing).rev() {
            let at = at.saturating_sub(FRAME * left);
            let made =
                if left == 1 { self.decoder.recover(packet.payload, at) } else { self.decoder.conceal(at) };
            frames.extend(made.or_else(|_| self.decoder.conceal(at))?);
        }
        self.filled += u64::from(missing);
        Ok(frames)
    }
}
