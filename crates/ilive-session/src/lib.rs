//! One client's side of iLive, pure: façade, AV and IM state machines. No socket, no media engine, no device, no clock, no
//! randomness; what goes in is all there is.
//!
//! [`Client`] takes a [`Call`] and refuses it at once or accepts it; everything else comes by [`Input`]. Drain
//! [`Client::poll_output`] after each, and come back at [`Client::poll_timeout`].
//!
//! The rule that all else serves: a call that is refused has no completion, one that is accepted has exactly one.

mod answers;
pub mod av;
pub mod call;
mod client;
mod config;
pub mod device;
mod error;
mod events;
mod facade;
mod finish;
mod guards;
pub mod im;
mod invite;
pub mod io;
mod link;
mod login;
mod logout;
mod messages;
mod names;
mod operations;
mod phone;
mod phone_events;
mod purpose;
mod requests;
mod route;
mod seed;
mod speed;
mod timers;
mod up;

pub use call::{Accepted, Answer, Call};
pub use client::Client;
pub use config::{Config, Role};
pub use error::{Error, OldRoom};
pub use ilive_protocol::device::DeviceKind;
pub use invite::InviteCall;
pub use io::{Event, Input, Output, Turn};
pub use operations::{Caller, Class, OpId, Operation, Operations, Verb};
pub use phone::PhoneState;
pub use speed::SpeedReport;
pub use timers::Timers;
