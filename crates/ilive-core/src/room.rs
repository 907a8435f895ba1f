//! One room: who is in it, as what, what each may send and see, who comes on stage, and the chat group that lives and
//! dies with it (A.2.4).
//!
//! The shell has a [`Room`] for every room that somebody asks for, existing or not; whether it may be made is decided
//! here. It gives one [`Input`] at a time, carries out the [`Output`]s in order, and comes back at
//! [`Room::poll_timeout`]. A room knows no sockets and no SDP: sessions, requests and connections are numbers.
//!
//! Rules change facts (members, roles, uplinks, wishes); what follows from the facts (rights, slots, events, what is
//! stored) is worked out by comparing with what was told last, in `settle`, so that no rule can forget to tell.
//!
//! A request that is repeated with its client key never comes here twice: [`crate::session`] keeps the first answer.

mod config;
mod cross;
mod enter;
mod expire;
mod group;
mod info;
mod io;
mod leave;
mod link;
mod may;
mod moderate;
mod open;
mod out;
mod people;
mod rates;
mod refusal;
mod roles;
mod seat;
mod settle;
mod snapshot;
mod stage;
mod stored;
mod uplink;
mod vacant;
mod views;

use std::collections::VecDeque;
use std::time::Instant;

use ilive_protocol::{RoomId, TinyId};

pub use config::{Config, Role, StagePolicy};
pub use io::{
    Cross, Enter, Follow, Grant, Input, LinkAsk, Listing, MediaCommand, MediaEvent, Negotiated, Output,
    Person, Published, Request, RequestId, SessionId, SlotOffer, Track,
};
pub use may::{Action, Standing, may};
pub use rates::Rates;
pub use refusal::Refusal;
pub use stored::{BadStored, Ban, Hand, Keep, Stored, StoredMember, StoredRoom, Tally};

use crate::Now;
use open::Open;
use vacant::Vacant;

/// A room that is, or could be.
pub struct Room {
    id: RoomId,
    config: Config,
    life: Life,
    outputs: VecDeque<Output>,
}

enum Life {
    /// Not made yet, or ended.
    Vacant(Vacant),
    Open(Box<Open>),
}

impl Room {
    /// A room that nobody has made.
    #[must_use]
    pub fn new(id: RoomId, config: Config) -> Self {
        Self { id, config, life: Life::Vacant(Vacant::default()), outputs: VecDeque::new() }
    }

    /// A room as it was stored before the server went down. Its members' seats are kept for
    /// [`crate::Timers::resume_window`]; whoever enters again takes up its own.
    #[must_use]
    pub fn restore(now: Now, id: RoomId, config: Config, stored: Stored) -> Self {
        let open = Open::restore(now, id.clone(), config.clone(), stored);
        Self { id, config, life: Life::Open(Box::new(open)), outputs: VecDeque::new() }
    }

    /// Takes one event. Drain [`Room::poll_output`] before the next.
    pub fn handle(&mut self, now: Now, input: Input) {
        if let Life::Open(open) = &mut self.life {
            open.expire(now);
            self.take_outputs();
        }
        match &mut self.life {
            Life::Vacant(vacant) => {
                if let Some(open) = vacant.handle(now, &self.id, &self.config, input) {
                    self.outputs.extend(vacant.take_outputs());
                    self.life = Life::Open(Box::new(open));
                }
            }
            Life::Open(open) => open.handle(now, input),
        }
        self.take_outputs();
    }

    /// The next thing for the shell to do, oldest first.
    pub fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// When the room next needs [`Input::Tick`], and what for: the word goes to the log.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<(Instant, &'static str)> {
        match &self.life {
            Life::Vacant(vacant) => vacant.timeout(),
            Life::Open(open) => open.timeout(),
        }
    }

    /// There is no such room, and nobody waits for it: the shell may drop it.
    #[must_use]
    pub fn is_vacant(&self) -> bool {
        matches!(&self.life, Life::Vacant(vacant) if vacant.is_idle())
    }

    /// What a room list shows; none when there is no such room.
    #[must_use]
    pub fn listing(&self) -> Option<Listing> {
        self.open().map(Open::listing)
    }

    /// What is to be stored of it now; none when there is no such room.
    #[must_use]
    pub fn stored(&self) -> Option<Stored> {
        self.open().map(Open::stored)
    }

    /// Whether this session has a seat in the AV room, or is on its way to one.
    #[must_use]
    pub fn has_seat(&self, session: SessionId) -> bool {
        self.open().is_some_and(|open| open.seats.contains_key(&session))
    }

    /// Whether this user is in the chat group, and may read and write there.
    ///
    /// # Errors
    /// [`Refusal::GroupNotExist`], [`Refusal::NotInGroup`].
    pub fn may_send(&self, tiny: TinyId) -> Result<(), Refusal> {
        self.open().ok_or(Refusal::GroupNotExist)?.may_send(tiny)
    }

    /// Whether this user may say something in the chat group now; takes from what the room may say at a time.
    ///
    /// # Errors
    /// As [`Room::may_send`]; [`crate::chat::ChatError::RoomThrottled`].
    pub fn may_say(&mut self, now: Now, tiny: TinyId) -> Result<(), Refusal> {
        let Life::Open(open) = &mut self.life else { return Err(Refusal::GroupNotExist) };
        open.may_send(tiny)?;
        open.left.message(now.at)
    }

    /// Which of these users `asker` meets here: those in the room or its chat group, and those who have been in the room
    /// since it was made, as who has just gone may still be named. Nobody, unless the asker is here itself.
    #[must_use]
    pub fn met_by(&self, asker: TinyId, mut asked: Vec<TinyId>) -> Vec<TinyId> {
        match self.open().filter(|open| open.is_among(asker)) {
            Some(open) => asked.retain(|tiny| open.is_among(*tiny) || open.came.contains(tiny)),
            None => asked.clear(),
        }
        asked
    }

    /// Who is in the chat group: what is sent there goes to all logins of these.
    pub fn group_users(&self) -> impl Iterator<Item = TinyId> + '_ {
        self.open().into_iter().flat_map(Open::group_users)
    }

    fn open(&self) -> Option<&Open> {
        match &self.life {
            Life::Vacant(_) => None,
            Life::Open(open) => Some(open),
        }
    }

    fn take_outputs(&mut self) {
        match &mut self.life {
            Life::Vacant(vacant) => self.outputs.extend(vacant.take_outputs()),
            Life::Open(open) => {
                self.outputs.extend(open.take_outputs());
                if open.is_over() {
                    self.life = Life::Vacant(Vacant::default());
                }
            }
        }
    }
}
