//! Transport-wide feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01 section 3.1).

const FIXED_LEN: usize = 8;

/// When the packets from a base number on arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TransportFeedback<'a> {
    /// Transport-wide number of the first packet.
    pub base: u16,
    /// How many packets it tells of.
    pub count: u16,
    /// The viewer's clock, in 64 ms, 24 bits, signed; the first difference counts from here.
    pub reference_64_ms: i32,
    /// Number of the feedback itself, for finding lost ones.
    pub feedback: u8,
    chunks: &'a [u8],
}

/// What became of one packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrival {
    /// Transport-wide number.
    pub seq: u16,
    /// Quarter milliseconds after the packet that arrived before it; `None` when it did not arrive.
    pub after_250_us: Option<i16>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Symbol {
    Lost,
    Small,
    Large,
}

impl<'a> TransportFeedback<'a> {
    pub(super) fn read(body: &'a [u8]) -> Option<Self> {
        let (fixed, chunks) = body.split_first_chunk::<FIXED_LEN>()?;
        Some(Self {
            base: u16::from_be_bytes([fixed[0], fixed[1]]),
            count: u16::from_be_bytes([fixed[2], fixed[3]]),
            reference_64_ms: i32::from_be_bytes([fixed[4], fixed[5], fixed[6], 0]) >> 8,
            feedback: fixed[7],
            chunks,
        })
    }

    /// One for each packet, in order; ends where the bytes do.
    pub fn arrivals(self) -> impl Iterator<Item = Arrival> + use<'a> {
        let mut differences = self.differences();
        self.symbols().zip(0u16..).map_while(move |(symbol, nth)| {
            let seq = self.base.wrapping_add(nth);
            let after_250_us = match symbol {
                Symbol::Lost => None,
                Symbol::Small => Some(i16::from(take(&mut differences, 1)?[0])),
                Symbol::Large => {
                    let bytes = take(&mut differences, 2)?;
                    Some(i16::from_be_bytes([bytes[0], bytes[1]]))
                }
            };
            Some(Arrival { seq, after_250_us })
        })
    }

    fn symbols(self) -> impl Iterator<Item = Symbol> + use<'a> {
        let chunks = self.chunks.chunks_exact(2).map(|chunk| u16::from_be_bytes([chunk[0], chunk[1]]));
        chunks
            .flat_map(|chunk| (0..span(chunk)).map(move |nth| symbol(chunk, nth)))
            .take(usize::from(self.count))
    }

    /// What follows the chunks that it takes for `count` packets.
    fn differences(self) -> &'a [u8] {
        let mut left = usize::from(self.count);
        let mut rest = self.chunks;
        while let (true, [high, low, after @ ..]) = (left > 0, rest) {
            left = left.saturating_sub(usize::from(span(u16::from_be_bytes([*high, *low]))));
            rest = after;
        }
        rest
    }
}

fn take<'a>(bytes: &mut &'a [u8], count: usize) -> Option<&'a [u8]> {
    let (taken, rest) = bytes.split_at_checked(count)?;
    *bytes = rest;
    Some(taken)
}

/// How many packets a chunk tells of: a run's length, 14 of one bit, 7 of two.
fn span(chunk: u16) -> u16 {
    match chunk >> 14 {
        0 | 1 => chunk & 0x1FFF,
        2 => 14,
        _ => 7,
    }
}

fn symbol(chunk: u16, nth: u16) -> Symbol {
    let code = match chunk >> 14 {
        0 | 1 => chunk >> 13 & 3,
        2 => chunk >> (13 - nth) & 1,
        _ => chunk >> (12 - 2 * nth) & 3,
    };
    match code {
        1 => Symbol::Small,
        2 => Symbol::Large,
        _ => Symbol::Lost,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arrivals(base: u16, count: u16, rest: &[u8]) -> Vec<(u16, Option<i16>)> {
        let body = [&base.to_be_bytes()[..], &count.to_be_bytes(), &[0xFF, 0xFF, 0xFE, 7], rest].concat();
        let feedback = TransportFeedback::read(&body).expect("it is long enough");
        assert_eq!((feedback.reference_64_ms, feedback.feedback), (-2, 7));
        feedback.arrivals().map(|arrival| (arrival.seq, arrival.after_250_us)).collect()
    }

    #[test]
    fn chunks_of_all_kinds() {
        for (case, base, count, rest, expected) in [
            ("a run of small ones", 65_535, 2, &[0x20, 2, 4, 8][..], vec![(65_535, Some(4)), (0, Some(8))]),
            ("a run of lost ones", 1, 2, &[0, 2], vec![(1, None), (2, None)]),
            ("a run of large ones", 1, 1, &[0x40, 1, 0xFF, 0xFE], vec![(1, Some(-2))]),
            ("one bit each", 1, 3, &[0b1010_1000, 0, 4, 8], vec![(1, Some(4)), (2, None), (3, Some(8))]),
            (
                "two bits each",
                1,
                3,
                &[0b1110_0001, 0, 1, 0, 9],
                vec![(1, Some(256)), (2, None), (3, Some(9))],
            ),
            ("two chunks", 1, 3, &[0x20, 2, 0, 1, 4, 8], vec![(1, Some(4)), (2, Some(8)), (3, None)]),
            ("differences that are cut off", 1, 2, &[0x20, 2, 4], vec![(1, Some(4))]),
            ("no chunks", 1, 60_000, &[], vec![]),
            ("runs of nothing", 1, 9, &[0x20, 0, 0x20, 0], vec![]),
        ] {
            assert_eq!(arrivals(base, count, rest), expected, "{case}");
        }
    }
}
