//! NAL units: the pieces of an H264 picture.

/// A slice of a keyframe.
pub(crate) const IDR: u8 = 5;
/// Sequence parameters: size and profile.
pub(crate) const SPS: u8 = 7;
/// Picture parameters.
pub(crate) const PPS: u8 = 8;
/// The mark between two pictures.
pub(crate) const AUD: u8 = 9;
/// Stands before each unit.
pub(crate) const START_CODE: [u8; 4] = [0, 0, 0, 1];

/// The kind that a unit's first byte names.
pub(crate) const fn kind_of(header: u8) -> u8 {
    header & 0x1F
}

/// The units of a stream in Annex B, without their start codes and without the zeros between them. What is before the
/// first start code belongs to none.
pub fn nals(stream: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = after_start_code(stream);
    std::iter::from_fn(move || {
        let unit = rest?;
        let end = start_code(unit).unwrap_or(unit.len());
        rest = after_start_code(&unit[end..]);
        Some(&unit[..end])
    })
    .map(|unit| &unit[..unit.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1)])
    .filter(|unit| !unit.is_empty())
}

/// The bytes without the 3 that keeps 0 0 from looking like a start code.
pub(super) fn after_escapes(bytes: &[u8]) -> impl Iterator<Item = u8> {
    let mut zeros = 0;
    bytes.iter().copied().filter(move |byte| {
        let escape = zeros >= 2 && *byte == 3;
        zeros = if *byte == 0 { zeros + 1 } else { 0 };
        !escape
    })
}

/// Where the next three bytes 0 0 1 are.
fn start_code(stream: &[u8]) -> Option<usize> {
    stream.windows(3).position(|bytes| bytes == [0, 0, 1])
}

fn after_start_code(stream: &[u8]) -> Option<&[u8]> {
    start_code(stream).map(|at| &stream[at + 3..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_found_between_start_codes_of_both_lengths() {
        for (case, stream, units) in [
            ("nothing", vec![], vec![]),
            ("no start code", vec![1, 2, 3], vec![]),
            ("one", vec![0, 0, 0, 1, 0x65, 7], vec![vec![0x65, 7]]),
            ("two", vec![9, 0, 0, 1, 0x67, 1, 0, 0, 0, 1, 0x68], vec![vec![0x67, 1], vec![0x68]]),
            ("empty ones", vec![0, 0, 1, 0, 0, 1, 0, 0, 1, 0x41], vec![vec![0x41]]),
            ("zeros behind", vec![0, 0, 1, 0x41, 0, 0], vec![vec![0x41]]),
            ("cut", vec![0, 0, 1], vec![]),
        ] {
            assert_eq!(nals(&stream).map(<[u8]>::to_vec).collect::<Vec<_>>(), units, "{case}");
        }
    }
}
