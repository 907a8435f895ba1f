//! A driver's process: a program of an SDK that does what it is told and says what came.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, bail};
use rustix::process::{Pid, Signal, kill_process_group};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, ChildStdin, ChildStdout};
use tokio::sync::mpsc;

use crate::line::{BadLine, Command, Fact};
use crate::tail::Tail;

/// Lines that wait to be judged: news of a full room, and more.
const HEARD_MAX: usize = 1024;
/// Once nothing more is asked of it, a driver has this long to end by itself.
const GOODBYE: Duration = Duration::from_secs(5);

/// A running driver.
#[derive(Debug)]
pub(crate) struct Driver {
    child: Child,
    stdin: Option<ChildStdin>,
    heard: mpsc::Receiver<Result<Fact, BadLine>>,
    pub(crate) said: Tail,
    pub(crate) complained: Tail,
}

impl Driver {
    /// Starts one, in this folder, and waits until it takes commands.
    pub(crate) async fn start(command: &[String], folder: &Path) -> anyhow::Result<Self> {
        let (program, args) = command.split_first().context("no driver")?;
        let mut child = tokio::process::Command::new(program)
            .args(args)
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            // What it starts itself, such as a browser, ends with it.
            .process_group(0)
            .env("RUST_BACKTRACE", "0")
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("no driver: starting {program}"))?;
        let (said, complained) = (Tail::default(), Tail::default());
        complained.follow("driver  ", child.stderr.take().context("a pipe")?);
        let (hear, heard) = mpsc::channel(HEARD_MAX);
        tokio::spawn(listen(child.stdout.take().context("a pipe")?, said.clone(), hear));
        let stdin = child.stdin.take();
        let mut driver = Self { child, stdin, heard, said, complained };
        match driver.hear().await? {
            Fact::Ready => Ok(driver),
            other => bail!("a driver begins with ready, this one said: {other}"),
        }
    }

    /// Tells it to make a call.
    pub(crate) async fn tell(&mut self, command: &Command) -> anyhow::Result<()> {
        self.said.push(format!("> {command}"));
        let stdin = self.stdin.as_mut().context("the driver was told to end")?;
        stdin.write_all(format!("{command}\n").as_bytes()).await.context("the driver has ended")?;
        stdin.flush().await.context("the driver has ended")
    }

    /// The next fact.
    pub(crate) async fn hear(&mut self) -> anyhow::Result<Fact> {
        Ok(self.heard.recv().await.context("the driver has ended")??)
    }

    /// The next fact, where one has come already.
    pub(crate) fn heard(&mut self) -> anyhow::Result<Option<Fact>> {
        Ok(self.heard.try_recv().ok().transpose()?)
    }

    /// Has it forget its actors, so that another scenario may begin.
    pub(crate) async fn reset(&mut self) -> anyhow::Result<()> {
        let stdin = self.stdin.as_mut().context("the driver was told to end")?;
        stdin.write_all(b"reset\n").await.context("the driver has ended")?;
        let forgotten = async {
            // Before it: news of what ends.
            while !matches!(self.hear().await?, Fact::Ready) {}
            anyhow::Ok(())
        };
        tokio::time::timeout(GOODBYE, forgotten).await.context("the driver does not forget")??;
        self.said.clear();
        self.complained.clear();
        Ok(())
    }

    /// Lets it end, and sees to it that it does.
    pub(crate) async fn end(mut self) {
        drop(self.stdin.take());
        let waited = tokio::time::timeout(GOODBYE, self.child.wait()).await;
        if waited.is_err() {
            self.kill();
            // Nothing waits for a process that the system does not end.
            _ = tokio::time::timeout(GOODBYE, self.child.wait()).await;
        }
    }

    fn kill(&self) {
        let group = self.child.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw);
        if let Some(group) = group {
            // It may have ended meanwhile.
            _ = kill_process_group(group, Signal::KILL);
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.kill();
    }
}

async fn listen(stdout: ChildStdout, said: Tail, hear: mpsc::Sender<Result<Fact, BadLine>>) {
    let mut lines = BufReader::new(stdout).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        said.push(format!("< {line}"));
        if hear.send(line.parse()).await.is_err() {
            return;
        }
    }
}
