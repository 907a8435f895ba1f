//! What a call came to, as the lines say it.

use std::pin::Pin;

use ilive::{IliveError, Pending};
use ilive_conformance::line::{Keys, Outcome};

/// A call that was made.
pub(crate) enum Answer {
    /// All is said.
    Returned(Outcome),
    /// Its end follows.
    Accepted(Box<dyn Ending>),
}

/// The end of an accepted call, and the way to give it up.
pub(crate) trait Ending: Send {
    /// Waits for the end.
    fn ended(&mut self) -> Pin<Box<dyn Future<Output = Outcome> + Send + '_>>;
    /// Gives it up.
    fn give_up(&self);
}

struct Ended<T, S> {
    pending: Pending<T>,
    say: S,
}

impl<T: Send, S: Fn(T) -> Keys + Send + Sync> Ending for Ended<T, S> {
    fn ended(&mut self) -> Pin<Box<dyn Future<Output = Outcome> + Send + '_>> {
        Box::pin(async { outcome((&mut self.pending).await.map(&self.say)) })
    }

    fn give_up(&self) {
        self.pending.cancel();
    }
}

/// Of a method that completes later; `say` names what a success brings.
pub(crate) fn later<T: Send + 'static>(
    pending: Pending<T>,
    say: impl Fn(T) -> Keys + Send + Sync + 'static,
) -> Answer {
    match pending.refused() {
        Some(error) => Answer::Returned(failure(error)),
        None => Answer::Accepted(Box::new(Ended { pending, say })),
    }
}

/// The same where a success brings nothing.
pub(crate) fn done(pending: Pending<()>) -> Answer {
    later(pending, |()| Keys::new())
}

/// Of something that is waited for and cannot fail.
pub(crate) fn waits(what: impl Future<Output = ()> + Send + 'static) -> Answer {
    Answer::Accepted(Box::new(Waits(Box::pin(what))))
}

/// Until it is over.
struct Waits(Pin<Box<dyn Future<Output = ()> + Send>>);

impl Ending for Waits {
    fn ended(&mut self) -> Pin<Box<dyn Future<Output = Outcome> + Send + '_>> {
        Box::pin(async {
            self.0.as_mut().await;
            Outcome::ok()
        })
    }

    fn give_up(&self) {}
}

/// Of a method that is over when it returns.
pub(crate) fn at_once(result: Result<Keys, IliveError>) -> Answer {
    Answer::Returned(outcome(result))
}

/// The same where a success brings nothing.
pub(crate) fn plain(result: Result<(), IliveError>) -> Answer {
    at_once(result.map(|()| Keys::new()))
}

fn outcome(result: Result<Keys, IliveError>) -> Outcome {
    result.map_or_else(|error| failure(&error), |keys| Outcome { keys, ..Outcome::ok() })
}

/// A failure with all that it says.
pub(crate) fn failure(error: &IliveError) -> Outcome {
    let mut keys = Keys::from([
        ("trace".to_owned(), error.trace_id.clone()),
        ("raised_by".to_owned(), error.raised_by.as_str().to_owned()),
        ("message".to_owned(), error.message.clone()),
    ]);
    if let Some(cause) = &error.cause {
        keys.insert(
            "cause".to_owned(),
            format!("{}/{}/{}", cause.module, cause.code, word(&cause.sub_reason)),
        );
    }
    if let Some(old_room) = error.old_room {
        keys.insert("old_room".to_owned(), format!("{old_room:?}").to_lowercase());
    }
    let sub_reason = error.sub_reason.clone().into_owned();
    Outcome { module: error.module.to_string(), code: error.code, sub_reason, keys }
}

fn word(sub_reason: &str) -> &str {
    if sub_reason.is_empty() { "-" } else { sub_reason }
}

/// Keys from pairs.
pub(crate) fn keys<const N: usize>(pairs: [(&str, String); N]) -> Keys {
    pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}
