//! How long a recording is, and how it sounds.

use std::path::Path;

use crate::ffmpeg::{decode, probe};

/// In seconds.
pub(crate) fn duration(file: &Path) -> f64 {
    let said = probe(file, &["-show_entries", "format=duration"]);
    said.first().and_then(|said| said.parse().ok()).expect("a duration")
}

/// All decoded sound, in one channel.
pub(crate) fn sound(file: &Path) -> Vec<i16> {
    let bytes = decode(file, &["-map", "0:a", "-f", "s16le", "-ac", "1", "-ar", "48000"]);
    bytes.chunks_exact(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect()
}
