//! From a clone to a running server: `cargo xtask run`.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Context;

use crate::tools::{self, Tool};
use crate::{shell, web};

/// Who waits wants to know how long.
const FIRST_BUILD: &str =
    "the first build of everything takes about ten minutes on two cores; later ones build what has changed";

/// Builds what is stale and becomes `ilive serve` with `args`.
///
/// # Errors
/// A build fails, or the server does.
pub(crate) fn run(args: &[String]) -> anyhow::Result<()> {
    let server = binary("release")?;
    if !server.exists() {
        println!("{FIRST_BUILD}");
    }
    tools::ensure(&[Tool::Cc, Tool::Cxx, Tool::Cmake])?;
    match tools::ensure(&[Tool::Node]) {
        Ok(()) => {
            web::APP.build_if_stale()?;
            web::MANUAL.build_if_stale()?;
        }
        Err(missing) => println!("the server starts without the web application and the manual: {missing}"),
    }
    shell::run(&mut shell::cargo(&["build", "--release", "--locked", "-p", "ilive-cli"]))?;
    let mut server = Command::new(server);
    become_it(server.arg("serve").args(args))
}

/// The `ilive` binary of a profile, wherever cargo puts what it builds.
///
/// # Errors
/// Cargo cannot say where that is.
pub(crate) fn binary(profile: &str) -> anyhow::Result<PathBuf> {
    let printed =
        shell::read(&mut shell::cargo(&["metadata", "--format-version", "1", "--no-deps", "--locked"]))?;
    let metadata: serde_json::Value = serde_json::from_str(&printed)?;
    let target = metadata["target_directory"].as_str().context("cargo metadata names no target directory")?;
    Ok(PathBuf::from(target).join(profile).join(format!("ilive{}", std::env::consts::EXE_SUFFIX)))
}

/// Signals then reach the server itself, which says its goodbyes.
#[cfg(unix)]
fn become_it(server: &mut Command) -> anyhow::Result<()> {
    use std::os::unix::process::CommandExt as _;
    Err(server.exec()).context("starting the server")
}

#[cfg(not(unix))]
fn become_it(server: &mut Command) -> anyhow::Result<()> {
    shell::run(server)
}
