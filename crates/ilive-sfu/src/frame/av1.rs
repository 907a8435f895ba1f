//! The aggregation header of AV1 in RTP (AOMedia, "RTP Payload Format For AV1" section 4.4).

use super::FrameFacts;

/// The first element continues one of the packet before.
const CONTINUES: u8 = 0x80;
/// The packet opens a coded video sequence.
const NEW_SEQUENCE: u8 = 0x08;

pub(super) fn read(payload: &[u8]) -> FrameFacts {
    let Some(head) = payload.first() else { return FrameFacts::default() };
    let start = head & CONTINUES == 0;
    FrameFacts { start, keyframe: start && head & NEW_SEQUENCE != 0, ..FrameFacts::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_sequence_is_a_keyframe() {
        for (head, start, keyframe) in
            [(0x18, true, true), (0x10, true, false), (0x90, false, false), (0x98, false, false)]
        {
            let facts = read(&[head, 0x0A]);
            assert_eq!((facts.start, facts.keyframe), (start, keyframe), "{head:#x}");
        }
    }
}
