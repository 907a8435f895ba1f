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
