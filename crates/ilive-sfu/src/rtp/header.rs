//! The fixed header, the CSRCs, the padding.

use bytes::BytesMut;
use str0m::media::Pt;
use str0m::rtp::Ssrc;

use super::FIXED_HEADER_LEN;
use super::extension::{self, ExtensionBlock, ExtensionIds, Values};

const VERSION: u8 = 2 << 6;
const PADDING: u8 = 1 << 5;
const EXTENSION: u8 = 1 << 4;
const MARKER: u8 = 1 << 7;

/// A packet taken apart, borrowed from its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct View<'a> {
    /// The fixed fields.
    pub header: Header,
    /// Contributing sources, four bytes each.
    pub csrcs: &'a [u8],
    /// The extension block, where there is one.
    pub extensions: ExtensionBlock<'a>,
    /// The payload without padding.
    pub payload: &'a [u8],
}

/// The fixed fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// The marker bit.
    pub marker: bool,
    /// Which codec.
    pub payload_type: Pt,
    /// Sequence number.
    pub seq: u16,
    /// Timestamp in the codec's clock.
    pub timestamp: u32,
    /// The stream.
    pub ssrc: Ssrc,
}

/// Takes a decrypted packet apart; `None` when it is not RTP or its lengths do not hold.
#[must_use]
pub fn read(packet: &[u8]) -> Option<View<'_>> {
    let (fixed, rest) = packet.split_first_chunk::<FIXED_HEADER_LEN>()?;
    if fixed[0] & 0xC0 != VERSION {
        return None;
    }
    let (csrcs, rest) = rest.split_at_checked(usize::from(fixed[0] & 0x0F) * 4)?;
    let (extensions, payload) =
        if fixed[0] & EXTENSION != 0 { extension::split(rest)? } else { (ExtensionBlock::EMPTY, rest) };
    let payload = if fixed[0] & PADDING != 0 { without_padding(payload)? } else { payload };
    let word = |at: usize| u32::from_be_bytes([fixed[at], fixed[at + 1], fixed[at + 2], fixed[at + 3]]);
    let header = Header {
        marker: fixed[1] & MARKER != 0,
        payload_type: Pt::from(fixed[1] & !MARKER),
        seq: u16::from_be_bytes([fixed[2], fixed[3]]),
        timestamp: word(4),
        ssrc: Ssrc::from(word(8)),
    };
    Some(View { header, csrcs, extensions, payload })
}

fn without_padding(payload: &[u8]) -> Option<&[u8]> {
    let padding = usize::from(*payload.last()?);
    if padding == 0 { None } else { payload.get(..payload.len().checked_sub(padding)?) }
}

/// Appends a header with those of `values` that were negotiated, and no extension block when none was.
///
/// `padding` is how many bytes the caller will append after the payload; here it only sets the bit. Gives the header's
/// length in bytes.
pub fn write(
    out: &mut BytesMut,
    header: &Header,
    ids: &ExtensionIds,
    values: &Values<'_>,
    padding: u8,
) -> usize {
    let start = out.len();
    let padded = if padding > 0 { PADDING } else { 0 };
    out.extend_from_slice(&[
        VERSION | padded,
        *header.payload_type & !MARKER | if header.marker { MARKER } else { 0 },
    ]);
    out.extend_from_slice(&header.seq.to_be_bytes());
    out.extend_from_slice(&header.timestamp.to_be_bytes());
    out.extend_from_slice(&header.ssrc.to_be_bytes());
    if extension::write(out, ids, values) {
        out[start] |= EXTENSION;
    }
    out.len() - start
}

/// Length of the header that [`write`] appends.
#[must_use]
pub fn header_len(ids: &ExtensionIds, values: &Values<'_>) -> usize {
    FIXED_HEADER_LEN + extension::len(ids, values)
}
