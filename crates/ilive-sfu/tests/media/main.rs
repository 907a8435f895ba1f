//! The media plane as a whole, with browsers on str0m, in simulated time.

#[path = "../common/mod.rs"]
mod common;

mod connect;
mod costs;
mod layers;
mod loss;
mod nonces;
mod offers;
mod paths;
mod rights;
mod silence;
mod threads;
mod voices;
