//! RTP time stamps: 32 bits that begin anywhere and wrap around.

use std::time::Duration;

/// Ticks a second of every video.
pub const VIDEO_RATE_HZ: u32 = 90_000;

/// Times of a stream since its first packet.
#[derive(Debug, Clone, Copy)]
pub struct RtpClock {
    rate_hz: u32,
    /// The last time stamp, and its ticks since the first.
    last: Option<(u32, i64)>,
}

impl RtpClock {
    /// Of a stream with so many ticks a second; 0 is taken as 1.
    #[must_use]
    pub fn new(rate_hz: u32) -> Self {
        Self { rate_hz: rate_hz.max(1), last: None }
    }

    /// When a packet's content was taken, the first one's being 0. A step of less than half of the range is a step
    /// forth or back, as it is shorter; what would lie before the first is 0.
    pub fn at(&mut self, timestamp: u32) -> Duration {
        let ticks = self.last.map_or(0, |(last, ticks)| {
            ticks.saturating_add(i64::from(timestamp.wrapping_sub(last).cast_signed()))
        });
        self.last = Some((timestamp, ticks));
        let ticks = u128::try_from(ticks).unwrap_or(0);
        // Rounded up: the number of a picture is taken from its time, and must not become that of the one before.
        let nanos = (ticks * 1_000_000_000).div_ceil(u128::from(self.rate_hz));
        Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
    }
}

/// The time stamp of a video's picture that was taken `at`.
#[must_use]
pub fn timestamp_of(at: Duration) -> u32 {
    (at.as_nanos() * u128::from(VIDEO_RATE_HZ) / 1_000_000_000) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_goes_on_where_stamps_wrap() {
        let mut clock = RtpClock::new(VIDEO_RATE_HZ);
        let second = VIDEO_RATE_HZ;
        for (stamp, seconds) in
            [(u32::MAX - second, 0), (u32::MAX, 1), (second - 1, 2), (u32::MAX, 1), (5, 1)]
        {
            assert_eq!(clock.at(stamp).as_secs(), seconds, "{stamp}");
        }
    }

    #[test]
    fn before_the_first_there_is_no_time() {
        let mut clock = RtpClock::new(0);
        assert_eq!(clock.at(10), Duration::ZERO);
        assert_eq!(clock.at(3), Duration::ZERO);
        assert_eq!(clock.at(12), Duration::from_secs(2));
    }

    #[test]
    fn a_picture_is_stamped_with_its_time() {
        assert_eq!(timestamp_of(Duration::from_secs(1)), 90_000);
        assert_eq!(timestamp_of(Duration::from_secs(100_000)), (9_000_000_000u64 % (1 << 32)) as u32);
    }
}
