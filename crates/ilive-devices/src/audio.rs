//! Sound: what microphones, files and tones give and what players take, before and after the codec.

mod frame;
mod level;
mod mix;
mod tap;
mod voice;
mod volume;

pub use frame::{AudioFrame, Channels, FRAME, FRAME_SAMPLES, RATE_HZ};
pub use level::{dbov, dynamic_level};
pub use mix::{VOICES_MAX, mix};
pub use tap::{AudioSourceKind, TapId, Taps};
pub use voice::{VoiceProcessing, VoiceProcessor};
pub use volume::{Boost, Volume};
