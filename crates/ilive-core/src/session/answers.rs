//! The first answer to a client key is the only one.

use std::collections::{BTreeMap, VecDeque};

use ilive_protocol::wire::client_frame::Request;
use ilive_protocol::wire::reply::Result as Answer;

use crate::room::RequestId;

/// Answers of requests that carried a client key, the newest up to a count and a number of bytes; the newest of all
/// however long it is. A key that has fallen out is a new one.
#[derive(Debug)]
pub(super) struct Answers {
    known: BTreeMap<String, State>,
    /// Keys with an answer and its size, oldest first.
    done: VecDeque<(String, usize)>,
    bytes: usize,
    max: usize,
    max_bytes: usize,
}

#[derive(Debug)]
enum State {
    /// Being carried out.
    Pending(RequestId),
    Done(Box<Answer>),
}

/// What is known of a client key.
#[derive(Debug, PartialEq)]
pub(super) enum Seen {
    /// Nothing: carry it out.
    Never,
    /// It is being carried out: this request waits for the same answer.
    Pending(RequestId),
    /// Say this again.
    Done(Box<Answer>),
}

impl Answers {
    pub(super) fn new(max: usize, max_bytes: usize) -> Self {
        Self { known: BTreeMap::new(), done: VecDeque::new(), bytes: 0, max, max_bytes }
    }

    pub(super) fn seen(&self, key: &str) -> Seen {
        match self.known.get(key) {
            None => Seen::Never,
            Some(State::Pending(id)) => Seen::Pending(*id),
            Some(State::Done(answer)) => Seen::Done(answer.clone()),
        }
    }

    pub(super) fn begin(&mut self, key: &str, id: RequestId) {
        self.known.insert(key.to_owned(), State::Pending(id));
    }

    pub(super) fn finish(&mut self, key: String, answer: Answer) {
        let size = size(&answer);
        self.known.insert(key.clone(), State::Done(Box::new(answer)));
        self.done.push_back((key, size));
        self.bytes += size;
        while self.done.len() > self.max || (self.bytes > self.max_bytes && self.done.len() > 1) {
            self.drop_oldest();
        }
    }

    fn drop_oldest(&mut self) {
        if let Some((key, size)) = self.done.pop_front() {
            self.bytes -= size;
            self.known.remove(&key);
        }
    }
}

/// Whether a repeat must get the first answer. What only asks is asked anew: its answers are long, and better fresh.
pub(super) fn is_kept(request: &Request) -> bool {
    !matches!(
        request,
        Request::Ping(_)
            | Request::Resolve(_)
            | Request::ReadMessages(_)
            | Request::GroupMembers(_)
            | Request::RoomLocate(_)
            | Request::RoomRead(_)
            | Request::SpeedTest(_)
    )
}

/// Bytes of an answer on the wire; in memory it is of that order.
fn size(answer: &Answer) -> usize {
    answer.encoded_len()
}

#[cfg(test)]
mod tests {
    use ilive_protocol::wire;

    use super::*;

    fn answered(bytes: usize) -> Answer {
        Answer::Negotiate(wire::NegotiateReply { answer_sdp: "x".repeat(bytes) })
    }

    #[test]
    fn long_answers_push_older_ones_out_and_the_newest_stays() {
        let mut answers = Answers::new(64, 1_000);
        for (id, (key, bytes)) in (1..).zip([("a", 400), ("b", 400), ("c", 400), ("d", 5_000)]) {
            answers.begin(key, RequestId(id));
            answers.finish(key.to_owned(), answered(bytes));
            assert_eq!(answers.seen(key), Seen::Done(Box::new(answered(bytes))), "{key}");
            assert!(answers.bytes <= 1_000 || answers.done.len() == 1, "{key}: {} bytes", answers.bytes);
        }
        assert_eq!(answers.seen("a"), Seen::Never);
        assert_eq!(answers.known.len(), 1);

        answers.begin("e", RequestId(9));
        answers.finish("e".to_owned(), answered(10));
        assert_eq!((answers.seen("d"), answers.known.len()), (Seen::Never, 1));
    }
}
