//! The border to C: `include/ilive.h` is made from this crate, and says what a caller needs to know.
//!
//! What is unsafe is in few places: [`list`] reads what C points at, [`callback`] and [`sink`] call what C gave.
//! No Rust can call the exported functions (the crate has no rlib), so what a C caller has to promise is bound in the types
//! of their parameters: a [`text::ilive_text`] has `len` readable bytes, a reference points at a whole value, or is null.

#![allow(non_camel_case_types, reason = "types have their names in C")]

pub mod answer;
mod args;
pub mod av;
pub mod border;
pub mod callback;
pub mod client;
pub mod codes;
pub mod config;
mod descriptor;
pub mod device;
pub mod error;
pub mod event;
pub mod facade;
pub mod frame;
mod gate;
mod handles;
pub mod im;
mod keep;
mod list;
pub mod lookup;
pub mod made;
pub mod message;
pub mod numbers;
pub mod poll;
pub mod quality;
pub mod room;
pub mod sink;
pub mod switch;
pub mod text;

#[cfg(test)]
mod tests;
