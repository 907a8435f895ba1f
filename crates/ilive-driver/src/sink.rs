//! What comes out of an object besides answers and events: pictures, which are counted, and raw sound, from whose thread a
//! call can be made.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use ilive::devices::audio::{AudioFrame, AudioSourceKind};
use ilive::devices::video::VideoFrame;
use ilive::wire::Source;
use ilive::{MediaSink, TinyId};
use tokio::sync::watch;

/// Something to be done on the thread that raw sound comes on.
type Job = Box<dyn FnOnce() + Send>;

/// One actor's.
#[derive(Default)]
pub(crate) struct Sink {
    job: Mutex<Option<Job>>,
    pictures: watch::Sender<BTreeMap<(TinyId, i32), u32>>,
}

impl Sink {
    /// Does this with the next raw sound.
    pub(crate) fn with_next_sound(&self, job: Job) {
        *self.job() = Some(job);
    }

    /// Waits until so many more pictures of a member were decoded.
    pub(crate) async fn seen(&self, member: TinyId, source: Source, count: u32) {
        let key = (member, source.into());
        let seen = |pictures: &BTreeMap<(TinyId, i32), u32>| pictures.get(&key).copied().unwrap_or_default();
        let mut pictures = self.pictures.subscribe();
        let enough = seen(&pictures.borrow()) + count;
        // The sender lives as long as this.
        _ = pictures.wait_for(|pictures| seen(pictures) >= enough).await;
    }

    fn job(&self) -> MutexGuard<'_, Option<Job>> {
        self.job.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl MediaSink for Sink {
    fn wants_pictures(&self) -> bool {
        true
    }

    fn picture(&self, tiny_id: TinyId, source: Source, _: &VideoFrame) {
        self.pictures.send_modify(|pictures| *pictures.entry((tiny_id, source.into())).or_default() += 1);
    }

    fn tap(&self, _: AudioSourceKind, _: Option<TinyId>, _: &mut AudioFrame) {
        let job = self.job().take();
        if let Some(job) = job {
            job();
        }
    }
}
