//! A recording: a thread that writes, and a queue to it that nobody waits for.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;
use std::time::Instant;

use anyhow::{Context, format_err};
use ilive::TinyId;
use ilive_devices::audio::AudioFrame;
use ilive_devices::codec::EncodedVideo;
use ilive_protocol::wire::Source;

use super::writer::Writer;

/// Ten seconds of 30 pictures and 50 pieces of sound each: a disk that is slower than that is too slow.
const WAITING_MAX: usize = 800;

/// What is recorded.
pub(super) enum Media {
    Picture { of: (TinyId, Source), video: EncodedVideo, arrived: Instant },
    Sound { frame: AudioFrame, arrived: Instant },
}

/// The way into a recording.
#[derive(Clone)]
pub(super) struct Input {
    media: SyncSender<Option<Media>>,
    missed: Arc<AtomicU64>,
}

/// A recording that goes on.
pub(super) struct Recording {
    input: Input,
    thread: JoinHandle<anyhow::Result<Vec<RecordedFile>>>,
}

/// What a recording has come to.
#[derive(Debug, Default)]
pub(super) struct Recorded {
    pub(super) files: Vec<RecordedFile>,
    /// Pieces that there was no time for.
    pub(super) missed: u64,
}

/// A whole file.
#[derive(Debug)]
pub(super) struct RecordedFile {
    pub(super) path: PathBuf,
    pub(super) seconds: f64,
    pub(super) pictures: u64,
    pub(super) bytes: u64,
}

impl Input {
    /// Hands something on. What there is no room for is counted; who has stopped writing says why at the end.
    pub(super) fn give(&self, media: Media) {
        if let Err(TrySendError::Full(_)) = self.media.try_send(Some(media)) {
            self.missed.fetch_add(1, Ordering::Relaxed);
        }
    }
}

impl Recording {
    /// Begins; the file must not be there yet.
    pub(super) fn start(path: &Path) -> anyhow::Result<Self> {
        let writer = Writer::create(path)?;
        let (media, given) = sync_channel(WAITING_MAX);
        let thread = std::thread::Builder::new().name("ilive-recording".to_owned());
        let thread = thread.spawn(move || write(writer, &given)).context("starting a thread that records")?;
        Ok(Self { input: Input { media, missed: Arc::default() }, thread })
    }

    pub(super) fn input(&self) -> Input {
        self.input.clone()
    }

    /// Whether nothing more is written.
    pub(super) fn has_failed(&self) -> bool {
        self.thread.is_finished()
    }

    /// Writes what is left.
    pub(super) fn finish(self) -> anyhow::Result<Recorded> {
        // Whoever has ended by itself has a reason, which is told below.
        _ = self.input.media.send(None);
        let files = self.thread.join().map_err(|_| format_err!("the thread that records has failed"))??;
        Ok(Recorded { files, missed: self.input.missed.load(Ordering::Relaxed) })
    }
}

fn write(mut writer: Writer, given: &Receiver<Option<Media>>) -> anyhow::Result<Vec<RecordedFile>> {
    while let Ok(Some(media)) = given.recv() {
        writer.take(media)?;
    }
    writer.finish()
}
