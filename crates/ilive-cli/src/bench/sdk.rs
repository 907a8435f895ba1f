//! `ilive bench sdk`: what the Rust SDK costs an app, and how well it brings sound and pictures over.
//!
//! The server is a process of its own; publisher and viewers are clients in this one, whose CPU and memory are counted.

mod client;
mod senses;

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;
use clap::Args;
use ilive::{DeviceKind, Ilive, RoomOption};
use ilive_devices::tone::{TONE_HZ, measure};

use super::figures::{Goal, Report};
use super::linux::{allow_open_files, cpu, resident};
use super::server::Server;
use super::statistics::{ms, percentile, us};
use client::{login, publish, watch};
use senses::{Eye, Senses};

const CORE_PERCENT: f64 = 25.0;
const CALL_US: f64 = 5.0;
const SESSIONS_MB: f64 = 300.0;
const FIRST_FRAME_MS: f64 = 250.0;
const MISSING_PERCENT: f64 = 0.1;
/// All flows, before anything is counted.
const WARM_UP: Duration = Duration::from_secs(3);
/// Calls that are timed, and how many follow each other: the media thread takes them as they come.
const CALLS: (usize, usize) = (20, 100);
/// Between two rows of calls.
const REST: Duration = Duration::from_millis(20);
/// Files that this process has open besides two for each session.
const OTHER_FILES: u64 = 128;

/// Measure the Rust SDK: CPU of sending and watching, calls, memory, time to the first picture, missing sound
///
/// One client sends the test pattern, 640x480 at 15 a second in H264, and a tone; another decodes both. Then calls are
/// timed, others join one after another, and sessions sit in the room without looking.
#[derive(Args)]
pub(crate) struct SdkArgs {
    /// Seconds of sound and pictures that are counted, after a warm-up
    #[arg(long, value_name = "S", default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..=600))]
    seconds: u32,
    /// Clients that join, one after another
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=200))]
    joins: u32,
    /// Sessions in this process
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=500))]
    sessions: u32,
    /// Print one JSON object
    #[arg(long)]
    pub(super) json: bool,
}

pub(super) fn run(args: &SdkArgs) -> anyhow::Result<Report> {
    let mut report = Report::new("sdk");
    allow_open_files(2 * u64::from(args.sessions) + OTHER_FILES)?;
    let server = Server::start(&[("ILIVE_MEDIA__THREADS", "1".to_owned())])?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(all(&server, args, &mut report)).with_context(|| server.log())?;
    report.note("the server's CPU and memory are not counted; `ilive bench sfu` and `idle` are about them");
    Ok(report)
}

async fn all(server: &Server, args: &SdkArgs, report: &mut Report) -> anyhow::Result<()> {
    let publisher = publish(server).await.context("publishing")?;
    flow(server, args.seconds, report).await.context("watching")?;
    calls(&publisher, report).await?;
    joins(server, args.joins, report).await.context("joining")?;
    sessions(server, args.sessions, report).await.context("filling the room")?;
    publisher.release().await?;
    Ok(())
}

/// One who watches and listens for a while.
async fn flow(server: &Server, seconds: u32, report: &mut Report) -> anyhow::Result<()> {
    let senses = Arc::new(Senses::default());
    let viewer = watch(server, "viewer", Arc::clone(&senses)).await?;
    tokio::time::sleep(WARM_UP).await;
    senses.forget();
    let (begun, used) = (Instant::now(), cpu(std::process::id())?);
    tokio::time::sleep(Duration::from_secs(seconds.into())).await;
    let (time, used) = (begun.elapsed(), cpu(std::process::id())?.saturating_sub(used));
    let (sound, pictures) = senses.taken();
    viewer.release().await?;

    let share = 100.0 * used.as_secs_f64() / time.as_secs_f64();
    report.judged(
        "core_percent",
        "of one core, to send and to watch",
        share,
        "%",
        Goal::AtMost(CORE_PERCENT),
    );
    report.figure("fps", "pictures decoded a second", f64::from(pictures) / time.as_secs_f64(), "");
    let tone = measure(&sound, TONE_HZ);
    report.figure("sound_frames", "frames of sound, 20 ms each", tone.frames as f64, "");
    let missing = if tone.frames == 0 { f64::NAN } else { 100.0 * tone.missing as f64 / tone.frames as f64 };
    report.judged("missing_percent", "of them missing", missing, "%", Goal::AtMost(MISSING_PERCENT));
    Ok(())
}

/// A call that is accepted at once and does something: the volume of the open microphone, at what it is.
async fn calls(ilive: &Ilive, report: &mut Report) -> anyhow::Result<()> {
    let (rows, length) = CALLS;
    let mut times = Vec::new();
    for _ in 0..rows {
        for _ in 0..length {
            let begun = Instant::now();
            let set = ilive.set_volume(DeviceKind::Microphone, 10);
            times.push(begun.elapsed());
            set?;
        }
        tokio::time::sleep(REST).await;
    }
    report.judged(
        "call_us",
        "a call of the façade (p50)",
        us(percentile(&mut times, 50)),
        "µs",
        Goal::AtMost(CALL_US),
    );
    report.figure("call_p99_us", "a call of the façade (p99)", us(percentile(&mut times, 99)), "µs");
    Ok(())
}

/// From the call to the first picture out of the SDK.
async fn joins(server: &Server, count: u32, report: &mut Report) -> anyhow::Result<()> {
    let mut times = Vec::new();
    for number in 0..count {
        let (eye, mut opened) = Eye::new();
        let ilive = login(server, &format!("guest-{number}"), Some(Arc::new(eye))).await?;
        let begun = Instant::now();
        ilive.join_room(client::ROOM, RoomOption::audience()).await?;
        opened.recv().await.context("no picture came")?;
        times.push(begun.elapsed());
        ilive.release().await?;
    }
    let what = "from join_room() to the first picture (p50)";
    let p50 = ms(percentile(&mut times, 50));
    report.judged("first_frame_ms", what, p50, "ms", Goal::AtMost(FIRST_FRAME_MS));
    report.figure("first_frame_p95_ms", "… (p95)", ms(percentile(&mut times, 95)), "ms");
    Ok(())
}

/// What this process weighs with so many in the room.
async fn sessions(server: &Server, count: u32, report: &mut Report) -> anyhow::Result<()> {
    let before = resident(std::process::id())?;
    let mut sessions = Vec::new();
    for number in 0..count {
        let ilive = login(server, &format!("sitter-{number}"), None).await?;
        let option = RoomOption { auto_views: false, ..RoomOption::audience() };
        ilive.join_room(client::ROOM, option).await?;
        sessions.push(ilive);
    }
    let full = resident(std::process::id())?;
    let mb = |bytes: u64| bytes as f64 / (1024.0 * 1024.0);
    report.figure("sessions", "sessions in the room", f64::from(count), "");
    report.judged("sessions_mb", "resident memory of all of them", mb(full), "MB", Goal::AtMost(SESSIONS_MB));
    let each = mb(full.saturating_sub(before)) / f64::from(count);
    report.figure("session_mb", "each", each, "MB");
    for session in sessions {
        session.release().await?;
    }
    Ok(())
}
