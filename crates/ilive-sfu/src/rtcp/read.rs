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

#[cfg(test)]
mod tests {
    use super::*;

    fn packet(first: u8, kind: u8, body: &[u8]) -> Vec<u8> {
        let words = (body.len() / 4) as u16;
        [&[first, kind][..], &words.to_be_bytes(), body].concat()
    }

    const ABOUT: [u8; 8] = [0, 0, 0, 1, 0, 0, 0, 77];

    #[test]
    fn a_nack_names_all_that_was_lost() {
        let body = [&ABOUT[..], &[0xFF, 0xFF, 0x80, 0x05], &[0, 100, 0, 0]].concat();
        let nack = packet(0x81, 205, &body);

        let lost: Vec<u16> = read(&nack)
            .flat_map(|feedback| match feedback {
                Feedback::Nack { ssrc, lost } if *ssrc == 77 => lost.iter(),
                other => panic!("{other:?}"),
            })
            .collect();

        assert_eq!(lost, [65_535, 0, 2, 15, 100]);
    }

    #[test]
    fn a_compound_packet_is_read_in_order() {
        let block =
            [&[0, 0, 0, 77, 128, 0xFF, 0xFF, 0xFE][..], &[0, 1, 0, 5], &[0; 4], &[1, 2, 3, 4], &[0, 0, 0, 9]];
        let report = packet(0x81, 201, &[&[0, 0, 0, 1][..], &block.concat()].concat());
        let sender_report = packet(0x81, 200, &[&[0; 24][..], &block.concat()].concat());
        let fir = packet(0x84, 206, &[&ABOUT[..4], &[0; 4], &[0, 0, 0, 78, 1, 0, 0, 0]].concat());
        let compound =
            [report, packet(0x80, 202, &[]), packet(0x81, 206, &ABOUT), fir, sender_report].concat();

        let block = ReportBlock {
            ssrc: Ssrc::from(77),
            fraction_lost: 128,
            lost: -2,
            highest_seq: 65_541,
            jitter: 0,
            last_report: 0x0102_0304,
            delay: 9,
        };
        let keyframe = |ssrc: u32| Feedback::Keyframe { ssrc: ssrc.into() };
        let expected = [Feedback::Report(block), keyframe(77), keyframe(78), Feedback::Report(block)];
        assert_eq!(read(&compound).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn padding_is_not_read() {
        let pli = packet(0x81, 206, &ABOUT);
        let padded = packet(0xA1, 205, &[&ABOUT[..], &[0, 9, 0, 0], &[0, 0, 0, 4]].concat());
        let lost = Lost(&[0, 9, 0, 0]);

        let compound = [padded, pli].concat();
        let expected = [Feedback::Nack { ssrc: 77.into(), lost }, Feedback::Keyframe { ssrc: 77.into() }];
        assert_eq!(read(&compound).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn lengths_that_do_not_hold_end_the_packet() {
        let pli = packet(0x81, 206, &ABOUT);
        for (case, rest, found) in [
            ("a length past the end", vec![0x81, 206, 0, 9, 0, 0, 0, 1], 1),
            ("half a header", vec![0x81, 206], 1),
            ("another version", packet(0x41, 206, &ABOUT), 1),
            ("padding longer than the packet", packet(0xA1, 206, &[0, 0, 0, 1, 0, 0, 0, 255]), 1),
            ("a body that is too short", packet(0x81, 206, &[0; 4]), 1),
            ("31 blocks that are not there", packet(0x9F, 201, &[0; 4]), 1),
            ("a NACK of nothing", packet(0x81, 205, &ABOUT), 2),
        ] {
            assert_eq!(read(&[pli.clone(), rest].concat()).count(), found, "{case}");
        }
    }
}
