//! A fragment: which samples there are and when, then their bytes.

use shiguredo_mp4::boxes::{MfhdBox, MoofBox, TfdtBox, TfhdBox, TrafBox, TrunBox, TrunSample};
use shiguredo_mp4::{Encode, SampleFlags};

use super::failed;
use super::track::{Part, Whole};
use crate::DeviceError;

/// A length of 32 bits, and `mdat`.
const MDAT_HEADER: usize = 8;

/// The library's own fragments begin each track at 0, and with every one it copies a list of all: after a day that is
/// more work than the recording. Its boxes serve as they are.
pub(super) fn write(number: u32, parts: &[Part]) -> Result<Vec<u8>, DeviceError> {
    let lengths = parts.iter().map(|part| part.samples.iter().map(|sample| sample.data.len()).sum::<usize>());
    let lengths: Vec<usize> = lengths.collect();
    let unplaced = moof(number, parts, &vec![0; parts.len()])?;
    let mut next = unplaced.len() + MDAT_HEADER;
    let mut offsets = Vec::new();
    for length in &lengths {
        offsets.push(i32::try_from(next).map_err(|why| failed("fragment", why))?);
        next += length;
    }
    let mut bytes = moof(number, parts, &offsets)?;
    let payload = u32::try_from(lengths.iter().sum::<usize>() + MDAT_HEADER);
    bytes.extend(payload.map_err(|why| failed("fragment", why))?.to_be_bytes());
    bytes.extend(b"mdat");
    for sample in parts.iter().flat_map(|part| &part.samples) {
        bytes.extend_from_slice(&sample.data);
    }
    Ok(bytes)
}

/// `offsets`: where the samples of each part begin, from the beginning of the fragment. Its length does not depend on
/// them.
fn moof(number: u32, parts: &[Part], offsets: &[i32]) -> Result<Vec<u8>, DeviceError> {
    let traf_boxes = parts.iter().zip(offsets).map(|(part, offset)| traf(part, *offset));
    let traf_boxes = traf_boxes.collect::<Result<_, _>>()?;
    let moof =
        MoofBox { mfhd_box: MfhdBox { sequence_number: number }, traf_boxes, unknown_boxes: Vec::new() };
    moof.encode_to_vec().map_err(|why| failed("fragment", why))
}

fn traf(part: &Part, offset: i32) -> Result<TrafBox, DeviceError> {
    let samples = part.samples.iter().map(sample).collect::<Result<_, _>>()?;
    Ok(TrafBox {
        tfhd_box: TfhdBox {
            track_id: part.track,
            base_data_offset: None,
            sample_description_index: None,
            default_sample_duration: None,
            default_sample_size: None,
            default_sample_flags: None,
            duration_is_empty: false,
            default_base_is_moof: true,
        },
        tfdt_box: Some(TfdtBox { version: 1, base_media_decode_time: part.start }),
        trun_boxes: vec![TrunBox { data_offset: Some(offset), first_sample_flags: None, samples }],
        unknown_boxes: Vec::new(),
    })
}

fn sample(sample: &Whole) -> Result<TrunSample, DeviceError> {
    // Who depends on others, and whether one may begin here.
    let depends_on = if sample.keyframe { 2 } else { 1 };
    let flags = SampleFlags::from_fields(0, depends_on, 0, 0, 0, !sample.keyframe, 0);
    Ok(TrunSample {
        duration: Some(sample.duration),
        size: Some(u32::try_from(sample.data.len()).map_err(|why| failed("fragment", why))?),
        flags: Some(flags),
        composition_time_offset: None,
    })
}
