//! One room, its clients and a clock.

mod acts;

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use ilive_core::Now;
use ilive_core::room::{Config, Input, Person, Refusal, RequestId, Room, SessionId, Stored};
use ilive_protocol::wire::{self, reply::Result as Reply};
use ilive_protocol::{RoomId, TinyId};

use crate::{Client, Guest, Plane};

/// What came of a request.
pub type Answer = Result<Reply, Refusal>;

/// One room, its clients and a clock. What the room says is checked as it is said; [`World::check`] looks at the rest.
pub struct World {
    pub(crate) room: Room,
    pub(crate) config: Config,
    start: Instant,
    pub(crate) now: Instant,
    names: Vec<String>,
    pub(crate) clients: BTreeMap<SessionId, Client>,
    /// Who has asked to be let in; a client once the room says yes.
    pub(crate) entering: BTreeMap<SessionId, Client>,
    /// Requests that wait for their answer.
    pub(crate) pending: BTreeMap<RequestId, SessionId>,
    pub(crate) answers: BTreeMap<RequestId, Answer>,
    pub(crate) plane: Plane,
    pub(crate) stored: Option<Stored>,
    next: u64,
    /// Answer offers at once, as a real media node does.
    pub answer_offers: bool,
    pub(crate) transcript: Vec<String>,
    /// Words of all refusals.
    pub(crate) refusals: BTreeSet<String>,
    /// The first law that was broken.
    pub(crate) breach: Option<String>,
    pub(crate) watch: Watch,
}

/// Since when what is so, for laws about time.
#[derive(Debug, Default)]
pub(crate) struct Watch {
    pub(crate) empty_since: Option<Instant>,
    pub(crate) idle_since: Option<Instant>,
    pub(crate) restarted: Option<Instant>,
    /// Seats kept between two entries of a session.
    pub(crate) kept: BTreeMap<TinyId, Instant>,
    pub(crate) people_told: Option<Instant>,
}

/// 2026-01-01.
const START_MS: u64 = 1_767_225_600_000;

impl World {
    /// An empty world; the room 1001 is not made yet.
    #[must_use]
    pub fn new(config: Config) -> Self {
        let start = Instant::now();
        Self {
            room: Room::new(room_id(), config.clone()),
            config,
            start,
            now: start,
            names: Vec::new(),
            clients: BTreeMap::new(),
            entering: BTreeMap::new(),
            pending: BTreeMap::new(),
            answers: BTreeMap::new(),
            plane: Plane::default(),
            stored: None,
            next: 1,
            answer_offers: true,
            transcript: Vec::new(),
            refusals: BTreeSet::new(),
            breach: None,
            watch: Watch::default(),
        }
    }

    /// Who somebody is; the first mention makes them.
    pub fn person(&mut self, name: &str) -> Person {
        if !self.knows(name) {
            self.names.push(name.to_owned());
        }
        let user = name.parse().expect("names of the tests are good ids");
        Person { user, tiny: self.tiny(name), nick: String::new() }
    }

    pub(crate) fn knows(&self, name: &str) -> bool {
        self.names.iter().any(|known| known == name)
    }

    /// The number of a name: 1 for the first mentioned.
    #[must_use]
    pub fn tiny(&self, name: &str) -> TinyId {
        let at = self.names.iter().position(|known| known == name).expect("they were mentioned before");
        TinyId(at as u64 + 1)
    }

    /// A new session; it is in no room.
    pub fn session(&mut self) -> SessionId {
        SessionId(self.fresh())
    }

    /// A host and these viewers, in a room that the host has made; their sessions, host first.
    #[must_use]
    pub fn with_viewers(config: Config, names: &[&str]) -> (Self, Vec<SessionId>) {
        let mut world = Self::new(config);
        let mut sessions = vec![world.join("ann", &Guest::host())];
        sessions.extend(names.iter().map(|name| world.join(name, &Guest::viewer())));
        (world, sessions)
    }

    /// Begins the transcript anew.
    pub fn forget(&mut self) {
        self.transcript.clear();
    }

    /// Names a member as clients do.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<wire::MemberRef> {
        Some(wire::MemberRef { id: Some(wire::member_ref::Id::TinyId(self.tiny(name).0)) })
    }

    /// The server dies and comes back: sessions and media are gone, what was stored is not.
    pub fn restart(&mut self) {
        self.note("the server restarts".to_owned());
        self.clients.clear();
        self.pending.clear();
        self.watch = Watch { restarted: Some(self.now), ..Watch::default() };
        self.plane = Plane::default();
        self.room = match self.stored.clone() {
            Some(stored) => Room::restore(self.clock(), room_id(), self.config.clone(), reread(&stored)),
            None => Room::new(room_id(), self.config.clone()),
        };
        self.drain();
    }

    /// Lets time pass; the room is woken whenever it wants to be.
    pub fn pass(&mut self, time: Duration) {
        let target = self.now + time;
        let mut woken = 0;
        while let Some((at, why)) = self.room.poll_timeout().filter(|(at, _)| *at <= target) {
            woken = if at <= self.now { woken + 1 } else { 0 };
            if woken >= 10 {
                return self.broken(format!("the room wants to be woken for {why:?} again and again"));
            }
            self.now = self.now.max(at);
            self.give(Input::Tick);
        }
        self.now = target;
    }

    /// The clocks now.
    #[must_use]
    pub fn clock(&self) -> Now {
        let passed = self.now.duration_since(self.start);
        Now { at: self.now, unix_ms: START_MS + u64::try_from(passed.as_millis()).unwrap_or(u64::MAX) }
    }

    /// What was done and said, a line each.
    #[must_use]
    pub fn transcript(&self) -> String {
        self.transcript.join("\n")
    }

    /// The same, one by one.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.transcript.iter().map(String::as_str)
    }

    /// The media plane, as it was told.
    #[must_use]
    pub fn plane(&self) -> &Plane {
        &self.plane
    }

    /// The room itself, to look at.
    #[must_use]
    pub fn room(&self) -> &Room {
        &self.room
    }

    /// Whether this user may say something in the chat group now: takes from what the room may say.
    ///
    /// # Errors
    /// The room's word.
    pub fn may_say(&mut self, name: &str) -> Result<(), Refusal> {
        let (now, tiny) = (self.clock(), self.tiny(name));
        self.room.may_say(now, tiny)
    }

    /// The client of a session, when there is one.
    #[must_use]
    pub fn client(&self, session: SessionId) -> Option<&Client> {
        self.clients.get(&session)
    }

    fn fresh(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    pub(crate) fn note(&mut self, line: String) {
        let passed = self.now.duration_since(self.start).as_millis();
        let (s, ms) = (passed / 1000, passed % 1000);
        self.transcript.push(format!("{s:>4}.{ms:03} {line}"));
    }

    pub(crate) fn name(&self, tiny: u64) -> String {
        let at = usize::try_from(tiny).unwrap_or(0).wrapping_sub(1);
        self.names.get(at).cloned().unwrap_or_else(|| tiny.to_string())
    }

    pub(crate) fn name_of(&self, session: SessionId) -> String {
        let client = self.clients.get(&session).or_else(|| self.entering.get(&session));
        client.map_or_else(|| "?".to_owned(), |client| self.name(client.tiny.0))
    }
}

/// Through the bytes of the store and back.
fn reread(stored: &Stored) -> Stored {
    Stored::decode(&stored.encode()).expect("it was written by the same server")
}

fn room_id() -> RoomId {
    RoomId::number(1001).expect("1001 is a room")
}
