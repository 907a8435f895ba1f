//! VP8 in payloads (RFC 7741): a descriptor, then a piece of the frame as it is.

use super::{Malformed, Part};

/// Appends the piece of the frame that a payload holds.
pub(super) fn append(payload: &[u8], out: &mut Vec<u8>) -> Result<Part, Malformed> {
    let (&flags, _) = payload.split_first().ok_or(Malformed)?;
    let piece = payload.get(descriptor_len(payload)?..).filter(|piece| !piece.is_empty()).ok_or(Malformed)?;
    let starts = flags & 0x10 != 0 && flags & 0x07 == 0;
    out.extend_from_slice(piece);
    Ok(Part { starts, keyframe: starts && piece[0] & 1 == 0 })
}

fn descriptor_len(payload: &[u8]) -> Result<usize, Malformed> {
    let byte = |at: usize| payload.get(at).copied().ok_or(Malformed);
    if byte(0)? & 0x80 == 0 {
        return Ok(1);
    }
    let extensions = byte(1)?;
    let mut length = 2;
    if extensions & 0x80 != 0 {
        length += if byte(length)? & 0x80 != 0 { 2 } else { 1 };
    }
    length += usize::from(extensions & 0x40 != 0);
    length += usize::from(extensions & 0x30 != 0);
    Ok(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_descriptor_is_taken_off_in_all_its_lengths() {
        for (case, payload, starts, keyframe, piece) in [
            ("plain", vec![0x10, 0x00, 7], true, true, vec![0x00, 7]),
            ("not a keyframe", vec![0x10, 0x01], true, false, vec![0x01]),
            ("a later piece", vec![0x00, 0x00], false, false, vec![0x00]),
            ("a later partition", vec![0x11, 0x00], false, false, vec![0x00]),
            ("a short picture id", vec![0x90, 0x80, 0x05, 0x00], true, true, vec![0x00]),
            ("all", vec![0x90, 0xF0, 0x80, 0x05, 1, 2, 0x00], true, true, vec![0x00]),
        ] {
            let mut out = Vec::new();
            assert_eq!(append(&payload, &mut out), Ok(Part { starts, keyframe }), "{case}");
            assert_eq!(out, piece, "{case}");
        }
        for cut in
            [vec![], vec![0x10], vec![0x90], vec![0x90, 0x80], vec![0x90, 0x80, 0x80], vec![0x90, 0x20, 1]]
        {
            assert_eq!(append(&cut, &mut Vec::new()), Err(Malformed), "{cut:?}");
        }
    }
}
