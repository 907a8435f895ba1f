//! Sender reports: which wall-clock time a stream's timestamps stand for.

use std::time::{Duration, Instant};

use str0m::rtp::Ssrc;

const VERSION: u8 = 2 << 6;
const SENDER_REPORT: u8 = 200;
const SOURCE_DESCRIPTION: u8 = 202;
const CNAME: u8 = 1;
/// Words after the first: SSRC and sender info.
const SENDER_REPORT_WORDS: u16 = 6;
/// A CNAME's length is one byte.
const CNAME_LEN_MAX: usize = 255;

/// Seconds since 1900 in 2^32nds (RFC 3550 section 4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct NtpTime(pub u64);

impl NtpTime {
    /// From 1900 to 1970.
    const UNIX_EPOCH_SECONDS: u64 = 2_208_988_800;

    /// From a time since 1970.
    #[must_use]
    pub fn from_unix(since_1970: Duration) -> Self {
        Self(Self::UNIX_EPOCH_SECONDS << 32).after(since_1970)
    }

    /// A moment later.
    #[must_use]
    pub fn after(self, elapsed: Duration) -> Self {
        let fraction = (u64::from(elapsed.subsec_nanos()) << 32) / 1_000_000_000;
        Self(self.0.wrapping_add(elapsed.as_secs() << 32).wrapping_add(fraction))
    }
}

/// One moment in three clocks: the publisher's wall clock and its RTP timestamp (from its last sender report), and ours
/// when that report came in. Of a publisher that sends none: our wall clock and the timestamp of a packet that came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sync {
    /// Our clock.
    pub at: Instant,
    /// The publisher's wall clock.
    pub ntp: NtpTime,
    /// The publisher's timestamp.
    pub timestamp: u32,
    /// Ticks a second.
    pub clock_rate: u32,
}

impl Sync {
    /// The wall clock and the publisher's timestamp at `now`. Two streams of one publisher stay in step, since both
    /// keep that publisher's own pairing.
    #[must_use]
    pub fn at(&self, now: Instant) -> (NtpTime, u32) {
        let elapsed = now.saturating_duration_since(self.at);
        let ticks = elapsed.as_nanos() * u128::from(self.clock_rate) / 1_000_000_000;
        (self.ntp.after(elapsed), self.timestamp.wrapping_add(ticks as u32))
    }
}

/// What a sender report says (RFC 3550 section 6.4.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SenderReport {
    /// Our stream.
    pub ssrc: Ssrc,
    /// Wall clock.
    pub ntp: NtpTime,
    /// The outgoing timestamp of the same moment.
    pub timestamp: u32,
    /// Packets sent, wrapping.
    pub packets: u32,
    /// Payload bytes sent, wrapping.
    pub bytes: u32,
}

/// Appends a compound packet: the report, and the CNAME that joins streams of one clock. Longer names are cut at 255
/// bytes.
pub fn write_sender_report(out: &mut Vec<u8>, report: &SenderReport, cname: &str) {
    out.extend_from_slice(&[VERSION, SENDER_REPORT]);
    out.extend_from_slice(&SENDER_REPORT_WORDS.to_be_bytes());
    out.extend_from_slice(&report.ssrc.to_be_bytes());
    out.extend_from_slice(&report.ntp.0.to_be_bytes());
    for word in [report.timestamp, report.packets, report.bytes] {
        out.extend_from_slice(&word.to_be_bytes());
    }
    let cname = &cname.as_bytes()[..cname.len().min(CNAME_LEN_MAX)];
    // The item, then at least one zero byte, up to a whole word (RFC 3550 section 6.5).
    let chunk = 4 + 2 + cname.len();
    let padding = 4 - chunk % 4;
    out.extend_from_slice(&[VERSION | 1, SOURCE_DESCRIPTION]);
    out.extend_from_slice(&(((chunk + padding) / 4) as u16).to_be_bytes());
    out.extend_from_slice(&report.ssrc.to_be_bytes());
    out.extend_from_slice(&[CNAME, cname.len() as u8]);
    out.extend_from_slice(cname);
    out.extend_from_slice(&[0; 4][..padding]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::start;

    #[test]
    fn a_report_as_it_stands_on_the_wire() {
        let report = SenderReport {
            ssrc: Ssrc::from(0x0102_0304),
            ntp: NtpTime(0x1111_1111_2222_2222),
            timestamp: 90_000,
            packets: 5,
            bytes: 6000,
        };
        for (cname, words) in [("", 2u8), ("a", 2), ("ab", 3), ("room", 3)] {
            let mut out = Vec::new();
            write_sender_report(&mut out, &report, cname);

            let (sent, description) = out.split_at(28);
            assert_eq!(sent[..8], [0x80, 200, 0, 6, 1, 2, 3, 4]);
            assert_eq!(sent[8..16], [0x11, 0x11, 0x11, 0x11, 0x22, 0x22, 0x22, 0x22]);
            assert_eq!(sent[16..], [0, 1, 0x5F, 0x90, 0, 0, 0, 5, 0, 0, 0x17, 0x70]);
            assert_eq!(description[..8], [0x81, 202, 0, words, 1, 2, 3, 4], "{cname:?}");
            assert_eq!(description[8..10], [1, cname.len() as u8]);
            assert_eq!(description.len(), 4 + 4 * usize::from(words), "{cname:?}");
            assert_eq!(description.last(), Some(&0), "the list of items is closed");
        }
    }

    #[test]
    fn sound_and_picture_of_a_publisher_share_its_clock() {
        let start = start();
        let ntp = NtpTime::from_unix(Duration::from_millis(1_500));
        let picture = Sync { at: start, ntp, timestamp: u32::MAX, clock_rate: 90_000 };
        let later = ntp.after(Duration::from_millis(100));
        let sound =
            Sync { at: start + Duration::from_millis(100), ntp: later, timestamp: 7, clock_rate: 48_000 };

        let now = start + Duration::from_millis(600);
        let (picture, sound) = (picture.at(now), sound.at(now));

        assert_eq!((picture.1, sound.1), (53_999, 24_007));
        assert!(picture.0.0.abs_diff(sound.0.0) <= 2, "to the last bits: {picture:?} {sound:?}");
        assert_eq!(ntp.0 >> 32, 2_208_988_801);
        assert_eq!(ntp.0 as u32, 1 << 31);
    }
}
