//! The one who publishes.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use anyhow::Context;
use str0m::Event;
use str0m::format::Codec;
use str0m::media::Pt;
use str0m::rtp::RtpWrite;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::interval;

use super::connection::Connection;
use super::frames::{FRAME_EVERY, Mark, PARTS, TICKS};
use super::http::{Api, Way};

/// A publisher at work.
pub(super) struct Publisher {
    task: JoinHandle<anyhow::Result<Published>>,
    next_frame: Arc<AtomicU32>,
}

/// What was sent.
#[derive(Debug, Default)]
pub(super) struct Published {
    /// When each frame's first packet went out.
    pub(super) sent_at: Vec<Instant>,
    /// How long after it was due.
    pub(super) late: Vec<Duration>,
}

impl Publisher {
    /// Connects, and sends until it is stopped.
    pub(super) async fn start(api: &Api, stopped: watch::Receiver<bool>) -> anyhow::Result<Self> {
        let mut connection = Connection::open(api, Way::Whip, "publisher").await?;
        connection.until("connected", |event| matches!(event, Event::Connected)).await?;
        let next_frame = Arc::new(AtomicU32::new(0));
        let task = tokio::spawn(publish(connection, next_frame.clone(), stopped));
        Ok(Self { task, next_frame })
    }

    /// The frame that is not yet sent.
    pub(super) fn next_frame(&self) -> u32 {
        self.next_frame.load(Ordering::Relaxed)
    }

    /// After it was stopped.
    pub(super) async fn finish(self) -> anyhow::Result<Published> {
        self.task.await?
    }
}

async fn publish(
    mut connection: Connection,
    next_frame: Arc<AtomicU32>,
    mut stopped: watch::Receiver<bool>,
) -> anyhow::Result<Published> {
    let pt = payload_type(&connection)?;
    let mut published = Published::default();
    let mut key = true;
    let mut frames = interval(FRAME_EVERY);
    loop {
        tokio::select! {
            _ = stopped.changed() => return Ok(published),
            due = frames.tick() => {
                let now = Instant::now();
                published.late.push(now.saturating_duration_since(due.into_std()));
                published.sent_at.push(now);
                let frame = next_frame.fetch_add(1, Ordering::Relaxed);
                send(&mut connection, pt, frame, &mut key)?;
            }
            turned = connection.turn(|event| key |= is_keyframe_request(&event)) => turned?,
        }
    }
}

fn payload_type(connection: &Connection) -> anyhow::Result<Pt> {
    let mut offered = connection.rtc.codec_config().params().iter();
    offered
        .find(|params| params.spec().codec == Codec::Vp8)
        .map(|params| params.pt())
        .context("VP8 is offered")
}

fn is_keyframe_request(event: &Event) -> bool {
    matches!(event, Event::KeyframeRequest(_))
}

/// One frame, its packets back to back; a keyframe where one was asked for.
fn send(connection: &mut Connection, pt: Pt, frame: u32, key: &mut bool) -> anyhow::Result<()> {
    let (now, is_key) = (Instant::now(), std::mem::take(key));
    for part in 0..PARTS {
        let payload = Mark { frame, part }.payload(is_key);
        let seq = u64::from(frame) * u64::from(PARTS) + u64::from(part) + 1;
        let write = RtpWrite::new(pt, seq.into(), frame.wrapping_mul(TICKS), now, payload)
            .marker(part + 1 == PARTS)
            .nackable(true);
        let mid = connection.mid;
        let mut rtp = connection.rtc.direct_api();
        rtp.stream_tx_by_mid(mid, None).context("the section is sent")?.write_rtp(write);
        // str0m takes one packet a turn.
        connection.wake(now, &mut |event| *key |= is_keyframe_request(&event))?;
    }
    Ok(())
}
