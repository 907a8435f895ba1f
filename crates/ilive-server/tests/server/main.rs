//! The server as its clients meet it: real sockets of loopback, real ICE and DTLS, a store on disk.

#[path = "../common/mod.rs"]
mod common;

mod bad_frames;
mod calls;
mod chat;
mod crash;
mod entry;
mod http;
mod links;
mod media_port;
mod patience;
mod rights;
mod roles;
mod rooms;
mod sessions;
mod speed;
mod whip;
