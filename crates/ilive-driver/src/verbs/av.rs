//! The AV layer.

use anyhow::bail;
use ilive::av::{Enter, RoomType, View};
use ilive::{DeviceKind, Secret, TinyId};
use ilive_conformance::line::Keys;

use super::devices::{Fill, counted, pick};
use super::facade::id;
use super::room::entered;
use crate::actor::Actor;
use crate::answer::{Answer, at_once, done, later, plain};
use crate::args::{Args, source};

pub(super) fn call(actor: &Actor, verb: &str, args: &Args) -> anyhow::Result<Option<Answer>> {
    let Some(verb) = verb.strip_prefix("av_") else { return Ok(None) };
    let av = actor.ilive.av();
    let (room, test, invitation) = (av.room(), av.device_test(), av.invitation());
    Ok(Some(match verb {
        "create" => plain(av.create()),
        "start" => done(av.start()),
        "stop" => done(av.stop()),
        "destroy" => plain(av.destroy()),
        "enter" => later(av.enter_room(enter(args)?), entered),
        "exit" => done(av.exit_room()),
        "switch" => later(av.switch_room(enter(args)?), entered),
        "change_role" => done(room.change_role(args.text("role"), args.text("key"))),
        "views" => {
            let members = args.list("users").into_iter().map(|user| actor.number(user));
            let members = members.collect::<anyhow::Result<Vec<_>>>()?;
            done(room.request_view_list(&members, &views(args)?))
        }
        "cancel_views" => done(room.cancel_all_view()),
        "endpoint" => {
            let number = match args.has("tiny") {
                true => TinyId(args.number("tiny")?),
                false => actor.number(args.needed("user")?)?,
            };
            at_once(room.endpoint(number, args.source()?).map(|_| Keys::new()))
        }
        "list" => at_once(av.device_mgr().list(args.kind()?).map(counted)),
        "open" if is_sound(args.kind()?) => done(av.audio_ctrl().open(args.kind()?, pick(args)?)),
        "open" => done(av.video_ctrl().open(args.kind()?, pick(args)?)),
        "close" if is_sound(args.kind()?) => done(av.audio_ctrl().close(args.kind()?)),
        "close" => done(av.video_ctrl().close(args.kind()?)),
        "fill" => plain(Fill::read(args)?.each(|kind, frame| av.video_ctrl().fill_frame(kind, frame))),
        "test_start" => done(test.start()),
        "test_stop" => done(test.stop()),
        "test_open" => done(test.enable_device(args.kind()?, pick(args)?)),
        "invite" => later(invitation.invite(args.needed("user")?, args.room()?), id),
        "accept_invite" => done(invitation.accept(args.number("id")?)),
        "refuse_invite" => done(invitation.refuse(args.number("id")?)),
        "cancel_invite" => done(invitation.cancel(args.number("id")?)),
        _ => return Ok(None),
    }))
}

fn is_sound(kind: DeviceKind) -> bool {
    kind.is_sound() || kind == DeviceKind::SystemSound
}

fn enter(args: &Args) -> anyhow::Result<Enter> {
    Ok(Enter {
        room: args.room()?,
        room_type: match args.optional("type") {
            None | Some("multi") => RoomType::Multi,
            Some("pair") => RoomType::Pair,
            Some(other) => bail!("type={other}: multi or pair"),
        },
        role: args.text("role").to_owned(),
        room_key: Secret(args.text("key").to_owned()),
        rights: args.number("rights")?,
        create: args.flag("create", true)?,
        auto_views: args.optional("views") == Some("auto"),
    })
}

fn views(args: &Args) -> anyhow::Result<Vec<View>> {
    let view = |word: &str| Ok(View { source: source(word)?, height: 0 });
    args.list("sources").into_iter().map(view).collect()
}
