//! One who watches.

use std::time::{Duration, Instant};

use str0m::Event;
use tokio::sync::watch;

use super::connection::Connection;
use super::frames::{Mark, PARTS};
use super::http::{Api, Way};

/// A player that has got its first packet.
pub(super) struct Viewer {
    connection: Connection,
    viewed: Viewed,
}

/// What came.
#[derive(Debug, Default)]
pub(super) struct Viewed {
    /// From the POST to the first packet.
    pub(super) to_first: Duration,
    /// By number.
    frames: Vec<Frame>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Frame {
    /// A bit for each part.
    parts: u8,
    whole_at: Option<Instant>,
}

impl Viewer {
    /// Connects, and waits for the first packet.
    pub(super) async fn join(api: &Api, number: u32) -> anyhow::Result<Self> {
        let posted = Instant::now();
        let mut connection = Connection::open(api, Way::Whep, &format!("viewer-{number}")).await?;
        let mut viewed = Viewed::default();
        connection.until("a packet", |event| viewed.take(event)).await?;
        viewed.to_first = posted.elapsed();
        Ok(Self { connection, viewed })
    }

    /// The port that it is on.
    pub(super) fn port(&self) -> u16 {
        self.connection.port()
    }

    /// Watches until it is stopped.
    pub(super) async fn watch(mut self, mut stopped: watch::Receiver<bool>) -> anyhow::Result<Viewed> {
        loop {
            tokio::select! {
                _ = stopped.changed() => return Ok(self.viewed),
                turned = self.connection.turn(|event| { self.viewed.take(&event); }) => turned?,
            }
        }
    }
}

impl Viewed {
    /// Notes a packet; whether it was one.
    fn take(&mut self, event: &Event) -> bool {
        let Event::RtpPacket(packet) = event else { return false };
        let Some(mark) = Mark::read(&packet.payload) else { return false };
        self.note(mark, packet.timestamp);
        true
    }

    fn note(&mut self, mark: Mark, at: Instant) {
        let index = mark.frame as usize;
        if self.frames.len() <= index {
            self.frames.resize(index + 1, Frame::default());
        }
        let frame = &mut self.frames[index];
        frame.parts |= 1 << mark.part;
        if frame.parts.count_ones() == u32::from(PARTS) {
            frame.whole_at.get_or_insert(at);
        }
    }

    /// Packets of these frames that came, each counted once.
    pub(super) fn packets(&self, frames: std::ops::Range<u32>) -> u64 {
        frames.map(|frame| u64::from(self.frame(frame).parts.count_ones())).sum()
    }

    /// When a frame's last packet came, if all did.
    pub(super) fn whole_at(&self, frame: u32) -> Option<Instant> {
        self.frame(frame).whole_at
    }

    fn frame(&self, frame: u32) -> Frame {
        self.frames.get(frame as usize).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packet_counts_once_and_a_frame_is_whole_with_its_last() {
        let (mut viewed, start) = (Viewed::default(), Instant::now());
        let at = |ms| start + Duration::from_millis(ms);
        for part in 0..PARTS {
            viewed.note(Mark { frame: 2, part }, at(part.into()));
        }
        viewed.note(Mark { frame: 2, part: 3 }, at(50));
        viewed.note(Mark { frame: 3, part: 0 }, at(60));

        assert_eq!([viewed.packets(0..2), viewed.packets(2..3), viewed.packets(2..9)], [0, 8, 9]);
        assert_eq!((viewed.whole_at(2), viewed.whole_at(3), viewed.whole_at(9)), (Some(at(7)), None, None));
    }
}
