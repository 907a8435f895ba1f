//! From what came back to figures (E.13): none where nothing was measured.

use std::collections::BTreeSet;
use std::time::Duration;

use ilive_session::SpeedReport;

/// Of so many: losses are in parts of 10,000.
const WHOLE: u64 = 10_000;

/// Datagrams that were sent, and round trips of those that came back, in the order in which they came.
#[derive(Debug, Default)]
pub(super) struct Echoes {
    sent: u32,
    seen: BTreeSet<u32>,
    trips_us: Vec<u64>,
}

impl Echoes {
    pub(super) fn sent(&mut self) {
        self.sent += 1;
    }

    /// A second copy of an echo says nothing new.
    pub(super) fn came(&mut self, number: u32, trip_us: u64) {
        if self.seen.insert(number) {
            self.trips_us.push(trip_us);
        }
    }

    /// Nothing more can come, until more is sent.
    pub(super) fn complete(&self) -> bool {
        self.seen.len() as u64 >= u64::from(self.sent)
    }

    /// `arrived`: how many the server has got.
    pub(super) fn fill(&self, report: &mut SpeedReport, arrived: u32) {
        let came = self.seen.len() as u64;
        if arrived > 0 {
            report.up_loss = loss(u64::from(self.sent), u64::from(arrived));
            report.down_loss = loss(u64::from(arrived), came);
        }
        report.rtt_us = median(&self.trips_us);
        report.jitter_us = jitter(&self.trips_us);
    }
}

fn loss(of: u64, came: u64) -> Option<u32> {
    let lost = of.checked_sub(came.min(of))?;
    u32::try_from(lost * WHOLE / of.max(1)).ok()
}

fn median(trips_us: &[u64]) -> Option<u32> {
    let mut sorted = trips_us.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).and_then(|trip| u32::try_from(*trip).ok())
}

/// The mean of how much one differs from the one before.
fn jitter(trips_us: &[u64]) -> Option<u32> {
    let steps: Vec<u64> = trips_us.windows(2).map(|two| two[0].abs_diff(two[1])).collect();
    let sum: u64 = steps.iter().sum();
    sum.checked_div(steps.len() as u64).and_then(|mean| u32::try_from(mean).ok())
}

/// None when the time is too short to say.
pub(super) fn bits_a_second(bytes: u64, took: Duration) -> Option<u64> {
    let us = u64::try_from(took.as_micros()).ok()?;
    (bytes > 0).then_some(())?;
    bytes.checked_mul(8_000_000)?.checked_div(us)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(sent: u32, trips: &[(u32, u64)], arrived: u32) -> SpeedReport {
        let mut echoes = Echoes::default();
        (0..sent).for_each(|_| echoes.sent());
        trips.iter().for_each(|(number, trip)| echoes.came(*number, *trip));
        let mut report = SpeedReport::default();
        echoes.fill(&mut report, arrived);
        report
    }

    #[test]
    fn losses_are_counted_in_each_direction() {
        let report = report(10, &[(0, 1000), (1, 1200), (1, 9000), (3, 1100), (4, 1100)], 8);

        assert_eq!((report.up_loss, report.down_loss), (Some(2000), Some(5000)));
        assert_eq!((report.rtt_us, report.jitter_us), (Some(1100), Some(100)));
    }

    #[test]
    fn nothing_is_said_of_what_was_not_measured() {
        assert_eq!(report(10, &[], 0), SpeedReport::default(), "no datagram has come through");
        assert_eq!(report(10, &[(0, 5)], 1).jitter_us, None, "one echo differs from none");
        assert_eq!(bits_a_second(0, Duration::from_secs(1)), None);
        assert_eq!(bits_a_second(1000, Duration::ZERO), None);
    }

    #[test]
    fn a_bandwidth_is_bits_a_second() {
        assert_eq!(bits_a_second(125_000, Duration::from_millis(500)), Some(2_000_000));
    }
}
