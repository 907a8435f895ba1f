//! `ilive bench`: what this build does on this machine, measured against its goals.

mod figures;
mod idle;
mod linux;
mod machine;
mod sdk;
mod server;
mod sfu;
mod statistics;
mod tickets;

use std::process::ExitCode;

use clap::Subcommand;

/// What can be measured.
#[derive(Subcommand)]
pub(crate) enum BenchCommand {
    Tickets(tickets::TicketsArgs),
    Idle(idle::IdleArgs),
    Sfu(sfu::SfuArgs),
    Sdk(sdk::SdkArgs),
}

impl BenchCommand {
    /// Measures, prints, and says by the exit code whether all goals were met.
    pub(crate) fn run(&self) -> anyhow::Result<ExitCode> {
        let (report, json) = match self {
            Self::Tickets(args) => (tickets::run(args), args.json),
            Self::Idle(args) => (idle::run(args)?, args.json),
            Self::Sfu(args) => (sfu::run(args)?, args.json),
            Self::Sdk(args) => (sdk::run(args)?, args.json),
        };
        report.print(json)?;
        Ok(if report.passed() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}
