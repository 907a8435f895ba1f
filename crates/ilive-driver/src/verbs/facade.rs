//! Login, messages, calls, and what is asked of the object as a whole.

use std::sync::{Arc, Weak};

use ilive::SpeedReport;
use ilive_conformance::line::Keys;

use crate::actor::{Actor, Handler};
use crate::answer::{Answer, at_once, done, keys, later, plain};
use crate::args::Args;

pub(super) fn call(actor: &Actor, verb: &str, args: &Args) -> anyhow::Result<Option<Answer>> {
    let ilive = &actor.ilive;
    Ok(Some(match verb {
        "release" => done(ilive.release()),
        "login" => done(ilive.login(args.needed("user")?, args.needed("sig")?)),
        "logout" => done(ilive.logout()),
        "renew_ticket" => done(ilive.renew_ticket(args.needed("sig")?)),
        "add_handler" => plain(ilive.add_event_handler(&handler(actor, args))),
        "remove_handler" => plain(ilive.remove_event_handler(&handler(actor, args))),
        "speed_test" => later(ilive.speed_test(), speed),
        "send_c2c" => later(ilive.send_c2c_text(args.needed("to")?, &text(args)?), |_| Keys::new()),
        "send_group" => later(ilive.send_group_text(&text(args)?), |_| Keys::new()),
        "call_make" => {
            let (video, end_current) = (args.flag("video", false)?, args.flag("end_current", false)?);
            later(ilive.make_call(args.needed("user")?, video, end_current), id)
        }
        "call_accept" => done(ilive.accept_call(args.number("id")?)),
        "call_reject" => done(ilive.reject_call(args.number("id")?)),
        "call_end" => done(ilive.end_call(args.number("id")?)),
        "state" => at_once(Ok(state(actor))),
        _ => return Ok(None),
    }))
}

pub(super) fn id(id: u64) -> Keys {
    keys([("id", id.to_string())])
}

/// A text, or one of so many bytes.
pub(super) fn text(args: &Args) -> anyhow::Result<String> {
    match args.has("bytes") {
        true => Ok("x".repeat(args.number("bytes")?)),
        false => Ok(args.text("text").to_owned()),
    }
}

/// The handler that is meant: without a name, or called `dropped`, one that is gone.
fn handler(actor: &Actor, args: &Args) -> Weak<Handler> {
    match args.optional("id") {
        None | Some("dropped") => Weak::new(),
        Some(id) => Arc::downgrade(&actor.handler(id)),
    }
}

/// What could not be measured is not said.
fn speed(report: SpeedReport) -> Keys {
    let measured = [
        ("up_loss", report.up_loss.map(u64::from)),
        ("down_loss", report.down_loss.map(u64::from)),
        ("rtt_ms", report.rtt_us.map(|us| u64::from(us / 1000))),
        ("jitter_ms", report.jitter_us.map(|us| u64::from(us / 1000))),
    ];
    measured.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?.to_string()))).collect()
}

fn state(actor: &Actor) -> Keys {
    let state = actor.ilive.state();
    let word = |state: &dyn std::fmt::Debug| format!("{state:?}").to_lowercase();
    keys([
        ("context", word(&state.context)),
        ("room_state", word(&state.room)),
        ("test", word(&state.test)),
        ("logged_in", state.logged_in.to_string()),
        ("room", state.current_room.map_or(String::new(), |room| room.to_string())),
    ])
}
