//! The sound of films on its way to where 20 ms at a time are taken: into the voice, and to the own player.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use ilive_devices::audio::AudioFrame;
use ilive_devices::device::DeviceKind;

/// What is that much older than what it is mixed with would be heard out of step with its picture; younger, and two clocks
/// that tick 20 ms apart would leave holes.
const OLD: Duration = Duration::from_millis(40);
/// More has come too fast.
const WAITING_MAX: usize = 10;

/// What waits, for each device that films are played as.
#[derive(Default)]
pub(super) struct FilmSounds {
    waiting: BTreeMap<DeviceKind, VecDeque<AudioFrame>>,
}

impl FilmSounds {
    /// The next 20 ms of a film.
    pub(super) fn push(&mut self, kind: DeviceKind, frame: AudioFrame) {
        let waiting = self.waiting.entry(kind).or_default();
        waiting.push_back(frame);
        let over = waiting.len().saturating_sub(WAITING_MAX);
        waiting.drain(..over);
    }

    /// It is closed.
    pub(super) fn forget(&mut self, kind: DeviceKind) {
        self.waiting.remove(&kind);
    }

    pub(super) fn clear(&mut self) {
        self.waiting.clear();
    }

    /// When the first that waits was.
    pub(super) fn first(&self) -> Option<Duration> {
        self.waiting.values().filter_map(VecDeque::front).map(|frame| frame.at).min()
    }

    /// What is heard with 20 ms that begin `at` this time: the next of each film, none that is too old for it.
    pub(super) fn take(&mut self, at: Duration) -> Vec<AudioFrame> {
        let next = |waiting: &mut VecDeque<AudioFrame>| {
            while waiting.front().is_some_and(|frame| frame.at + OLD < at) {
                waiting.pop_front();
            }
            waiting.pop_front()
        };
        self.waiting.values_mut().filter_map(next).collect()
    }

    /// The next of each film, and as many behind it as `spare` at most.
    pub(super) fn take_next(&mut self, spare: usize) -> Vec<AudioFrame> {
        let next = |waiting: &mut VecDeque<AudioFrame>| {
            let over = waiting.len().saturating_sub(spare + 1);
            waiting.drain(..over);
            waiting.pop_front()
        };
        self.waiting.values_mut().filter_map(next).collect()
    }
}

#[cfg(test)]
mod tests {
    use ilive_devices::audio::Channels;

    use super::*;

    const FILM: DeviceKind = DeviceKind::MediaFile;

    fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    fn waiting(times: impl IntoIterator<Item = u64>) -> FilmSounds {
        let mut sounds = FilmSounds::default();
        times.into_iter().for_each(|at| sounds.push(FILM, AudioFrame::silent(Channels::Mono, ms(at))));
        sounds
    }

    fn times(frames: &[AudioFrame]) -> Vec<Duration> {
        frames.iter().map(|frame| frame.at).collect()
    }

    #[test]
    fn what_is_taken_is_in_step_with_what_it_is_mixed_with() {
        let mut sounds = waiting([7, 27, 47, 67]);
        for (at, taken) in [(10, vec![ms(7)]), (30, vec![ms(27)]), (110, vec![]), (90, vec![])] {
            assert_eq!(times(&sounds.take(ms(at))), taken, "{at}");
        }
        let mut sounds = waiting([7, 27, 47, 67]);
        assert_eq!(times(&sounds.take(ms(70))), [ms(47)], "older than 40 ms: left out");
        assert_eq!(times(&sounds.take(ms(90))), [ms(67)]);
    }

    #[test]
    fn two_films_are_heard_together_and_one_that_is_closed_is_not() {
        let mut sounds = waiting([0, 20]);
        sounds.push(DeviceKind::Camera, AudioFrame::silent(Channels::Stereo, ms(5)));
        assert_eq!((sounds.first(), sounds.take(ms(0)).len()), (Some(ms(0)), 2));
        sounds.forget(FILM);
        assert_eq!((sounds.first(), sounds.take(ms(20)).len()), (None, 0));
    }

    #[test]
    fn no_more_waits_than_a_turn_may_be_late() {
        let mut sounds = waiting((0..100).map(|n| 20 * n));
        assert_eq!(sounds.first(), Some(ms(20 * 90)));
        assert_eq!(times(&sounds.take_next(2)), [ms(20 * 97)]);
        assert_eq!(times(&sounds.take_next(2)), [ms(20 * 98)]);
    }
}
