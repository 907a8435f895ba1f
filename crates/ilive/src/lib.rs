//! iLive's SDK for Rust: one ticket opens rooms, sound and picture, messages and calls.
//!
//! ```no_run
//! use ilive::{Config, Ilive, RoomOption};
//!
//! # async fn run() -> Result<(), ilive::IliveError> {
//! let ilive = Ilive::init(Config::new("http://127.0.0.1:8800", 1_400_000_000))?;
//! ilive.login("ann", "the userSig that the app's own server signs").await?;
//! ilive.create_room(1001, RoomOption::host()).await?;
//! ilive.open_camera(None).await?;
//! ilive.open_mic(None).await?;
//! ilive.send_group_text("hello").await?;
//! # Ok(())
//! # }
//! ```
//!
//! Every method checks at the call whether it may be made: what it returns may have failed already, with
//! `delivery: return`, and then nothing was sent. What was accepted completes exactly once. Below the one object are the
//! layers it stands on, each with its own numbers: [`av`] and [`im`]. The codes: `docs/codes`.

pub mod av;
pub mod binding;
mod call;
mod config;
mod core;
mod device_call;
mod driver;
mod engine;
mod events;
mod facade;
mod http;
pub mod im;
mod link;
mod log;
mod outlet;
mod pending;
mod runtime;
mod shared;
mod spear;
mod speed;

pub use config::Config;
pub use device_call::AppFrame;
pub use engine::{
    BackendKind, Encoding, ExternalBody, MediaSink, Quality, ReceivedQuality, SentQuality, Setup,
    VideoEncoding, VoiceSwitches,
};
pub use events::{EVENTS_WAITING_MAX, EventHandler, Events};
pub use facade::{Ilive, Sent, State};
pub use ilive_devices as devices;
pub use ilive_protocol::codes::{Delivery, Lang, Layer};
pub use ilive_protocol::wire;
pub use ilive_protocol::{Code, Module, Rights, RoomId, TinyId, UserId};
pub use ilive_session::call::{RoomArg, RoomOption, Secret, Shown};
pub use ilive_session::device::{Area, DeviceInfo, FileCall, Frame, Pick, PixelFormat};
pub use ilive_session::{
    DeviceKind, Error as IliveError, Event, OldRoom, OpId, PhoneState, SpeedReport, Timers,
};
pub use log::{LogFile, LogLevel};
pub use pending::Pending;
pub use spear::Spear;

/// The code of the manual's guides is compiled, so that it cannot fall behind.
#[cfg(doctest)]
mod guides {
    #[doc = include_str!("../../../docs/en/sdk/rust.md")]
    mod english {}
    #[doc = include_str!("../../../docs/zh/sdk/rust.md")]
    mod chinese {}
}
