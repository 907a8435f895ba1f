//! Carries the cores in one thread under a simulated clock, and watches that their laws hold.
//!
//! [`World`] has one room with its clients: each keeps a [`Replica`] made of a snapshot and the events since, as a real
//! client does, and a [`Plane`] stands for the media plane's side of the bargain. [`History`] does random things to a
//! world from one number; any failure is played again from it.

mod asks;
mod carry;
mod client;
mod history;
mod law;
mod plane;
mod replica;
mod rng;
mod tell;
mod world;

pub use client::{Client, Guest};
pub use history::{History, Seen};
pub use plane::Plane;
pub use replica::Replica;
pub use rng::Rng;
pub use tell::tell;
pub use world::{Answer, World};
