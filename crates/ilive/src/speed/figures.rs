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

/// Bytes of the first uploads: on a slow way they are all that it carries in the time of a test.
const FIRST_UPLOADS: [u32; 2] = [64_000, 256_000];
/// And of each later one: proxies take bodies of a megabyte unless told.
const LATER_UPLOAD: u32 = 1_000_000;

/// What is sent one after the other until one of them was slow: `most` bytes together.
pub(super) fn uploads(most: u32) -> impl Iterator<Item = u32> {
    let sizes = FIRST_UPLOADS.into_iter().chain(std::iter::repeat(LATER_UPLOAD));
    sizes.scan(most, |left, size| {
        let size = size.min(*left);
        *left -= size;
        (size > 0).then_some(size)
    })
}

/// An upload as one side has timed it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Upload {
    pub(super) bytes: u64,
    pub(super) took: Duration,
}

/// By the server's clock, which leaves out what a socket's buffer swallows at once. But a proxy that keeps a body until it is
/// whole shows the server its own pace: then this side's clock tells.
pub(super) fn upload_pace(sent: Upload, taken: Upload) -> Option<u64> {
    let timed = bits_a_second(taken.bytes, taken.took);
    let own = bits_a_second(sent.bytes, sent.took);
    match (timed, own) {
        (Some(timed), Some(own)) if own < timed / 2 => Some(own),
        _ => timed.or(own),
    }
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
    fn uploads_grow_up_to_what_a_proxy_takes_and_are_no_more_than_allowed() {
        let sizes = |most| uploads(most).collect::<Vec<_>>();
        assert_eq!(sizes(2_000_000), [64_000, 256_000, 1_000_000, 680_000]);
        assert_eq!(sizes(100_000), [64_000, 36_000]);
        assert!(sizes(0).is_empty());
    }

    #[test]
    fn an_upload_is_timed_by_the_server_unless_a_proxy_stands_between() {
        let upload = |bytes, ms| Upload { bytes, took: Duration::from_millis(ms) };
        for (case, sent, taken, pace) in [
            ("the buffer has swallowed some", upload(100_000, 600), upload(90_000, 1000), Some(720_000)),
            ("a proxy kept it", upload(100_000, 1000), upload(100_000, 10), Some(800_000)),
            ("too short for the server", upload(1000, 10), upload(0, 0), Some(800_000)),
            ("too short for both", upload(1000, 0), upload(0, 0), None),
        ] {
            assert_eq!(upload_pace(sent, taken), pace, "{case}");
        }
    }

    #[test]
    fn a_bandwidth_is_bits_a_second() {
        assert_eq!(bits_a_second(125_000, Duration::from_millis(500)), Some(2_000_000));
    }
}
