//! A scenario's own folder.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::Context;

/// A folder that is removed with everything in it.
#[derive(Debug)]
pub(crate) struct Folder(PathBuf);

/// Files that stand for broken devices: each begins as it should and ends too early.
const DAMAGED: [(&str, &[u8]); 2] = [
    ("damaged.wav", b"RIFF\xFF\xFF\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00"),
    ("damaged.y4m", b"YUV4MPEG2 W320 H240 F15:1\nFRAME\n"),
];

impl Folder {
    /// A new one, with the files that scenarios name.
    ///
    /// # Errors
    /// The system's folder for such things cannot be written to.
    pub(crate) fn new() -> anyhow::Result<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("ilive-contract-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let folder = Self(std::env::temp_dir().join(name));
        std::fs::create_dir_all(folder.data()).with_context(|| format!("making {}", folder.0.display()))?;
        for (name, bytes) in DAMAGED {
            std::fs::write(folder.0.join(name), bytes)?;
        }
        Ok(folder)
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// The server's data folder.
    pub(crate) fn data(&self) -> PathBuf {
        self.0.join("data")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What is left of it is in the system's folder for such things.
        _ = std::fs::remove_dir_all(&self.0);
    }
}
