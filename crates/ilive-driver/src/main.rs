//! The Rust SDK's driver for `cargo xtask contract`: makes the calls that it is told, says what came
//! (`docs/design/conformance.md`). It judges nothing.

mod actor;
mod answer;
mod args;
mod events;
mod stage;
mod verbs;

use ilive_conformance::line::Fact;
use tokio::io::{AsyncBufReadExt, BufReader};

/// All calls are made on this one thread, which therefore owns the objects.
fn main() -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    tokio::task::LocalSet::new().block_on(&runtime, serve())
}

async fn serve() -> anyhow::Result<()> {
    let mut stage = stage::Stage::new();
    say(&Fact::Ready);
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    while let Some(line) = lines.next_line().await? {
        stage.obey(line.parse()?)?;
    }
    Ok(())
}

/// One fact, one line; standard output is flushed at its end.
fn say(fact: &Fact) {
    println!("{fact}");
}
