//! The server as a library: sockets, HTTP, WebSocket, storage, media threads, config.
//!
//! [`Server::load`] binds and brings back what the store kept; [`Server::run`] serves until it is told to stop.

mod apps;
mod clock;
pub mod config;
mod data_lock;
mod door;
mod exchange;
#[doc(hidden)]
pub mod fuzzing;
mod http;
mod hub;
mod link;
mod media;
mod metrics;
mod origin;
mod refusal;
mod request;
mod roles;
mod room;
mod secrets;
mod server;
mod session;
mod shared;
mod source;
mod speed;
mod store;
mod sync;
mod tls;
mod whip;
mod words;

#[cfg(test)]
mod testing;

pub use apps::app_id;
pub use media::{MEDIA_BUFFER, buffers_here};
pub use secrets::Secrets;
pub use server::{About, Server};
