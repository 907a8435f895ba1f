//! Random things that happen to a room, from one number.

use std::collections::BTreeSet;
use std::time::Duration;

use ilive_core::room::{Config, Grant, MediaEvent, Request, Role, SessionId, StagePolicy};
use ilive_protocol::wire::{self, MemberKind, RoleType, Source, UplinkKind, member_ref};
use ilive_protocol::{Rights, TinyId};

use crate::{Guest, Rng, World};

/// One history: so many steps, each with a seed of its own, so that a step means the same when others are left out.
#[derive(Debug, Clone)]
pub struct History {
    mood: Mood,
    steps: Vec<u64>,
}

/// What a history leans to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mood {
    /// Everything happens; the host decides who comes on stage.
    Restless,
    /// Many come, stay and send; everybody may.
    Crowded,
}

/// What a history that went well has seen, to show that it was no idle one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    /// Entries that were let in.
    pub entered: usize,
    /// Why requests were refused.
    pub refusals: BTreeSet<String>,
    /// Lines of the transcript.
    pub lines: usize,
}

const NAMES: [&str; 14] =
    ["ann", "bob", "cem", "dan", "eve", "fay", "gus", "han", "ida", "jon", "kim", "leo", "mia", "ned"];

impl History {
    /// The history of a seed.
    #[must_use]
    pub fn new(seed: u64, steps: usize) -> Self {
        let mut rng = Rng::new(seed);
        let mood = if rng.percent(30) { Mood::Crowded } else { Mood::Restless };
        Self { mood, steps: (0..steps).map(|_| rng.next_u64()).collect() }
    }

    /// Plays it; afterwards everybody leaves, and nothing may remain.
    ///
    /// # Errors
    /// The law that broke, with as few steps as it takes to break it, told as a transcript.
    pub fn run(&self) -> Result<Seen, String> {
        match play(self.mood, &self.steps) {
            Ok(seen) => Ok(seen),
            Err(_) => Err(play(self.mood, &shrink(self.mood, self.steps.clone()))
                .expect_err("it broke with these steps")),
        }
    }
}

/// Leaves out whatever the breach does not need.
fn shrink(mood: Mood, mut steps: Vec<u64>) -> Vec<u64> {
    let mut chunk = steps.len() / 2;
    while chunk > 0 {
        let mut at = 0;
        while at < steps.len() {
            let mut fewer = steps.clone();
            fewer.drain(at..(at + chunk).min(steps.len()));
            if play(mood, &fewer).is_err() { steps = fewer } else { at += chunk }
        }
        chunk /= 2;
    }
    steps
}

fn play(mood: Mood, steps: &[u64]) -> Result<Seen, String> {
    let mut world = World::new(match mood {
        Mood::Restless => Config { people_max: 8, ..Config::default() },
        Mood::Crowded => Config { stage: StagePolicy::Open, ..Config::default() },
    });
    for seed in steps {
        let rng = &mut Rng::new(*seed);
        if mood == Mood::Crowded && rng.percent(60) {
            crowd(&mut world, rng)
        } else {
            step(&mut world, rng)
        }
        world.check(false).map_err(|law| format!("{law}\n{}", world.transcript()))?;
    }
    finish(&mut world).map_err(|law| format!("{law}\n{}", world.transcript()))?;
    let entered = world.transcript.iter().filter(|line| line.contains("entered, rights")).count();
    Ok(Seen { entered, refusals: world.refusals.clone(), lines: world.transcript.len() })
}

/// After half a second everybody knows how many there are; after everybody has left, the room goes and nothing waits.
fn finish(world: &mut World) -> Result<(), String> {
    world.pass(Duration::from_secs(1));
    world.check(true)?;
    let all: Vec<SessionId> = world.clients.keys().copied().collect();
    all.into_iter().for_each(|session| world.end_session(session));
    world.pass(world.config.timers.resume_window);
    world.pass(world.config.timers.room_empty);
    world.check(true)?;
    if !world.room.is_vacant() || world.stored.is_some() {
        return Err("the room outlives everybody".to_owned());
    }
    if !world.pending.is_empty() {
        return Err(format!("never answered: {:?}", world.pending));
    }
    Ok(())
}

fn step(world: &mut World, rng: &mut Rng) {
    world.answer_offers = rng.percent(95);
    let sessions: Vec<SessionId> = world.clients.keys().copied().collect();
    let Some(session) = rng.pick(&sessions).copied().filter(|_| !rng.percent(15)) else {
        return newcomer(world, rng);
    };
    match rng.below(100) {
        0..=9 => again(world, rng, session),
        10..=16 if world.clients[&session].hears() => world.lose_link(session),
        17..=24 if world.clients[&session].hears() => world.resume(session),
        25..=28 => world.end_session(session),
        29..=31 => world.answer_offer(session, 1 + rng.below(5), rng.percent(70)),
        32..=44 => time(world, rng),
        45..=52 => media(world, rng, session),
        53 => rare(world, rng, session),
        _ => request(world, rng, session),
    }
}

/// Somebody comes and sends.
fn crowd(world: &mut World, rng: &mut Rng) {
    let (session, name) = (world.session(), rng.pick(&NAMES).copied().unwrap_or("ann"));
    let guest = Guest { role: RoleType::Cohost, create: true, ..Guest::viewer() };
    world.enter(session, name, &guest);
    world.media(session, MediaEvent::Connected);
    world.ask(session, uplink(rng));
}

fn time(world: &mut World, rng: &mut Rng) {
    let ms = match rng.below(6) {
        0 => 40_000,
        1 => 16_000,
        2 => 5_000,
        _ => 700,
    };
    world.pass(Duration::from_millis(rng.next_u64() % ms));
}

fn rare(world: &mut World, rng: &mut Rng, session: SessionId) {
    match rng.below(3) {
        0 => world.restart(),
        1 => drop(world.ask(session, Request::End)),
        _ => world.pass(Duration::from_secs(100)),
    }
}

fn newcomer(world: &mut World, rng: &mut Rng) {
    let session = world.session();
    let name = rng.pick(&NAMES).copied().unwrap_or("ann");
    enter(world, rng, session, name);
}

/// Somebody who was here before, or still is, enters with the same session.
fn again(world: &mut World, rng: &mut Rng, session: SessionId) {
    let tiny = world.clients[&session].tiny;
    let name = NAMES.into_iter().find(|name| world.knows(name) && world.tiny(name) == tiny).unwrap_or("ann");
    enter(world, rng, session, name);
}

fn enter(world: &mut World, rng: &mut Rng, session: SessionId, name: &str) {
    let kind = match rng.below(12) {
        0 => MemberKind::Whip,
        1 => MemberKind::Whep,
        2 => MemberKind::Bot,
        _ => MemberKind::Person,
    };
    let create = rng.percent(60);
    let guest = Guest { ticket: ticket(rng), key: rng.percent(40), role: role(rng), create, kind };
    world.enter(session, name, &guest);
    if rng.percent(85) {
        world.media(session, MediaEvent::Connected);
    }
}

fn ticket(rng: &mut Rng) -> Rights {
    match rng.below(8) {
        0 => Rights::AUDIENCE,
        1 => Rights::COHOST,
        2 => Rights(u8::try_from(rng.below(256)).unwrap_or(0)),
        _ => Rights::ALL,
    }
}

fn role(rng: &mut Rng) -> RoleType {
    let roles = [RoleType::Host, RoleType::Audience, RoleType::Cohost, RoleType::Default];
    rng.pick(&roles).copied().unwrap_or_default()
}

fn source(rng: &mut Rng) -> Source {
    rng.pick(&[Source::Audio, Source::Main, Source::Main, Source::Aux]).copied().unwrap_or_default()
}

fn media(world: &mut World, rng: &mut Rng, session: SessionId) {
    let speakers: Vec<TinyId> = world.clients.values().map(|client| client.tiny).collect();
    let event = match rng.below(8) {
        0 => MediaEvent::Failed,
        1 => MediaEvent::Lost,
        2 => MediaEvent::Silent(source(rng)),
        3 => MediaEvent::Unauthorised(source(rng)),
        4 | 5 => {
            let speaker = rng.pick(&speakers).copied().filter(|_| rng.percent(80));
            MediaEvent::Heard { mid: format!("a{}", 1 + rng.below(2)), speaker }
        }
        _ => MediaEvent::Connected,
    };
    world.media(session, event);
}

fn request(world: &mut World, rng: &mut Rng, session: SessionId) {
    let host = world.room.listing().map(|listing| listing.host.tiny);
    let of_host = world.clients.iter().find(|(_, client)| Some(client.tiny) == host).map(|(id, _)| *id);
    let by_host = of_host.filter(|_| rng.percent(80)).unwrap_or(session);
    let member = Some(somebody(world, rng));
    let (session, what) = match rng.below(20) {
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
        _ => match rng.below(3) {
            0 => (session, Request::Exit),
            1 => (session, Request::Negotiate),
            _ => (by_host, Request::SetInfo(wire::RoomInfo { title: format!("title {}", rng.below(9)) })),
        },
    };
    world.ask(session, what);
}

fn somebody(world: &World, rng: &mut Rng) -> wire::MemberRef {
    let all: Vec<u64> = world.clients.values().map(|client| client.tiny.0).collect();
    let id = if rng.percent(20) {
        member_ref::Id::UserId(rng.pick(&NAMES).copied().unwrap_or("ann").to_owned())
    } else {
        member_ref::Id::TinyId(rng.pick(&all).copied().unwrap_or(0))
    };
    wire::MemberRef { id: Some(id) }
}

fn uplink(rng: &mut Rng) -> Request {
    let source = source(rng).into();
    let kind = UplinkKind::Camera.into();
    Request::SetUplink(wire::SetUplink { source, on: rng.percent(80), muted: rng.percent(20), kind })
}

fn views(world: &World, rng: &mut Rng) -> Request {
    let view = |rng: &mut Rng| {
        let source = if rng.percent(70) { Source::Main } else { Source::Aux };
        wire::View { member: Some(somebody(world, rng)), source: source.into(), height: 180 }
    };
    let views = (0..rng.below(4)).map(|_| view(rng)).collect();
    Request::SetViews(wire::SetViews { auto: rng.percent(60), views })
}

fn change_role(rng: &mut Rng) -> Request {
    let key = |rng: &mut Rng| Grant { ticket: ticket(rng), key_presented: true, issued_at_ms: 0 };
    let grant = if rng.percent(50) { Some(key(rng)) } else { None };
    Request::ChangeRole { role: Role::new("asked", role(rng)), grant }
}

fn group(world: &mut World, rng: &mut Rng, session: SessionId) -> Request {
    let tiny = world.clients[&session].tiny;
    let name = NAMES.into_iter().find(|name| world.knows(name) && world.tiny(name) == tiny).unwrap_or("ann");
    let person = world.person(name);
    match rng.below(4) {
        0 => Request::GroupLeave,
        1 => Request::GroupMembers { offset: 0, limit: 10 },
        _ => Request::GroupJoin { person, issued_at_ms: 0, create: rng.percent(50) },
    }
}
