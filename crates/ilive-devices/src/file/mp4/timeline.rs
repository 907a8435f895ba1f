//! Streams on one clock.

use std::time::Duration;

/// What a stream's own times and the arrivals may be apart before the times are not believed any more: far more than a
/// network delays, far less than anybody would take for together.
const APART: Duration = Duration::from_millis(500);

/// Puts the times of one stream, which count from its first packet, on the clock that all of a recording share. Within
/// the stream its own times hold, exactly; where it begins, and where it begins anew, is taken from the arrival.
#[derive(Debug, Clone, Copy, Default)]
pub struct Timeline {
    anchor: Option<Anchor>,
}

#[derive(Debug, Clone, Copy)]
struct Anchor {
    stream: Duration,
    clock: Duration,
}

impl Timeline {
    /// When something was, on the common clock: it was `at` by the stream's times, and came `arrived` by the clock.
    pub fn place(&mut self, arrived: Duration, at: Duration) -> Duration {
        let believed = self.anchor.and_then(|anchor| anchor.place(at));
        match believed {
            Some(placed) if placed.abs_diff(arrived) <= APART => placed,
            _ => {
                self.anchor = Some(Anchor { stream: at, clock: arrived });
                arrived
            }
        }
    }
}

impl Anchor {
    /// None for what would be before all time.
    fn place(self, at: Duration) -> Option<Duration> {
        match at.checked_sub(self.stream) {
            Some(later) => self.clock.checked_add(later),
            None => self.clock.checked_sub(self.stream.saturating_sub(at)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_keeps_its_own_times_and_begins_where_it_came() {
        let mut timeline = Timeline::default();
        for (case, arrived, at, placed) in [
            ("the first", 700, 0, 700),
            ("late by the network", 830, 66, 766),
            ("on time", 835, 133, 833),
            ("a pause", 9000, 8300, 9000),
            ("late by too much: a step", 20_000, 8400, 20_000),
            ("goes on from there", 20_090, 8466, 20_066),
            ("begins anew", 21_000, 0, 21_000),
            ("and before that", 21_010, 0, 21_000),
            ("far ahead", 21_050, 90_000, 21_050),
        ] {
            let placed_at = timeline.place(Duration::from_millis(arrived), Duration::from_millis(at));
            assert_eq!(placed_at, Duration::from_millis(placed), "{case}");
        }
    }

    #[test]
    fn what_would_be_before_all_time_is_where_it_came() {
        let mut timeline = Timeline::default();
        timeline.place(Duration::from_millis(10), Duration::from_millis(400));
        let placed = timeline.place(Duration::from_millis(20), Duration::ZERO);
        assert_eq!(placed, Duration::from_millis(20));
    }
}
