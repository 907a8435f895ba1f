//! The IM layer.

use ilive::TinyId;
use ilive::wire::{ConversationRef, Element, conversation_ref, element};
use ilive_conformance::line::Keys;

use super::facade::text;
use crate::actor::Actor;
use crate::answer::{Answer, done, keys, later};
use crate::args::Args;

pub(super) fn call(actor: &Actor, verb: &str, args: &Args) -> anyhow::Result<Option<Answer>> {
    let im = actor.ilive.im();
    Ok(Some(match verb {
        "im_login" => done(im.login(args.needed("user")?, args.needed("sig")?, args.text("nick"))),
        "im_logout" => done(im.logout()),
        "im_send" => {
            let to = conversation_ref::Id::UserId(args.needed("to")?.to_owned());
            let words = Element { body: Some(element::Body::Text(text(args)?)) };
            later(im.send(ConversationRef { id: Some(to) }, vec![words]), |_| Keys::new())
        }
        "im_resolve" => {
            let actor = actor.clone();
            later(im.resolve(&args.list("users")), move |found| {
                found.iter().for_each(|who| actor.learn(&who.user_id, TinyId(who.tiny_id)));
                keys([("count", found.len().to_string())])
            })
        }
        _ => return Ok(None),
    }))
}
