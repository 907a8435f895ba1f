//! When a media path counts as silent, and when as lost: by what is heard on it, with time as an input.

use std::time::{Duration, Instant};

/// A path that carried media within this …
const ALIVE: Duration = Duration::from_secs(2);
/// … and on which then nothing at all comes for this, is silent (`docs/interface.md`, "Liveness").
const SILENT: Duration = Duration::from_millis(500);
/// Nothing at all for this, checks of consent unanswered among it: the path is lost. Three checks fit in.
const LOST: Duration = Duration::from_secs(5);

/// What is noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Noticed {
    /// Once for each silence.
    Silent,
    /// Once, until something is heard again.
    Lost,
}

/// Listens to one path, from its first connection on.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct PathWatch {
    heard: Option<Instant>,
    /// Sound or picture.
    media: Option<Instant>,
    told_silent: bool,
    told_lost: bool,
}

impl PathWatch {
    /// Something has come: sound or picture, or any other packet.
    pub(super) fn hear(&mut self, now: Instant, media: bool) {
        self.heard = Some(now);
        if media {
            self.media = Some(now);
        }
        (self.told_silent, self.told_lost) = (false, false);
    }

    /// When to look again.
    pub(super) fn deadline(&self) -> Option<Instant> {
        let heard = self.heard?;
        let silent = (!self.told_silent && self.was_alive_at(heard + SILENT)).then_some(heard + SILENT);
        let lost = (!self.told_lost).then_some(heard + LOST);
        silent.into_iter().chain(lost).min()
    }

    /// What is so now and was not told.
    pub(super) fn notice(&mut self, now: Instant) -> Option<Noticed> {
        let quiet = now.saturating_duration_since(self.heard?);
        if !self.told_lost && quiet >= LOST {
            (self.told_silent, self.told_lost) = (true, true);
            return Some(Noticed::Lost);
        }
        if !self.told_silent && quiet >= SILENT && self.was_alive_at(now) {
            self.told_silent = true;
            return Some(Noticed::Silent);
        }
        None
    }

    fn was_alive_at(&self, now: Instant) -> bool {
        self.media.is_some_and(|media| now.saturating_duration_since(media) <= ALIVE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    /// All that is noticed, each with its time, when the path is looked at only where it asks to be.
    fn notices(mut watch: PathWatch, start: Instant, until: Duration) -> Vec<(Duration, Noticed)> {
        let mut noticed = Vec::new();
        while let Some(at) = watch.deadline().filter(|at| *at <= start + until) {
            if let Some(what) = watch.notice(at) {
                noticed.push((at - start, what));
            }
        }
        noticed
    }

    #[test]
    fn a_path_that_carried_media_is_silent_once_and_then_lost_once() {
        let start = Instant::now();
        let mut watch = PathWatch::default();
        watch.hear(start, true);

        let noticed = notices(watch, start, ms(60_000));

        assert_eq!(noticed, [(ms(500), Noticed::Silent), (ms(5_000), Noticed::Lost)]);
    }

    #[test]
    fn a_path_without_media_is_only_ever_lost() {
        let start = Instant::now();
        let mut watch = PathWatch::default();
        watch.hear(start, false);

        assert_eq!(notices(watch, start, ms(60_000)), [(ms(5_000), Noticed::Lost)]);
    }

    #[test]
    fn whatever_is_heard_ends_a_silence_and_another_one_is_told_again() {
        let start = Instant::now();
        let mut watch = PathWatch::default();
        watch.hear(start, true);
        assert_eq!(watch.notice(start + ms(499)), None);
        assert_eq!(watch.notice(start + ms(500)), Some(Noticed::Silent));
        watch.hear(start + ms(600), false);

        assert_eq!(watch.notice(start + ms(1_100)), Some(Noticed::Silent), "media was there 1.1 s ago");
        watch.hear(start + ms(2_000), false);
        assert_eq!(watch.notice(start + ms(2_500)), None, "media was last there 2.5 s ago");
    }

    #[test]
    fn nothing_is_noticed_before_anything_was_heard() {
        let start = Instant::now();
        assert_eq!(PathWatch::default().deadline(), None);
        assert_eq!(PathWatch::default().notice(start + ms(60_000)), None);
    }
}
