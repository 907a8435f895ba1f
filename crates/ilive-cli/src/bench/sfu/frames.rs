//! What is published: frames that say which they are.

use std::time::Duration;

/// 25 a second.
pub(super) const FRAME_EVERY: Duration = Duration::from_millis(40);
/// Packets of a frame, sent back to back.
pub(super) const PARTS: u8 = 8;
/// RTP payload of each, in bytes.
const PAYLOAD_LEN: usize = 1_150;
/// Of the 90 kHz clock, from frame to frame.
pub(super) const TICKS: u32 = 3_600;
/// Where number and part stand: behind the payload descriptor and a keyframe's header.
const MARK_AT: usize = 16;

/// Which packet this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) frame: u32,
    pub(super) part: u8,
}

impl Mark {
    /// A VP8 packet with a 15-bit picture id and TL0PICIDX (RFC 7741 section 4.2), as browsers send them.
    pub(super) fn payload(self, key: bool) -> Vec<u8> {
        let first = self.part == 0;
        let mut out = vec![if first { 0x90 } else { 0x80 }, 0xE0];
        out.extend_from_slice(&(0x8000 | self.frame as u16 & 0x7FFF).to_be_bytes());
        out.extend_from_slice(&[self.frame as u8, 0x20]);
        if first && key {
            // Frame tag of a shown keyframe, start code, 640x360 (RFC 6386 section 9.1).
            out.extend_from_slice(&[0x10, 0, 0, 0x9D, 0x01, 0x2A, 0x80, 0x02, 0x68, 0x01]);
        } else {
            out.extend_from_slice(&[0x11, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        }
        debug_assert_eq!(out.len(), MARK_AT);
        out.extend_from_slice(&self.frame.to_be_bytes());
        out.push(self.part);
        out.resize(PAYLOAD_LEN, 0x55);
        out
    }

    /// Reads it back.
    pub(super) fn read(payload: &[u8]) -> Option<Self> {
        let (frame, rest) = payload.get(MARK_AT..)?.split_first_chunk()?;
        let part = *rest.first()?;
        let whole = payload.len() == PAYLOAD_LEN && part < PARTS;
        whole.then_some(Self { frame: u32::from_be_bytes(*frame), part })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packet_says_which_it_is_whatever_its_frame_is() {
        for key in [true, false] {
            for part in 0..PARTS {
                let mark = Mark { frame: 70_000, part };
                let payload = mark.payload(key);

                assert_eq!(payload.len(), PAYLOAD_LEN);
                assert_eq!(Mark::read(&payload), Some(mark), "part {part} key {key}");
            }
        }
    }

    #[test]
    fn what_is_cut_or_of_another_is_no_packet_of_the_bench() {
        let payload = Mark { frame: 1, part: 7 }.payload(false);
        let mut other = payload.clone();
        other[20] = PARTS;

        assert_eq!(Mark::read(&payload[..PAYLOAD_LEN - 1]), None);
        assert_eq!(Mark::read(&other), None);
        assert_eq!(Mark::read(&[]), None);
    }
}
