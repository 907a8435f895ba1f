//! Films for the tests: four seconds of the pattern with its numbers, and a tone or a beep a second.

use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use ilive_devices::DeviceError;
use ilive_devices::audio::Channels;
use ilive_devices::codec::{H264Encoder, OpusEncoder, OpusSettings, Sound, VideoSettings};
use ilive_devices::device::DeviceKind;
use ilive_devices::file::{BadFile, Film, Mp4Recorder, OpusPacket, wav_header, y4m_header};
use ilive_devices::pace::FrameRate;
use ilive_devices::pattern::TestPattern;
use ilive_devices::tone::Tone;
use ilive_devices::video::{Size, VideoFrame};

pub(crate) const SIZE: Size = Size::new(320, 240);
pub(crate) const RATE: u64 = 15;
pub(crate) const PICTURES: usize = 60;
/// Frames of 20 ms.
const SOUND: u64 = 200;
const FRAME: Duration = Duration::from_millis(20);

/// How FFmpeg is to code a film.
pub(crate) struct Coded {
    how: Vec<String>,
    beeps: bool,
}

impl Coded {
    pub(crate) fn of(how: &[&str]) -> Self {
        Self { how: how.iter().map(|word| (*word).to_owned()).collect(), beeps: false }
    }

    /// By x264, with keyframes 20 pictures apart.
    pub(crate) fn h264(more: &[&str]) -> Self {
        Self::of(&["-c:v", "libx264", "-g", "20", "-b:v", "800k"]).with(more)
    }

    pub(crate) fn with(mut self, more: &[&str]) -> Self {
        self.how.extend(more.iter().map(|word| (*word).to_owned()));
        self
    }

    fn beeping(self) -> Self {
        Self { beeps: true, ..self }
    }

    /// What pictures may be coded as, with and without those that refer to later ones.
    pub(crate) fn pictures() -> Vec<(&'static str, Self)> {
        let fragments = &["-movflags", "frag_keyframe+delay_moov"];
        vec![
            ("baseline", Self::h264(&["-profile:v", "baseline"])),
            ("main", Self::h264(&["-profile:v", "main", "-bf", "2"])),
            ("high", Self::h264(&["-profile:v", "high", "-bf", "3", "-b_strategy", "2", "-refs", "4"])),
            ("high, no B pictures", Self::h264(&["-bf", "0", "-tag:v", "avc3"])),
            ("fragments", Self::h264(&["-bf", "3"]).with(fragments)),
            ("moov first", Self::h264(&["-bf", "2", "-movflags", "faststart", "-c:a", "aac"])),
            ("moov of QuickTime", Self::h264(&["-an", "-f", "mov"])),
        ]
    }

    /// What sound may be coded as, and how far off its tone may be heard.
    pub(crate) fn sounds() -> Vec<(&'static str, Self, f64)> {
        let h264 = || Self::h264(&[]);
        vec![
            ("opus", h264().with(&["-c:a", "libopus", "-b:a", "96k"]), 0.5),
            ("aac", h264().with(&["-c:a", "aac", "-b:a", "128k"]), 0.5),
            ("aac in stereo at 44.1", h264().with(&["-c:a", "aac", "-ac", "2", "-ar", "44100"]), 0.5),
            ("aac at 22.05", h264().with(&["-c:a", "aac", "-ar", "22050"]), 0.5),
            ("aac at 96", h264().with(&["-c:a", "aac", "-ar", "96000"]), 0.5),
            ("aac in fragments", h264().with(&["-c:a", "aac", "-movflags", "frag_keyframe+empty_moov"]), 0.5),
        ]
    }

    /// With a beep whenever a second begins.
    pub(crate) fn in_step() -> Vec<(&'static str, Self)> {
        vec![
            ("opus in step", Self::h264(&["-bf", "2", "-c:a", "libopus"]).beeping()),
            ("aac in step", Self::h264(&["-bf", "2", "-c:a", "aac", "-ar", "44100"]).beeping()),
        ]
    }
}

fn folder() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
}

fn pattern() -> TestPattern {
    TestPattern::new(SIZE, FrameRate::whole(RATE as u32).expect("a rate")).expect("a size")
}

/// The pattern and its sound, uncoded, in files of this name.
fn uncoded(name: &str, beeps: bool) -> (PathBuf, PathBuf) {
    let mut film = y4m_header(SIZE, RATE as u32, 1);
    for number in 0..PICTURES as u64 {
        film.extend_from_slice(b"FRAME\n");
        film.extend_from_slice(pattern().picture(number).data());
    }
    let tone = Tone::default();
    // A beep has 100 ms.
    let frame = |n: u64| match beeps && n % 50 >= 5 {
        true => vec![0; 960],
        false => tone.frame(n, Duration::ZERO).samples().to_vec(),
    };
    let samples: Vec<u8> = (0..SOUND).flat_map(frame).flat_map(i16::to_le_bytes).collect();
    let mut sound = wav_header(Channels::Mono, 48_000, samples.len() as u32);
    sound.extend(samples);
    let paths = (folder().join(format!("{name}.y4m")), folder().join(format!("{name}.wav")));
    std::fs::write(&paths.0, film).expect("a file");
    std::fs::write(&paths.1, sound).expect("a file");
    paths
}

/// What FFmpeg makes of it.
fn coded(name: &str, coded: &Coded) -> PathBuf {
    let (film, sound) = uncoded(&format!("source of {name}"), coded.beeps);
    let path = folder().join(format!("film {name}.mp4"));
    let mut ffmpeg = Command::new("ffmpeg");
    ffmpeg.args(["-v", "error", "-y", "-i"]).arg(film).arg("-i").arg(sound).args(&coded.how);
    let output = ffmpeg.arg(&path).output().expect("FFmpeg is installed: `cargo xtask test` sees to it");
    assert!(output.status.success(), "{ffmpeg:?}: {}", String::from_utf8_lossy(&output.stderr));
    path
}

pub(crate) fn film(name: &str, how: &Coded) -> Film {
    Film::open(DeviceKind::MediaFile, &coded(name, how), false).unwrap_or_else(|why| panic!("{name}: {why}"))
}

pub(crate) fn looped(name: &str, how: &Coded) -> Film {
    Film::open(DeviceKind::Camera, &coded(name, how), true).expect("a film")
}

/// Why it is not played.
pub(crate) fn refused(name: &str, how: &Coded) -> BadFile {
    match Film::open(DeviceKind::MediaFile, &coded(name, how), false).err() {
        Some(DeviceError::Damaged { why, .. }) => why,
        other => panic!("{name}: {other:?}"),
    }
}

/// Uncoded, with the sound beside it.
pub(crate) fn raw(name: &str) -> Film {
    Film::open(DeviceKind::MediaFile, &uncoded(name, true).0, false).expect("a film")
}

/// These bytes as a film.
pub(crate) fn opened(bytes: &[u8]) -> Result<Film, DeviceError> {
    let source = || Box::new(Cursor::new(bytes.to_vec()));
    Film::of(DeviceKind::MediaFile, source(), Some(source()), false)
}

/// What our own recorder writes.
pub(crate) fn recording() -> Vec<u8> {
    let rate = FrameRate::whole(RATE as u32).expect("a rate");
    let mut encoder = H264Encoder::new(VideoSettings { rate, bitrate_bps: 800_000 }).expect("an encoder");
    let settings =
        OpusSettings { channels: Channels::Mono, bitrate_bps: 64_000, sound: Sound::Music, loss_percent: 0 };
    let mut opus = OpusEncoder::new(settings).expect("an encoder");
    let mut recorder = Mp4Recorder::new(Channels::Mono, Duration::ZERO);
    let (mut file, mut number) = (Vec::new(), 0);
    for n in 0..SOUND {
        let at = FRAME * n as u32;
        while number < PICTURES as u64 && Duration::from_secs(number) / RATE as u32 <= at {
            if number.is_multiple_of(20) {
                encoder.request_keyframe();
            }
            let frame = VideoFrame {
                picture: pattern().picture(number),
                at: Duration::from_secs(number) / RATE as u32,
            };
            let video = encoder.encode(&frame).expect("a picture").expect("none is left out");
            file.extend(recorder.picture(&video).expect("a picture"));
            number += 1;
        }
        let data = opus.encode(&Tone::default().frame(n, at)).expect("sound");
        file.extend(recorder.sound(OpusPacket { data, at }).expect("sound"));
    }
    file.extend(recorder.finish().expect("an end"));
    file
}

/// The same file, its picture turned by this matrix: where a step to the right leads, and one down.
pub(crate) fn turned(file: &[u8], matrix: [i32; 4]) -> Vec<u8> {
    let nine = |[a, b, c, d]: [i32; 4]| {
        [a << 16, b << 16, 0, c << 16, d << 16, 0, 0, 0, 1 << 30].map(i32::to_be_bytes).concat()
    };
    let (upright, turned) = (nine([1, 0, 0, 1]), nine(matrix));
    // The first one is the film's, the next its picture's.
    let places = (0..file.len() - upright.len()).filter(|at| file[*at..].starts_with(&upright));
    let at = places.take(2).last().expect("a matrix");
    let mut file = file.to_vec();
    file[at..at + turned.len()].copy_from_slice(&turned);
    file
}

/// A film of so many pictures of full HD, of which its header says another size.
pub(crate) fn larger_than_it_says(name: &str, pictures: &str, says: Size) -> Vec<u8> {
    const FULL_HD: [u8; 4] = [0x07, 0x80, 0x04, 0x38];
    let how = ["-an", "-s", "1920x1080", "-frames:v", pictures, "-preset", "ultrafast"];
    let mut file = std::fs::read(coded(name, &Coded::h264(&how))).expect("a film");
    // Width and height are 28 bytes behind the name of the coding, which stands at the beginning of the file as well.
    let place = file.windows(32).position(|bytes| bytes.starts_with(b"avc1") && bytes.ends_with(&FULL_HD));
    let at = place.expect("a size") + 28;
    let sides = [says.width, says.height].map(|side| (side as u16).to_be_bytes());
    file[at..at + 4].copy_from_slice(&sides.concat());
    file
}
