//! How many there are, and whether there is anything to stay for.

use std::time::Instant;

use ilive_protocol::wire::{self, event::Event};

use super::Refusal;
use super::open::Open;
use super::seat::Seat;
use crate::Now;

impl Open {
    /// How many there are, viewers included, and whether the host is present.
    pub(super) fn people(&self) -> (u32, bool) {
        let people = self.told.here_members.len() + self.told.here_players.len();
        let host = self.members.get(&self.about.owner.tiny);
        let present =
            |session| self.seats.get(session).is_some_and(|seat: &Seat| seat.is_in() && !seat.is_away());
        let host_present = host.is_some_and(|member| member.sessions.iter().any(present));
        (u32::try_from(people).unwrap_or(u32::MAX), host_present)
    }

    /// When a change that waits is to be told.
    pub(super) fn people_due(&self) -> Option<Instant> {
        let every = self.config.timers.people_every;
        self.told.people_at.filter(|_| self.people_news()).map(|at| at + every)
    }

    pub(super) fn people_news(&self) -> bool {
        self.told.people_given || self.people() != self.told.people
    }

    /// A snapshot says how many there are, whatever was told last.
    pub(super) fn give_people(&mut self) -> (u32, bool) {
        let people = self.people();
        self.told.people_given |= people != self.told.people;
        people
    }

    pub(super) fn settle_people(&mut self, now: Now) {
        let people = self.people();
        let tally = &mut self.about.tally;
        tally.peak_people = tally.peak_people.max(people.0);
        if !self.people_news() || self.people_due().is_some_and(|at| now.at < at) {
            return;
        }
        self.told.people = people;
        self.told.people_given = false;
        self.told.people_at = Some(now.at);
        let version = self.next_version();
        let (people, host_present) = people;
        let event = wire::PeopleChanged { people, host_present, version };
        self.out.event(self.all_hearing(), Event::PeopleChanged(event));
    }

    /// Since when there is nobody, or nothing to stay for.
    pub(super) fn settle_life(&mut self, now: Now) {
        let (people, host_present) = self.people();
        let since = |is: bool, since: Option<Instant>| is.then(|| since.unwrap_or(now.at));
        // Who is on the way in is not to find the room gone.
        self.empty_since = since(people == 0 && self.seats.is_empty(), self.empty_since);
        self.idle_since = since(!host_present && !self.has_uplink(), self.idle_since);
        // A room whose maker never came in has never been.
        if !self.over && !self.lived && self.seats.is_empty() {
            self.end(now, &Refusal::RoomNotExist);
        }
    }
}
