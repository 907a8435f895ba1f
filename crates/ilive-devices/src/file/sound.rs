//! A WAV or MP4 file as a microphone or as the sound of a film.

use std::time::Duration;

use crate::DeviceError;
use crate::audio::{AudioFrame, Channels, FRAME_SAMPLES, RATE_HZ};
use crate::device::{AudioSource, DeviceKind};
use crate::file::{BadFile, Mp4Sound, Playhead, Source, Wav, is_mp4};
use crate::pace::AudioPace;

/// Sound of a file, 20 ms at a time.
pub struct FileSound {
    kind: DeviceKind,
    sound: Samples,
    /// How many there are, in each channel.
    count: u64,
    looped: bool,
    head: Playhead,
    pace: AudioPace,
}

/// Where samples come from.
enum Samples {
    Raw(Wav),
    Coded(Box<Mp4Sound>),
}

impl FileSound {
    /// Reads the headers; `kind` is what the file stands for. `looped`: after the last sample comes the first.
    ///
    /// # Errors
    /// [`DeviceError::Damaged`] (1, of a microphone at the façade 8020) when it is no such file, cut off, or coded in
    /// another way.
    pub fn open(kind: DeviceKind, from: Box<dyn Source>, looped: bool) -> Result<Self, DeviceError> {
        let sound = Samples::open(from).map_err(|why| DeviceError::Damaged { kind, why })?;
        let (count, head, pace) = (sound.count(), Playhead::default(), AudioPace::default());
        Ok(Self { kind, sound, count, looped, head, pace })
    }

    /// Where the sound is, to be held and wound.
    pub fn head(&mut self) -> &mut Playhead {
        &mut self.head
    }

    /// How long it is.
    #[must_use]
    pub fn length(&self) -> Duration {
        let samples = u128::from(self.count);
        Duration::from_nanos(u64::try_from(samples * 1_000_000_000 / u128::from(RATE_HZ)).unwrap_or(u64::MAX))
    }

    /// After its last sample it is silent until then.
    pub(super) fn lasts(&mut self, length: Duration) {
        self.count = samples_in(length).max(1);
    }

    /// Whether the last sample was heard.
    #[must_use]
    pub fn is_over(&self, at: Duration) -> bool {
        !self.looped && samples_in(self.head.position(at)) >= self.count
    }

    fn samples_from(&mut self, first: u64) -> Result<Vec<i16>, BadFile> {
        let mut samples = Vec::with_capacity(self.sound.channels().frame_len());
        if !self.looped {
            self.sound.read(first, FRAME_SAMPLES, &mut samples)?;
            return Ok(samples);
        }
        let (whole, mut first, mut missing) = (self.count, first % self.count, FRAME_SAMPLES);
        while missing > 0 {
            let part = missing.min(usize::try_from(whole - first).unwrap_or(usize::MAX));
            self.sound.read(first, part, &mut samples)?;
            (first, missing) = (0, missing - part);
        }
        Ok(samples)
    }
}

impl AudioSource for FileSound {
    /// Sound that is held is not there: what follows it begins at its own time.
    fn poll(&mut self, at: Duration) -> Result<Option<AudioFrame>, DeviceError> {
        while let Some((_, at)) = self.pace.poll(at) {
            if self.head.is_paused() || self.is_over(at) {
                continue;
            }
            let kind = self.kind;
            let first = samples_in(self.head.position(at));
            let channels = self.sound.channels();
            let samples = self.samples_from(first).map_err(|why| DeviceError::Damaged { kind, why })?;
            return AudioFrame::new(channels, samples, at).map(Some);
        }
        Ok(None)
    }
}

impl Samples {
    fn open(mut from: Box<dyn Source>) -> Result<Self, BadFile> {
        match is_mp4(from.as_mut())? {
            true => Ok(Self::Coded(Box::new(Mp4Sound::open(from)?))),
            false => Wav::open(from).map(Self::Raw).map_err(|why| why.of("MP4 or WAV")),
        }
    }

    fn channels(&self) -> Channels {
        match self {
            Self::Raw(sound) => sound.channels(),
            Self::Coded(sound) => sound.channels(),
        }
    }

    fn count(&self) -> u64 {
        match self {
            Self::Raw(sound) => sound.samples(),
            Self::Coded(sound) => sound.samples(),
        }
    }

    /// Appends `count` samples a channel from `first` on, silence beyond the end.
    fn read(&mut self, first: u64, count: usize, out: &mut Vec<i16>) -> Result<(), BadFile> {
        match self {
            Self::Raw(sound) => sound.read(first, count, out),
            Self::Coded(sound) => sound.read(first, count, out),
        }
    }
}

/// Samples a channel at 48 kHz in so much time: also the number of the one that is on after it.
pub(super) fn samples_in(time: Duration) -> u64 {
    u64::try_from(time.as_nanos() * u128::from(RATE_HZ) / 1_000_000_000).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::audio::Channels;
    use crate::file::wav::wav_header;
    use crate::tone::{TONE_HZ, Tone, measure};

    fn file(samples: &[i16], looped: bool) -> FileSound {
        let mut bytes = wav_header(Channels::Mono, 48_000, 2 * samples.len() as u32);
        bytes.extend(samples.iter().flat_map(|sample| sample.to_le_bytes()));
        FileSound::open(DeviceKind::Microphone, Box::new(Cursor::new(bytes)), looped).expect("a good file")
    }

    fn heard(file: &mut FileSound, at: Duration) -> Vec<i16> {
        let frames = std::iter::from_fn(|| file.poll(at).expect("a good file"));
        frames.flat_map(|frame| frame.samples().to_vec()).collect()
    }

    #[test]
    fn a_second_of_tone_repeats_without_a_gap() {
        let tone = Tone::default();
        let second: Vec<i16> =
            (0..50).flat_map(|n| tone.frame(n, Duration::ZERO).samples().to_vec()).collect();
        let mut file = file(&second, true);

        // Asked in time: more than a second at once would be late.
        let samples: Vec<i16> =
            (0..40).flat_map(|n| heard(&mut file, Duration::from_millis(100 * n))).collect();

        let report = measure(&samples, TONE_HZ);
        assert_eq!((report.missing, report.frames), (0, 196), "{report:?}");
    }

    #[test]
    fn a_short_file_is_heard_to_its_end_and_a_looped_one_over_and_over() {
        let samples: Vec<i16> = (1..=1000).collect();

        let once = heard(&mut file(&samples, false), Duration::from_millis(100));
        let over = heard(&mut file(&samples, true), Duration::from_millis(100));

        assert_eq!(
            (once.len(), &once[..1000], once[1000..].iter().all(|s| *s == 0)),
            (1920, samples.as_slice(), true)
        );
        assert!(over.chunks(1000).all(|round| samples.starts_with(round)));
        assert_eq!(over.len(), 6 * 960);
    }

    #[test]
    fn sound_is_held_and_wound() {
        let at = Duration::from_millis;
        let samples: Vec<i16> = (0..9600).collect();
        let mut file = file(&samples, false);
        assert_eq!(heard(&mut file, at(20)).len(), 2 * 960);

        file.head().pause(at(40));
        assert_eq!(heard(&mut file, at(99)), [] as [i16; 0]);
        file.head().seek(at(99), at(100));
        file.head().resume(at(100));

        assert_eq!(heard(&mut file, at(100)), samples[4800..5760]);
        assert_eq!((file.length(), file.is_over(at(199)), file.is_over(at(200))), (at(200), false, true));
    }
}
