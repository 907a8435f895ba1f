//! The log file in the data folder: what `ilive log` reads.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use file_rotate::ContentLimit;
use file_rotate::FileRotate;
use file_rotate::compression::Compression;
use file_rotate::suffix::AppendCount;
use tracing_subscriber::fmt::MakeWriter;

/// A file of this length is put aside.
const FILE_MAX_BYTES: usize = 10 << 20;

/// Where the newest lines are.
pub(crate) fn path(data: &Path) -> PathBuf {
    data.join("log").join("ilive.log")
}

/// A writer that keeps nothing until the data folder is this server's.
#[derive(Clone, Default)]
pub(crate) struct LogFile {
    file: Arc<OnceLock<Mutex<FileRotate<AppendCount>>>>,
}

impl LogFile {
    /// From here on lines are kept, with `keep` older files.
    ///
    /// # Errors
    /// The folder or the file cannot be made.
    pub(crate) fn open(&self, data: &Path, keep: usize) -> io::Result<()> {
        let path = path(data);
        std::fs::create_dir_all(path.parent().expect("the file is in a folder"))?;
        // The rotation has no way to say that it cannot.
        std::fs::OpenOptions::new().create(true).append(true).open(&path)?;
        let limit = ContentLimit::BytesSurpassed(FILE_MAX_BYTES);
        let rotated = FileRotate::new(path, AppendCount::new(keep), limit, Compression::None, None);
        self.file.get_or_init(|| Mutex::new(rotated));
        Ok(())
    }
}

impl Write for &LogFile {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        match self.file.get() {
            Some(file) => file.lock().unwrap_or_else(PoisonError::into_inner).write(line),
            None => Ok(line.len()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for LogFile {
    type Writer = &'a LogFile;

    fn make_writer(&'a self) -> Self::Writer {
        self
    }
}
