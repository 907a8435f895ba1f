//! The server's process: the real one, with a data folder and a port of its own.

mod settings;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, bail};
use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process, waitid};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use toml::Table;

use crate::folder::Folder;
use crate::line::Keys;
use crate::ports;
use crate::tail::Tail;

pub(crate) use settings::{APP, SECRET};
use settings::{from_words, lay_over};

/// Size of a disk that is to be filled: room for an empty store and little more.
const DISK: &str = "size=24m";
/// Lines that say why it does not start.
const COMPLAINTS: usize = 3;
/// Mounts a disk of memory at `$1`, seen by the server alone and gone with it, then becomes the server.
const ON_A_DISK: &str = "mount -t tmpfs -o \"$1\" tmpfs \"$2\" && shift 2 && exec \"$@\"";

/// A server, running or not.
#[derive(Debug)]
pub(crate) struct Server {
    binary: PathBuf,
    folder: PathBuf,
    data: PathBuf,
    on_a_disk: bool,
    settings: Table,
    /// 0 until the first start; the same from then on, and nobody else's meanwhile.
    port: u16,
    child: Option<Child>,
    pub(crate) log: Tail,
}

impl Server {
    /// One that was not started yet, with these settings over those that every scenario has.
    pub(crate) fn new(binary: &Path, folder: &Folder, server: &Table, app: &Table) -> Self {
        Self {
            binary: binary.to_owned(),
            folder: folder.path().to_owned(),
            data: folder.data(),
            on_a_disk: false,
            settings: settings::of_a_scenario(server, app),
            port: 0,
            child: None,
            log: Tail::default(),
        }
    }

    /// Its data are on a disk that can be filled.
    pub(crate) fn on_a_disk(&mut self) {
        self.on_a_disk = true;
    }

    /// Where it listens, once it was started.
    pub(crate) fn address(&self) -> SocketAddr {
        SocketAddr::from((Ipv4Addr::LOCALHOST, self.port))
    }

    /// Starts it and waits until it serves.
    pub(crate) async fn start(&mut self) -> anyhow::Result<()> {
        let file = self.folder.join("ilive.toml");
        std::fs::write(&file, toml::to_string(&self.settings)?).context("writing the server's settings")?;
        if self.port == 0 {
            self.port = ports::free()?;
        }
        let mut child = self
            .command()
            .arg("serve")
            .args(["--listen", &self.address().to_string()])
            .arg("--config")
            .arg(&file)
            .arg("--data")
            .arg(&self.data)
            .current_dir(&self.folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("starting {}", self.binary.display()))?;
        let complaints = self.log.follow("server  ", child.stderr.take().context("a pipe")?);
        let mut said = BufReader::new(child.stdout.take().context("a pipe")?).lines();
        self.child = Some(child);
        while let Some(line) = said.next_line().await? {
            if line.starts_with("ready ") {
                self.log.follow("server  ", said.into_inner());
                return Ok(());
            }
        }
        complaints.await?;
        bail!("the server ended before it was ready: {}", self.log.last(COMPLAINTS).join("; "))
    }

    fn command(&self) -> Command {
        let mut command = if self.on_a_disk {
            let mut command = Command::new("unshare");
            command.args(["-Urm", "sh", "-c", ON_A_DISK, "sh", DISK]).arg(&self.data).arg(&self.binary);
            command
        } else {
            Command::new(&self.binary)
        };
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("ILIVE_") {
                command.env_remove(name);
            }
        }
        command
    }

    /// Stops it in the middle of everything, and waits until not one of its threads runs any more.
    pub(crate) async fn stop(&self) -> anyhow::Result<()> {
        let pid = self.pid()?;
        kill_process(pid, Signal::STOP).context("stopping the server")?;
        let stopped = move || waitid(WaitId::Pid(pid), WaitIdOptions::STOPPED);
        tokio::task::spawn_blocking(stopped).await?.context("waiting until the server has stopped")?;
        Ok(())
    }

    /// Lets it go on.
    pub(crate) fn go_on(&self) -> anyhow::Result<()> {
        kill_process(self.pid()?, Signal::CONT).context("letting the server go on")
    }

    fn pid(&self) -> anyhow::Result<Pid> {
        let id = self.child.as_ref().and_then(Child::id).context("the server does not run")?;
        i32::try_from(id).ok().and_then(Pid::from_raw).context("the server has no process id")
    }

    /// Ends it at once.
    pub(crate) async fn end(&mut self) -> anyhow::Result<()> {
        if let Some(mut child) = self.child.take() {
            child.kill().await.context("ending the server")?;
        }
        Ok(())
    }

    /// Lays further settings over those it has; in force at its next start.
    pub(crate) fn configure(&mut self, words: &Keys) -> anyhow::Result<()> {
        for (key, word) in words {
            lay_over(&mut self.settings, &from_words(key, word)?);
        }
        Ok(())
    }

    /// Fills its disk to the last byte.
    pub(crate) fn fill_disk(&self) -> anyhow::Result<()> {
        let seen_by_it = PathBuf::from(format!("/proc/{}/root", self.pid()?.as_raw_nonzero()));
        let data = self.data.strip_prefix("/").context("the data folder has an absolute path")?;
        fill(&seen_by_it.join(data).join("filler")).context("filling the server's disk")
    }
}

/// Writes to a file until not one more byte fits.
fn fill(path: &Path) -> std::io::Result<()> {
    use std::io::{ErrorKind, Write};
    let mut file = std::fs::File::create(path)?;
    let mut size = 1 << 20;
    let zeros = vec![0; size];
    while size > 0 {
        match file.write(&zeros[..size]) {
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::StorageFull => size /= 2,
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
