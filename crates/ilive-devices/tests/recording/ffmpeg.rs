//! FFmpeg as a reader of recordings, and as a maker of VP8.

use std::path::{Path, PathBuf};
use std::process::Command;

use ilive_devices::video::{Picture, Size};

/// A file of a test.
pub(crate) fn file(name: &str, bytes: &[u8]) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.mp4"));
    std::fs::write(&path, bytes).expect("the file can be written");
    path
}

/// Kind and size of each stream, as ffprobe says it.
pub(crate) fn streams(file: &Path) -> Vec<String> {
    probe(file, &["-show_entries", "stream=codec_name,codec_type,width,height,sample_rate,channels"])
}

/// In seconds.
pub(crate) fn duration(file: &Path) -> f64 {
    let said = probe(file, &["-show_entries", "format=duration"]);
    said.first().and_then(|said| said.parse().ok()).expect("a duration")
}

/// Sizes of decoded pictures one after another, with how many there are of each.
pub(crate) fn sizes(file: &Path) -> Vec<(u32, u32, usize)> {
    let lines = probe(file, &["-select_streams", "v", "-show_entries", "frame=width,height"]);
    let mut sizes: Vec<(u32, u32, usize)> = Vec::new();
    for line in lines {
        let mut sides = line.split(',').filter_map(|side| side.parse().ok());
        let (width, height) = sides.next().zip(sides.next()).expect("two sides");
        match sizes.last_mut() {
            Some((w, h, count)) if (*w, *h) == (width, height) => *count += 1,
            _ => sizes.push((width, height, 1)),
        }
    }
    sizes
}

/// All decoded pictures, in this size.
pub(crate) fn pictures(file: &Path, size: Size) -> Vec<Picture> {
    let scaled = format!("{}x{}", size.width, size.height);
    let raw =
        ["-map", "0:v", "-vsync", "passthrough", "-s", &scaled, "-f", "rawvideo", "-pix_fmt", "yuv420p"];
    let bytes = decode(file, &raw);
    let frames = bytes.chunks_exact(size.i420_len());
    frames.map(|frame| Picture::from_i420(size, frame.to_vec()).expect("a picture")).collect()
}

/// All decoded sound, in one channel.
pub(crate) fn sound(file: &Path) -> Vec<i16> {
    let bytes = decode(file, &["-map", "0:a", "-f", "s16le", "-ac", "1", "-ar", "48000"]);
    bytes.chunks_exact(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect()
}

/// So many pictures as libvpx makes them.
pub(crate) fn vp8_frames(size: Size, count: u32) -> Vec<Vec<u8>> {
    let source = format!("testsrc=size={}x{}:rate=15", size.width, size.height);
    let mut ffmpeg = Command::new("ffmpeg");
    ffmpeg.args(["-v", "error", "-f", "lavfi", "-i", &source, "-frames:v", &count.to_string()]);
    ffmpeg.args(["-c:v", "libvpx", "-auto-alt-ref", "0", "-deadline", "realtime", "-f", "ivf", "-"]);
    let ivf = output(&mut ffmpeg);
    // A header of 32 bytes, then each frame behind its length and its time.
    let (mut rest, mut frames) = (&ivf[32..], Vec::new());
    while let Some((head, behind)) = rest.split_at_checked(12) {
        let length = u32::from_le_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let (frame, behind) = behind.split_at(length);
        frames.push(frame.to_vec());
        rest = behind;
    }
    frames
}

fn probe(file: &Path, what: &[&str]) -> Vec<String> {
    let mut ffprobe = Command::new("ffprobe");
    ffprobe.args(["-v", "error", "-of", "csv=p=0"]).args(what).arg(file);
    let said = String::from_utf8(output(&mut ffprobe)).expect("text");
    said.lines().map(|line| line.trim_end_matches(',').to_owned()).filter(|line| !line.is_empty()).collect()
}

fn decode(file: &Path, how: &[&str]) -> Vec<u8> {
    let mut ffmpeg = Command::new("ffmpeg");
    output(ffmpeg.args(["-v", "error", "-i"]).arg(file).args(how).arg("-"))
}

fn output(command: &mut Command) -> Vec<u8> {
    let output = command.output().expect("FFmpeg is installed: `cargo xtask test` sees to it");
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}
