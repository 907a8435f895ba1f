//! H264 in payloads of packetization mode 1 (RFC 6184): one unit, several small ones (STAP-A), or a piece of a large
//! one (FU-A).

use bytes::{BufMut, Bytes, BytesMut};

use super::{Malformed, Part, Payload, timestamp_of};
use crate::codec::{AUD, EncodedVideo, IDR, PPS, SPS, START_CODE, kind_of, nals};

const STAP_A: u8 = 24;
const FU_A: u8 = 28;
/// In the second byte of a piece: it is the first, it is the last.
const FIRST: u8 = 0x80;
const LAST: u8 = 0x40;
/// A unit's header without its kind.
const IMPORTANCE: u8 = 0xE0;
/// The smallest payload that is worth its header.
const PAYLOAD_MIN: usize = 64;
/// No datagram has more.
const PAYLOAD_MAX: usize = 65_000;

/// Cuts a picture into payloads of at most `most` bytes, 64 to 65000. Parameter sets go together in one.
#[must_use]
pub fn packetise(video: &EncodedVideo, most: usize) -> Vec<Payload> {
    let most = most.clamp(PAYLOAD_MIN, PAYLOAD_MAX);
    let (mut payloads, mut sets) = (Vec::new(), Vec::new());
    for unit in nals(&video.data) {
        let together = matches!(kind_of(unit[0]), SPS | PPS) && 1 + 2 + unit.len() <= most;
        if !together || 1 + length_of(&sets) + 2 + unit.len() > most {
            gather(&mut sets, &mut payloads);
        }
        if together {
            sets.push(unit);
        } else {
            cut(unit, most, &mut payloads);
        }
    }
    gather(&mut sets, &mut payloads);
    let (timestamp, count) = (timestamp_of(video.at), payloads.len());
    let numbered = payloads.into_iter().enumerate();
    numbered.map(|(n, data)| Payload { data, timestamp, marker: n + 1 == count }).collect()
}

fn length_of(units: &[&[u8]]) -> usize {
    units.iter().map(|unit| 2 + unit.len()).sum()
}

/// The units in one payload; a single one stands alone.
fn gather(units: &mut Vec<&[u8]>, payloads: &mut Vec<Bytes>) {
    match units.as_slice() {
        [] => {}
        [unit] => payloads.push(Bytes::copy_from_slice(unit)),
        units => {
            let importance = units.iter().map(|unit| unit[0] & 0x60).max().unwrap_or(0);
            let mut payload = BytesMut::with_capacity(1 + length_of(units));
            payload.put_u8(importance | STAP_A);
            for unit in units {
                payload.put_u16(u16::try_from(unit.len()).expect("it fits a payload"));
                payload.put_slice(unit);
            }
            payloads.push(payload.freeze());
        }
    }
    units.clear();
}

/// One unit, in pieces where it is too long.
fn cut(unit: &[u8], most: usize, payloads: &mut Vec<Bytes>) {
    if unit.len() <= most {
        payloads.push(Bytes::copy_from_slice(unit));
        return;
    }
    let (header, body) = (unit[0], &unit[1..]);
    let pieces = body.chunks(most - 2);
    let count = pieces.len();
    for (n, piece) in pieces.enumerate() {
        let first = if n == 0 { FIRST } else { 0 };
        let last = if n + 1 == count { LAST } else { 0 };
        let mut payload = BytesMut::with_capacity(2 + piece.len());
        payload.put_u8(header & IMPORTANCE | FU_A);
        payload.put_u8(first | last | kind_of(header));
        payload.put_slice(piece);
        payloads.push(payload.freeze());
    }
}

/// Appends what a payload holds, with start codes. `open`: a unit of which the last piece has not come yet.
pub(super) fn append(payload: &[u8], out: &mut Vec<u8>, open: &mut bool) -> Result<Part, Malformed> {
    let (&header, body) = payload.split_first().ok_or(Malformed)?;
    match kind_of(header) {
        1..=23 if *open => Err(Malformed),
        1..=23 => Ok(unit(payload, out)),
        STAP_A if *open => Err(Malformed),
        STAP_A => several(body, out),
        FU_A => piece(header, body, out, open),
        _ => Err(Malformed),
    }
}

fn unit(unit: &[u8], out: &mut Vec<u8>) -> Part {
    out.extend_from_slice(&START_CODE);
    out.extend_from_slice(unit);
    part(kind_of(unit[0]))
}

/// A picture that has parameter sets, or a mark before it, begins with them.
const fn part(kind: u8) -> Part {
    Part { starts: matches!(kind, SPS | AUD), keyframe: kind == IDR }
}

fn several(mut body: &[u8], out: &mut Vec<u8>) -> Result<Part, Malformed> {
    let mut whole = None;
    while !body.is_empty() {
        let (length, rest) = body.split_first_chunk().ok_or(Malformed)?;
        let (one, rest) = rest.split_at_checked(usize::from(u16::from_be_bytes(*length))).ok_or(Malformed)?;
        if !one.first().is_some_and(|header| (1..=23).contains(&kind_of(*header))) {
            return Err(Malformed);
        }
        let found = unit(one, out);
        let so_far = whole.get_or_insert(found);
        so_far.keyframe |= found.keyframe;
        body = rest;
    }
    whole.ok_or(Malformed)
}

fn piece(indicator: u8, body: &[u8], out: &mut Vec<u8>, open: &mut bool) -> Result<Part, Malformed> {
    let (&header, piece) = body.split_first().ok_or(Malformed)?;
    let (first, last, kind) = (header & FIRST != 0, header & LAST != 0, kind_of(header));
    if piece.is_empty() || first == *open || !(1..=23).contains(&kind) {
        return Err(Malformed);
    }
    if first {
        out.extend_from_slice(&START_CODE);
        out.push(indicator & IMPORTANCE | kind);
    }
    out.extend_from_slice(piece);
    *open = !last;
    Ok(Part { starts: first && part(kind).starts, keyframe: kind == IDR })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::codec::VideoCodec;

    fn video(units: &[&[u8]]) -> EncodedVideo {
        let data: Vec<u8> = units.iter().flat_map(|unit| [&START_CODE, *unit].concat()).collect();
        let at = Duration::from_secs(1);
        EncodedVideo { codec: VideoCodec::H264, data: data.into(), keyframe: true, at }
    }

    fn payloads(units: &[&[u8]], most: usize) -> Vec<Vec<u8>> {
        packetise(&video(units), most).into_iter().map(|payload| payload.data.to_vec()).collect()
    }

    #[test]
    fn parameter_sets_go_together_and_a_large_unit_in_pieces() {
        let large = [&[0x65], [7; 150].as_slice()].concat();
        let sent = payloads(&[&[0x67, 1, 2], &[0x68, 3], &large], 64);

        assert_eq!(sent[0], [0x78, 0, 3, 0x67, 1, 2, 0, 2, 0x68, 3]);
        let heads: Vec<&[u8]> = sent[1..].iter().map(|payload| &payload[..2]).collect();
        assert_eq!(heads, [[0x7C, 0x85], [0x7C, 0x05], [0x7C, 0x45]]);
        assert!(sent.iter().all(|payload| payload.len() <= 64));
    }

    #[test]
    fn small_units_stand_alone_and_the_last_payload_has_the_mark() {
        let sent = packetise(&video(&[&[0x67, 1], &[0x41, 2], &[0x41, 3]]), 1200);

        let marks: Vec<bool> = sent.iter().map(|payload| payload.marker).collect();
        assert_eq!(marks, [false, false, true]);
        assert!(sent.iter().all(|payload| payload.timestamp == 90_000));
        assert_eq!(sent[0].data.as_ref(), [0x67, 1]);
    }

    #[test]
    fn sets_that_do_not_fit_together_go_one_after_the_other() {
        let (first, second) =
            ([&[0x67], [1; 40].as_slice()].concat(), [&[0x68], [2; 40].as_slice()].concat());
        let huge = [&[0x68], [3; 70].as_slice()].concat();
        let sent = payloads(&[&first, &second, &huge], 64);
        let heads: Vec<u8> = sent.iter().map(|payload| payload[0]).collect();
        assert_eq!(heads, [0x67, 0x68, 0x7C, 0x7C]);
    }

    #[test]
    fn what_is_no_payload_of_mode_1_is_refused() {
        for (case, open, payload) in [
            ("nothing", false, vec![]),
            ("kind 0", false, vec![0x60]),
            ("kind 31", false, vec![0x7F, 1]),
            ("STAP-B", false, vec![0x79, 0, 0, 0, 1, 0x65]),
            ("FU-B", false, vec![0x7D, 0x85, 0, 0, 1]),
            ("an empty STAP-A", false, vec![0x78]),
            ("a length cut", false, vec![0x78, 0]),
            ("a length past the end", false, vec![0x78, 0, 3, 0x67, 1]),
            ("a length of nothing", false, vec![0x78, 0, 0]),
            ("a STAP-A in a STAP-A", false, vec![0x78, 0, 1, 0x78]),
            ("a piece of nothing", false, vec![0x7C, 0x85]),
            ("a piece without header", false, vec![0x7C]),
            ("a piece of a STAP-A", false, vec![0x7C, 0x98, 1]),
            ("a piece without its first", false, vec![0x7C, 0x05, 1]),
            ("a first one in another", true, vec![0x7C, 0x85, 1]),
            ("a unit in another", true, vec![0x65, 1]),
            ("a STAP-A in a unit", true, vec![0x78, 0, 1, 0x65]),
        ] {
            let mut open = open;
            assert_eq!(append(&payload, &mut Vec::new(), &mut open), Err(Malformed), "{case}");
        }
    }
}
