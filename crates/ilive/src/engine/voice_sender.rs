//! The voice on its way out: what the app makes of it, with other sound mixed in, encoded.

use std::time::Duration;

use ilive_devices::DeviceError;
use ilive_devices::audio::{AudioFrame, AudioSourceKind, RATE_HZ, dbov, mix};
use ilive_devices::codec::{OpusEncoder, OpusSettings};
use ilive_protocol::wire::Source;

use super::listeners::Listeners;
use super::peer::RtpOut;

/// Beyond this share of loss, in percent, more redundancy costs more than it mends.
const LOSS_MAX: u8 = 40;

/// The encoder of the voice.
pub(super) struct VoiceSender {
    settings: OpusSettings,
    /// None before the first sound.
    encoder: Option<OpusEncoder>,
    /// Where the time stamps begin.
    base: u32,
}

impl VoiceSender {
    pub(super) fn new(settings: OpusSettings, base: u32) -> Self {
        Self { settings, encoder: None, base }
    }

    /// The role has changed.
    pub(super) fn set_encoding(&mut self, settings: OpusSettings) {
        if self.settings != settings {
            (self.settings, self.encoder) = (settings, None);
        }
    }

    /// So many of a hundred packets are lost: the more, the more redundancy; the role's part is the least.
    pub(super) fn set_loss(&mut self, percent: u8) {
        let percent = percent.min(LOSS_MAX).max(self.settings.loss_percent);
        if let Some(Err(error)) = self.encoder.as_mut().map(|encoder| encoder.set_loss(percent)) {
            tracing::debug!(%error, "the redundancy of the voice stays as it is");
        }
    }

    /// The microphone is closed.
    pub(super) fn stop(&mut self) {
        self.encoder = None;
    }

    /// What is sent of a voice, of the sound of the system and films, and of what the app puts in.
    pub(super) fn mix(
        &self,
        voice: AudioFrame,
        others: Vec<AudioFrame>,
        listeners: &Listeners,
    ) -> AudioFrame {
        let at = voice.at;
        let mut parts = vec![voice];
        parts.extend(others);
        for source in [AudioSourceKind::MixToSend, AudioSourceKind::SyncMixToSend] {
            parts.extend(listeners.contribution(source, at));
        }
        let mixed = mix(&parts.iter().collect::<Vec<_>>(), self.settings.channels, at);
        listeners.offer(AudioSourceKind::Send, None, mixed)
    }

    /// Encodes 20 ms of what is sent.
    pub(super) fn send(&mut self, frame: &AudioFrame) -> Result<RtpOut, DeviceError> {
        let encoder = match &mut self.encoder {
            Some(encoder) => encoder,
            none => none.insert(OpusEncoder::new(self.settings)?),
        };
        let payload = encoder.encode(frame)?;
        let timestamp = samples_of(frame.at).wrapping_add(self.base);
        let level = Some(dbov(frame.samples()));
        Ok(RtpOut { source: Source::Audio, timestamp, marker: false, payload, level })
    }
}

/// 20 ms of the microphone as the app leaves them; silent where it is muted.
pub(super) fn of_microphone(frame: AudioFrame, muted: bool, listeners: &Listeners) -> AudioFrame {
    let voice = listeners.offer(AudioSourceKind::Mic, None, frame);
    let voice = listeners.offer(AudioSourceKind::VoiceDispose, None, voice);
    if muted { AudioFrame::silent(voice.channels(), voice.at) } else { voice }
}

/// The number of the sample that begins at this time, as far as 32 bits go.
fn samples_of(at: Duration) -> u32 {
    let nanos = at.as_nanos() * u128::from(RATE_HZ);
    ((nanos + 500_000_000) / 1_000_000_000) as u32
}

#[cfg(test)]
mod tests {
    use ilive_devices::audio::{Channels, FRAME};
    use ilive_devices::codec::Sound;
    use ilive_devices::device::AudioSource as _;
    use ilive_devices::tone::Tone;

    use super::*;

    /// What goes out in a second of a role that counts on so much loss, when so much is reported.
    fn sent(role_percent: u8, reported_percent: Option<u8>) -> Vec<Vec<u8>> {
        let (channels, sound) = (Channels::Mono, Sound::Voice);
        let settings = OpusSettings { channels, bitrate_bps: 24_000, sound, loss_percent: role_percent };
        let mut sender = VoiceSender::new(settings, 0);
        let mut tone = Tone::new(300, channels).expect("a tone");
        let mut packets = Vec::new();
        for number in 0..50 {
            let frame = tone.poll(FRAME * (number + 1)).expect("open").expect("20 ms");
            packets.push(sender.send(&frame).expect("encoded").payload.to_vec());
            // From the second frame on there is an encoder.
            reported_percent.into_iter().for_each(|percent| sender.set_loss(percent));
        }
        packets
    }

    #[test]
    fn redundancy_follows_the_loss_between_the_roles_part_and_the_most_that_helps() {
        assert_ne!(sent(0, Some(20)), sent(0, None), "a loss changes what is sent");
        assert_eq!(sent(0, Some(100)), sent(0, Some(LOSS_MAX)), "beyond the most");
        assert_eq!(sent(20, Some(0)), sent(20, None), "below the role's part");
        assert_eq!(sent(60, Some(50)), sent(60, None), "a role's part beyond the most is the role's matter");
    }
}
