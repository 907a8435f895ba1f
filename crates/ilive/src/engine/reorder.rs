//! Packets of a picture in order: what is missing is waited for, since it may be on its way again.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use super::sequence::Sequence;

/// A packet that is missing is asked for, sent again and here within this, or a keyframe is faster.
const WAIT: Duration = Duration::from_millis(150);
/// More than a second of any picture: a sender that jumps costs no more.
const WAITING_MAX: usize = 2048;
/// Further ahead or behind is another stream.
const JUMP_MAX: i64 = 4096;

/// Packets `P` by their numbers.
#[derive(Debug)]
pub(super) struct Reorder<P> {
    sequence: Sequence,
    /// The number that comes next.
    next: Option<i64>,
    waiting: BTreeMap<i64, P>,
    /// When what stands before the next one began to wait.
    hole_since: Option<Instant>,
}

impl<P> Default for Reorder<P> {
    fn default() -> Self {
        Self { sequence: Sequence::default(), next: None, waiting: BTreeMap::new(), hole_since: None }
    }
}

impl<P> Reorder<P> {
    /// A packet has come.
    pub(super) fn insert(&mut self, now: Instant, number: u16, packet: P) {
        let number = self.sequence.extend(number);
        let next = *self.next.get_or_insert(number);
        if (number - next).abs() > JUMP_MAX || self.waiting.len() >= WAITING_MAX {
            self.waiting.clear();
            self.next = Some(number);
        } else if number < next {
            return;
        }
        self.waiting.insert(number, packet);
        self.look(now);
    }

    /// The next packet, where it is there, or where those before it have been waited for long enough.
    pub(super) fn poll(&mut self, now: Instant) -> Option<P> {
        let first = *self.waiting.first_key_value()?.0;
        let due = self.next == Some(first) || self.deadline().is_some_and(|deadline| deadline <= now);
        if !due {
            return None;
        }
        self.next = Some(first + 1);
        self.hole_since = None;
        let packet = self.waiting.remove(&first);
        self.look(now);
        packet
    }

    /// When a hole has been waited for.
    pub(super) fn deadline(&self) -> Option<Instant> {
        self.hole_since.map(|since| since + WAIT)
    }

    /// Whether there is a hole before the first one that waits.
    fn look(&mut self, now: Instant) {
        let first = self.waiting.first_key_value().map(|(number, _)| *number);
        if first.is_none() || first == self.next {
            self.hole_since = None;
        } else {
            self.hole_since.get_or_insert(now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(reorder: &mut Reorder<u16>, now: Instant) -> Vec<u16> {
        std::iter::from_fn(|| reorder.poll(now)).collect()
    }

    fn with(now: Instant, numbers: &[u16]) -> Reorder<u16> {
        let mut reorder = Reorder::default();
        numbers.iter().for_each(|number| reorder.insert(now, *number, *number));
        reorder
    }

    #[test]
    fn packets_come_out_in_order_and_once() {
        let now = Instant::now();
        let mut reorder = with(now, &[65_534, 65_534, 0, 65_535]);
        assert_eq!(all(&mut reorder, now), [65_534, 65_535, 0]);

        reorder.insert(now, 65_535, 65_535);

        assert_eq!(all(&mut reorder, now), Vec::<u16>::new());
        assert_eq!(reorder.deadline(), None);
    }

    #[test]
    fn a_hole_is_waited_for_and_then_left() {
        let now = Instant::now();
        let mut reorder = with(now, &[1, 3, 4]);
        assert_eq!(all(&mut reorder, now), [1]);
        assert_eq!(reorder.deadline(), Some(now + WAIT));
        assert_eq!(all(&mut reorder, now + WAIT - Duration::from_millis(1)), Vec::<u16>::new());

        assert_eq!(all(&mut reorder, now + WAIT), [3, 4]);
        reorder.insert(now + WAIT, 2, 2);
        assert_eq!(all(&mut reorder, now + WAIT), Vec::<u16>::new(), "it comes too late");
    }

    #[test]
    fn a_packet_that_comes_again_in_time_fills_its_hole() {
        let now = Instant::now();
        let mut reorder = with(now, &[1, 3]);
        all(&mut reorder, now);

        reorder.insert(now + WAIT / 2, 2, 2);

        assert_eq!(all(&mut reorder, now + WAIT / 2), [2, 3]);
    }

    #[test]
    fn a_stream_that_begins_anew_is_followed() {
        let now = Instant::now();
        let mut reorder = with(now, &[1]);
        all(&mut reorder, now);

        reorder.insert(now, 20_000, 20_000);

        assert_eq!(all(&mut reorder, now), [20_000]);
    }
}
