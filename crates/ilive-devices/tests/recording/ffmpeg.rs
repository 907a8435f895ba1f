//! FFmpeg as a reader of recordings.

use std::path::Path;
use std::process::Command;

use ilive_devices::video::{Picture, Size};

/// Kind and size of each stream, as ffprobe says it.
pub(crate) fn streams(file: &Path) -> Vec<String> {
    probe(file, &["-show_entries", "stream=codec_name,codec_type,width,height,sample_rate,channels"])
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

/// What ffprobe says of it, a line each.
pub(crate) fn probe(file: &Path, what: &[&str]) -> Vec<String> {
    let mut ffprobe = Command::new("ffprobe");
    ffprobe.args(["-v", "error", "-of", "csv=p=0"]).args(what).arg(file);
    let said = String::from_utf8(output(&mut ffprobe)).expect("text");
    said.lines().map(|line| line.trim_end_matches(',').to_owned()).filter(|line| !line.is_empty()).collect()
}

/// What it decodes, raw.
pub(crate) fn decode(file: &Path, how: &[&str]) -> Vec<u8> {
    let mut ffmpeg = Command::new("ffmpeg");
    output(ffmpeg.args(["-v", "error", "-i"]).arg(file).args(how).arg("-"))
}

/// What FFmpeg writes.
pub(crate) fn output(command: &mut Command) -> Vec<u8> {
    let output = command.output().expect("FFmpeg is installed: `cargo xtask test` sees to it");
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}
