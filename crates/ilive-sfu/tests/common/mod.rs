//! A world in one thread: workers, browsers on str0m, and a network between them, all on one simulated clock.

pub(crate) mod client;
mod h264;
pub(crate) mod net;
pub(crate) mod payload;
pub(crate) mod profile;
pub(crate) mod world;

pub(crate) use client::{Got, Sends};
pub(crate) use net::Rng;
pub(crate) use world::{Join, World};

use std::time::Duration;

pub(crate) const MS: Duration = Duration::from_millis(1);
pub(crate) const SECOND: Duration = Duration::from_secs(1);
