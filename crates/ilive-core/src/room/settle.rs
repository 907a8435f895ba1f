//! What follows from the facts, worked out by comparing with what was told last: rights, members, slots, the queue, the
//! number of people, what is stored.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use ilive_protocol::wire::{self, Source, event::Event};
use ilive_protocol::{Rights, TinyId};

use super::open::Open;
use super::seat::Seat;
use super::{Action, Keep, MediaCommand, SessionId, Stored, StoredMember, may};
use crate::Now;

/// What was told last, and what may have to be told.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// Counts up with every event that changes the state.
    pub(super) version: u64,
    /// Members as everybody knows them.
    pub(super) members: BTreeMap<TinyId, wire::Member>,
    pub(super) links: Vec<wire::RoomLink>,
    pub(super) stored: Option<Stored>,
    /// Sessions that get or got all of this in the answer to their own request: they are told nothing twice.
    pub(super) fresh: BTreeSet<SessionId>,
    /// Something about the room itself has changed: its title, its queue.
    pub(super) changed: bool,
    pub(super) here_players: BTreeSet<SessionId>,
    pub(super) here_members: BTreeSet<TinyId>,
    queues: BTreeMap<TinyId, Vec<wire::StageEntry>>,
    pub(super) people: (u32, bool),
    /// A snapshot has given another number since: it is told again, even when it has come back to what it was.
    pub(super) people_given: bool,
    pub(super) people_at: Option<Instant>,
    dirty: BTreeSet<TinyId>,
    relayout: BTreeSet<SessionId>,
    tracks_changed: bool,
}

impl Open {
    /// Something about this user has changed.
    pub(super) fn dirty(&mut self, tiny: TinyId) {
        self.told.dirty.insert(tiny);
    }

    /// Something that this user sends has changed.
    pub(super) fn tracks_changed(&mut self, tiny: TinyId) {
        self.told.tracks_changed = true;
        self.dirty(tiny);
    }

    /// What this session wants, or has slots for, has changed.
    pub(super) fn relayout(&mut self, session: SessionId) {
        self.told.relayout.insert(session);
    }

    pub(super) fn next_version(&mut self) -> u64 {
        self.told.version += 1;
        self.told.version
    }

    /// Tells whoever has to know of what has changed.
    pub(super) fn settle(&mut self, now: Now) {
        self.settle_tip(now);
        let dirty = std::mem::take(&mut self.told.dirty);
        for tiny in &dirty {
            self.settle_rights(*tiny);
        }
        // Rights may have taken uplinks away.
        let dirty: BTreeSet<TinyId> = dirty.into_iter().chain(std::mem::take(&mut self.told.dirty)).collect();
        for tiny in &dirty {
            self.settle_member(*tiny);
        }
        self.settle_slots();
        self.settle_links();
        let changed = !dirty.is_empty() || std::mem::take(&mut self.told.changed);
        if changed {
            self.settle_queue();
        }
        self.settle_people(now);
        self.settle_life(now);
        if changed && !self.over {
            self.settle_stored();
        }
        self.told.fresh.clear();
    }

    fn settle_rights(&mut self, tiny: TinyId) {
        let member = self.members.get(&tiny).into_iter().flat_map(|member| member.sessions.iter().copied());
        // A player's rights are settled once, when it comes in.
        let players = self.told.fresh.intersection(&self.told.here_players).copied();
        let sessions: BTreeSet<SessionId> = member.chain(players).collect();
        for session in sessions {
            if self.seat(session).is_ok() {
                self.drop_unauthorised(session);
                self.allow(session);
                self.tell_own_rights(session);
            }
        }
    }

    /// Uplinks that the rights in force do not carry any more.
    fn drop_unauthorised(&mut self, session: SessionId) {
        let Some(seat) = self.seats.get(&session) else { return };
        let standing = self.standing(seat);
        let holds = |source: &Source| {
            let main = *source != Source::Aux || may(&standing, Action::Publish(Source::Main));
            main && may(&standing, Action::Publish(*source))
        };
        let gone: Vec<Source> = seat.uplinks.keys().copied().filter(|source| !holds(source)).collect();
        for source in gone {
            self.unpublish(session, source);
        }
    }

    fn allow(&mut self, session: SessionId) {
        let Some(seat) = self.seats.get(&session) else { return };
        let allowed = self.standing(seat).allowed();
        let Some(seat) = self.seats.get_mut(&session) else { return };
        if seat.told.allowed != allowed {
            seat.told.allowed = allowed;
            seat.told.diffed = Rights::NONE;
            self.out.media(MediaCommand::Allow(seat.peer, allowed));
            self.relayout(session);
        }
    }

    /// Who enters has its rights in the reply, but for what the host has muted of it before.
    fn tell_own_rights(&mut self, session: SessionId) {
        let Some(seat) = self.seats.get(&session).filter(|seat| seat.hears_events()) else { return };
        let (tiny, rights) = (seat.tiny(), self.standing(seat).rights());
        let Some(role) = self.members.get(&tiny).map(|member| member.role.clone()) else { return };
        let (muted, known) = (self.muted_of(tiny), seat.told.own.clone());
        let own = Some((role.clone(), rights, muted));
        let silent = known == own || (known.is_none() && muted == Rights::NONE);
        if let Some(seat) = self.seats.get_mut(&session) {
            seat.told.own = own;
        }
        if !silent {
            let event = wire::RightsChanged {
                role: role.name,
                role_type: role.kind.into(),
                rights: rights.0.into(),
                muted_by_host: self.muted_sources(tiny),
            };
            self.out.event(vec![session], Event::RightsChanged(event));
        }
    }

    fn settle_member(&mut self, tiny: TinyId) {
        if !self.is_here(tiny) {
            self.told.here_members.remove(&tiny);
        } else if self.told.here_members.insert(tiny) && self.came.insert(tiny) {
            self.about.tally.total_people += 1;
        }
        let shown = self.shown(tiny);
        if shown.as_ref() == self.told.members.get(&tiny) {
            return;
        }
        let version = self.next_version();
        let event = match shown {
            Some(member) => {
                self.told.members.insert(tiny, member.clone());
                Event::MemberChanged(wire::MemberChanged { member: Some(member), version })
            }
            None => {
                self.told.members.remove(&tiny);
                Event::MemberGone(wire::MemberGone { tiny_id: tiny.0, version })
            }
        };
        self.out.event(self.all_hearing(), event);
    }

    /// A member is here from its first answered offer on, away or not.
    fn is_here(&self, tiny: TinyId) -> bool {
        self.members.get(&tiny).is_some_and(|member| {
            let is_in = |session| self.seats.get(session).is_some_and(Seat::is_in);
            member.kept.is_some() || member.sessions.iter().any(is_in)
        })
    }

    fn settle_slots(&mut self) {
        let relayout = std::mem::take(&mut self.told.relayout);
        if !self.told.tracks_changed && relayout.is_empty() {
            return;
        }
        let all = std::mem::take(&mut self.told.tracks_changed);
        let sessions: Vec<SessionId> =
            if all { self.seats.keys().copied().collect() } else { relayout.into_iter().collect() };
        let candidates = self.candidates();
        for session in sessions {
            self.layout(session, &candidates);
        }
    }

    /// The host hears of every hand, others of their own place.
    fn settle_queue(&mut self) {
        let queue = self.queue();
        let waiting = queue.iter().map(|entry| TinyId(entry.tiny_id));
        let known = self.told.queues.keys().copied();
        let users: BTreeSet<TinyId> = waiting.chain(known).chain([self.about.owner.tiny]).collect();
        for tiny in users {
            let entries = self.queue_of(tiny, &queue);
            let before = self.told.queues.remove(&tiny).unwrap_or_default();
            if entries != before {
                let event = wire::StageQueueChanged { entries: entries.clone() };
                let to = self.hearing(tiny).into_iter().filter(|s| !self.told.fresh.contains(s)).collect();
                self.out.event(to, Event::StageQueueChanged(event));
            }
            if !entries.is_empty() {
                self.told.queues.insert(tiny, entries);
            }
        }
    }

    /// Everybody who can be told something and does not have it in the answer to its own request.
    pub(super) fn all_hearing(&self) -> Vec<SessionId> {
        let hears =
            |(session, seat): &(&SessionId, &Seat)| seat.hears_events() && !self.told.fresh.contains(session);
        self.seats.iter().filter(hears).map(|(session, _)| *session).collect()
    }

    pub(super) fn stored(&self) -> Stored {
        let worth = |member: &&super::seat::Member| member.role.on_stage() || member.hand.is_some();
        let row = |member: &super::seat::Member| StoredMember {
            person: member.person.clone(),
            role: member.role.clone(),
            accepted: member.accepted,
            hand: member.hand.clone(),
        };
        Stored {
            room: self.about.clone(),
            members: self.members.values().filter(worth).map(row).collect(),
            muted: self.muted.iter().map(|(tiny, muted)| (*tiny, *muted)).collect(),
            bans: self.bans.values().copied().collect(),
        }
    }

    /// The summary's counts are written along, but are no reason to write.
    fn settle_stored(&mut self) {
        let now = self.stored();
        let same = self.told.stored.as_ref().is_some_and(|before| {
            before.room.title == now.room.title
                && (&before.members, &before.muted, &before.bans) == (&now.members, &now.muted, &now.bans)
        });
        if !same {
            self.told.stored = Some(now.clone());
            self.out.keep.push(Keep::State(Box::new(now)));
        }
    }
}
