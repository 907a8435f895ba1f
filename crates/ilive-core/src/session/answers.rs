//! The first answer to a client key is the only one.

use std::collections::{BTreeMap, VecDeque};

use ilive_protocol::wire::reply::Result as Answer;

use crate::room::RequestId;

/// Answers of requests that carried a client key, the newest so many. A key that has fallen out is a new one.
#[derive(Debug)]
pub(super) struct Answers {
    known: BTreeMap<String, State>,
    /// Keys with an answer, oldest first.
    done: VecDeque<String>,
    max: usize,
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
    pub(super) fn new(max: usize) -> Self {
        Self { known: BTreeMap::new(), done: VecDeque::new(), max }
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
        self.known.insert(key.clone(), State::Done(Box::new(answer)));
        self.done.push_back(key);
        while self.done.len() > self.max {
            let oldest = self.done.pop_front();
            oldest.map(|key| self.known.remove(&key));
        }
    }
}
