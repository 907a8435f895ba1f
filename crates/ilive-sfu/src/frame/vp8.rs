//! The VP8 payload descriptor and the first bytes of a keyframe (RFC 7741 section 4.2, RFC 6386 section 9.1).

use super::FrameFacts;

/// Running numbers of VP8 and where they lie in the payload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Vp8Picture {
    /// The picture id, where the sender gives one.
    pub id: Option<PictureId>,
    /// `TL0PICIDX` and its offset in the payload, where the sender gives it.
    pub tl0: Option<(u8, usize)>,
}

/// A picture id: it grows by one a frame and wraps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PictureId {
    /// 7 or 15 bits of it.
    pub value: u16,
    /// The id has 15 bits and takes two bytes.
    pub wide: bool,
    /// Offset in the payload.
    pub at: usize,
}

const EXTENDED: u8 = 0x80;
const PARTITION_START: u8 = 0x10;
const PARTITION: u8 = 0x07;
const HAS_ID: u8 = 0x80;
const HAS_TL0: u8 = 0x40;
const HAS_TEMPORAL: u8 = 0x20;
const HAS_KEY_INDEX: u8 = 0x10;
const WIDE: u8 = 0x80;
const INTERFRAME: u8 = 0x01;
const START_CODE: [u8; 3] = [0x9D, 0x01, 0x2A];

pub(super) fn read(payload: &[u8]) -> FrameFacts {
    descriptor(payload).unwrap_or_default()
}

fn descriptor(payload: &[u8]) -> Option<FrameFacts> {
    let first = *payload.first()?;
    let flags = if first & EXTENDED != 0 { *payload.get(1)? } else { 0 };
    let mut at = if first & EXTENDED != 0 { 2 } else { 1 };
    let (mut id, mut tl0, mut temporal) = (None, None, None);
    if flags & HAS_ID != 0 {
        let picture = picture_id(payload, at)?;
        at += if picture.wide { 2 } else { 1 };
        id = Some(picture);
    }
    if flags & HAS_TL0 != 0 {
        tl0 = Some((*payload.get(at)?, at));
        at += 1;
    }
    if flags & (HAS_TEMPORAL | HAS_KEY_INDEX) != 0 {
        let byte = *payload.get(at)?;
        temporal = (flags & HAS_TEMPORAL != 0).then_some(byte >> 6);
        at += 1;
    }
    let start = first & PARTITION_START != 0 && first & PARTITION == 0;
    let frame = payload.get(at..)?;
    let keyframe = start && frame.first().is_some_and(|byte| byte & INTERFRAME == 0);
    let size = if keyframe { size(frame) } else { None };
    let vp8 = (id.is_some() || tl0.is_some()).then_some(Vp8Picture { id, tl0 });
    Some(FrameFacts { start, end: false, keyframe, temporal, size, vp8 })
}

fn picture_id(payload: &[u8], at: usize) -> Option<PictureId> {
    let high = *payload.get(at)?;
    if high & WIDE == 0 {
        return Some(PictureId { value: u16::from(high), wide: false, at });
    }
    let low = *payload.get(at + 1)?;
    Some(PictureId { value: u16::from_be_bytes([high & !WIDE, low]), wide: true, at })
}

/// 14 bits each; the upper two scale (ignored: no encoder sets them).
fn size(frame: &[u8]) -> Option<(u16, u16)> {
    let &[_, _, _, a, b, c, w0, w1, h0, h1, ..] = frame else { return None };
    let side = |low, high| u16::from_le_bytes([low, high]) & 0x3FFF;
    ([a, b, c] == START_CODE).then(|| (side(w0, w1), side(h0, h1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 320 × 180, as libvpx writes it.
    const KEYFRAME: [u8; 10] = [0x50, 0x2E, 0x00, 0x9D, 0x01, 0x2A, 0x40, 0x01, 0xB4, 0x00];

    fn with(descriptor: &[u8], frame: &[u8]) -> Vec<u8> {
        [descriptor, frame].concat()
    }

    #[test]
    fn a_keyframe_says_its_size_and_its_numbers() {
        let facts = read(&with(&[0x90, 0xF0, 0x92, 0x34, 0x56, 0x60], &KEYFRAME));

        let id = PictureId { value: 0x1234, wide: true, at: 2 };
        let vp8 = Some(Vp8Picture { id: Some(id), tl0: Some((0x56, 4)) });
        let expected = FrameFacts {
            start: true,
            end: false,
            keyframe: true,
            temporal: Some(1),
            size: Some((320, 180)),
            vp8,
        };
        assert_eq!(facts, expected);
    }

    #[test]
    fn descriptors_of_all_shapes() {
        let narrow = |value, at| Some(PictureId { value, wide: false, at });
        for (case, payload, start, keyframe, id, temporal) in [
            ("none of the options", vec![0x10, 0x01], true, false, None, None),
            ("keyframe, shortest descriptor", vec![0x10, 0x00], true, true, None, None),
            ("7 bits of picture id", vec![0x90, 0x80, 0x7F, 0x01], true, false, narrow(0x7F, 2), None),
            ("second packet of a keyframe", vec![0x80, 0x80, 0x05, 0x00], false, false, narrow(5, 2), None),
            ("start of the second partition", vec![0x91, 0x80, 0x05, 0x00], false, false, narrow(5, 2), None),
            ("key index alone", vec![0x90, 0x10, 0x1F, 0x01], true, false, None, None),
            ("temporal layer", vec![0x90, 0x20, 0x80, 0x01], true, false, None, Some(2)),
        ] {
            let facts = read(&payload);
            assert_eq!((facts.start, facts.keyframe), (start, keyframe), "{case}");
            assert_eq!(facts.vp8.and_then(|vp8| vp8.id), id, "{case}");
            assert_eq!(facts.temporal, temporal, "{case}");
        }
    }

    #[test]
    fn a_descriptor_that_is_cut_off_opens_nothing() {
        let whole = with(&[0x90, 0xF0, 0x92, 0x34, 0x56, 0x60], &[]);
        for length in 0..whole.len() {
            assert_eq!(read(&whole[..length]), FrameFacts::default(), "{length} bytes");
        }
    }
}
