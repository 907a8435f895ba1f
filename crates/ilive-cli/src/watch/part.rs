//! One file of a recording.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::Context;
use ilive_devices::audio::{Channels, FRAME};
use ilive_devices::codec::{EncodedVideo, VideoCodec};
use ilive_devices::file::{Mp4Recorder, OpusPacket};

use super::recording::RecordedFile;
use crate::exit::UsageError;

/// A file that is being written.
pub(super) struct Part {
    path: PathBuf,
    file: File,
    recorder: Mp4Recorder,
    /// The first and the last moment in it.
    span: Option<(Duration, Duration)>,
    pictures: u64,
    bytes: u64,
}

impl Part {
    /// A new file: what is there already is somebody's recording.
    pub(super) fn create(path: &Path, channels: Channels) -> anyhow::Result<Self> {
        if path.exists() {
            return Err(UsageError(format!("{} is there already: name another file", path.display())).into());
        }
        let file = File::create_new(path).with_context(|| format!("making {}", path.display()))?;
        let created = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let recorder = Mp4Recorder::new(channels, created);
        Ok(Self { path: path.to_owned(), file, recorder, span: None, pictures: 0, bytes: 0 })
    }

    /// Whether pictures that are coded so can be in it.
    pub(super) fn takes(&self, codec: VideoCodec) -> bool {
        self.recorder.takes(codec)
    }

    pub(super) fn picture(&mut self, video: &EncodedVideo) -> anyhow::Result<()> {
        let bytes = self.recorder.picture(video)?;
        self.pictures += 1;
        self.reach(video.at, video.at);
        self.append(&bytes)
    }

    pub(super) fn sound(&mut self, packet: OpusPacket) -> anyhow::Result<()> {
        self.reach(packet.at, packet.at + FRAME);
        let bytes = self.recorder.sound(packet)?;
        self.append(&bytes)
    }

    /// The whole file; none where nothing came.
    pub(super) fn finish(mut self) -> anyhow::Result<Option<RecordedFile>> {
        let recorder =
            std::mem::replace(&mut self.recorder, Mp4Recorder::new(Channels::Mono, Duration::ZERO));
        self.append(&recorder.finish()?)?;
        let Self { path, file, span, pictures, bytes, .. } = self;
        if bytes == 0 {
            std::fs::remove_file(&path)
                .with_context(|| format!("removing {}, which is empty", path.display()))?;
            return Ok(None);
        }
        file.sync_all().with_context(|| format!("writing {}", path.display()))?;
        let seconds = span.map_or(0.0, |(first, last)| (last - first).as_secs_f64());
        Ok(Some(RecordedFile { path, seconds, pictures, bytes }))
    }

    fn reach(&mut self, from: Duration, to: Duration) {
        let (first, last) = self.span.unwrap_or((from, to));
        self.span = Some((first.min(from), last.max(to)));
    }

    fn append(&mut self, bytes: &[u8]) -> anyhow::Result<()> {
        self.file.write_all(bytes).with_context(|| format!("writing {}", self.path.display()))?;
        self.bytes += bytes.len() as u64;
        Ok(())
    }
}
