//! What a method returns: a future that may have failed already.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use ilive_protocol::Code;
use ilive_session::{Answer, Call, Error, OpId};
use tokio::sync::oneshot;

use crate::outlet::Completion;
use crate::shared::Shared;

/// The outcome of a call.
///
/// The call was made when the method returned: its guards have run, and what they refused is here already
/// ([`Pending::refused`]). Dropping it changes nothing of that; [`Pending::cancel`] gives the call up.
#[must_use = "a call may have been refused at once"]
pub struct Pending<T> {
    state: State,
    take: fn(Answer) -> Option<T>,
}

enum State {
    Ready(Option<Completion>),
    Waiting(Waiting),
}

/// An accepted call.
pub(crate) struct Waiting {
    pub(crate) op: OpId,
    pub(crate) receiver: oneshot::Receiver<Completion>,
    pub(crate) shared: Arc<Shared>,
}

impl<T> std::fmt::Debug for Pending<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.state {
            State::Ready(completion) => write!(f, "Pending({completion:?})"),
            State::Waiting(waiting) => write!(f, "Pending({:?})", waiting.op),
        }
    }
}

impl<T> Pending<T> {
    pub(crate) fn ready(completion: Completion, take: fn(Answer) -> Option<T>) -> Self {
        Self { state: State::Ready(Some(completion)), take }
    }

    pub(crate) fn waiting(waiting: Waiting, take: fn(Answer) -> Option<T>) -> Self {
        Self { state: State::Waiting(waiting), take }
    }

    /// Why the call was refused, when it was: then nothing was sent, and this is all that follows.
    #[must_use]
    pub fn refused(&self) -> Option<&Error> {
        match &self.state {
            State::Ready(Some(Err(error))) => Some(error),
            _ => None,
        }
    }

    /// Gives up what is pending: it ends with 8007, unless it has ended already.
    pub fn cancel(&self) {
        if let State::Waiting(waiting) = &self.state {
            // Refused only by a released object, which has nothing pending.
            let _ = waiting.shared.call(Call::Cancel(waiting.op), None);
        }
    }

    fn taken(&self, completion: Completion) -> Result<T, Error> {
        completion.and_then(|answer| {
            let odd = format!("an answer of another kind: {answer:?}");
            (self.take)(answer).ok_or_else(|| Error::of(Code::ParseFail, "wrong_reply").because(odd))
        })
    }
}

/// The object was taken away under a call: nothing can complete it any more.
fn gone() -> Error {
    Error::of(Code::UserCancel, "left").because("the object is gone")
}

impl<T> Future for Pending<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let completion = match &mut self.state {
            State::Ready(completion) => completion.take().expect("a future is not polled after it has ended"),
            State::Waiting(waiting) => match Pin::new(&mut waiting.receiver).poll(context) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(completion) => completion.unwrap_or_else(|_| Err(gone())),
            },
        };
        let taken = self.taken(completion);
        self.state = State::Ready(None);
        Poll::Ready(taken)
    }
}
