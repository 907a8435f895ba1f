//! `ilive bench sfu`: what forwarding costs, one publisher to many viewers.
//!
//! The server is a process of its own on a core of its own; its whole CPU is counted. The load, on another core, is
//! made of complete clients: each viewer has its own socket, ICE, DTLS and SRTP, opens every packet and sends the
//! feedback that a browser sends. Nothing counts that was not decrypted.

mod connection;
mod frames;
mod http;
mod outcome;
mod publish;
mod srtp;
mod view;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, format_err};
use clap::Args;
use tokio::sync::{Semaphore, mpsc, watch};
use tokio::task::{JoinError, JoinSet};

use super::figures::Report;
use super::linux::{pin, resident, two_cores, udp_drops};
use super::server::Server;
use http::Api;
use outcome::{Opened, Outcome};
use publish::Publisher;
use view::{Viewed, Viewer};

/// Viewers that connect at once.
const AT_ONCE: usize = 8;
/// All flows, before anything is counted.
const WARM_UP: Duration = Duration::from_secs(2);
/// What is on its way when the last frame was sent arrives within this, or is lost.
const SETTLE: Duration = Duration::from_millis(500);

/// Measure the server CPU of each forwarded packet: one WHIP publisher, many WHEP players
///
/// VP8, 25 frames a second of 8 packets sent back to back, payloads of 1150 bytes. The server runs on one core with one
/// media thread, the load on another.
#[derive(Args)]
pub(crate) struct SfuArgs {
    /// WHEP players
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    viewers: u32,
    /// Seconds that are counted, after a warm-up
    #[arg(long, value_name = "S", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=600))]
    seconds: u32,
    /// Print one JSON object
    #[arg(long)]
    pub(super) json: bool,
}

pub(super) fn run(args: &SfuArgs) -> anyhow::Result<Report> {
    let mut report = Report::new("sfu");
    let cores = two_cores();
    match cores {
        Some([server, load]) => report.note(format!("server on core {server} alone, load on core {load}")),
        None => report.note("NOT PINNED: server and load share what cores there are"),
    }
    // What a thread starts inherits its cores, so the server never runs on another.
    cores.map_or(Ok(()), |[server, _]| pin(server))?;
    let server = Server::start(&[("ILIVE_MEDIA__THREADS", "1".to_owned())])?;
    cores.map_or(Ok(()), |[_, load]| pin(load))?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let outcome = runtime.block_on(measure(&server, args)).with_context(|| server.log())?;
    outcome.report(&mut report);
    Ok(report)
}

async fn measure(server: &Server, args: &SfuArgs) -> anyhow::Result<Outcome> {
    let resident_before = resident(server.pid())?;
    let api = Api::new(server.address())?;
    let (stop, stopped) = watch::channel(false);
    let publisher = Publisher::start(&api, stopped.clone()).await.context("publishing")?;
    let mut viewers = Viewers::join(&api, args.viewers, &stopped).await?;

    viewers.run(WARM_UP).await?;
    let ports: BTreeSet<u16> = viewers.ports.iter().copied().chain([server.address().port()]).collect();
    let dropped_before = udp_drops(&ports)?;
    let before = api.counters().await?;
    let opened = Opened::now(server.pid(), publisher.next_frame())?;
    viewers.run(Duration::from_secs(args.seconds.into())).await?;
    let window = opened.close(server.pid(), publisher.next_frame())?;
    viewers.run(SETTLE).await?;
    let counters = api.counters().await?.since(before);
    let resident_after = resident(server.pid())?;
    let drops = [dropped_before, udp_drops(&ports)?];

    stop.send_replace(true);
    Ok(Outcome {
        window,
        published: publisher.finish().await?,
        viewers: viewers.finish().await?,
        counters,
        drops,
        resident: [resident_before, resident_after],
        profiles: srtp::agreed(),
    })
}

/// All that play.
struct Viewers {
    tasks: JoinSet<anyhow::Result<Viewed>>,
    ports: Vec<u16>,
}

impl Viewers {
    /// Lets so many join, a few at a time; each has got a packet when it returns.
    async fn join(api: &Api, count: u32, stopped: &watch::Receiver<bool>) -> anyhow::Result<Self> {
        let mut viewers = Self { tasks: JoinSet::new(), ports: Vec::new() };
        let turns = Arc::new(Semaphore::new(AT_ONCE));
        let (tell, mut told) = mpsc::channel(AT_ONCE);
        for number in 0..count {
            let (api, stopped, turns, tell) = (api.clone(), stopped.clone(), turns.clone(), tell.clone());
            viewers.tasks.spawn(async move {
                let turn = turns.acquire_owned().await?;
                let viewer = Viewer::join(&api, number).await.with_context(|| format!("viewer {number}"))?;
                tell.send(viewer.port()).await?;
                drop((turn, tell));
                viewer.watch(stopped).await.with_context(|| format!("viewer {number}"))
            });
        }
        while viewers.ports.len() < count as usize {
            tokio::select! {
                port = told.recv() => viewers.ports.extend(port),
                ended = viewers.tasks.join_next() => return Err(fell_away(ended)),
            }
        }
        Ok(viewers)
    }

    /// Lets time pass, in which nobody may fall away.
    async fn run(&mut self, time: Duration) -> anyhow::Result<()> {
        tokio::select! {
            () = tokio::time::sleep(time) => Ok(()),
            ended = self.tasks.join_next() => Err(fell_away(ended)),
        }
    }

    async fn finish(mut self) -> anyhow::Result<Vec<Viewed>> {
        let mut viewed = Vec::new();
        while let Some(ended) = self.tasks.join_next().await {
            viewed.push(ended??);
        }
        Ok(viewed)
    }
}

/// Why a viewer ended that should not have.
fn fell_away(ended: Option<Result<anyhow::Result<Viewed>, JoinError>>) -> anyhow::Error {
    match ended {
        Some(Ok(Err(error))) => error,
        Some(Err(panicked)) => panicked.into(),
        Some(Ok(Ok(_))) | None => format_err!("a viewer ended before the run did"),
    }
}
