//! Who listens to raw sound on its way, and what they put in (B.4).

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use ilive_devices::audio::{AudioFrame, AudioSourceKind, Channels, TapId, Taps};
use ilive_protocol::TinyId;

use super::sink::MediaSink;

/// The app's listeners; the app has one for each source.
pub(super) struct Listeners {
    sink: Arc<dyn MediaSink>,
    taps: Taps,
    ids: BTreeMap<AudioSourceKind, TapId>,
}

impl Listeners {
    pub(super) fn new(sink: Arc<dyn MediaSink>) -> Self {
        Self { sink, taps: Taps::default(), ids: BTreeMap::new() }
    }

    /// Listens to the source of this number, or stops. A number that nothing comes from is passed over: the session has
    /// refused those that do not exist.
    pub(super) fn set(&mut self, number: u32, on: bool) {
        let Ok(source) = AudioSourceKind::from_number(number) else { return };
        match (self.ids.remove(&source), on) {
            (Some(tap), false) => drop(self.taps.stop(tap)),
            (None, false) => {}
            (known, true) => {
                let tap = known.unwrap_or_else(|| self.taps.listen(source));
                self.ids.insert(source, tap);
            }
        }
    }

    /// Whether anybody listens to what others send.
    pub(super) fn hear_others(&self) -> bool {
        use AudioSourceKind::{MixToPlay, NetStream, Play};
        [MixToPlay, NetStream, Play].iter().any(|source| self.ids.contains_key(source))
    }

    /// Hands a frame to who listens; it comes back, changed where the source allows it.
    pub(super) fn offer(
        &self,
        source: AudioSourceKind,
        tiny_id: Option<TinyId>,
        frame: AudioFrame,
    ) -> AudioFrame {
        self.taps.offer(source, frame, |_, frame| self.sink.tap(source, tiny_id, frame))
    }

    /// What the app mixes in; none where it does not.
    pub(super) fn contribution(&self, source: AudioSourceKind, at: Duration) -> Option<AudioFrame> {
        let silence = || AudioFrame::silent(Channels::Stereo, at);
        self.ids.contains_key(&source).then(|| self.offer(source, None, silence()))
    }
}
