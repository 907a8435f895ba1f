//! Compiles `proto/` into Rust types with canonical protobuf JSON, without an installed protoc.

use std::path::{Path, PathBuf};

const FILES: [&str; 7] = ["frame", "common", "session", "room", "chat", "call", "speed"];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../proto");
    println!("cargo::rerun-if-changed={}", root.display());

    let files = FILES.map(|name| format!("ilive/v1/{name}.proto"));
    let set = protox::compile(files, [&root])?;

    let descriptor = PathBuf::from(std::env::var("OUT_DIR")?).join("descriptor.bin");
    std::fs::write(&descriptor, prost::Message::encode_to_vec(&set))?;

    prost_build::Config::new().bytes(["."]).compile_fds(set)?;
    pbjson_build::Builder::new().register_descriptors(&std::fs::read(&descriptor)?)?.build(&[".ilive.v1"])?;
    Ok(())
}
