//! Random requests of a client.

use ilive_core::room::{Cross, Grant, Input, LinkAsk, Request, Role, SessionId};
use ilive_protocol::wire::{self, RoleType, Source, UplinkKind, member_ref};
use ilive_protocol::{Rights, RoomId};

use crate::history::NAMES;
use crate::{Rng, World};

pub(crate) fn request(world: &mut World, rng: &mut Rng, session: SessionId) {
    let host = world.room.listing().map(|listing| listing.host.tiny);
    let of_host = world.clients.iter().find(|(_, client)| Some(client.tiny) == host).map(|(id, _)| *id);
    let by_host = of_host.filter(|_| rng.percent(80)).unwrap_or(session);
    let member = Some(somebody(world, rng));
    let (session, what) = match rng.below(22) {
        0..=5 => (session, uplink(rng)),
        6 | 7 => (session, views(world, rng)),
        8 => (session, change_role(rng)),
        9 => (session, Request::StageRequest(wire::StageRequest { note: "me".to_owned() })),
        10 => (session, Request::StageCancel),
        11 | 12 => {
            let accept = rng.percent(70);
            let answer = wire::StageAnswer { member, accept, reason: String::new() };
            (by_host, Request::StageAnswer(answer))
        }
        13 => (by_host, Request::StageInvite(wire::StageInvite { member })),
        14 => {
            let accept = rng.percent(70);
            (session, Request::StageInviteAnswer(wire::StageInviteAnswer { accept }))
        }
        15 => (by_host, Request::StageLeave(wire::StageLeave { member })),
        16 => {
            let (source, muted) = (source(rng).into(), rng.percent(60));
            (by_host, Request::Mute(wire::MuteMember { member, source, muted }))
        }
        17 => {
            let kick = wire::KickMember { member, ban_s: 20, reason: String::new() };
            (by_host, Request::Kick(kick))
        }
        18 => (session, group(world, rng, session)),
        19 => (by_host, link(rng)),
        20 => return crossed(world, rng),
        _ => match rng.below(4) {
            0 => (session, Request::Exit),
            1 => (session, Request::Negotiate),
            2 => (by_host, Request::Unlink),
            _ => (by_host, Request::SetInfo(wire::RoomInfo { title: format!("title {}", rng.below(9)) })),
        },
    };
    world.ask(session, what);
}

fn link(rng: &mut Rng) -> Request {
    let user = rng.pick(&NAMES).and_then(|name| name.parse().ok()).expect("a good id");
    Request::Link { room: other_room(rng), user, by_key: rng.percent(70) }
}

/// Of five, one is as likely to be met again as not.
fn other_room(rng: &mut Rng) -> RoomId {
    RoomId::number(u32::try_from(rng.below(5)).unwrap_or(0) + 100).expect("a good number")
}

/// Another room asks for a link, or drops one.
fn crossed(world: &mut World, rng: &mut Rng) {
    let room = other_room(rng);
    let name = |rng: &mut Rng| rng.pick(&NAMES).copied().expect("a name");
    let cross = match rng.percent(60) {
        true => {
            let from = world.person(name(rng));
            let to = name(rng).parse().expect("a good id");
            Cross::Ask(LinkAsk { from: from.user, tiny: from.tiny, issued_at_ms: 0, to })
        }
        false => Cross::Drop,
    };
    world.give(Input::Cross(room, cross));
}

pub(crate) fn somebody(world: &World, rng: &mut Rng) -> wire::MemberRef {
    let all: Vec<u64> = world.clients.values().map(|client| client.tiny.0).collect();
    let id = if rng.percent(20) {
        member_ref::Id::UserId(rng.pick(&NAMES).copied().unwrap_or("ann").to_owned())
    } else {
        member_ref::Id::TinyId(rng.pick(&all).copied().unwrap_or(0))
    };
    wire::MemberRef { id: Some(id) }
}

pub(crate) fn uplink(rng: &mut Rng) -> Request {
    let source = source(rng).into();
    let kind = UplinkKind::Camera.into();
    Request::SetUplink(wire::SetUplink { source, on: rng.percent(80), muted: rng.percent(20), kind })
}

pub(crate) fn views(world: &World, rng: &mut Rng) -> Request {
    let view = |rng: &mut Rng| {
        let source = if rng.percent(70) { Source::Main } else { Source::Aux };
        wire::View { member: Some(somebody(world, rng)), source: source.into(), height: 180 }
    };
    let views = (0..rng.below(4)).map(|_| view(rng)).collect();
    Request::SetViews(wire::SetViews { auto: rng.percent(60), views })
}

pub(crate) fn change_role(rng: &mut Rng) -> Request {
    let key = |rng: &mut Rng| Grant { ticket: ticket(rng), key_presented: true, issued_at_ms: 0 };
    let grant = if rng.percent(50) { Some(key(rng)) } else { None };
    Request::ChangeRole { role: Role::new("asked", role(rng)), grant }
}

pub(crate) fn group(world: &mut World, rng: &mut Rng, session: SessionId) -> Request {
    let tiny = world.clients[&session].tiny;
    let name = NAMES.into_iter().find(|name| world.knows(name) && world.tiny(name) == tiny).unwrap_or("ann");
    let person = world.person(name);
    match rng.below(4) {
        0 => Request::GroupLeave,
        1 => Request::GroupMembers { offset: 0, limit: 10 },
        _ => Request::GroupJoin { person, issued_at_ms: 0, create: rng.percent(50) },
    }
}

pub(crate) fn ticket(rng: &mut Rng) -> Rights {
    match rng.below(8) {
        0 => Rights::AUDIENCE,
        1 => Rights::COHOST,
        2 => Rights(u8::try_from(rng.below(256)).unwrap_or(0)),
        _ => Rights::ALL,
    }
}

pub(crate) fn role(rng: &mut Rng) -> RoleType {
    let roles = [RoleType::Host, RoleType::Audience, RoleType::Cohost, RoleType::Default];
    rng.pick(&roles).copied().unwrap_or_default()
}

pub(crate) fn source(rng: &mut Rng) -> Source {
    rng.pick(&[Source::Audio, Source::Main, Source::Main, Source::Aux]).copied().unwrap_or_default()
}
