//! Rooms, what is seen in them, and the stage.

use std::sync::Arc;

use ilive::{Rights, RoomOption, Secret, Shown};
use ilive_conformance::line::Keys;

use crate::actor::Actor;
use crate::answer::{Answer, done, keys, later, waits};
use crate::args::Args;

pub(super) fn call(actor: &Actor, verb: &str, args: &Args) -> anyhow::Result<Option<Answer>> {
    let ilive = &actor.ilive;
    Ok(Some(match verb {
        "create_room" => later(ilive.create_room(args.room()?, option(args)?), entered),
        "join_room" => later(ilive.join_room(args.room()?, option(args)?), entered),
        "switch_room" => later(ilive.switch_room(args.room()?, option(args)?), entered),
        "quit_room" if args.flag("cancel_pending", false)? => done(ilive.quit_room_now()),
        "quit_room" => done(ilive.quit_room()),
        "change_role" => done(ilive.change_role(args.text("role"), args.text("key"))),
        "link_room" => done(ilive.link_room(args.room()?, args.needed("user")?, args.text("key"))),
        "unlink_room" => done(ilive.unlink_room()),
        "push" => done(ilive.push_stream(args.flag("on", true)?)),
        "record" => done(ilive.record(args.flag("on", true)?)),
        "show" => done(ilive.show(&shown(args)?)),
        "hide_all" => done(ilive.hide_all()),
        "wait_media" => {
            let (member, source) = (actor.number(args.needed("user")?)?, args.source()?);
            let (sink, frames) = (Arc::clone(&actor.sink), args.number("frames")?);
            waits(async move { sink.seen(member, source, frames).await })
        }
        "stage_request" => done(ilive.stage_request(args.text("note"))),
        "stage_cancel" => done(ilive.stage_cancel()),
        "stage_answer" => {
            let accept = args.flag("accept", true)?;
            done(ilive.stage_answer(args.needed("user")?, accept, args.text("reason")))
        }
        "stage_invite" => done(ilive.stage_invite(args.needed("user")?)),
        "stage_leave" => done(ilive.stage_leave(args.optional("user"))),
        "mute" => done(ilive.mute_member(args.needed("user")?, args.source()?, args.flag("muted", true)?)),
        "kick" => done(ilive.kick_member(args.needed("user")?, 0, args.text("reason"))),
        "end_room" => done(ilive.end_room()),
        _ => return Ok(None),
    }))
}

pub(super) fn entered(rights: Rights) -> Keys {
    keys([("rights", rights.0.to_string())])
}

/// What a room is entered with; `option=none` is a missing one.
fn option(args: &Args) -> anyhow::Result<Option<RoomOption>> {
    if args.optional("option") == Some("none") {
        return Ok(None);
    }
    Ok(Some(RoomOption {
        role: args.text("role").to_owned(),
        role_type: Default::default(),
        room_key: Secret(args.text("key").to_owned()),
        rights: args.number("rights")?,
        create_room: args.flag("create", false)?,
        without_chat: !args.flag("chat", true)?,
        auto_views: args.optional("views") == Some("auto"),
        title: args.text("title").to_owned(),
    }))
}

/// Nothing where nobody is named.
fn shown(args: &Args) -> anyhow::Result<Vec<Shown>> {
    let one = |user: &str| {
        Ok(Shown { user_id: user.to_owned(), source: args.source()?, height: args.number("height")? })
    };
    args.optional("user").into_iter().map(one).collect()
}
