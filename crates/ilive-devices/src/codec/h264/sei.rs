//! Bytes of the app's beside a picture: supplemental information of the kind "unregistered user data".

use bytes::Bytes;

use super::nal::{START_CODE, after_escapes, kind_of, nals};

/// Supplemental information.
const SEI: u8 = 6;
/// Within it: user data behind a UUID.
const UNREGISTERED: u8 = 5;
/// Whose data it is: others put theirs into a picture, too.
const UUID: [u8; 16] =
    [0x69, 0x4c, 0x69, 0x76, 0x65, 0x2e, 0x43, 0x75, 0xb1, 0x1d, 0x5e, 0x9a, 0x0c, 0x72, 0xd4, 0x31];
/// The bit behind the last one of a unit.
const END: u8 = 0x80;
/// Slices of pictures have kinds up to this one.
const SLICE_MAX: u8 = 5;

/// The picture with this data before its slices.
#[must_use]
pub fn with_user_data(picture: &[u8], data: &[Vec<u8>]) -> Bytes {
    let extra: usize = data.iter().map(|one| one.len() + one.len() / 2 + 64).sum();
    let mut out = Vec::with_capacity(picture.len() + extra + 64);
    let mut waiting = Some(data);
    for unit in nals(picture) {
        if kind_of(unit[0]) <= SLICE_MAX {
            waiting.take().into_iter().flatten().for_each(|one| append(one, &mut out));
        }
        out.extend_from_slice(&START_CODE);
        out.extend_from_slice(unit);
    }
    out.into()
}

/// The data beside a picture, in order; what others put there is passed over.
pub fn user_data(picture: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    nals(picture).filter(|unit| kind_of(unit[0]) == SEI).flat_map(|unit| read(&unit[1..]))
}

fn append(data: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(&START_CODE);
    out.extend_from_slice(&[SEI, UNREGISTERED]);
    let length = UUID.len() + data.len();
    let mut size = vec![u8::MAX; length / 255];
    size.push((length % 255) as u8);
    // Two zeros and a byte up to 3 would look like a start code: a 3 goes before that byte.
    let mut zeros = 0;
    for byte in size.iter().chain(&UUID).chain(data) {
        if zeros >= 2 && *byte <= 3 {
            out.push(3);
            zeros = 0;
        }
        zeros = if *byte == 0 { zeros + 1 } else { 0 };
        out.push(*byte);
    }
    out.push(END);
}

/// All messages of one unit.
fn read(unit: &[u8]) -> Vec<Vec<u8>> {
    let bytes: Vec<u8> = after_escapes(unit).collect();
    let (mut rest, mut found) = (bytes.as_slice(), Vec::new());
    // A message has two bytes at least, the end has one.
    while rest.len() >= 2 {
        let Some((kind, behind)) = long_number(rest) else { break };
        let Some((size, behind)) = long_number(behind) else { break };
        let Some((message, behind)) = behind.split_at_checked(size) else { break };
        if kind == usize::from(UNREGISTERED)
            && let Some(data) = message.strip_prefix(&UUID)
        {
            found.push(data.to_vec());
        }
        rest = behind;
    }
    found
}

/// A number as a sum of bytes, of which the last one is not 255.
fn long_number(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let whole = bytes.iter().take_while(|byte| **byte == u8::MAX).count();
    let (last, rest) = bytes.get(whole..)?.split_first()?;
    Some((whole * 255 + usize::from(*last), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYFRAME: [u8; 17] = [0, 0, 0, 1, 0x67, 1, 0, 0, 0, 1, 0x68, 2, 0, 0, 1, 0x65, 3];

    fn kinds(picture: &[u8]) -> Vec<u8> {
        nals(picture).map(|unit| kind_of(unit[0])).collect()
    }

    #[test]
    fn data_goes_before_the_slices_and_comes_out_as_it_was() {
        for (case, data) in [
            ("short", vec![b"hello".to_vec()]),
            ("two", vec![vec![1], vec![2]]),
            ("like start codes", vec![[0, 0, 0, 1, 0, 0, 2, 0, 0, 3, 0, 0, 0].to_vec()]),
            ("zeros at the end", vec![vec![0; 1_000]]),
            ("as long as a whole number", vec![vec![0xFF; 255 * 2 - 16]]),
            ("long", vec![(0..4_096u32).map(|n| n as u8).collect()]),
        ] {
            let picture = with_user_data(&KEYFRAME, &data);

            assert_eq!(user_data(&picture).collect::<Vec<_>>(), data, "{case}");
            let expected: Vec<u8> = [7, 8].into_iter().chain(vec![6; data.len()]).chain([5]).collect();
            assert_eq!(kinds(&picture), expected, "{case}");
        }
    }

    #[test]
    fn what_others_put_there_and_what_is_cut_is_passed_over() {
        let own = with_user_data(&KEYFRAME, &[b"hello".to_vec()]);
        let unit = nals(&own).nth(2).expect("the data").to_vec();
        let mut of_others = unit.clone();
        of_others[5] ^= 1;
        for (case, unit) in [
            ("another's", of_others),
            ("cut", unit[..unit.len() - 4].to_vec()),
            ("a header alone", vec![SEI]),
            ("a number without an end", vec![SEI, 0xFF, 0xFF]),
        ] {
            let picture: Vec<u8> = START_CODE.into_iter().chain(unit).collect();
            assert_eq!(user_data(&picture).count(), 0, "{case}");
        }
        assert_eq!(user_data(&KEYFRAME).count(), 0);
    }
}
