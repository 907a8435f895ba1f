//! Pictures and sound, handed to C on a thread of the library's.

use std::os::raw::c_void;
use std::sync::Arc;
use std::time::Duration;

use ilive_protocol::TinyId;
use ilive_protocol::wire::Source;
use ilive_session::DeviceKind;
use sdk::MediaSink;
use sdk::devices::audio::{AudioFrame, AudioSourceKind, RATE_HZ};
use sdk::devices::codec::{EncodedVideo, VideoCodec};
use sdk::devices::video::VideoFrame;

use crate::gate::Gate;
use crate::numbers::{self, ilive_device_kind, ilive_source};
use crate::text::ilive_bytes;

/// A picture in I420: Y, U and V one after the other, rows without padding; U and V have half the width and height, rounded
/// up.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct ilive_picture {
    /// Whose; 0: the own one.
    pub tiny_id: u64,
    /// Main or auxiliary; of an own picture 0.
    pub source: ilive_source,
    /// Of an own picture: what it comes from.
    pub device: ilive_device_kind,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// When it was taken, by a clock of its source's own.
    pub at_us: u64,
    /// All three planes.
    pub data: ilive_bytes,
}

/// How a coded picture is coded.
pub type ilive_video_codec = u32;
/// H264: NAL units behind start codes (Annex B), parameter sets before each keyframe.
pub const ILIVE_CODEC_H264: ilive_video_codec = 0;
/// VP8: a frame.
pub const ILIVE_CODEC_VP8: ilive_video_codec = 1;

/// A picture as it came.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct ilive_encoded {
    /// Whose.
    pub tiny_id: u64,
    /// Main or auxiliary.
    pub source: ilive_source,
    /// How it is coded.
    pub codec: ilive_video_codec,
    /// It can be decoded without those before it.
    pub keyframe: bool,
    /// When it was taken, by a clock of its source's own.
    pub at_us: u64,
    /// The bytes.
    pub data: ilive_bytes,
}

/// 20 ms of sound, 48,000 samples a second.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct ilive_sound {
    /// Whose voice; 0: nobody's alone.
    pub tiny_id: u64,
    /// Of raw sound: which source, 0 to 7.
    pub source: u32,
    /// 1, or 2: then left and right alternate.
    pub channels: u32,
    /// Samples a second of each channel.
    pub rate_hz: u32,
    /// When it was taken, by a clock of its source's own.
    pub at_us: u64,
    /// The samples of all channels. They may be written only where `may_change` says so; they go on as they are left.
    pub samples: *mut i16,
    /// How many, of all channels.
    pub sample_count: usize,
    /// Only of raw sound that the app may change.
    pub may_change: bool,
}

/// Functions that get pictures and sound; those that are NULL get none, and nothing is decoded for them.
///
/// They are called on a thread of the library's, so they must be ready before `ilive_init` and until the client is closed;
/// whoever is slow in one delays all sound and pictures of this client. What they are given lives until they return. They may
/// call `ilive_fill_*` and `ilive_av_fill_*`; other functions are 1007 there.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct ilive_sink {
    /// Handed to each of them as it is.
    pub user: *mut c_void,
    /// A member's picture.
    pub on_picture: Option<unsafe extern "C" fn(user: *mut c_void, picture: *const ilive_picture)>,
    /// A member's picture as it came; of VP8 there is no other.
    pub on_encoded: Option<unsafe extern "C" fn(user: *mut c_void, encoded: *const ilive_encoded)>,
    /// 20 ms of a member's voice.
    pub on_sound: Option<unsafe extern "C" fn(user: *mut c_void, sound: *const ilive_sound)>,
    /// An own picture, before it is fitted and coded.
    pub on_preview: Option<unsafe extern "C" fn(user: *mut c_void, picture: *const ilive_picture)>,
    /// In a device test: how loud the microphone is, and was at its loudest within a second; 0 to 100.
    pub on_level: Option<unsafe extern "C" fn(user: *mut c_void, level: u32, peak: u32)>,
    /// Bytes that a member's app has put beside a picture.
    pub on_custom_data: Option<
        unsafe extern "C" fn(user: *mut c_void, tiny_id: u64, source: ilive_source, data: ilive_bytes),
    >,
    /// 20 ms of a source of raw sound that `ilive_tap_audio` has switched on.
    pub on_tap: Option<unsafe extern "C" fn(user: *mut c_void, sound: *const ilive_sound)>,
}

impl ilive_sink {
    /// Whether anybody looks or listens.
    pub(crate) fn is_any(&self) -> bool {
        let Self { user: _, on_picture, on_encoded, on_sound, on_preview, on_level, on_custom_data, on_tap } =
            self;
        on_picture.is_some()
            || on_encoded.is_some()
            || on_sound.is_some()
            || on_preview.is_some()
            || on_level.is_some()
            || on_custom_data.is_some()
            || on_tap.is_some()
    }
}

/// The functions of one client, until it is closed.
pub(crate) struct Sink {
    functions: ilive_sink,
    gate: Arc<Gate>,
}

impl Sink {
    pub(crate) fn new(functions: ilive_sink, gate: Arc<Gate>) -> Self {
        Self { functions, gate }
    }
}

// SAFETY: the app gives the functions and their pointer for use on a thread of the library's.
unsafe impl Send for ilive_sink {}
// SAFETY: as above; the library calls them on one thread at a time.
unsafe impl Sync for ilive_sink {}

fn us(at: Duration) -> u64 {
    u64::try_from(at.as_micros()).unwrap_or(u64::MAX)
}

fn picture(frame: &VideoFrame) -> ilive_picture {
    let (size, data) = (frame.picture.size(), frame.picture.data());
    ilive_picture {
        tiny_id: 0,
        source: 0,
        device: 0,
        width: size.width,
        height: size.height,
        at_us: us(frame.at),
        data: ilive_bytes { data: data.as_ptr(), len: data.len() },
    }
}

/// As nobody may change it.
fn sound(tiny_id: u64, frame: &AudioFrame) -> ilive_sound {
    ilive_sound {
        tiny_id,
        source: 0,
        channels: frame.channels().count() as u32,
        rate_hz: RATE_HZ,
        at_us: us(frame.at),
        samples: frame.samples().as_ptr().cast_mut(),
        sample_count: frame.samples().len(),
        may_change: false,
    }
}

impl MediaSink for Sink {
    fn wants_pictures(&self) -> bool {
        self.functions.on_picture.is_some()
    }

    fn wants_sound(&self) -> bool {
        self.functions.on_sound.is_some()
    }

    fn wants_preview(&self) -> bool {
        self.functions.on_preview.is_some()
    }

    fn encoded(&self, tiny_id: TinyId, source: Source, encoded: &EncodedVideo) {
        let Some(on_encoded) = self.functions.on_encoded else { return };
        let encoded = ilive_encoded {
            tiny_id: tiny_id.0,
            source: numbers::source_number(source),
            codec: match encoded.codec {
                VideoCodec::H264 => ILIVE_CODEC_H264,
                VideoCodec::Vp8 => ILIVE_CODEC_VP8,
            },
            keyframe: encoded.keyframe,
            at_us: us(encoded.at),
            data: ilive_bytes { data: encoded.data.as_ptr(), len: encoded.data.len() },
        };
        // SAFETY: the app gave it for this; what it is pointed at lives until it returns.
        self.gate.pass(|| unsafe { on_encoded(self.functions.user, &raw const encoded) });
    }

    fn picture(&self, tiny_id: TinyId, source: Source, frame: &VideoFrame) {
        let Some(on_picture) = self.functions.on_picture else { return };
        let source = numbers::source_number(source);
        let picture = ilive_picture { tiny_id: tiny_id.0, source, ..picture(frame) };
        // SAFETY: the app gave it for this; what it is pointed at lives until it returns.
        self.gate.pass(|| unsafe { on_picture(self.functions.user, &raw const picture) });
    }

    fn sound(&self, tiny_id: TinyId, frame: &AudioFrame) {
        let Some(on_sound) = self.functions.on_sound else { return };
        let sound = sound(tiny_id.0, frame);
        // SAFETY: the app gave it for this, and has promised not to write what may not be changed.
        self.gate.pass(|| unsafe { on_sound(self.functions.user, &raw const sound) });
    }

    fn preview(&self, kind: DeviceKind, frame: &VideoFrame) {
        let Some(on_preview) = self.functions.on_preview else { return };
        let picture = ilive_picture { device: numbers::device_number(kind), ..picture(frame) };
        // SAFETY: the app gave it for this; what it is pointed at lives until it returns.
        self.gate.pass(|| unsafe { on_preview(self.functions.user, &raw const picture) });
    }

    fn level(&self, level: u8, peak: u8) {
        let Some(on_level) = self.functions.on_level else { return };
        // SAFETY: the app gave it for this.
        self.gate.pass(|| unsafe { on_level(self.functions.user, level.into(), peak.into()) });
    }

    fn custom_data(&self, tiny_id: TinyId, source: Source, data: &[u8]) {
        let Some(on_custom_data) = self.functions.on_custom_data else { return };
        let (source, data) =
            (numbers::source_number(source), ilive_bytes { data: data.as_ptr(), len: data.len() });
        // SAFETY: the app gave it for this; the bytes live until it returns.
        self.gate.pass(|| unsafe { on_custom_data(self.functions.user, tiny_id.0, source, data) });
    }

    fn tap(&self, source: AudioSourceKind, tiny_id: Option<TinyId>, frame: &mut AudioFrame) {
        let Some(on_tap) = self.functions.on_tap else { return };
        let sound = sound(tiny_id.map_or(0, |id| id.0), frame);
        let sound = ilive_sound {
            source: numbers::audio_source_number(source),
            may_change: source.may_change(),
            // The last that is asked of the frame: whatever looks at it afterwards would end the pointer.
            samples: frame.samples_mut().as_mut_ptr(),
            ..sound
        };
        // SAFETY: the app gave it for this; the samples are this frame's, which nobody else looks at meanwhile.
        self.gate.pass(|| unsafe { on_tap(self.functions.user, &raw const sound) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sdk::devices::audio::Channels;
    use sdk::devices::video::{Picture, Size};

    const DEAF: ilive_sink = ilive_sink {
        user: std::ptr::null_mut(),
        on_picture: None,
        on_encoded: None,
        on_sound: None,
        on_preview: None,
        on_level: None,
        on_custom_data: None,
        on_tap: None,
    };

    unsafe extern "C" fn halve(_: *mut c_void, sound: *const ilive_sound) {
        let sound = crate::list::read(sound, 1)[0];
        if sound.may_change {
            // SAFETY: there are so many, and they may be changed.
            let samples = unsafe { std::slice::from_raw_parts_mut(sound.samples, sound.sample_count) };
            samples.iter_mut().for_each(|sample| *sample /= 2);
        }
    }

    #[test]
    fn raw_sound_that_may_be_changed_goes_on_as_it_is_left() {
        let sink = Sink::new(ilive_sink { on_tap: Some(halve), ..DEAF }, Arc::default());
        let loud = vec![1000_i16; Channels::Mono.frame_len()];
        let frame = || AudioFrame::new(Channels::Mono, loud.clone(), Duration::ZERO).expect("20 ms");

        let (mut changed, mut kept) = (frame(), frame());
        sink.tap(AudioSourceKind::VoiceDispose, None, &mut changed);
        sink.tap(AudioSourceKind::Mic, None, &mut kept);

        assert!(changed.samples().iter().all(|sample| *sample == 500));
        assert_eq!(kept.samples(), loud);
    }

    unsafe extern "C" fn sum(user: *mut c_void, picture: *const ilive_picture) {
        let picture = crate::list::read(picture, 1)[0];
        assert_eq!((picture.tiny_id, picture.width, picture.height), (7, 16, 16));
        let bytes = picture.data.read().expect("a picture");
        // SAFETY: the test gives a pointer to a number.
        unsafe { *user.cast::<usize>() = bytes.len() };
    }

    #[test]
    fn a_picture_is_handed_out_with_all_its_planes() {
        let mut heard = 0_usize;
        let functions = ilive_sink { user: (&raw mut heard).cast(), on_picture: Some(sum), ..DEAF };
        let sink = Sink::new(functions, Arc::default());
        let picture = Picture::black(Size::new(16, 16)).expect("a picture");

        sink.picture(TinyId(7), Source::Main, &VideoFrame { picture, at: Duration::ZERO });

        assert_eq!(heard, 16 * 16 * 3 / 2);
        assert!(sink.wants_pictures() && !sink.wants_sound() && functions.is_any());
        assert!(!DEAF.is_any());
    }
}
