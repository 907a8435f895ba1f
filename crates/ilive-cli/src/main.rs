//! The `ilive` command.

mod args;
mod bench;
mod bot;
mod cli;
mod codes;
mod completions;
mod devices;
mod doctor;
mod entry;
mod exit;
mod explain;
mod log;
mod output;
mod publish;
mod say;
mod serve;
mod settings;
mod show;
mod sig;
mod speed;
mod watch;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    cli.run().unwrap_or_else(|error| exit::report(&error))
}
