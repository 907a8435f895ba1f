//! A PulseAudio server, or PipeWire that speaks as one: its lists, its events, its streams.
//!
//! The library knows the protocol; the sockets are held here, one for the lists and one for each open device, each read by
//! one thread that ends when its socket is shut down.

mod address;
mod connection;
mod list;
mod stream;

pub(super) use connection::Hangup;
pub(super) use list::{Endpoint, PulseWatch};
