//! The director of the contract's situations: it plays `contract/scenarios/` against a real server process, once for each
//! SDK, and compares what comes with what the contract says.
//!
//! Pure: the situations ([`scenario`]), the lines of drivers ([`mod@line`]), what was heard and how it is judged ([`book`]), the
//! tickets of steps ([`ticket`]), the table ([`report`]). The shell: processes, relays and disks. Format and words are in
//! `docs/design/conformance.md`.

pub mod book;
mod driver;
pub mod drivers;
pub mod expectation;
mod folder;
pub mod line;
pub mod play;
mod ports;
mod relay;
pub mod report;
pub mod run;
pub mod scenario;
mod server;
mod tail;
pub mod ticket;
mod verbs;
