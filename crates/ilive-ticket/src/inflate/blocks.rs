//! The blocks of a deflate stream (RFC 1951, 3.2.3 to 3.2.7).

use super::codes::Codes;
use super::{Bits, bad};
use crate::TicketError;
use crate::limits::DEFLATE_MAX_BLOCKS;

const BAD_BLOCK: &str = "no such kind of block";
const BAD_LENGTH: &str = "a stored block contradicts its length";
const BAD_TABLE: &str = "a block's table of codes is malformed";
const TOO_FAR: &str = "it repeats what lies before its start";
const MANY_BLOCKS: &str = "it has too many blocks";

const END_OF_BLOCK: u16 = 256;
/// Order in which the lengths of the length codes are given.
const TABLE_ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
/// Symbols of lengths: 257 is the shortest, 285 the longest.
const LENGTH_SYMBOLS: u16 = 29;
const LONGEST: usize = 258;
const DISTANCE_SYMBOLS: u16 = 30;

/// All blocks up to the last.
pub(super) fn read(bits: &mut Bits<'_>, window: usize, cap: usize) -> Result<Vec<u8>, TicketError> {
    let mut output = Output { bytes: Vec::new(), window, cap };
    for _ in 0..DEFLATE_MAX_BLOCKS {
        let last = bits.take(1)? == 1;
        match bits.take(2)? {
            0 => stored(bits, &mut output)?,
            1 => compressed(bits, &mut output, &fixed_codes()?)?,
            2 => {
                let codes = own_codes(bits)?;
                compressed(bits, &mut output, &codes)?;
            }
            _ => return Err(bad(BAD_BLOCK)),
        }
        if last {
            return Ok(output.bytes);
        }
    }
    Err(bad(MANY_BLOCKS))
}

struct Output {
    bytes: Vec<u8>,
    window: usize,
    cap: usize,
}

impl Output {
    fn room_for(&self, more: usize) -> Result<(), TicketError> {
        if self.bytes.len() + more > self.cap { Err(TicketError::InflatedTooLong) } else { Ok(()) }
    }

    fn push(&mut self, byte: u8) -> Result<(), TicketError> {
        self.room_for(1)?;
        self.bytes.push(byte);
        Ok(())
    }

    /// Appends `length` bytes from `distance` before the end; they may overlap what they make.
    fn repeat(&mut self, length: usize, distance: usize) -> Result<(), TicketError> {
        self.room_for(length)?;
        if distance > self.bytes.len() || distance > self.window {
            return Err(bad(TOO_FAR));
        }
        let start = self.bytes.len() - distance;
        for at in start..start + length {
            self.bytes.push(self.bytes[at]);
        }
        Ok(())
    }
}

fn stored(bits: &mut Bits<'_>, output: &mut Output) -> Result<(), TicketError> {
    bits.align()?;
    let length = bits.take(16)?;
    let complement = bits.take(16)?;
    if length ^ complement != 0xFFFF {
        return Err(bad(BAD_LENGTH));
    }
    let length = length as usize;
    output.room_for(length)?;
    output.bytes.extend_from_slice(bits.bytes(length)?);
    Ok(())
}

struct BlockCodes {
    literals: Codes,
    distances: Codes,
}

fn fixed_codes() -> Result<BlockCodes, TicketError> {
    let mut lengths = [8; 288];
    lengths[144..256].fill(9);
    lengths[256..280].fill(7);
    Ok(BlockCodes { literals: Codes::full(&lengths)?, distances: Codes::full(&[5; 32])? })
}

fn own_codes(bits: &mut Bits<'_>) -> Result<BlockCodes, TicketError> {
    let literals = bits.take(5)? as usize + 257;
    let distances = bits.take(5)? as usize + 1;
    let given = bits.take(4)? as usize + 4;
    if literals > 286 || distances > 30 {
        return Err(bad(BAD_TABLE));
    }
    let mut of_lengths = [0; 19];
    for &symbol in &TABLE_ORDER[..given] {
        of_lengths[symbol] = bits.take(3)? as u8;
    }
    let lengths = code_lengths(bits, &Codes::full(&of_lengths)?, literals + distances)?;
    let (for_literals, for_distances) = lengths.split_at(literals);
    if for_literals[usize::from(END_OF_BLOCK)] == 0 {
        return Err(bad(BAD_TABLE));
    }
    Ok(BlockCodes { literals: Codes::sparse(for_literals)?, distances: Codes::sparse(for_distances)? })
}

/// The run-length coded lengths of a block's own codes.
fn code_lengths(bits: &mut Bits<'_>, codes: &Codes, total: usize) -> Result<Vec<u8>, TicketError> {
    let mut lengths = Vec::with_capacity(total);
    while lengths.len() < total {
        let (length, times) = match codes.read(bits)? {
            16 => (*lengths.last().ok_or(bad(BAD_TABLE))?, 3 + bits.take(2)?),
            17 => (0, 3 + bits.take(3)?),
            18 => (0, 11 + bits.take(7)?),
            length => (length as u8, 1),
        };
        lengths.resize(lengths.len() + times as usize, length);
    }
    if lengths.len() > total { Err(bad(BAD_TABLE)) } else { Ok(lengths) }
}

fn compressed(bits: &mut Bits<'_>, output: &mut Output, codes: &BlockCodes) -> Result<(), TicketError> {
    loop {
        match codes.literals.read(bits)? {
            END_OF_BLOCK => return Ok(()),
            symbol if symbol < END_OF_BLOCK => output.push(symbol as u8)?,
            symbol => {
                let length = length(bits, symbol - END_OF_BLOCK - 1)?;
                let symbol = codes.distances.read(bits)?;
                let distance = distance(bits, symbol)?;
                output.repeat(length, distance)?;
            }
        }
    }
}

fn length(bits: &mut Bits<'_>, symbol: u16) -> Result<usize, TicketError> {
    match symbol {
        LENGTH_SYMBOLS.. => Err(bad(BAD_TABLE)),
        symbol if symbol == LENGTH_SYMBOLS - 1 => Ok(LONGEST),
        symbol => Ok(3 + scaled(bits, symbol, 2)?),
    }
}

fn distance(bits: &mut Bits<'_>, symbol: u16) -> Result<usize, TicketError> {
    if symbol < DISTANCE_SYMBOLS { Ok(1 + scaled(bits, symbol, 1)?) } else { Err(bad(BAD_TABLE)) }
}

/// The tables of 3.2.5 as a rule: after the first values each extra bit serves `1 << mantissa` symbols.
fn scaled(bits: &mut Bits<'_>, symbol: u16, mantissa: u32) -> Result<usize, TicketError> {
    let symbol = u32::from(symbol);
    let steps = 1 << mantissa;
    if symbol < 2 * steps {
        return Ok(symbol as usize);
    }
    let extra = (symbol >> mantissa) - 1;
    let base = (steps + symbol % steps) << extra;
    Ok((base + bits.take(extra)?) as usize)
}
