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

/// Length of the header that [`write()`] appends.
#[must_use]
pub fn header_len(ids: &ExtensionIds, values: &Values<'_>) -> usize {
    FIXED_HEADER_LEN + extension::len(ids, values)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header() -> Header {
        let (payload_type, ssrc) = (Pt::from(96), Ssrc::from(0xDEAD_BEEF));
        Header { marker: true, payload_type, seq: 0xFFFE, timestamp: 0x8000_0001, ssrc }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let all = ExtensionIds {
            mid: Some(4),
            transport_sequence: Some(3),
            audio_level: Some(1),
            orientation: Some(13),
            dependency_descriptor: Some(14),
        };
        let high = ExtensionIds { mid: Some(200), ..all };
        let long = [0xC0; 40];
        let values = Values {
            mid: Some("12"),
            transport_sequence: Some(65_535),
            audio_level: Some(0x85),
            orientation: Some(1),
            dependency_descriptor: Some(&[0xC0, 0, 1]),
        };
        let with_structure = Values { dependency_descriptor: Some(&long), ..values };
        for (case, ids, values, first, length) in [
            ("nothing negotiated", ExtensionIds::default(), values, 0x80, 12),
            ("nothing to say", all, Values::default(), 0x80, 12),
            ("one byte a head", all, values, 0x90, 12 + 4 + 16),
            ("an id above 14", high, values, 0x90, 12 + 4 + 20),
            ("a value over 16 bytes", all, with_structure, 0x90, 12 + 4 + 56),
        ] {
            let mut out = BytesMut::from(&b"before"[..]);
            let written = write(&mut out, &header(), &ids, &values, 0);
            out.extend_from_slice(b"payload");

            assert_eq!((written, header_len(&ids, &values)), (length, length), "{case}");
            assert_eq!(out[6], first, "{case}");
            let view = read(&out[6..]).expect(case);
            assert_eq!((view.header, view.payload), (header(), &b"payload"[..]), "{case}");
            let found = |id: Option<u8>| id.and_then(|id| view.extensions.get(id));
            assert_eq!(found(ids.mid), ids.mid.and(values.mid.map(str::as_bytes)), "{case}");
            assert_eq!(found(ids.dependency_descriptor), ids.mid.and(values.dependency_descriptor), "{case}");
            let sequence = values.transport_sequence.map(u16::to_be_bytes);
            assert_eq!(
                found(ids.transport_sequence),
                ids.mid.and(sequence.as_ref().map(|s| &s[..])),
                "{case}"
            );
        }
    }

    #[test]
    fn padding_is_taken_off() {
        let mut out = BytesMut::new();
        write(&mut out, &header(), &ExtensionIds::default(), &Values::default(), 2);
        out.extend_from_slice(b"payload\0\x02");

        assert_eq!(read(&out).map(|view| view.payload), Some(&b"payload"[..]));
    }

    #[test]
    fn lengths_that_do_not_hold_are_refused() {
        let fixed = |first: u8| vec![first, 96, 0, 1, 0, 0, 0, 0, 0, 0, 0, 7];
        let with = |first, rest: &[u8]| [fixed(first), rest.to_vec()].concat();
        for (case, packet, good) in [
            ("nothing", vec![], false),
            ("a byte short", fixed(0x80)[..11].to_vec(), false),
            ("no payload", fixed(0x80), true),
            ("version 1", fixed(0x40), false),
            ("15 CSRCs that are there", with(0x8F, &[0; 60]), true),
            ("15 CSRCs that are not", with(0x8F, &[0; 59]), false),
            ("an extension that is not there", fixed(0x90), false),
            ("an empty extension block", with(0x90, &[0xBE, 0xDE, 0, 0]), true),
            ("an extension past the end", with(0x90, &[0xBE, 0xDE, 0, 2, 0, 0, 0, 0]), false),
            ("an element past its block", with(0x90, &[0xBE, 0xDE, 0, 1, 0x1F, 0, 0, 0]), true),
            ("an unknown profile", with(0x90, &[0x12, 0x34, 0, 1, 0x10, 1, 0, 0]), true),
            ("padding without a byte", fixed(0xA0), false),
            ("padding of zero", with(0xA0, &[0]), false),
            ("padding over all", with(0xA0, &[0, 0, 3]), true),
            ("padding past the payload", with(0xA0, &[0, 0, 4]), false),
        ] {
            let view = read(&packet);
            assert_eq!(view.is_some(), good, "{case}");
            assert_eq!(view.into_iter().flat_map(|view| view.extensions.iter()).count(), 0, "{case}");
        }
    }
}
