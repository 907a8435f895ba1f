//! The header extension block: one-byte and two-byte elements.

use bytes::{BufMut, BytesMut};

const ONE_BYTE: u16 = 0xBEDE;
/// The lower four bits are free for the application (RFC 8285 section 4.3).
const TWO_BYTE: u16 = 0x1000;
/// Highest id that the one-byte form can carry; 15 ends a block.
const ONE_BYTE_ID_MAX: u8 = 14;
/// Longest value that the one-byte form can carry.
const ONE_BYTE_LEN_MAX: usize = 16;
/// Longest value that the two-byte form can carry.
const TWO_BYTE_LEN_MAX: usize = 255;

/// An extension block, its elements still unread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExtensionBlock<'a> {
    form: Form,
    elements: &'a [u8],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    OneByte,
    TwoByte,
}

impl<'a> ExtensionBlock<'a> {
    /// A packet without a block, or with one of a profile that nobody here knows.
    pub const EMPTY: ExtensionBlock<'static> = ExtensionBlock { form: Form::OneByte, elements: &[] };

    /// The elements as (id, value), in order; ends at the first that does not fit.
    pub fn iter(self) -> impl Iterator<Item = (u8, &'a [u8])> {
        let (form, mut rest) = (self.form, self.elements);
        std::iter::from_fn(move || {
            while let Some((0, after)) = rest.split_first() {
                rest = after;
            }
            let (id, len, after) = match (form, rest) {
                (Form::OneByte, [head, after @ ..]) => (head >> 4, usize::from(head & 0x0F) + 1, after),
                (Form::TwoByte, [id, len, after @ ..]) => (*id, usize::from(*len), after),
                _ => return None,
            };
            if form == Form::OneByte && id == 15 {
                return None;
            }
            let (value, after) = after.split_at_checked(len)?;
            rest = after;
            Some((id, value))
        })
    }

    /// The value under `id`.
    #[must_use]
    pub fn get(self, id: u8) -> Option<&'a [u8]> {
        self.iter().find_map(|(found, value)| (found == id).then_some(value))
    }
}

/// Splits a block from what follows; `None` when it is longer than the packet.
pub(super) fn split(rest: &[u8]) -> Option<(ExtensionBlock<'_>, &[u8])> {
    let (head, rest) = rest.split_first_chunk::<4>()?;
    let words = usize::from(u16::from_be_bytes([head[2], head[3]]));
    let (elements, payload) = rest.split_at_checked(words * 4)?;
    let block = match u16::from_be_bytes([head[0], head[1]]) {
        ONE_BYTE => ExtensionBlock { form: Form::OneByte, elements },
        profile if profile & 0xFFF0 == TWO_BYTE => ExtensionBlock { form: Form::TwoByte, elements },
        _ => ExtensionBlock::EMPTY,
    };
    Some((block, payload))
}

/// Under which id a peer wants each extension that we send; `None` where it was not negotiated. Ids are 1 to 255.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ExtensionIds {
    /// `urn:ietf:params:rtp-hdrext:sdes:mid` (RFC 9143).
    pub mid: Option<u8>,
    /// The transport-wide sequence number of the congestion control draft.
    pub transport_sequence: Option<u8>,
    /// `urn:ietf:params:rtp-hdrext:ssrc-audio-level` (RFC 6464).
    pub audio_level: Option<u8>,
    /// `urn:3gpp:video-orientation`.
    pub orientation: Option<u8>,
    /// AOMedia's dependency descriptor.
    pub dependency_descriptor: Option<u8>,
}

impl ExtensionIds {
    /// Picks ours from what was negotiated, as (id, URI). An id of 0 or 15 is no id.
    #[must_use]
    pub fn negotiated<'a>(pairs: impl IntoIterator<Item = (u8, &'a str)>) -> Self {
        let mut ids = Self::default();
        for (id, uri) in pairs.into_iter().filter(|(id, _)| !matches!(id, 0 | 15)) {
            match uri {
                "urn:ietf:params:rtp-hdrext:sdes:mid" => ids.mid = Some(id),
                "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01" => {
                    ids.transport_sequence = Some(id);
                }
                "urn:ietf:params:rtp-hdrext:ssrc-audio-level" => ids.audio_level = Some(id),
                "urn:3gpp:video-orientation" => ids.orientation = Some(id),
                "https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension" => {
                    ids.dependency_descriptor = Some(id);
                }
                _ => {}
            }
        }
        ids
    }
}

/// What one packet has to say in its extensions. A value whose id was not negotiated is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Values<'a> {
    /// The media section.
    pub mid: Option<&'a str>,
    /// Number of the packet among all that go to this peer.
    pub transport_sequence: Option<u16>,
    /// The byte as on the wire.
    pub audio_level: Option<u8>,
    /// The byte as on the wire.
    pub orientation: Option<u8>,
    /// The bytes as they came.
    pub dependency_descriptor: Option<&'a [u8]>,
}

/// The block that is to be written: what was negotiated and has a value.
struct Block<'a> {
    elements: [Option<(u8, &'a [u8])>; 5],
    form: Form,
}

/// Values of a few bytes, as they stand on the wire.
#[derive(Default)]
struct Scratch {
    transport: [u8; 2],
    level: [u8; 1],
    orientation: [u8; 1],
}

impl<'a> Block<'a> {
    /// `None` when there is nothing to say.
    fn new(ids: &ExtensionIds, values: &'a Values<'_>, scratch: &'a mut Scratch) -> Option<Self> {
        *scratch = Scratch {
            transport: values.transport_sequence.unwrap_or_default().to_be_bytes(),
            level: [values.audio_level.unwrap_or_default()],
            orientation: [values.orientation.unwrap_or_default()],
        };
        let elements = [
            ids.mid.zip(values.mid.map(str::as_bytes)),
            ids.transport_sequence.zip(values.transport_sequence.map(|_| scratch.transport.as_slice())),
            ids.audio_level.zip(values.audio_level.map(|_| scratch.level.as_slice())),
            ids.orientation.zip(values.orientation.map(|_| scratch.orientation.as_slice())),
            ids.dependency_descriptor.zip(values.dependency_descriptor),
        ];
        // One over 255 bytes fits in no form.
        let elements = elements.map(|element| element.filter(|(_, value)| value.len() <= TWO_BYTE_LEN_MAX));
        let short =
            |(id, value): (u8, &[u8])| id <= ONE_BYTE_ID_MAX && (1..=ONE_BYTE_LEN_MAX).contains(&value.len());
        let form = if elements.into_iter().flatten().all(short) { Form::OneByte } else { Form::TwoByte };
        elements.iter().any(Option::is_some).then_some(Self { elements, form })
    }

    fn len(&self) -> usize {
        let head = if self.form == Form::OneByte { 1 } else { 2 };
        let elements: usize = self.elements.iter().flatten().map(|(_, value)| head + value.len()).sum();
        4 + elements.next_multiple_of(4)
    }
}

/// Length of the block that [`write`] would append.
pub(super) fn len(ids: &ExtensionIds, values: &Values<'_>) -> usize {
    Block::new(ids, values, &mut Scratch::default()).map_or(0, |block| block.len())
}

/// Appends a block; `false` when there is nothing to say, and nothing was appended.
pub(super) fn write(out: &mut BytesMut, ids: &ExtensionIds, values: &Values<'_>) -> bool {
    let mut scratch = Scratch::default();
    let Some(block) = Block::new(ids, values, &mut scratch) else { return false };
    let end = out.len() + block.len();
    let words = (block.len() / 4 - 1) as u16;
    out.put_u16(if block.form == Form::OneByte { ONE_BYTE } else { TWO_BYTE });
    out.put_u16(words);
    for (id, value) in block.elements.into_iter().flatten() {
        match block.form {
            Form::OneByte => out.put_u8(id << 4 | (value.len() - 1) as u8),
            Form::TwoByte => out.extend_from_slice(&[id, value.len() as u8]),
        }
        out.extend_from_slice(value);
    }
    out.put_bytes(0, end - out.len());
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn elements(block: &[u8]) -> Vec<(u8, Vec<u8>)> {
        let (block, _) = split(block).expect("the lengths hold");
        block.iter().map(|(id, value)| (id, value.to_vec())).collect()
    }

    #[test]
    fn elements_of_both_forms() {
        for (case, block, expected) in [
            (
                "one byte",
                &[0xBE, 0xDE, 0, 2, 0x10, 7, 0, 0x31, 8, 9, 0, 0][..],
                vec![(1, vec![7]), (3, vec![8, 9])],
            ),
            ("15 ends the block", &[0xBE, 0xDE, 0, 1, 0x10, 7, 0xF0, 1], vec![(1, vec![7])]),
            ("two bytes", &[0x10, 0x05, 0, 2, 1, 0, 200, 1, 7, 0, 0, 0], vec![(1, vec![]), (200, vec![7])]),
            ("two bytes, cut", &[0x10, 0, 0, 1, 1, 1, 7, 5], vec![(1, vec![7])]),
        ] {
            assert_eq!(elements(block), expected, "{case}");
        }
    }

    #[test]
    fn ids_are_found_by_their_uris() {
        let ids = ExtensionIds::negotiated([
            (4, "urn:ietf:params:rtp-hdrext:sdes:mid"),
            (1, "urn:ietf:params:rtp-hdrext:ssrc-audio-level"),
            (15, "urn:3gpp:video-orientation"),
            (2, "urn:ietf:params:rtp-hdrext:toffset"),
        ]);

        assert_eq!(ids, ExtensionIds { mid: Some(4), audio_level: Some(1), ..ExtensionIds::default() });
    }
}
