//! The media plane: peers, tracks, layers, legs. Sans-IO: bytes and time come in, bytes and events go out.
//!
//! A peer is answered on the control side ([`Peer::accept`]), then lives on one media thread in a [`Worker`]. str0m does
//! ICE, DTLS, SDP and what a client sends; what a client receives is sealed by our own legs under the same keys, so that
//! a packet is decrypted once, shared, and costs each viewer a header, a copy and a seal.
//!
//! - A track is a source of a member ([`TrackKey`]); slots are mapped to tracks, never to peers.
//! - Frame facts are read once, at ingress; nothing behind looks into a payload.
//! - Rights are asked for each packet, and a change is in force when its command returns.
//! - Nothing is sent to an address that has not proved by STUN, under the peer's own password, that it wants it.

#![deny(clippy::iter_over_hash_type)]

mod command;
mod crossing;
mod demux;
mod engine;
pub mod frame;
#[doc(hidden)]
pub mod fuzzing;
pub mod history;
mod keys;
pub mod layers;
mod leg;
mod negotiation;
mod offer_error;
mod pace;
pub mod packet;
mod path;
mod peer;
pub mod rewrite;
mod rights;
pub mod rtcp;
pub mod rtp;
pub mod run;
pub mod sdp;
mod source;
pub mod srtp;
mod stats;
#[cfg(test)]
mod testing;
mod track;
pub mod voices;
mod worker;

pub use command::{Command, Datagram, Event, Failure, Input, Output};
pub use crossing::CrossMessage;
pub use keys::Identity;
pub use negotiation::{Answer, AudioBy, IceLogin, Lacking, PeerConfig, Senders};
pub use offer_error::OfferError;
pub use peer::Peer;
pub use run::{Sending, Transmit};
pub use source::{Kind, NoSource, PeerId, RoomHandle, Source, Sources};
pub use stats::{Drops, Stats};
pub use str0m::media::Mid;
pub use track::TrackKey;
pub use worker::{LinkLimits, Worker, WorkerConfig};
