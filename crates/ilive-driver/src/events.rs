//! Events as the lines say them.

use ilive::wire::{self, conversation_ref, element, event::Event as Told, room_ref};
use ilive::{Event, Events, IliveError};
use ilive_conformance::line::{Fact, Keys, Outcome};

use crate::answer::{failure, keys};
use crate::args::{kind_word, source_word};
use crate::say;

/// Says what happens to an actor, until its object is released.
pub(crate) async fn tell(actor: String, mut events: Events) {
    while let Some(event) = events.next().await {
        if let Some((name, outcome)) = named(event) {
            say(&Fact::Event { actor: actor.clone(), name: name.to_owned(), outcome });
        }
    }
}

type Named = (&'static str, Outcome);

fn news<const N: usize>(name: &'static str, pairs: [(&str, String); N]) -> Option<Named> {
    Some((name, Outcome { keys: keys(pairs), ..Outcome::ok() }))
}

fn wrong(name: &'static str, error: &IliveError, more: Keys) -> Option<Named> {
    let mut outcome = failure(error);
    outcome.keys.extend(more);
    Some((name, outcome))
}

/// None: the contract has no name for it.
fn named(event: Event) -> Option<Named> {
    match event {
        Event::LinkDown { .. } => news("on_link_down", []),
        Event::LinkUp { recovered } => news("on_link_up", [("recovered", recovered.to_string())]),
        Event::Warning(error) => wrong("on_warning", &error, Keys::new()),
        Event::TicketExpired(ms, error) => {
            wrong("on_ticket_expired", &error, keys([("grace_ms", ms.to_string())]))
        }
        Event::ForcedOffline(error) => wrong("on_forced_offline", &error, Keys::new()),
        Event::RoomDisconnected { room, error, .. } => {
            wrong("on_room_disconnect", &error, keys([("room", room.to_string())]))
        }
        Event::Endpoint { tiny_id, source, kind, on } => news(
            "on_endpoint",
            [
                ("tiny", tiny_id.to_string()),
                ("source", source_word(source).to_owned()),
                ("kind", uplink_word(kind)),
                ("on", on.to_string()),
            ],
        ),
        Event::Member { user, source, kind, on } => news(
            "on_member",
            [
                ("user", user.to_string()),
                ("source", source_word(source).to_owned()),
                ("kind", uplink_word(kind)),
                ("on", on.to_string()),
            ],
        ),
        Event::PrivilegeDiff(source) => {
            news("on_privilege_diff", [("source", source_word(source).to_owned())])
        }
        Event::Rights(rights) => {
            news("on_rights", [("role", rights.role), ("rights", rights.rights.to_string())])
        }
        Event::DeviceClosed(kind, error) => {
            let kind = keys([("kind", kind_word(kind).to_owned())]);
            let outcome = error.as_ref().map_or_else(Outcome::ok, failure);
            Some((
                "on_device_closed",
                Outcome { keys: outcome.keys.into_iter().chain(kind).collect(), ..outcome },
            ))
        }
        Event::DeviceList(kind) => news("on_device_list", [("kind", kind_word(kind).to_owned())]),
        Event::Server(told) => told_by_the_server(told),
    }
}

fn told_by_the_server(told: Told) -> Option<Named> {
    match told {
        Told::MessageArrived(arrived) => message(arrived.message?),
        Told::StageQueueChanged(queue) => {
            news("on_stage_queue", [("count", queue.entries.len().to_string())])
        }
        Told::StageAnswered(answered) => {
            news("on_stage_answered", [("accepted", answered.accepted.to_string())])
        }
        Told::StageInvited(_) => news("on_stage_invited", []),
        Told::InviteArrived(invite) => news(
            "on_invitation",
            [("id", invite.invite_id.to_string()), ("user", invite.user_id), ("room", room(invite.room)?)],
        ),
        Told::InviteAccepted(invite) => {
            news("on_invitation_accepted", [("id", invite.invite_id.to_string())])
        }
        Told::InviteEnded(invite) => news("on_invitation_ended", [("id", invite.invite_id.to_string())]),
        Told::CallIncoming(call) => {
            let video = call.r#type() == wire::CallType::Video;
            news(
                "on_call_incoming",
                [("id", call.call_id.to_string()), ("user", call.user_id), ("video", video.to_string())],
            )
        }
        Told::CallEstablished(call) => news("on_call_established", [("id", call.call_id.to_string())]),
        Told::CallEnded(call) => {
            news("on_call_ended", [("id", call.call_id.to_string()), ("result", call.result.to_string())])
        }
        _ => None,
    }
}

fn message(message: wire::Message) -> Option<Named> {
    let text = message.elements.into_iter().find_map(|element| match element.body? {
        element::Body::Text(text) => Some(text),
        element::Body::Custom(_) => None,
    });
    let mut said = keys([("user", message.sender), ("text", text.unwrap_or_default())]);
    if let Some(conversation_ref::Id::Room(of)) = message.conversation?.id {
        said.insert("room".to_owned(), room(Some(of))?);
    }
    Some(("on_message", Outcome { keys: said, ..Outcome::ok() }))
}

fn room(room: Option<wire::RoomRef>) -> Option<String> {
    Some(match room?.id? {
        room_ref::Id::Number(number) => number.to_string(),
        room_ref::Id::Name(name) => name,
    })
}

fn uplink_word(kind: wire::UplinkKind) -> String {
    format!("{kind:?}").to_lowercase()
}
