//! Unpacks the zlib stream of a ticket (RFC 1950, RFC 1951), stricter than the libraries do.
//!
//! A ticket has one spelling for each way to compress it: the bits that round up a byte must be zero (decoders skip
//! them, so five to seven bits of every ticket could be changed without a trace), nothing may follow the checksum, no
//! preset dictionary. Output stops at a cap, the number of blocks has one, and the only memory is the output.

mod blocks;
mod codes;

use crate::TicketError;

const BAD_HEADER: &str = "no zlib header";
const CUT: &str = "it ends too early";
const PADDING: &str = "padding bits are not zero";
const CHECKSUM: &str = "the checksum differs";
const TRAILING: &str = "something follows its end";

/// What `zlib` unpacks to: at most `cap` bytes.
pub(crate) fn inflate(zlib: &[u8], cap: usize) -> Result<Vec<u8>, TicketError> {
    let (&[cmf, flags], body) = zlib.split_first_chunk().ok_or(bad(CUT))?;
    let window = window_size(cmf, flags)?;
    let mut bits = Bits { rest: body, held: 0, count: 0 };
    let output = blocks::read(&mut bits, window, cap)?;
    bits.align()?;
    let (checksum, rest) = bits.rest.split_first_chunk().ok_or(bad(CUT))?;
    if u32::from_be_bytes(*checksum) != adler32(&output) {
        return Err(bad(CHECKSUM));
    }
    if !rest.is_empty() {
        return Err(bad(TRAILING));
    }
    Ok(output)
}

fn bad(why: &'static str) -> TicketError {
    TicketError::BadDeflate { why }
}

/// RFC 1950, 2.2: method 8, a window of at most 32 KB, no preset dictionary, check bits.
fn window_size(cmf: u8, flags: u8) -> Result<usize, TicketError> {
    let method = cmf & 0x0F;
    let exponent = cmf >> 4;
    let dictionary = flags & 0x20 != 0;
    let checked = u16::from_be_bytes([cmf, flags]).is_multiple_of(31);
    if method == 8 && exponent <= 7 && !dictionary && checked {
        Ok(1 << (exponent + 8))
    } else {
        Err(bad(BAD_HEADER))
    }
}

/// RFC 1950, 8.2.
fn adler32(bytes: &[u8]) -> u32 {
    const MODULUS: u32 = 65_521;
    let (a, b) = bytes.iter().fold((1, 0), |(a, b), &byte| {
        let a = (a + u32::from(byte)) % MODULUS;
        (a, (b + a) % MODULUS)
    });
    b << 16 | a
}

/// Bits of a deflate stream, lowest of each byte first.
struct Bits<'a> {
    rest: &'a [u8],
    held: u32,
    count: u32,
}

impl Bits<'_> {
    /// The next `n` bits as a number, first bit lowest; `n` is at most 16.
    fn take(&mut self, n: u32) -> Result<u32, TicketError> {
        while self.count < n {
            let (&byte, rest) = self.rest.split_first().ok_or(bad(CUT))?;
            self.rest = rest;
            self.held |= u32::from(byte) << self.count;
            self.count += 8;
        }
        let taken = self.held & ((1 << n) - 1);
        self.held >>= n;
        self.count -= n;
        Ok(taken)
    }

    /// Goes on at the next whole byte; `take` never holds more than seven bits of the last one.
    fn align(&mut self) -> Result<(), TicketError> {
        if self.held != 0 {
            return Err(bad(PADDING));
        }
        self.count = 0;
        Ok(())
    }

    /// The next `n` whole bytes.
    fn bytes(&mut self, n: usize) -> Result<&[u8], TicketError> {
        let (taken, rest) = self.rest.split_at_checked(n).ok_or(bad(CUT))?;
        self.rest = rest;
        Ok(taken)
    }
}

#[cfg(test)]
mod tests;
