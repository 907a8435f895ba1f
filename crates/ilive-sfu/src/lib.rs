//! sfu

#![deny(clippy::iter_over_hash_type)]

pub mod frame;
pub mod history;
pub mod layers;
pub mod packet;
pub mod rewrite;
pub mod rtcp;
pub mod rtp;
pub mod run;
pub mod srtp;
#[cfg(test)]
mod testing;
pub mod voices;
