//! Slots that show somebody and have no picture yet. The keyframe may have come before the slot could take it, and a source
//! that stands still sends no other by itself: it is asked for, ever more rarely.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use super::peer::StreamId;

/// A first picture comes by itself within this, or not at all.
const FIRST: Duration = Duration::from_secs(1);
/// A member that is muted has none for as long as it likes.
const LAST: Duration = Duration::from_secs(8);

#[derive(Debug, Clone, Copy)]
struct Wait {
    next: Instant,
    then: Duration,
}

/// Who is waited for.
#[derive(Debug, Default)]
pub(super) struct Awaited {
    waits: BTreeMap<StreamId, Wait>,
}

impl Awaited {
    /// A slot shows another member, or one at last.
    pub(super) fn begin(&mut self, now: Instant, stream: StreamId) {
        self.waits.insert(stream, Wait { next: now + FIRST, then: FIRST * 2 });
    }

    /// A picture has come, or none is expected any more.
    pub(super) fn end(&mut self, stream: StreamId) {
        self.waits.remove(&stream);
    }

    pub(super) fn retain(&mut self, keep: impl Fn(&StreamId) -> bool) {
        self.waits.retain(|stream, _| keep(stream));
    }

    pub(super) fn deadline(&self) -> Option<Instant> {
        self.waits.values().map(|wait| wait.next).min()
    }

    /// Of whom a keyframe is to be asked now.
    pub(super) fn due(&mut self, now: Instant) -> Vec<StreamId> {
        let due = self.waits.iter_mut().filter(|(_, wait)| wait.next <= now);
        let asked = due.map(|(stream, wait)| {
            *wait = Wait { next: now + wait.then, then: (wait.then * 2).min(LAST) };
            *stream
        });
        asked.collect()
    }
}

#[cfg(test)]
mod tests {
    use ilive_session::io::PeerNo;

    use super::*;

    #[test]
    fn who_has_no_picture_is_asked_for_one_ever_more_rarely() {
        let (start, mut awaited) = (Instant::now(), Awaited::default());
        let stream = StreamId { peer: PeerNo(1), mid: "v0".into() };
        awaited.begin(start, stream);

        let mut asked = Vec::new();
        for s in 0..32 {
            let due = awaited.due(start + Duration::from_secs(s));
            asked.extend(due.into_iter().map(|_| s));
        }

        assert_eq!(asked, [1, 3, 7, 15, 23, 31]);
        awaited.end(stream);
        assert_eq!(awaited.deadline(), None);
    }
}
