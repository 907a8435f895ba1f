//! One client against a server, an engine and devices that are played: a happy one by default, or whatever a test says.

mod contract;
mod delivery;
mod happy;
mod model;
mod stories;
mod world;

pub(crate) use contract::{contract_entry, contract_make_call, contract_put_out};
