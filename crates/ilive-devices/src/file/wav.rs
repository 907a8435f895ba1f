//! WAV: RIFF chunks, of which `fmt ` and `data` count. Read here: PCM of 16 bits, one channel or two, 8 to 192 kHz.
//!
//! What is played has 48 kHz; another rate is interpolated in a straight line, which is good enough for a virtual
//! device and costs no filter.

use std::io::SeekFrom;

use crate::audio::{Channels, RATE_HZ};
use crate::file::{BadFile, Source};

/// More chunks before the sound are no file that anybody wrote.
const CHUNKS_MAX: usize = 64;
/// A `fmt ` chunk has 16, 18 or 40 bytes.
const FORMAT_MAX: u32 = 40;
const PCM: u16 = 1;
/// The format is in the sub-format, which begins as the format would.
const EXTENSIBLE: u16 = 0xFFFE;

/// Sound of a file.
pub struct Wav {
    from: Box<dyn Source>,
    channels: Channels,
    rate_hz: u32,
    /// Where the first sample is.
    start: u64,
    /// Samples a channel, in the file's own rate.
    count: u64,
}

/// What `fmt ` says.
#[derive(Debug, Clone, Copy)]
struct Format {
    channels: Channels,
    rate_hz: u32,
}

impl Wav {
    /// Reads the headers, and checks that the sound is all there.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn open(mut from: Box<dyn Source>) -> Result<Self, BadFile> {
        let length = from.seek(SeekFrom::End(0))?;
        from.seek(SeekFrom::Start(0))?;
        let mut head = [0; 12];
        if from.read_exact(&mut head).is_err() || head[..4] != *b"RIFF" || head[8..] != *b"WAVE" {
            return Err(BadFile::NotThis("WAV"));
        }
        let (format, start, bytes) = find_sound(from.as_mut(), length)?;
        let Format { channels, rate_hz } = format;
        let wav = Self { from, channels, rate_hz, start, count: bytes / (2 * channels.count() as u64) };
        if wav.samples() == 0 { Err(BadFile::Empty) } else { Ok(wav) }
    }

    /// One or two.
    #[must_use]
    pub const fn channels(&self) -> Channels {
        self.channels
    }

    /// Samples a channel, at 48 kHz; at least one.
    #[must_use]
    pub const fn samples(&self) -> u64 {
        self.count * RATE_HZ as u64 / self.rate_hz as u64
    }

    /// Appends `count` samples a channel at 48 kHz, from the sample of number `first` on; silence beyond the end.
    ///
    /// # Errors
    /// [`BadFile::Unreadable`], [`BadFile::Truncated`]: the file has changed.
    pub fn read(&mut self, first: u64, count: usize, out: &mut Vec<i16>) -> Result<(), BadFile> {
        let there = usize::try_from(self.samples().saturating_sub(first)).unwrap_or(usize::MAX).min(count);
        if there > 0 {
            self.read_there(first, there, out)?;
        }
        out.resize(out.len() + (count - there) * self.channels.count(), 0);
        Ok(())
    }

    fn read_there(&mut self, first: u64, count: usize, out: &mut Vec<i16>) -> Result<(), BadFile> {
        let (rate, each) = (u64::from(self.rate_hz), self.channels.count());
        // Sample n lies at n * rate / 48000 of the file, in whole samples and a rest.
        let place = |number: u64| (number * rate / u64::from(RATE_HZ), number * rate % u64::from(RATE_HZ));
        let (begin, _) = place(first);
        let (last, _) = place(first + count as u64 - 1);
        let own = self.read_own(begin, (last + 2).min(self.count) - begin)?;
        for number in first..first + count as u64 {
            let (whole, rest) = place(number);
            let at = (whole - begin) as usize * each;
            for channel in 0..each {
                let here = i64::from(own[at + channel]);
                let next = own.get(at + each + channel).map_or(here, |next| i64::from(*next));
                let sample = here + (next - here) * rest as i64 / i64::from(RATE_HZ);
                out.push(i16::try_from(sample).expect("between two samples"));
            }
        }
        Ok(())
    }

    /// Samples as the file has them.
    fn read_own(&mut self, first: u64, count: u64) -> Result<Vec<i16>, BadFile> {
        let each = 2 * self.channels.count() as u64;
        self.from.seek(SeekFrom::Start(self.start + first * each))?;
        let mut bytes = vec![0; usize::try_from(count * each).map_err(|_| BadFile::Truncated)?];
        self.from.read_exact(&mut bytes)?;
        Ok(bytes.chunks_exact(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect())
    }
}

/// Walks through the chunks: the format, then where the sound begins and how many bytes it has.
fn find_sound(from: &mut dyn Source, length: u64) -> Result<(Format, u64, u64), BadFile> {
    let (mut format, mut at) = (None, 12);
    for _ in 0..CHUNKS_MAX {
        from.seek(SeekFrom::Start(at))?;
        let mut head = [0; 8];
        from.read_exact(&mut head)?;
        let size = u32::from_le_bytes([head[4], head[5], head[6], head[7]]);
        let body = at + 8;
        match (&head[..4], format) {
            (b"fmt ", _) => format = Some(read_format(from, size)?),
            (b"data", None) => return Err(BadFile::BadHeader("format, which comes after the sound,")),
            (b"data", Some(_)) if body + u64::from(size) > length => return Err(BadFile::Truncated),
            (b"data", Some(format)) => return Ok((format, body, u64::from(size))),
            _ => {}
        }
        // Chunks begin at even places.
        at = body + u64::from(size) + u64::from(size % 2);
    }
    Err(BadFile::BadHeader("chunks, which are too many,"))
}

fn read_format(from: &mut dyn Source, size: u32) -> Result<Format, BadFile> {
    if !(16..=FORMAT_MAX).contains(&size) {
        return Err(BadFile::BadHeader("format"));
    }
    let mut bytes = [0; FORMAT_MAX as usize];
    from.read_exact(&mut bytes[..size as usize])?;
    let word = |at: usize| u16::from_le_bytes([bytes[at], bytes[at + 1]]);
    let rate_hz = u32::from_le_bytes([bytes[4], bytes[5], bytes[6], bytes[7]]);
    let kind = if word(0) == EXTENSIBLE && size == FORMAT_MAX { word(24) } else { word(0) };
    let channels = match word(2) {
        1 => Channels::Mono,
        2 => Channels::Stereo,
        _ => return Err(BadFile::Unsupported("this number of channels")),
    };
    if kind != PCM || word(14) != 16 || usize::from(word(12)) != 2 * channels.count() {
        return Err(BadFile::Unsupported("this coding of samples"));
    }
    if !(8_000..=192_000).contains(&rate_hz) {
        return Err(BadFile::Unsupported("this sample rate"));
    }
    Ok(Format { channels, rate_hz })
}

/// What a file of `bytes` bytes of sound begins with: for tests, and for who makes such files.
#[must_use]
pub fn wav_header(channels: Channels, rate_hz: u32, bytes: u32) -> Vec<u8> {
    let (count, each) = (channels.count() as u16, 2 * channels.count() as u16);
    let mut head = Vec::with_capacity(44);
    head.extend_from_slice(b"RIFF");
    head.extend_from_slice(&bytes.saturating_add(36).to_le_bytes());
    head.extend_from_slice(b"WAVEfmt \x10\0\0\0\x01\0");
    head.extend_from_slice(&count.to_le_bytes());
    head.extend_from_slice(&rate_hz.to_le_bytes());
    head.extend_from_slice(&rate_hz.saturating_mul(u32::from(each)).to_le_bytes());
    head.extend_from_slice(&each.to_le_bytes());
    head.extend_from_slice(b"\x10\0data");
    head.extend_from_slice(&bytes.to_le_bytes());
    head
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn opened(bytes: Vec<u8>) -> Result<Wav, BadFile> {
        Wav::open(Box::new(Cursor::new(bytes)))
    }

    fn file(channels: Channels, rate_hz: u32, samples: &[i16]) -> Vec<u8> {
        let mut bytes = wav_header(channels, rate_hz, 2 * samples.len() as u32);
        bytes.extend(samples.iter().flat_map(|sample| sample.to_le_bytes()));
        bytes
    }

    /// A good file of four samples with other bytes from `at` on.
    fn spoilt(at: usize, with: &[u8]) -> Vec<u8> {
        let mut bytes = file(Channels::Mono, 48_000, &[1, 2, 3, 4]);
        bytes[at..at + with.len()].copy_from_slice(with);
        bytes
    }

    #[test]
    fn samples_are_read_from_anywhere_and_silence_follows() {
        let mut wav = opened(file(Channels::Stereo, 48_000, &[1, -1, 2, -2, 3, -3])).expect("good");
        let mut samples = Vec::new();

        wav.read(1, 4, &mut samples).expect("readable");
        wav.read(u64::MAX, 1, &mut samples).expect("readable");

        assert_eq!(samples, [2, -2, 3, -3, 0, 0, 0, 0, 0, 0]);
    }

    #[test]
    fn another_rate_is_interpolated() {
        let mut wav = opened(file(Channels::Mono, 24_000, &[0, 100, 200])).expect("good");
        let mut samples = Vec::new();

        wav.read(0, 6, &mut samples).expect("readable");

        assert_eq!((wav.samples(), samples.as_slice()), (6, [0, 50, 100, 150, 200, 200].as_slice()));
    }

    #[test]
    fn other_chunks_are_passed_over() {
        let plain = file(Channels::Mono, 48_000, &[7]);
        let with_list = [&plain[..12], b"LIST\x03\0\0\0abc\0", &plain[12..]].concat();
        assert_eq!(opened(with_list).expect("good").samples(), 1);
    }

    #[test]
    fn a_hostile_header_is_refused() {
        let coding = BadFile::Unsupported("this coding of samples");
        let (rate, channels) =
            (BadFile::Unsupported("this sample rate"), BadFile::Unsupported("this number of channels"));
        for (case, bytes, why) in [
            ("nothing", vec![], BadFile::NotThis("WAV")),
            ("another file", spoilt(0, b"RIFX"), BadFile::NotThis("WAV")),
            ("no wave", spoilt(8, b"AVI "), BadFile::NotThis("WAV")),
            ("a format of 15 bytes", spoilt(16, &[15]), BadFile::BadHeader("format")),
            ("a huge format", spoilt(16, &[255; 4]), BadFile::BadHeader("format")),
            ("floats", spoilt(20, &[3]), coding.clone()),
            ("no channel", spoilt(22, &[0]), channels.clone()),
            ("65535 channels", spoilt(22, &[255; 2]), channels),
            ("zero rate", spoilt(24, &[0; 4]), rate.clone()),
            ("a huge rate", spoilt(24, &[255; 4]), rate),
            ("blocks of nothing", spoilt(32, &[0]), coding.clone()),
            ("8 bits", spoilt(34, &[8]), coding),
            ("no sound", spoilt(36, b"none"), BadFile::Truncated),
            ("a huge sound", spoilt(40, &[255; 4]), BadFile::Truncated),
            ("a byte more than there is", spoilt(40, &[9]), BadFile::Truncated),
            ("half a sample", spoilt(40, &[1]), BadFile::Empty),
            ("cut in the format", spoilt(0, b"R")[..30].to_vec(), BadFile::Truncated),
            (
                "the sound first",
                [&spoilt(0, b"R")[..12], b"data\0\0\0\0"].concat(),
                BadFile::BadHeader("format, which comes after the sound,"),
            ),
            (
                "chunks without end",
                [&spoilt(0, b"R")[..12], &b"none\0\0\0\0".repeat(65)].concat(),
                BadFile::BadHeader("chunks, which are too many,"),
            ),
        ] {
            assert_eq!(opened(bytes).map(|_| ()), Err(why), "{case}");
        }
    }
}
