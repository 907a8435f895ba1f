//! Files of the tests, VP8 as libvpx makes it, and what only these tests look for.

use std::path::{Path, PathBuf};
use std::process::Command;

use ilive_devices::video::Size;

use crate::ffmpeg::{output, probe};

/// A file of a test.
pub(crate) fn file(name: &str, bytes: &[u8]) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.mp4"));
    std::fs::write(&path, bytes).expect("the file can be written");
    path
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
