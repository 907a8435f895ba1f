//! From a method to the client and back: what all layers' methods are made of.

use std::sync::Arc;

use ilive_session::{Accepted, Answer, Call, Error};

use crate::engine::ExternalBody;
use crate::pending::{Pending, Waiting};
use crate::shared::{Called, Shared};

/// What a method hands out of an answer; none: the answer is of another kind.
pub(crate) type Take<T> = fn(Answer) -> Option<T>;

/// Makes a call that is answered later.
pub(crate) fn pend<T>(shared: &Arc<Shared>, call: Call, take: Take<T>) -> Pending<T> {
    match shared.call(call, None) {
        Err(error) => Pending::ready(Err(error), take),
        Ok(Called { accepted: Accepted::Done(answer), .. }) => Pending::ready(Ok(answer), take),
        Ok(Called { accepted: Accepted::Pending(op), receiver }) => {
            let receiver = receiver.expect("a client of futures registers what it accepts");
            Pending::waiting(Waiting { op, receiver, shared: Arc::clone(shared) }, take)
        }
    }
}

/// Makes a call that is answered at once.
pub(crate) fn at_once<T>(
    shared: &Arc<Shared>,
    call: Call,
    body: Option<ExternalBody>,
    take: Take<T>,
) -> Result<T, Error> {
    match shared.call(call, body)?.accepted {
        Accepted::Done(answer) => Ok(take(answer).expect("the answers of these calls are of one kind each")),
        Accepted::Pending(op) => unreachable!("{op:?}: this call is answered at once"),
    }
}

/// Takes that there was success, whatever else was said.
pub(crate) fn done(_: Answer) -> Option<()> {
    Some(())
}
