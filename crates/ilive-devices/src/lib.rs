//! Devices and codecs: what a client sees and hears, before and after the network.
//!
//! A *source* gives raw pictures ([`video::VideoFrame`]) and 20 ms of raw sound ([`audio::AudioFrame`]), a *sink* plays
//! them; between them an encoder makes packets and a decoder raw frames again. Nothing here reads a clock: a source is
//! told what time it is, counted from its opening, and gives what is due. A minute of a device passes in a test as fast
//! as the machine can.
//!
//! ```
//! use std::time::Duration;
//! use ilive_devices::device::VideoSource;
//! use ilive_devices::pace::FrameRate;
//! use ilive_devices::pattern::{TestPattern, read_counter};
//! use ilive_devices::video::Size;
//!
//! let rate = FrameRate::whole(15).expect("between one a minute and 120 a second");
//! let mut camera = TestPattern::new(Size::new(640, 480), rate)?;
//! let frame = camera.poll(Duration::from_secs(2))?.expect("a picture is due");
//! assert_eq!(read_counter(&frame.picture), Some(30));
//! # Ok::<(), ilive_devices::DeviceError>(())
//! ```
//!
//! Devices are made or found. Those that are made are always there: a test pattern, a tone, files, a player that only
//! counts ([`virtual_devices`]). Those of the system are there with the feature `system` ([`system`]). Both come through
//! the same traits ([`device`]). Facts: B.4, C.4 to C.7, E.3, E.10.

pub mod audio;
pub mod codec;
pub mod device;
mod error;
pub mod file;
#[doc(hidden)]
pub mod fuzzing;
pub mod null;
pub mod pace;
pub mod pattern;
pub mod rtp;
pub mod system;
pub mod tone;
pub mod video;
pub mod virtual_devices;

pub use error::DeviceError;
