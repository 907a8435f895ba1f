//! How unevenly packets come, and how long sound should wait therefore.

use std::time::{Duration, Instant};

use ilive_devices::audio::{FRAME, RATE_HZ};

/// Sound waits at least so long: it is what two late turns of a busy machine take.
const LEAST: Duration = Duration::from_millis(60);
/// Nobody can talk to each other with more.
const MOST: Duration = Duration::from_millis(500);
/// A second each; the last ten count.
const PART: Duration = Duration::from_secs(1);
const PARTS: usize = 10;

/// What packets took on their way, up to a constant that is the same for all: the clocks' difference.
#[derive(Debug, Default)]
pub(super) struct Lateness {
    /// The first packet's arrival and time stamp.
    origin: Option<(Instant, u32)>,
    /// The earliest and the latest of each second, in microseconds; the newest last.
    parts: Vec<(i64, i64)>,
    part_began: Option<Instant>,
}

impl Lateness {
    /// A packet has come.
    pub(super) fn add(&mut self, now: Instant, timestamp: u32) {
        let (began, first) = *self.origin.get_or_insert((now, timestamp));
        let came = i64::try_from(now.saturating_duration_since(began).as_micros()).unwrap_or(i64::MAX);
        let ticks = i64::from(timestamp.wrapping_sub(first).cast_signed());
        let late = came - ticks * 1_000_000 / i64::from(RATE_HZ);
        let part_began = *self.part_began.get_or_insert(now);
        if self.parts.is_empty() || now.saturating_duration_since(part_began) >= PART {
            self.part_began = Some(now);
            self.parts.push((late, late));
            self.parts.drain(..self.parts.len().saturating_sub(PARTS));
        }
        if let Some((least, most)) = self.parts.last_mut() {
            (*least, *most) = ((*least).min(late), (*most).max(late));
        }
    }

    /// How long sound should wait so that what is as late as the latest is in time.
    pub(super) fn target(&self) -> Duration {
        let least = self.parts.iter().map(|(least, _)| *least).min();
        let most = self.parts.iter().map(|(_, most)| *most).max();
        let spread = least.zip(most).map_or(0, |(least, most)| most.saturating_sub(least));
        let spread = Duration::from_micros(u64::try_from(spread).unwrap_or(0));
        (spread + FRAME).clamp(LEAST, MOST)
    }
}
