//! Prefix codes of deflate (RFC 1951, 3.2.2), read one bit at a time: tickets are too short for lookup tables to pay.

use super::{Bits, bad};
use crate::TicketError;

/// Longest code, in bits.
const MAX_BITS: usize = 15;
/// Most symbols of an alphabet: the fixed literal code has two that never occur.
const MAX_SYMBOLS: usize = 288;

const NO_SUCH_CODE: &str = "a code stands for nothing";
const OVERFULL: &str = "two codes collide";
const INCOMPLETE: &str = "a set of codes has gaps";

/// How many codes there are of each length, and their symbols in the order of the codes.
pub(super) struct Codes {
    counts: [u16; MAX_BITS + 1],
    symbols: [u16; MAX_SYMBOLS],
}

impl Codes {
    /// The codes for symbols 0, 1, … of these lengths; length 0 is a symbol that does not occur. No gaps.
    pub(super) fn full(lengths: &[u8]) -> Result<Self, TicketError> {
        let counts = count(lengths);
        if free_codes(&counts)? > 0 {
            return Err(bad(INCOMPLETE));
        }
        Ok(Self { symbols: in_order(&counts, lengths), counts })
    }

    /// The same, or what encoders write for an alphabet they hardly use: no code, or a single one of one bit.
    pub(super) fn sparse(lengths: &[u8]) -> Result<Self, TicketError> {
        let counts = count(lengths);
        let used: u16 = counts.iter().sum();
        if used == 0 || (used == 1 && counts[1] == 1) {
            return Ok(Self { symbols: in_order(&counts, lengths), counts });
        }
        Self::full(lengths)
    }

    /// The symbol whose code comes next.
    pub(super) fn read(&self, bits: &mut Bits<'_>) -> Result<u16, TicketError> {
        let (mut code, mut first, mut index) = (0, 0, 0);
        for &count in &self.counts[1..] {
            code |= bits.take(1)?;
            let count = u32::from(count);
            if code < first + count {
                return Ok(self.symbols[(index + code - first) as usize]);
            }
            index += count;
            first = (first + count) << 1;
            code <<= 1;
        }
        Err(bad(NO_SUCH_CODE))
    }
}

fn count(lengths: &[u8]) -> [u16; MAX_BITS + 1] {
    let mut counts = [0; MAX_BITS + 1];
    for &length in lengths.iter().filter(|&&length| length != 0) {
        counts[usize::from(length)] += 1;
    }
    counts
}

/// How many codes of the full length are left over.
fn free_codes(counts: &[u16; MAX_BITS + 1]) -> Result<u32, TicketError> {
    counts[1..]
        .iter()
        .try_fold(1_u32, |free, &count| (free << 1).checked_sub(u32::from(count)).ok_or(bad(OVERFULL)))
}

fn in_order(counts: &[u16; MAX_BITS + 1], lengths: &[u8]) -> [u16; MAX_SYMBOLS] {
    let mut next = [0_u16; MAX_BITS + 1];
    for length in 1..MAX_BITS {
        next[length + 1] = next[length] + counts[length];
    }
    let mut symbols = [0; MAX_SYMBOLS];
    for (symbol, &length) in (0..).zip(lengths) {
        if length != 0 {
            let place = &mut next[usize::from(length)];
            symbols[usize::from(*place)] = symbol;
            *place += 1;
        }
    }
    symbols
}
