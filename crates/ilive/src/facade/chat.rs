//! Messages (B.5). An acknowledged one is on the server's disk.

use ilive_protocol::wire::{Element, element};
use ilive_session::{Answer, Call};

use super::Ilive;
use crate::call::pend;
use crate::pending::Pending;

/// A message that the server has kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sent {
    /// Its place in the conversation, from 1.
    pub seq: u64,
    /// The server's time, Unix ms.
    pub time_ms: u64,
}

pub(crate) fn sent(answer: Answer) -> Option<Sent> {
    match answer {
        Answer::Sent { seq, time_ms } => Some(Sent { seq, time_ms }),
        _ => None,
    }
}

fn text(text: &str) -> Vec<Element> {
    vec![Element { body: Some(element::Body::Text(text.to_owned())) }]
}

impl Ilive {
    /// Sends a text to a user.
    ///
    /// # Errors
    /// 8001 without messaging, 8009, 8021 for an empty or too long one, 8053 with the outbox full.
    pub fn send_c2c_text(&self, user_id: &str, words: &str) -> Pending<Sent> {
        self.send_c2c(user_id, text(words))
    }

    /// Sends a text to the current room's group.
    ///
    /// # Errors
    /// As [`Ilive::send_c2c_text`]; 8003 out of a room.
    pub fn send_group_text(&self, words: &str) -> Pending<Sent> {
        self.send_group(text(words))
    }

    /// Sends any elements to a user.
    ///
    /// # Errors
    /// As [`Ilive::send_c2c_text`].
    pub fn send_c2c(&self, user_id: &str, elements: Vec<Element>) -> Pending<Sent> {
        pend(&self.shared, Call::SendC2c(user_id.to_owned(), elements), sent)
    }

    /// Sends any elements to the current room's group.
    ///
    /// # Errors
    /// As [`Ilive::send_group_text`].
    pub fn send_group(&self, elements: Vec<Element>) -> Pending<Sent> {
        pend(&self.shared, Call::SendGroup(elements), sent)
    }
}
