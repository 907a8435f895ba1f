//! The outputs of one input, in the order that the shell needs.

use ilive_protocol::wire::{self, event::Event};

use super::{Keep, MediaCommand, Output, Refusal, RequestId, SessionId};

/// Sorts what the rules give, in whatever order they give it: first what must be on disk, then the replies, then the
/// rest. So an event comes after the reply to the request that caused it.
#[derive(Debug, Default)]
pub(super) struct Out {
    pub(super) keep: Vec<Keep>,
    pub(super) replies: Vec<(SessionId, RequestId, Answer)>,
    rest: Vec<Output>,
}

/// An answer, or how it is made once everything else is settled.
#[derive(Debug)]
pub(super) enum Answer {
    Ready(Box<Result<wire::reply::Result, Refusal>>),
    Entered,
    State,
}

impl Out {
    pub(super) fn reply(&mut self, session: SessionId, request: RequestId, answer: Answer) {
        self.replies.push((session, request, answer));
    }

    pub(super) fn refuse(&mut self, session: SessionId, request: RequestId, refusal: Refusal) {
        self.reply(session, request, Answer::ready(Err(refusal)));
    }

    pub(super) fn media(&mut self, command: MediaCommand) {
        self.rest.push(Output::Media(command));
    }

    pub(super) fn event(&mut self, to: Vec<SessionId>, event: Event) {
        if !to.is_empty() {
            self.rest.push(Output::Event(to, event));
        }
    }

    pub(super) fn push(&mut self, output: Output) {
        self.rest.push(output);
    }

    pub(super) fn take_keep(&mut self) -> Vec<Keep> {
        std::mem::take(&mut self.keep)
    }

    pub(super) fn take_rest(&mut self) -> Vec<Output> {
        std::mem::take(&mut self.rest)
    }
}

impl Answer {
    pub(super) fn ready(result: Result<wire::reply::Result, Refusal>) -> Self {
        Self::Ready(Box::new(result))
    }
}

pub(super) fn done() -> Answer {
    Answer::ready(Ok(wire::reply::Result::Done(wire::Done {})))
}
