//! What can be asked of the command line.

use std::process::ExitCode;

use clap::builder::styling::{AnsiColor, Styles};
use clap::{Parser, Subcommand};

use crate::bench::BenchCommand;
use crate::codes::CodesArgs;
use crate::completions::CompletionsArgs;
use crate::devices::DevicesArgs;
use crate::doctor::DoctorArgs;
use crate::explain::ExplainArgs;
use crate::log::LogArgs;
use crate::publish::PublishArgs;
use crate::say::SayArgs;
use crate::serve::ServeArgs;
use crate::show::ShowArgs;
use crate::sig::SigArgs;
use crate::speed::SpeedArgs;
use crate::watch::WatchArgs;
use crate::{
    codes, completions, devices, doctor, explain, log, publish, say, serve, show, sig, speed, watch,
};

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

const AFTER_HELP: &str = "\
Settings come from defaults, then ilive.toml in the current folder, then ILIVE_SECTION__KEY variables, then flags;
`ilive config show --origin` lists them. NO_COLOR turns colours off.

Exit codes: 0 it worked · 1 it failed · 2 the command line is wrong · 3 the configuration is wrong ·
4 the port or address cannot be used";

/// Interactive live video that you run yourself.
#[derive(Parser)]
#[command(name = "ilive", version, styles = STYLES, after_help = AFTER_HELP, max_term_width = 100)]
#[command(arg_required_else_help = true, disable_help_subcommand = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Serve(ServeArgs),
    Sig(SigArgs),
    Publish(PublishArgs),
    Watch(WatchArgs),
    Say(SayArgs),
    Speed(SpeedArgs),
    Devices(DevicesArgs),
    Codes(CodesArgs),
    Explain(ExplainArgs),
    Log(LogArgs),
    Doctor(DoctorArgs),
    /// Measure what this build does on this machine, against its goals
    ///
    /// Exit code: 0, or 1 when a goal was missed or the run does not count.
    #[command(subcommand, arg_required_else_help = true)]
    Bench(BenchCommand),
    /// Look at the configuration
    #[command(subcommand, arg_required_else_help = true)]
    Config(ConfigCommand),
    Completions(CompletionsArgs),
}

#[derive(Subcommand)]
enum ConfigCommand {
    Show(ShowArgs),
}

impl Cli {
    /// Does what was asked for.
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let done = |()| ExitCode::SUCCESS;
        match self.command {
            Command::Serve(args) => serve::run(&args).map(done),
            Command::Sig(args) => sig::run(&args).map(done),
            Command::Publish(args) => publish::run(&args).map(done),
            Command::Watch(args) => watch::run(&args).map(done),
            Command::Say(args) => say::run(&args).map(done),
            Command::Speed(args) => speed::run(&args).map(done),
            Command::Devices(args) => devices::run(&args).map(done),
            Command::Codes(args) => codes::run(&args).map(done),
            Command::Explain(args) => explain::run(&args).map(done),
            Command::Log(args) => log::run(&args).map(done),
            Command::Doctor(args) => doctor::run(&args),
            Command::Bench(command) => command.run(),
            Command::Config(ConfigCommand::Show(args)) => show::run(&args).map(done),
            Command::Completions(args) => completions::run(&args).map(done),
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_definition_of_the_command_line_is_sound() {
        Cli::command().debug_assert();
    }
}
