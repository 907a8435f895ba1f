//! Samples as devices have them, and as we do.

use cpal::{Data, FromSample, I24, SampleFormat, SizedSample, U24};

use crate::audio::Channels;

/// Calls `$each::<T>` with the type of the samples; gives none for formats that are no numbers of a wave (DSD).
macro_rules! of_format {
    ($format:expr, $each:ident($($argument:expr),*)) => {
        match $format {
            SampleFormat::I8 => $each::<i8>($($argument),*),
            SampleFormat::I16 => $each::<i16>($($argument),*),
            SampleFormat::I24 => $each::<I24>($($argument),*),
            SampleFormat::I32 => $each::<i32>($($argument),*),
            SampleFormat::I64 => $each::<i64>($($argument),*),
            SampleFormat::U8 => $each::<u8>($($argument),*),
            SampleFormat::U16 => $each::<u16>($($argument),*),
            SampleFormat::U24 => $each::<U24>($($argument),*),
            SampleFormat::U32 => $each::<u32>($($argument),*),
            SampleFormat::U64 => $each::<u64>($($argument),*),
            SampleFormat::F32 => $each::<f32>($($argument),*),
            SampleFormat::F64 => $each::<f64>($($argument),*),
            _ => None,
        }
    };
}

/// 16 bits of a device's sound of so many channels, in one or two. Of more than two the first two are heard: left and
/// right, on all systems. Nothing of what is no such sound.
pub(super) fn read(data: &Data, from: usize, channels: Channels) -> Vec<i16> {
    of_format!(data.sample_format(), read_as(data, from, channels)).unwrap_or_default()
}

/// Left and right to so many channels: to one goes the mean, to those beyond two goes silence.
pub(super) fn write(data: &mut Data, channels: usize, stereo: &[i16]) {
    let format = data.sample_format();
    // What is not written stays silent: cpal hands over silence.
    let _: Option<()> = of_format!(format, write_as(data, channels, stereo));
}

fn read_as<T: SizedSample>(data: &Data, from: usize, channels: Channels) -> Option<Vec<i16>>
where
    i16: FromSample<T>,
{
    Some(heard(data.as_slice::<T>()?, from, channels))
}

fn write_as<T: SizedSample + FromSample<i16>>(
    data: &mut Data,
    channels: usize,
    stereo: &[i16],
) -> Option<()> {
    played(data.as_slice_mut::<T>()?, channels, stereo);
    Some(())
}

fn heard<T: SizedSample>(samples: &[T], from: usize, channels: Channels) -> Vec<i16>
where
    i16: FromSample<T>,
{
    let first =
        |frame: &[T]| frame.iter().take(channels.count()).map(|sample| i16::from_sample_(*sample)).collect();
    samples.chunks_exact(from.max(1)).flat_map(|frame| -> Vec<i16> { first(frame) }).collect()
}

fn played<T: SizedSample + FromSample<i16>>(samples: &mut [T], channels: usize, stereo: &[i16]) {
    for (frame, pair) in samples.chunks_exact_mut(channels.max(1)).zip(stereo.chunks_exact(2)) {
        if let [one] = frame {
            *one = T::from_sample_(i16::midpoint(pair[0], pair[1]));
            continue;
        }
        for (at, sample) in frame.iter_mut().enumerate() {
            *sample = pair.get(at).map_or(T::EQUILIBRIUM, |sample| T::from_sample_(*sample));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_format_becomes_16_bits_of_one_channel_or_two() {
        assert_eq!(heard(&[0.5f32, -1.0, 0.0], 1, Channels::Mono), [16_384, i16::MIN, 0]);
        assert_eq!(heard(&[128u8, 255, 0, 128], 2, Channels::Stereo), [0, 32_512, i16::MIN, 0]);
        assert_eq!(heard(&[1i32 << 16, 2 << 16, 9, 9], 4, Channels::Stereo), [1, 2], "of four the first two");
        assert_eq!(heard(&[7i16, 8, 9], 2, Channels::Stereo), [7, 8], "half a frame is none");
    }

    #[test]
    fn left_and_right_go_to_as_many_channels_as_there_are() {
        for (channels, expected) in
            [(1, vec![15, -5]), (2, vec![10, 20, -10, 0]), (4, vec![10, 20, 0, 0, -10, 0, 0, 0])]
        {
            let mut samples = vec![99i16; 2 * channels];
            played(&mut samples, channels, &[10, 20, -10, 0]);
            assert_eq!(samples, expected, "{channels} channels");
        }
        let mut unsigned = [1u8; 3];
        played(&mut unsigned, 3, &[i16::MAX, i16::MIN]);
        assert_eq!(unsigned, [255, 0, 128], "silence of unsigned samples is in the middle");
    }
}
