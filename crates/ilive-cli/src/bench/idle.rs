//! `ilive bench idle`: what a server weighs that does nothing, and what each signed-in connection adds.

mod login;

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Context;
use clap::Args;
use tokio::sync::{Semaphore, mpsc};

use super::figures::{Goal, Report};
use super::linux::{allow_open_files, resident, resident_own};
use super::server::{Server, user_sig};
use login::Login;

const IDLE_MB: f64 = 40.0;
const SOCKET_KB: f64 = 16.0;
/// Logins under way at once: as many as a busy server sees.
const AT_ONCE: usize = 64;
/// Files that a process has open besides the sockets.
const OTHER_FILES: u64 = 128;

/// Measure the memory of an idle server and of each idle signed-in WebSocket
#[derive(Args)]
pub(crate) struct IdleArgs {
    /// WebSockets that log in
    #[arg(long, value_name = "N", default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(1..=20_000))]
    sockets: u32,
    /// Print one JSON object
    #[arg(long)]
    pub(super) json: bool,
}

/// What a connection has come to.
enum Told {
    In,
    /// The first tick came: the server has nothing to say to it, and says so.
    Idle,
    Failed(anyhow::Error),
}

pub(super) fn run(args: &IdleArgs) -> anyhow::Result<Report> {
    let mut report = Report::new("idle");
    let sockets = args.sockets;
    allow_open_files(u64::from(sockets) + OTHER_FILES)?;
    let server = Server::start(&[("ILIVE_LIMITS__CONNECTIONS", sockets.to_string())])?;
    let (empty, own) = (resident(server.pid())?, resident_own(server.pid())?);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let full = runtime.block_on(fill(&server, sockets)).with_context(|| server.log())?;
    let each = |bytes: u64| bytes.saturating_sub(own) as f64 / f64::from(sockets) / 1024.0;
    let mb = |bytes: u64| bytes as f64 / (1024.0 * 1024.0);
    report.judged("idle_mb", "resident memory of the idle server", mb(empty), "MB", Goal::AtMost(IDLE_MB));
    report.figure("sockets", "WebSockets signed in", f64::from(sockets), "");
    report.figure("socket_at_login_kb", "each, once all are in", each(full.at_login), "KB");
    report.judged("socket_kb", "each, idle", each(full.idle), "KB", Goal::AtMost(SOCKET_KB));
    report.figure("full_mb", "resident memory with all of them", mb(resident(server.pid())?), "MB");
    report.note("idle: the server has said its first Tick to each, 5 s after the login");
    report.note(
        "each: memory of the process's own; what it reads of its program at the first login, it reads once",
    );
    Ok(report)
}

/// Bytes of its own that the server has resident.
struct Full {
    at_login: u64,
    idle: u64,
}

async fn fill(server: &Server, sockets: u32) -> anyhow::Result<Full> {
    let (tell, mut told) = mpsc::channel(AT_ONCE);
    let turns = Arc::new(Semaphore::new(AT_ONCE));
    for number in 0..sockets {
        tokio::spawn(sit(server.address(), number, turns.clone(), tell.clone()));
    }
    let (mut logged_in, mut idle, mut at_login) = (0, 0, 0);
    while idle < sockets {
        match told.recv().await.context("every connection is gone")? {
            Told::In => logged_in += 1,
            Told::Idle => idle += 1,
            Told::Failed(error) => return Err(error.context(format!("after {logged_in} logins"))),
        }
        if logged_in == sockets && at_login == 0 {
            at_login = resident_own(server.pid())?;
        }
    }
    Ok(Full { at_login, idle: resident_own(server.pid())? })
}

/// One connection, for as long as the bench runs.
async fn sit(address: SocketAddr, number: u32, turns: Arc<Semaphore>, tell: mpsc::Sender<Told>) {
    let turn = turns.acquire().await;
    let login = match log_in(address, number).await {
        Ok(login) => login,
        Err(error) => return drop(tell.send(Told::Failed(error)).await),
    };
    drop(turn);
    // Who listens is gone once the bench is over: then so is this.
    _ = tell.send(Told::In).await;
    let ended = login.sit(async || drop(tell.send(Told::Idle).await)).await;
    _ = tell.send(Told::Failed(ended)).await;
}

async fn log_in(address: SocketAddr, number: u32) -> anyhow::Result<Login> {
    let user = format!("sitter-{number}");
    Login::new(address, &user_sig(&user)?).await.with_context(|| format!("logging in {user}"))
}
