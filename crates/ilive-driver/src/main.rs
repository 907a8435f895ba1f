//! The Rust SDK's driver for `cargo xtask contract`: makes the calls that it is told, says what came
//! (`docs/design/conformance.md`). It judges nothing.

mod actor;
mod answer;
mod args;
mod events;
mod sink;
mod stage;
mod verbs;

use ilive_conformance::line::Fact;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::sync::mpsc;

/// All calls are made on this one thread, which therefore owns the objects.
fn main() -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    tokio::task::LocalSet::new().block_on(&runtime, serve())
}

async fn serve() -> anyhow::Result<()> {
    let (elsewhere, mut made_elsewhere) = mpsc::unbounded_channel();
    let mut stage = stage::Stage::new(elsewhere);
    say(&Fact::Ready);
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    loop {
        tokio::select! {
            Some(made) = made_elsewhere.recv() => stage.made(made)?,
            line = lines.next_line() => match line? {
                Some(line) => stage.obey(line.parse()?)?,
                None => return Ok(()),
            },
        }
    }
}

/// One fact, one line; standard output is flushed at its end.
fn say(fact: &Fact) {
    println!("{fact}");
}
