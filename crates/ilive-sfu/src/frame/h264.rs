//! NAL unit headers of H264 in RTP (RFC 6184): single, STAP-A, FU-A.

use super::FrameFacts;

const TYPE: u8 = 0x1F;
const SLICE: u8 = 1;
const IDR: u8 = 5;
const SPS: u8 = 7;
const STAP_A: u8 = 24;
const FU_A: u8 = 28;
const FU_START: u8 = 0x80;
/// NAL units in one packet that are looked at: parameter sets come first.
const AGGREGATED_MAX: usize = 16;

/// A keyframe is an IDR picture or the parameter sets before it. Where a frame starts is not said by H264 for sure: the
/// start of a picture's first slice comes closest.
pub(super) fn read(payload: &[u8]) -> FrameFacts {
    let Some(head) = payload.first() else { return FrameFacts::default() };
    match head & TYPE {
        STAP_A => {
            let (mut start, mut keyframe) = (false, false);
            for kind in aggregated(&payload[1..]).take(AGGREGATED_MAX) {
                start |= opens(kind);
                keyframe |= is_key(kind);
            }
            facts(start, keyframe)
        }
        FU_A => match payload.get(1) {
            Some(fragment) if fragment & FU_START != 0 => {
                facts(opens(fragment & TYPE), is_key(fragment & TYPE))
            }
            _ => FrameFacts::default(),
        },
        kind => facts(opens(kind), is_key(kind)),
    }
}

fn aggregated(mut rest: &[u8]) -> impl Iterator<Item = u8> {
    std::iter::from_fn(move || {
        let (length, after) = rest.split_first_chunk::<2>()?;
        let (unit, after) = after.split_at_checked(usize::from(u16::from_be_bytes(*length)))?;
        rest = after;
        unit.first().map(|head| head & TYPE)
    })
}

fn is_key(kind: u8) -> bool {
    matches!(kind, IDR | SPS)
}

/// Slices, and what stands before the first of a picture (SEI 6, SPS 7, PPS 8, delimiter 9).
fn opens(kind: u8) -> bool {
    matches!(kind, SLICE..=9)
}

fn facts(start: bool, keyframe: bool) -> FrameFacts {
    FrameFacts { start, keyframe, ..FrameFacts::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keyframes_in_every_packing() {
        for (case, payload, start, keyframe) in [
            ("single slice", vec![0x61, 0x9A], true, false),
            ("single IDR", vec![0x65, 0x88], true, true),
            ("SPS alone", vec![0x67, 0x42], true, true),
            ("PPS alone", vec![0x68, 0xCE], true, false),
            ("SPS and PPS in a STAP-A", vec![0x78, 0, 2, 0x67, 0x42, 0, 2, 0x68, 0xCE], true, true),
            ("delimiter and slice in a STAP-A", vec![0x78, 0, 1, 0x09, 0, 2, 0x61, 0x9A], true, false),
            ("first fragment of an IDR", vec![0x7C, 0x85, 0x88], true, true),
            ("middle fragment of an IDR", vec![0x7C, 0x05, 0x88], false, false),
            ("last fragment of an IDR", vec![0x7C, 0x45, 0x88], false, false),
            ("first fragment of a slice", vec![0x5C, 0x81, 0x9A], true, false),
            ("STAP-A cut in a length", vec![0x78, 0], false, false),
            ("STAP-A with a length past its end", vec![0x78, 0, 9, 0x65], false, false),
            ("FU-A without its header", vec![0x7C], false, false),
            ("nothing", vec![], false, false),
        ] {
            let facts = read(&payload);
            assert_eq!((facts.start, facts.keyframe), (start, keyframe), "{case}");
        }
    }
}
