//! The project's commands: `cargo xtask --help`.

mod contract;
mod generate;
mod rules;
mod serve;
mod shell;
mod steps;
mod test;
mod tools;
mod web;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", about = "The project's commands")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build the web application, the manual and the server where stale, then start it
    Run {
        /// Passed on to `ilive serve`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// Run everything that must hold; the last line sums it up
    Test {
        /// The inner loop: without documentation and browser
        #[arg(long)]
        quick: bool,
    },
    /// Play the contract's situations with every SDK and print the table
    Contract(contract::ContractArgs),
    /// Install the npm packages and build the web application
    Web,
    /// Install the npm packages, build the manual and check its links and languages
    Docs,
    /// Write what is made from the tables in contract/: Rust, TypeScript, manual pages
    Gen {
        /// Only say whether anything is stale
        #[arg(long)]
        check: bool,
    },
}

fn main() -> ExitCode {
    match perform(Cli::parse().command) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// False when the command has said itself what failed.
fn perform(command: Command) -> anyhow::Result<bool> {
    match command {
        Command::Run { args } => serve::run(&args)?,
        Command::Test { quick } => return Ok(test::test(quick)),
        Command::Contract(args) => return contract::contract(&args),
        Command::Web => web::APP.build()?,
        Command::Docs => web::MANUAL.build()?,
        Command::Gen { check: true } => generate::check(&root())?,
        Command::Gen { check: false } => generate::write(&root())?,
    }
    Ok(true)
}

/// The repository's root.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(PathBuf::new, Path::to_path_buf)
}
