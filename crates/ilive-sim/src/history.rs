//! Random things that happen to a room, from one number.

use std::collections::BTreeSet;
use std::time::Duration;

use ilive_core::room::{Config, Follow, MediaEvent, Refusal, Request, SessionId, StagePolicy};
use ilive_protocol::TinyId;
use ilive_protocol::wire::{MemberKind, RoleType};

use crate::asks::{request, role, source, ticket, uplink};
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

pub(crate) const NAMES: [&str; 14] =
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
    let guest = Guest {
        ticket: ticket(rng),
        key: rng.percent(40),
        role: role(rng),
        create,
        kind,
        follow: Follow::Anybody,
    };
    world.enter(session, name, &guest);
    if rng.percent(85) {
        world.media(session, MediaEvent::Connected);
    }
}

fn media(world: &mut World, rng: &mut Rng, session: SessionId) {
    let speakers: Vec<TinyId> = world.clients.values().map(|client| client.tiny).collect();
    let event = match rng.below(8) {
        0 => MediaEvent::Failed(Refusal::IceFailed),
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
