//! Files that stand for a camera, a microphone or a film: MP4 for both, Y4M for pictures, WAV for sound. Recordings: MP4.

mod film;
mod mp4;
mod playhead;
mod sound;
mod video;
mod wav;
mod y4m;

use std::fs::{File, Metadata};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

pub use film::{Film, Found, Mp4Pictures, Mp4Sound};
pub use mp4::{Mp4Recorder, OpusPacket, Timeline};
pub use playhead::Playhead;
pub use sound::FileSound;
pub use video::FileVideo;
pub use wav::{Wav, wav_header};
pub use y4m::{Y4m, y4m_header};

use crate::DeviceError;
use crate::device::DeviceKind;

/// What a reader reads from.
pub trait Source: Read + Seek + Send {}

impl<T: Read + Seek + Send> Source for T {}

/// Why a file cannot be played.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadFile {
    /// It does not begin as such a file does.
    #[error("it is no {0} file")]
    NotThis(&'static str),
    /// The header contradicts itself, or has no end.
    #[error("its {0} cannot be read")]
    BadHeader(&'static str),
    /// It is good, and not for here.
    #[error("{0} is not supported")]
    Unsupported(&'static str),
    /// It ends too early.
    #[error("it ends before its header says")]
    Truncated,
    /// It has no track of this kind.
    #[error("it has no {0}")]
    Without(&'static str),
    /// A decoder gives up.
    #[error("its {0} cannot be decoded")]
    Undecodable(&'static str),
    /// There is neither picture nor sound in it.
    #[error("it is empty")]
    Empty,
    /// The system could not read it.
    #[error("it cannot be read: {0}")]
    Unreadable(io::ErrorKind),
}

impl BadFile {
    /// What could have been there, where it is nothing of that.
    fn of(self, kinds: &'static str) -> Self {
        if matches!(self, Self::NotThis(_)) { Self::NotThis(kinds) } else { self }
    }
}

impl From<io::Error> for BadFile {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::UnexpectedEof => Self::Truncated,
            kind => Self::Unreadable(kind),
        }
    }
}

/// Whether a file is MP4, by its beginning.
fn is_mp4(from: &mut dyn Source) -> Result<bool, BadFile> {
    let mut head = [0; 8];
    from.seek(SeekFrom::Start(0))?;
    match from.read_exact(&mut head) {
        Ok(()) => Ok(head[4..] == *b"ftyp"),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Opens the file that stands for a device.
///
/// # Errors
/// A film that is not there is [`DeviceError::NoFile`] (1301, at the façade 8022); a camera or microphone whose file is
/// not there has failed ([`DeviceError::Failed`]: 1, at the façade 8020 for sound), as one that cannot be read and what
/// is no file: a folder, a pipe, a device of the system. [`DeviceError::Denied`] where the system does not allow it.
pub fn open(kind: DeviceKind, path: &Path) -> Result<io::BufReader<File>, DeviceError> {
    match open_regular(path) {
        Ok(file) => Ok(io::BufReader::new(file)),
        Err(error) => Err(match (error.kind(), kind) {
            (io::ErrorKind::NotFound, DeviceKind::MediaFile) => DeviceError::NoFile,
            (io::ErrorKind::PermissionDenied, _) => DeviceError::Denied(kind),
            _ => DeviceError::Failed { kind, why: error.to_string() },
        }),
    }
}

/// A pipe that nobody writes into would be waited for as soon as it is opened, so it is looked at first; what is open
/// may have taken its place since.
fn open_regular(path: &Path) -> io::Result<File> {
    regular(&std::fs::metadata(path)?)?;
    let file = File::open(path)?;
    regular(&file.metadata()?)?;
    Ok(file)
}

fn regular(found: &Metadata) -> io::Result<()> {
    if found.is_file() { Ok(()) } else { Err(io::Error::other("it is no file")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_file_is_an_empty_result_for_a_film_and_a_failure_for_a_device() {
        let nowhere = Path::new("/no/such/folder/film.y4m");
        for (kind, number) in
            [(DeviceKind::MediaFile, 1301), (DeviceKind::Camera, 1), (DeviceKind::Microphone, 1)]
        {
            let error = open(kind, nowhere).expect_err("it is not there");
            assert_eq!(error.code().number(), number, "{kind}");
        }
    }
    #[test]
    #[cfg(unix)]
    fn what_is_no_file_is_refused_before_it_is_waited_for() {
        let folder = std::env::temp_dir().join(format!("ilive-no-file-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let (pipe, socket) = (folder.join("pipe.mp4"), folder.join("socket.mp4"));
        let made = std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo is there");
        assert!(made.success());
        let _listening = std::os::unix::net::UnixListener::bind(&socket).expect("a socket");
        for path in [&pipe, &socket, &folder, Path::new("/dev/zero")] {
            for kind in [DeviceKind::MediaFile, DeviceKind::Camera, DeviceKind::Microphone] {
                let error = open(kind, path).expect_err("no file");
                assert_eq!(
                    error,
                    DeviceError::Failed { kind, why: "it is no file".to_owned() },
                    "{}",
                    path.display()
                );
            }
        }
        std::fs::remove_dir_all(folder).expect("it is there");
    }
}
