//! Plays the contract's situations with every SDK: `cargo xtask contract`.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, ensure};
use clap::Args;
use serde::Deserialize;

use crate::tools::{self, Tool};
use crate::{serve, shell};

/// How each SDK's driver is built and started.
const DRIVERS: &str = "contract/drivers.toml";

/// What is played.
#[derive(Args)]
pub(crate) struct ContractArgs {
    /// The table as JSON: a row a code, `pass`, `fail` or `n/a: why` for each SDK
    #[arg(long)]
    json: bool,
    /// Only this SDK: rust, c or ts; may be repeated
    #[arg(long = "sdk", value_parser = ["rust", "c", "ts"])]
    sdks: Vec<String>,
    /// Only this code
    #[arg(long)]
    code: Option<u32>,
    /// Scenarios at a time
    #[arg(long)]
    jobs: Option<usize>,
}

/// A driver: `{root}` is the repository, `{target}` the folder of built programs.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Driver {
    #[serde(default)]
    build: Vec<String>,
    run: String,
    /// It takes `reset` and plays one scenario after the other.
    #[serde(default)]
    lasts: bool,
}

/// All codes with all SDKs.
///
/// # Errors
/// One of them is not given by a situation that names it.
pub(crate) fn every_code() -> anyhow::Result<()> {
    let all = ContractArgs { json: false, sdks: Vec::new(), code: None, jobs: None };
    ensure!(contract(&all)?, "not every code is given as the table says");
    Ok(())
}

/// Builds server, director and drivers and plays. True when nothing failed.
///
/// # Errors
/// Something cannot be built or started.
pub(crate) fn contract(args: &ContractArgs) -> anyhow::Result<bool> {
    tools::ensure(&[Tool::Cc, Tool::Cxx, Tool::Cmake, Tool::Libclang, Tool::SoundHeaders])?;
    // As the tests build them: with the same features, nothing is compiled twice.
    shell::run_aside(&mut shell::cargo_all("build", &[]))?;
    let server = serve::binary("debug")?;
    let target = server.parent().context("a program lies in a folder")?;
    let mut director = Command::new(target.join("ilive-conformance"));
    director.current_dir(crate::root()).arg("--server").arg(&server);
    for (sdk, driver) in drivers(args, target)? {
        match driver.build.iter().try_for_each(|line| shell::run_aside(&mut command(line)?)) {
            Ok(()) => {
                director.arg("--driver").arg(format!("{sdk}={}", driver.run));
                director.args(driver.lasts.then(|| format!("--lasting={sdk}")));
            }
            // Its column fails, the others are played.
            Err(error) => eprintln!("{sdk} has no driver: {error:#}"),
        }
    }
    director.args(args.sdks.iter().flat_map(|sdk| ["--sdk", sdk]));
    director.args(args.code.iter().flat_map(|code| ["--code".to_owned(), code.to_string()]));
    director.args(args.jobs.iter().flat_map(|jobs| ["--jobs".to_owned(), jobs.to_string()]));
    director.args(args.json.then_some("--json"));
    let status = director.status().context("starting the director")?;
    Ok(status.success())
}

/// The drivers there are, of the SDKs that are asked for.
fn drivers(args: &ContractArgs, target: &Path) -> anyhow::Result<BTreeMap<String, Driver>> {
    let text = std::fs::read_to_string(crate::root().join(DRIVERS)).context(DRIVERS)?;
    let root = crate::root().display().to_string();
    let text = text.replace("{root}", &root).replace("{target}", &target.display().to_string());
    let mut drivers: BTreeMap<String, Driver> = toml::from_str(&text).context(DRIVERS)?;
    drivers.retain(|sdk, _| args.sdks.is_empty() || args.sdks.contains(sdk));
    Ok(drivers)
}

/// A line of words as a command in the repository's root.
fn command(line: &str) -> anyhow::Result<Command> {
    let mut words = line.split_ascii_whitespace();
    match words.next().context("an empty command")? {
        "cargo" => Ok(shell::cargo(&words.collect::<Vec<_>>())),
        program => {
            let mut command = Command::new(program);
            command.args(words).current_dir(crate::root());
            Ok(command)
        }
    }
}
