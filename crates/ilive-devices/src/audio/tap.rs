//! Taps: the app listens to sound on its way (B.4, C.4).

use std::collections::BTreeMap;

use crate::DeviceError;
use crate::audio::{AudioFrame, Channels};

/// Where sound can be listened to, by the published numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AudioSourceKind {
    /// 0: the microphone.
    Mic,
    /// 1: what the app mixes into what is sent.
    MixToSend,
    /// 2: what is sent, all mixed.
    Send,
    /// 3: what the app mixes into what is played.
    MixToPlay,
    /// 4: what is played, all mixed.
    Play,
    /// 5: one member's voice.
    NetStream,
    /// 6: the microphone, for the app to change.
    VoiceDispose,
    /// 7: as 1, in step with the microphone.
    SyncMixToSend,
}

/// One listener.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TapId(u64);

/// Who listens to what.
#[derive(Debug, Default)]
pub struct Taps {
    /// A source that nobody listens to is not in it.
    listeners: BTreeMap<AudioSourceKind, Vec<TapId>>,
    last: u64,
}

impl AudioSourceKind {
    /// The source of this published number. 8, AAC as it is, is refused: nothing here makes AAC.
    ///
    /// # Errors
    /// [`DeviceError::BadSource`] (1004) beyond 7.
    pub fn from_number(number: u32) -> Result<Self, DeviceError> {
        Ok(match number {
            0 => Self::Mic,
            1 => Self::MixToSend,
            2 => Self::Send,
            3 => Self::MixToPlay,
            4 => Self::Play,
            5 => Self::NetStream,
            6 => Self::VoiceDispose,
            7 => Self::SyncMixToSend,
            other => return Err(DeviceError::BadSource(other)),
        })
    }

    /// Whether a listener may change the samples, which then go on changed.
    #[must_use]
    pub const fn may_change(self) -> bool {
        matches!(self, Self::MixToSend | Self::MixToPlay | Self::VoiceDispose | Self::SyncMixToSend)
    }
}

impl Taps {
    /// Somebody listens to `source` from now on.
    pub fn listen(&mut self, source: AudioSourceKind) -> TapId {
        self.last += 1;
        let tap = TapId(self.last);
        self.listeners.entry(source).or_default().push(tap);
        tap
    }

    /// One listener stops.
    ///
    /// # Errors
    /// [`DeviceError::NotListening`] (1).
    pub fn stop(&mut self, tap: TapId) -> Result<(), DeviceError> {
        let found = self.listeners.iter_mut().find(|(_, listeners)| listeners.contains(&tap));
        let (source, listeners) = found.ok_or(DeviceError::NotListening)?;
        let source = *source;
        listeners.retain(|known| *known != tap);
        if listeners.is_empty() {
            self.listeners.remove(&source);
        }
        Ok(())
    }

    /// Hands a frame to all who listen to `source`, in the order in which they came. `give` gets it in stereo, so that
    /// nothing is lost; what it changes goes on to the next listener and comes back, where the source allows changes at
    /// all. Where nobody listens the frame comes back untouched.
    pub fn offer(
        &self,
        source: AudioSourceKind,
        frame: AudioFrame,
        mut give: impl FnMut(TapId, &mut AudioFrame),
    ) -> AudioFrame {
        let Some(listeners) = self.listeners.get(&source) else { return frame };
        let original = frame.in_channels(Channels::Stereo);
        let mut given = original.clone();
        for tap in listeners {
            give(*tap, &mut given);
            if !source.may_change() {
                given.clone_from(&original);
            }
        }
        if given == original { frame } else { given.in_channels(frame.channels()) }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn frame(sample: i16) -> AudioFrame {
        AudioFrame::new(Channels::Mono, vec![sample; 960], Duration::ZERO).expect("a frame")
    }

    #[test]
    fn the_sources_have_their_published_numbers() {
        for number in 0..8 {
            let source = AudioSourceKind::from_number(number).expect("a source");
            let changes = [1, 3, 6, 7].contains(&number);
            assert_eq!((source as u32, source.may_change()), (number, changes));
        }
        for number in [8, 9, u32::MAX] {
            assert_eq!(AudioSourceKind::from_number(number), Err(DeviceError::BadSource(number)));
        }
    }

    #[test]
    fn each_listener_of_a_source_gets_each_frame_in_stereo() {
        let mut taps = Taps::default();
        let (first, second) = (taps.listen(AudioSourceKind::Mic), taps.listen(AudioSourceKind::Mic));
        taps.listen(AudioSourceKind::Play);
        let mut heard = Vec::new();

        let back = taps.offer(AudioSourceKind::Mic, frame(5), |tap, frame| {
            heard.push((tap, frame.channels(), frame.samples()[0]));
            frame.samples_mut().fill(9);
        });

        assert_eq!(heard, [(first, Channels::Stereo, 5), (second, Channels::Stereo, 5)]);
        assert_eq!(back, frame(5), "a microphone's listener changes nothing");
    }

    #[test]
    fn what_a_voice_changer_does_goes_on() {
        let mut taps = Taps::default();
        taps.listen(AudioSourceKind::VoiceDispose);
        taps.listen(AudioSourceKind::VoiceDispose);

        let changed = taps.offer(AudioSourceKind::VoiceDispose, frame(5), |_, frame| {
            frame.samples_mut().iter_mut().for_each(|sample| *sample *= 2);
        });

        assert_eq!(changed, frame(20));
    }

    #[test]
    fn a_source_that_nobody_listens_to_gives_the_frame_back() {
        let mut taps = Taps::default();
        let tap = taps.listen(AudioSourceKind::Send);
        assert_eq!(taps.stop(tap), Ok(()));

        assert_eq!(taps.stop(tap), Err(DeviceError::NotListening));
        let back = taps.offer(AudioSourceKind::Send, frame(1), |_, _| panic!("nobody listens"));
        assert_eq!(back, frame(1));
    }
}
