//! One voice: its packets, its decoder, and what of it is ready to be played.

use std::collections::VecDeque;

use ilive_devices::DeviceError;
use ilive_devices::audio::{AudioFrame, Channels, dbov};
use ilive_devices::codec::OpusReceiver;
use ilive_devices::rtp::RtpPacket;

use super::jitter::{Due, JitterBuffer, Packet};
use super::peer::Received;
use super::quality::VoiceQuality;

/// Quieter than this, in dB below the loudest, 20 ms are not missed.
const QUIET: u8 = 50;

/// A voice that is received.
pub(super) struct Voice {
    buffer: JitterBuffer,
    /// None before the first packet.
    decoder: Option<OpusReceiver>,
    ready: VecDeque<AudioFrame>,
    /// Of decoders before this one.
    filled: u64,
}

impl Voice {
    pub(super) fn new() -> Self {
        Self { buffer: JitterBuffer::default(), decoder: None, ready: VecDeque::new(), filled: 0 }
    }

    /// A packet has come.
    pub(super) fn receive(&mut self, received: &Received) {
        let Received { sequence, timestamp, payload, at, .. } = received;
        let packet = Packet { sequence: *sequence, timestamp: *timestamp, payload: payload.clone() };
        self.buffer.insert(*at, packet);
    }

    /// The next 20 ms; none where there is nothing to be heard.
    pub(super) fn pull(&mut self) -> Option<AudioFrame> {
        let frame = self.next()?;
        if self.buffer.skips(dbov(frame.samples()) >= QUIET) {
            self.next().or(Some(frame))
        } else {
            Some(frame)
        }
    }

    pub(super) fn quality(&self) -> VoiceQuality {
        let filled = self.filled + self.decoder.as_ref().map_or(0, OpusReceiver::filled);
        VoiceQuality { delay: self.buffer.depth(), filled, underruns: self.buffer.breaks() }
    }

    fn next(&mut self) -> Option<AudioFrame> {
        if self.ready.is_empty()
            && let Due::Packet { packet, fresh } = self.buffer.pull()
            && let Err(error) = self.decode(&packet, fresh)
        {
            tracing::debug!(%error, "a voice was not decoded");
            self.decoder = None;
        }
        self.ready.pop_front()
    }

    fn decode(&mut self, packet: &Packet, fresh: bool) -> Result<(), DeviceError> {
        if fresh && let Some(old) = self.decoder.take() {
            self.filled += old.filled();
        }
        let decoder = match &mut self.decoder {
            Some(decoder) => decoder,
            none => none.insert(OpusReceiver::new(Channels::Stereo)?),
        };
        let Packet { sequence, timestamp, payload } = packet;
        let packet = RtpPacket { sequence: *sequence, timestamp: *timestamp, marker: false, payload };
        self.ready.extend(decoder.push(&packet)?);
        Ok(())
    }
}
