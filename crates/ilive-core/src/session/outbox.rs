//! Events that a client may have to be told again.

use std::collections::VecDeque;

use ilive_protocol::wire;
use prost::Message as _;

/// The newest events of a session, up to a count and a number of bytes. What falls out makes a resume from before it
/// impossible, and nothing else.
#[derive(Debug)]
pub(super) struct Outbox {
    events: VecDeque<(usize, wire::Event)>,
    bytes: usize,
    max_events: usize,
    max_bytes: usize,
    last_seq: u64,
    /// Highest seq that is not here any more.
    dropped: u64,
}

impl Outbox {
    pub(super) fn new(max_events: usize, max_bytes: usize) -> Self {
        Self { events: VecDeque::new(), bytes: 0, max_events, max_bytes, last_seq: 0, dropped: 0 }
    }

    /// Gives the event its place.
    pub(super) fn push(&mut self, event: wire::event::Event) -> wire::Event {
        self.last_seq += 1;
        let event = wire::Event { seq: self.last_seq, event: Some(event) };
        let size = event.encoded_len();
        self.events.push_back((size, event.clone()));
        self.bytes += size;
        while self.events.len() > self.max_events || self.bytes > self.max_bytes {
            self.drop_oldest();
        }
        event
    }

    /// The client has all up to this.
    pub(super) fn seen(&mut self, seq: u64) {
        while self.events.front().is_some_and(|(_, event)| event.seq <= seq) {
            self.drop_oldest();
        }
    }

    /// Everything after `seq`, or none when some of it is gone, or `seq` was never sent.
    pub(super) fn after(&self, seq: u64) -> Option<Vec<wire::Event>> {
        let known = self.dropped <= seq && seq <= self.last_seq;
        known.then(|| self.events.iter().filter(|(_, e)| e.seq > seq).map(|(_, e)| e.clone()).collect())
    }

    /// The client reads state again: nothing from before now is owed.
    pub(super) fn clear(&mut self) {
        self.seen(self.last_seq);
    }

    fn drop_oldest(&mut self) {
        if let Some((size, event)) = self.events.pop_front() {
            self.bytes -= size;
            self.dropped = event.seq;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tick() -> wire::event::Event {
        wire::event::Event::PeopleChanged(wire::PeopleChanged::default())
    }

    fn seqs(outbox: &Outbox, after: u64) -> Option<Vec<u64>> {
        outbox.after(after).map(|events| events.iter().map(|event| event.seq).collect())
    }

    #[test]
    fn what_is_missing_is_given_in_order_or_not_at_all() {
        let mut outbox = Outbox::new(3, 1000);
        for _ in 0..5 {
            outbox.push(tick());
        }

        assert_eq!(seqs(&outbox, 5), Some(vec![]));
        assert_eq!(seqs(&outbox, 2), Some(vec![3, 4, 5]));
        assert_eq!(seqs(&outbox, 1), None, "2 is gone");
        assert_eq!(seqs(&outbox, 6), None, "6 was never sent");
    }

    #[test]
    fn what_was_seen_is_forgotten() {
        let mut outbox = Outbox::new(10, 1000);
        for _ in 0..5 {
            outbox.push(tick());
        }

        outbox.seen(3);

        assert_eq!(seqs(&outbox, 3), Some(vec![4, 5]));
        assert_eq!(seqs(&outbox, 2), None);
    }

    #[test]
    fn bytes_are_a_limit_too() {
        let mut outbox = Outbox::new(1000, 20);
        for _ in 0..100 {
            outbox.push(tick());
        }

        let kept = outbox.after(99).map(|events| events.len());

        assert_eq!(kept, Some(1));
        assert!(outbox.bytes <= 20);
        assert!(outbox.events.len() < 10);
    }
}
