//! The first bytes of the VP9 payload descriptor (RFC 9628 section 4.2): enough to switch at a keyframe.

use super::FrameFacts;

const HAS_ID: u8 = 0x80;
const INTERFRAME: u8 = 0x40;
const HAS_LAYERS: u8 = 0x20;
const START: u8 = 0x08;
const END: u8 = 0x04;
const WIDE: u8 = 0x80;

pub(super) fn read(payload: &[u8]) -> FrameFacts {
    descriptor(payload).unwrap_or_default()
}

fn descriptor(payload: &[u8]) -> Option<FrameFacts> {
    let first = *payload.first()?;
    let mut at = 1;
    if first & HAS_ID != 0 {
        at += if *payload.get(at)? & WIDE != 0 { 2 } else { 1 };
    }
    // T (3 bits), U, S (3 bits), D.
    let layers = if first & HAS_LAYERS != 0 { Some(*payload.get(at)?) } else { None };
    let spatial = layers.map_or(0, |byte| byte >> 1 & 7);
    let start = first & START != 0;
    Some(FrameFacts {
        start,
        end: first & END != 0,
        keyframe: start && spatial == 0 && first & INTERFRAME == 0,
        temporal: layers.map(|byte| byte >> 5),
        size: None,
        vp8: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keyframes_and_layers() {
        for (case, payload, start, end, keyframe, temporal) in [
            ("keyframe in one packet", vec![0x8C, 0x05], true, true, true, None),
            ("keyframe, wide id, layers", vec![0xA8, 0x85, 0x01, 0x20, 0x00], true, false, true, Some(1)),
            ("upper spatial layer of a keyframe", vec![0xA8, 0x05, 0x02], true, false, false, Some(0)),
            ("later packet of a keyframe", vec![0x80, 0x05], false, false, false, None),
            ("interframe", vec![0xC8, 0x05], true, false, false, None),
            ("cut before its id", vec![0x88], false, false, false, None),
            ("cut in its wide id", vec![0xA8, 0x85, 0x01], false, false, false, None),
            ("nothing", vec![], false, false, false, None),
        ] {
            let facts = read(&payload);
            assert_eq!((facts.start, facts.end, facts.keyframe), (start, end, keyframe), "{case}");
            assert_eq!(facts.temporal, temporal, "{case}");
        }
    }
}
