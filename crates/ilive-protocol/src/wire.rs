//! The messages of `proto/ilive/v1`, generated at build time; serde gives their canonical protobuf JSON.

#![allow(missing_docs, clippy::all, unreachable_pub)]

include!(concat!(env!("OUT_DIR"), "/ilive.v1.rs"));
include!(concat!(env!("OUT_DIR"), "/ilive.v1.serde.rs"));
