//! Events in few words, for transcripts.

use ilive_core::room::Cross;
use ilive_protocol::RoomId;
use ilive_protocol::wire::{self, RoleType, Source, event::Event, media_state::State};

/// What an event says, with people named by `name`.
#[must_use]
pub fn tell(event: &Event, name: impl Fn(u64) -> String) -> String {
    match event {
        Event::MemberChanged(changed) => match &changed.member {
            Some(member) => format!("member {}", tell_member(member, name)),
            None => "member ?".to_owned(),
        },
        Event::MemberGone(gone) => format!("gone {}", name(gone.tiny_id)),
        Event::PeopleChanged(changed) => {
            let host = if changed.host_present { "with host" } else { "without host" };
            format!("people {} {host}", changed.people)
        }
        Event::SlotsChanged(changed) => {
            let slots: Vec<String> = changed.slots.iter().map(|slot| tell_slot(slot, &name)).collect();
            format!("slots {}", slots.join(", "))
        }
        Event::RightsChanged(changed) => {
            let muted = list(&changed.muted_by_host);
            format!("rights {:#04x} as {} muted [{muted}]", changed.rights, role(changed.role_type))
        }
        Event::PrivilegeDiff(diff) => format!("privilege diff {}", source(diff.source)),
        Event::RoomInfoChanged(changed) => {
            format!("title {:?}", changed.info.as_ref().map_or("", |info| &info.title))
        }
        Event::LinksChanged(changed) => {
            let link = |link: &wire::RoomLink| {
                let room = link.room.as_ref().and_then(|room| RoomId::try_from(room).ok());
                format!(
                    "{} to {} of {}",
                    name(link.tiny_id),
                    link.user_id,
                    room.map_or("?".to_owned(), |r| r.to_string())
                )
            };
            format!("links [{}]", changed.links.iter().map(link).collect::<Vec<_>>().join(", "))
        }
        Event::MediaState(changed) => format!("media {}", media(changed.state)),
        Event::RoomDisconnected(out) => {
            let error = out.error.clone().unwrap_or_default();
            format!("disconnected {} {}", error.code, error.sub_reason)
        }
        Event::StageQueueChanged(changed) => {
            let entry = |entry: &wire::StageEntry| format!("{} {}", entry.place, name(entry.tiny_id));
            format!("queue [{}]", changed.entries.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
        Event::StageAnswered(answered) => format!("stage answered {}", answered.accepted),
        Event::StageInvited(_) => "stage invited".to_owned(),
        Event::StageInviteAnswered(answered) => {
            format!("stage invite answered {} {}", name(answered.tiny_id), answered.accepted)
        }
        other => format!("{other:?}"),
    }
}

/// What a room says to another.
pub(crate) fn tell_cross(cross: &Cross) -> String {
    match cross {
        Cross::Ask(ask) => format!("{} asks for a link with {}", ask.from, ask.to),
        Cross::Answer(Ok(())) => "linked".to_owned(),
        Cross::Answer(Err(refusal)) => format!("no link: {refusal}"),
        Cross::Drop => "linked no longer".to_owned(),
    }
}

fn tell_member(member: &wire::Member, name: impl Fn(u64) -> String) -> String {
    let uplinks = member.uplinks.iter().map(|uplink| {
        let muted = if uplink.muted { " muted" } else { "" };
        format!("{}{muted}", source(uplink.source))
    });
    let uplinks: Vec<String> = uplinks.collect();
    let away = if member.away { " away" } else { "" };
    let muted = if member.muted_by_host.is_empty() {
        String::new()
    } else {
        format!(" muted by host [{}]", list(&member.muted_by_host))
    };
    format!("{} {} [{}]{muted}{away}", name(member.tiny_id), role(member.role_type), uplinks.join(", "))
}

fn tell_slot(slot: &wire::Slot, name: impl Fn(u64) -> String) -> String {
    match slot.tiny_id {
        0 => format!("{}=-", slot.mid),
        tiny => format!("{}={} {}", slot.mid, name(tiny), source(slot.source)),
    }
}

fn list(sources: &[i32]) -> String {
    sources.iter().map(|number| source(*number)).collect::<Vec<_>>().join(", ")
}

fn source(number: i32) -> &'static str {
    match Source::try_from(number) {
        Ok(Source::Audio) => "audio",
        Ok(Source::Main) => "main",
        Ok(Source::Aux) => "aux",
        _ => "?",
    }
}

fn role(number: i32) -> &'static str {
    match RoleType::try_from(number) {
        Ok(RoleType::Host) => "host",
        Ok(RoleType::Cohost) => "cohost",
        Ok(RoleType::Audience) => "audience",
        Ok(RoleType::Default) => "default",
        Err(_) => "?",
    }
}

fn media(number: i32) -> &'static str {
    match State::try_from(number) {
        Ok(State::Connected) => "connected",
        Ok(State::Lost) => "lost",
        _ => "?",
    }
}
