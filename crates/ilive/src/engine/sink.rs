//! What the app gets of sound and pictures.

use ilive_devices::audio::{AudioFrame, AudioSourceKind};
use ilive_devices::codec::EncodedVideo;
use ilive_devices::video::VideoFrame;
use ilive_protocol::TinyId;
use ilive_protocol::device::DeviceKind;
use ilive_protocol::wire::Source;

/// Takes sound and pictures, on the thread that they are decoded on: whoever is slow here delays all others of this
/// client. Everything is off unless it is asked for.
pub trait MediaSink: Send + Sync {
    /// Whether pictures of members are decoded at all.
    fn wants_pictures(&self) -> bool {
        false
    }

    /// Whether voices of members are decoded where no player is open.
    fn wants_sound(&self) -> bool {
        false
    }

    /// Whether own pictures are shown.
    fn wants_preview(&self) -> bool {
        false
    }

    /// A picture as it came; of VP8 there is no other.
    fn encoded(&self, tiny_id: TinyId, source: Source, picture: &EncodedVideo) {
        let _ = (tiny_id, source, picture);
    }

    /// Bytes that a member's app has put beside a picture.
    fn custom_data(&self, tiny_id: TinyId, source: Source, data: &[u8]) {
        let _ = (tiny_id, source, data);
    }

    /// A member's picture.
    fn picture(&self, tiny_id: TinyId, source: Source, frame: &VideoFrame) {
        let _ = (tiny_id, source, frame);
    }

    /// 20 ms of a member's voice.
    fn sound(&self, tiny_id: TinyId, frame: &AudioFrame) {
        let _ = (tiny_id, frame);
    }

    /// An own picture, before it is fitted and encoded.
    fn preview(&self, kind: DeviceKind, frame: &VideoFrame) {
        let _ = (kind, frame);
    }

    /// In a device test: how loud the microphone is, and was at its loudest within a second; 0 to 100.
    fn level(&self, level: u8, peak: u8) {
        let _ = (level, peak);
    }

    /// 20 ms of a source of raw sound that was switched on; of members' voices, whose. Sources that may be changed
    /// ([`AudioSourceKind::may_change`]) go on as they are left here.
    fn tap(&self, source: AudioSourceKind, tiny_id: Option<TinyId>, frame: &mut AudioFrame) {
        let _ = (source, tiny_id, frame);
    }
}

/// Nobody looks or listens.
impl MediaSink for () {}
