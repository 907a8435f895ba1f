//! A server of its own for a bench, in a process of its own.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, bail};
use ilive_protocol::{AppId, UserId};
use ilive_ticket::{Claims, Secret, mint_user_sig_v2};

/// The app that the bench's people belong to. Its secret guards nothing: the server is on loopback for a minute.
pub(super) const APP: u32 = 1_400_000_002;
const SECRET: &str = "ilive-bench";
/// How long its tickets are good.
const VALID_S: u64 = 86_400;

/// A server that serves until it is dropped.
pub(super) struct Server {
    child: Child,
    /// Kept open: nobody writes into a pipe without a reader.
    out: BufReader<ChildStdout>,
    folder: Folder,
    address: SocketAddr,
}

impl Server {
    /// Starts this program's own `serve` on a free port of loopback, with the given settings in its environment.
    pub(super) fn start(settings: &[(&str, String)]) -> anyhow::Result<Self> {
        let folder = Folder::new()?;
        let mut command = command(&folder, settings)?;
        let mut child = command.spawn().context("starting a server")?;
        let out = BufReader::new(child.stdout.take().context("the server has no standard output")?);
        let mut server = Self { child, out, folder, address: SocketAddr::from(([127, 0, 0, 1], 0)) };
        let port = server.ready()?;
        server.address.set_port(port);
        Ok(server)
    }

    /// Reads up to the line `ready URL`, for its port.
    fn ready(&mut self) -> anyhow::Result<u16> {
        let mut line = String::new();
        while self.out.read_line(&mut line)? > 0 {
            if let Some(url) = line.trim_end().strip_prefix("ready ") {
                let port = url.rsplit(':').next().and_then(|port| port.parse().ok());
                return port.with_context(|| format!("the server is ready at {url}, which has no port"));
            }
            line.clear();
        }
        bail!("the server did not start: {}", self.log())
    }

    /// What it logged: warnings and errors.
    pub(super) fn log(&self) -> String {
        fs::read_to_string(self.folder.log()).unwrap_or_default().trim_end().to_owned()
    }

    pub(super) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// TCP and UDP.
    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already; its folder goes either way.
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

fn command(folder: &Folder, settings: &[(&str, String)]) -> anyhow::Result<Command> {
    let program = std::env::current_exe().context("finding this program")?;
    let mut command = Command::new(program);
    command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(folder.0.join("data"));
    command.args(["--app", &format!("{APP}={SECRET}")]);
    // A file or a variable of whoever runs the bench would change what is measured.
    let own = std::env::vars_os().map(|(name, _)| name);
    own.filter(|name| name.to_string_lossy().starts_with("ILIVE_")).for_each(|name| {
        command.env_remove(name);
    });
    command.env_remove("RUST_LOG").env("ILIVE_LOG__LEVEL", "warn").current_dir(&folder.0);
    command.envs(settings.iter().map(|(name, value)| (name, value)));
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(File::create(folder.log())?);
    Ok(command)
}

/// A userSig for one of the bench's people.
pub(super) fn user_sig(user: &str) -> anyhow::Result<String> {
    let user: UserId = user.parse()?;
    let issued_at = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    let claims = Claims { app: AppId::new(APP)?, user: &user, issued_at, valid_s: VALID_S };
    Ok(mint_user_sig_v2(&Secret::new(SECRET)?, &claims))
}

/// Removed with all that is in it.
struct Folder(PathBuf);

impl Folder {
    fn new() -> anyhow::Result<Self> {
        let path = std::env::temp_dir().join(format!("ilive-bench-{}", std::process::id()));
        fs::create_dir_all(&path).with_context(|| format!("making {}", path.display()))?;
        Ok(Self(path))
    }

    fn log(&self) -> PathBuf {
        Path::new(&self.0).join("log")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        _ = fs::remove_dir_all(&self.0);
    }
}
