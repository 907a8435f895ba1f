//! iLive's SDK for Rust.
