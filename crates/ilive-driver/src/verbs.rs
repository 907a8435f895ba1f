//! Verbs as calls of the SDK.

mod av;
mod devices;
mod facade;
mod im;
mod room;

use crate::actor::Actor;
use crate::answer::Answer;
use crate::args::Args;

/// Makes the call; none where there is no such verb.
pub(crate) fn call(actor: &Actor, verb: &str, args: &Args) -> anyhow::Result<Option<Answer>> {
    for family in [facade::call, room::call, devices::call, av::call, im::call] {
        if let Some(answer) = family(actor, verb, args)? {
            return Ok(Some(answer));
        }
    }
    Ok(None)
}
