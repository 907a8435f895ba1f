//! Reading a compound packet.

use str0m::rtp::Ssrc;

use super::TransportFeedback;

const VERSION: u8 = 2 << 6;
const PADDING: u8 = 1 << 5;
const SENDER_REPORT: u8 = 200;
const RECEIVER_REPORT: u8 = 201;
const TRANSPORT_FEEDBACK: u8 = 205;
const PAYLOAD_FEEDBACK: u8 = 206;
const NACK: u8 = 1;
const TRANSPORT_CC: u8 = 15;
const PLI: u8 = 1;
const FIR: u8 = 4;
const HEADER_LEN: usize = 4;
const REPORT_BLOCK_LEN: usize = 24;
const SENDER_INFO_LEN: usize = 20;
const FIR_ENTRY_LEN: usize = 8;

/// One thing that a viewer says. Numbers are not checked against what was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Feedback<'a> {
    /// Packets of `ssrc` that did not arrive.
    Nack {
        /// Our stream.
        ssrc: Ssrc,
        /// Their numbers.
        lost: Lost<'a>,
    },
    /// A keyframe is needed (PLI and FIR alike).
    Keyframe {
        /// Our stream.
        ssrc: Ssrc,
    },
    /// How one of our streams arrives.
    Report(ReportBlock),
    /// When packets arrived, for bandwidth estimation.
    Transport(TransportFeedback<'a>),
}

/// The sequence numbers of a NACK, in order; each entry names 1 to 17.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lost<'a>(&'a [u8]);

/// A reception report block (RFC 3550 section 6.4.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReportBlock {
    /// Our stream.
    pub ssrc: Ssrc,
    /// Lost since the last report, in 256ths.
    pub fraction_lost: u8,
    /// Lost in all; 24 bits, signed, since a duplicate counts against it.
    pub lost: i32,
    /// Highest sequence number that arrived, with the count of wraps above.
    pub highest_seq: u32,
    /// In ticks of the stream's clock.
    pub jitter: u32,
    /// Middle 32 bits of the last sender report's time; 0 for none.
    pub last_report: u32,
    /// Since then, in 65,536ths of a second.
    pub delay: u32,
}

/// Reads a decrypted compound packet. Kinds that nobody here asks for are passed over; it ends where a length does not
/// hold.
pub fn read(compound: &[u8]) -> impl Iterator<Item = Feedback<'_>> {
    packets(compound).flat_map(|(kind, count, body)| {
        let reports = match kind {
            SENDER_REPORT => body.get(4 + SENDER_INFO_LEN..),
            RECEIVER_REPORT => body.get(4..),
            _ => None,
        };
        let blocks = reports.unwrap_or_default().chunks_exact(REPORT_BLOCK_LEN).take(usize::from(count));
        let keyframes = match (kind, count) {
            (PAYLOAD_FEEDBACK, FIR) => body.get(8..),
            _ => None,
        };
        let entries = keyframes.unwrap_or_default().chunks_exact(FIR_ENTRY_LEN);
        let of_entry = |entry| Feedback::Keyframe { ssrc: ssrc(entry) };
        blocks.map(block).chain(entries.map(of_entry)).chain(single(kind, count, body))
    })
}

/// (packet type, count or format, what follows the header) of each packet, padding taken off.
fn packets(mut rest: &[u8]) -> impl Iterator<Item = (u8, u8, &[u8])> {
    std::iter::from_fn(move || {
        let head = rest.first_chunk::<HEADER_LEN>()?;
        let length = (usize::from(u16::from_be_bytes([head[2], head[3]])) + 1) * 4;
        let (packet, after) = rest.split_at_checked(length)?;
        if head[0] & 0xC0 != VERSION {
            return None;
        }
        let padding = if head[0] & PADDING != 0 { usize::from(*packet.last()?) } else { 0 };
        let body = packet.get(HEADER_LEN..length.checked_sub(padding)?)?;
        rest = after;
        Some((head[1], head[0] & 0x1F, body))
    })
}

fn single(kind: u8, format: u8, body: &[u8]) -> Option<Feedback<'_>> {
    let about = ssrc(body.get(4..8)?);
    match (kind, format) {
        (TRANSPORT_FEEDBACK, NACK) => Some(Feedback::Nack { ssrc: about, lost: Lost(&body[8..]) }),
        (TRANSPORT_FEEDBACK, TRANSPORT_CC) => TransportFeedback::read(&body[8..]).map(Feedback::Transport),
        (PAYLOAD_FEEDBACK, PLI) => Some(Feedback::Keyframe { ssrc: about }),
        _ => None,
    }
}

fn block(bytes: &[u8]) -> Feedback<'_> {
    let word = |at: usize| u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
    Feedback::Report(ReportBlock {
        ssrc: Ssrc::from(word(0)),
        fraction_lost: bytes[4],
        lost: (word(4) << 8) as i32 >> 8,
        highest_seq: word(8),
        jitter: word(12),
        last_report: word(16),
        delay: word(20),
    })
}

fn ssrc(bytes: &[u8]) -> Ssrc {
    Ssrc::from(u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
}

impl<'a> Lost<'a> {
    /// The numbers, lowest 16 bits.
    pub fn iter(self) -> impl Iterator<Item = u16> + use<'a> {
        self.0.chunks_exact(4).flat_map(|entry| {
            let first = u16::from_be_bytes([entry[0], entry[1]]);
            let more = u16::from_be_bytes([entry[2], entry[3]]);
            let following = (0..16u16).filter(move |bit| more >> bit & 1 != 0);
            std::iter::once(first).chain(following.map(move |bit| first.wrapping_add(bit + 1)))
        })
    }
}
