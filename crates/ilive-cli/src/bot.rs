//! Bots: clients of a server, for trying things out and for scripts. What `publish`, `watch` and `say` share.

mod failed;
mod news;
mod rates;
mod session;
mod ticket;
mod turn;

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

pub(crate) use failed::{Failed, Step};
pub(crate) use news::Told;
pub(crate) use session::{Bot, Equipment, run};
pub(crate) use turn::{End, Turn};

/// Ends the help of every bot.
pub(crate) const HELP: &str = "\
Who it is: --ticket with --user; else --guest; else a ticket made here, for the app of --app or of the server's data
folder, as `ilive sig` makes it. Without --user it is somebody new each time.

On a terminal it shows progress; elsewhere it prints JSON, an object a line, with what happened in \"event\". Ctrl-C and
SIGTERM end it cleanly.

Exit codes: 0 it worked · 1 it failed · 2 the command line is wrong · 3 the configuration is wrong ·
4 nobody answers at the address";

/// Who a bot is, and where.
#[derive(Args)]
pub(crate) struct BotArgs {
    /// The server's address
    #[arg(
        long = "server",
        value_name = "URL",
        default_value = "http://127.0.0.1:8800",
        env = "ILIVE_URL",
        hide_env_values = true
    )]
    pub(super) url: String,
    #[command(flatten)]
    ticket: ticket::TicketArgs,
    /// Write the SDK's log here; `ilive log TRACE FILE` finds errors in it
    #[arg(long, value_name = "FILE")]
    log: Option<PathBuf>,
}

/// How long a bot stays.
#[derive(Args)]
pub(crate) struct StayArgs {
    /// End after this many seconds in the room
    #[arg(long = "for", value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(1..))]
    seconds: Option<u32>,
}

impl StayArgs {
    /// None: until it is told to stop.
    pub(crate) fn stay(&self) -> Option<Duration> {
        self.seconds.map(|seconds| Duration::from_secs(seconds.into()))
    }
}
