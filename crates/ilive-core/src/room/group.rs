//! The room's chat group: who reads and writes, by name. Members of the AV room need not be in it, nor the reverse.

use std::collections::{BTreeMap, BTreeSet};

use ilive_protocol::TinyId;
use ilive_protocol::wire::{self, group_tip::Kind};

use super::open::Open;
use super::out::{Answer, done};
use super::{Person, Refusal, SessionId};
use crate::Now;
use crate::chat::check_page;

/// The members of a chat group.
#[derive(Debug, Default)]
pub(super) struct Group {
    members: BTreeMap<TinyId, GroupMember>,
    /// Counts joins, so that a page shows the newest first.
    by_order: BTreeMap<u64, TinyId>,
    sessions: BTreeMap<SessionId, TinyId>,
    joins: u64,
}

#[derive(Debug)]
struct GroupMember {
    person: Person,
    order: u64,
    /// Logins that have joined; the user is out with the last of them.
    sessions: BTreeSet<SessionId>,
}

impl Group {
    pub(super) fn has(&self, tiny: TinyId) -> bool {
        self.members.contains_key(&tiny)
    }

    pub(super) fn users(&self) -> impl Iterator<Item = TinyId> + '_ {
        self.members.keys().copied()
    }

    pub(super) fn people(&self) -> impl Iterator<Item = &Person> + '_ {
        self.members.values().map(|member| &member.person)
    }

    pub(super) fn people_count(&self) -> u32 {
        u32::try_from(self.members.len()).unwrap_or(u32::MAX)
    }

    /// Whether the user is new in it.
    fn add(&mut self, session: SessionId, person: Person) -> bool {
        let tiny = person.tiny;
        self.sessions.insert(session, tiny);
        if let Some(member) = self.members.get_mut(&tiny) {
            member.sessions.insert(session);
            return false;
        }
        self.joins += 1;
        let order = self.joins;
        self.by_order.insert(order, tiny);
        self.members.insert(tiny, GroupMember { person, order, sessions: BTreeSet::from([session]) });
        true
    }

    /// The user who is out with this session, if it was its last one here.
    fn leave(&mut self, session: SessionId) -> Option<Person> {
        let tiny = self.sessions.remove(&session)?;
        let member = self.members.get_mut(&tiny)?;
        member.sessions.remove(&session);
        if member.sessions.is_empty() { self.remove(tiny) } else { None }
    }

    pub(super) fn remove(&mut self, tiny: TinyId) -> Option<Person> {
        let member = self.members.remove(&tiny)?;
        self.by_order.remove(&member.order);
        member.sessions.iter().for_each(|session| _ = self.sessions.remove(session));
        Some(member.person)
    }
}

impl Open {
    pub(super) fn group_join(
        &mut self,
        now: Now,
        session: SessionId,
        person: Person,
        issued_at_ms: u64,
    ) -> Result<Answer, Refusal> {
        self.not_banned_from_group(now, person.tiny, issued_at_ms)?;
        let limit = self.config.people_max;
        let (tiny, host) = (person.tiny, self.is_host(person.tiny));
        if !self.group.has(tiny) && self.group.people_count() >= limit && !host {
            return Err(Refusal::GroupFull { limit });
        }
        if !self.group.has(tiny) {
            self.left.join(now.at)?;
        }
        let member = person.group_member(host);
        let already = !self.group.add(session, person);
        if !already {
            self.tip(Kind::Joined, tiny, member);
        }
        let people = self.group.people_count();
        let joined = wire::GroupJoinReply { last_seq: 0, epoch: 0, people, already };
        Ok(Answer::ready(Ok(wire::reply::Result::GroupJoin(joined))))
    }

    pub(super) fn group_leave(&mut self, session: SessionId) -> Answer {
        if let Some(person) = self.group.leave(session) {
            let member = person.group_member(self.is_host(person.tiny));
            self.tip(Kind::Left, person.tiny, member);
        }
        done()
    }

    /// Newest first. For members of the group or of the AV room.
    pub(super) fn group_page(&self, session: SessionId, offset: u32, limit: u32) -> Result<Answer, Refusal> {
        if !self.group.sessions.contains_key(&session) && self.seat(session).is_err() {
            return Err(Refusal::NotInGroup);
        }
        check_page(limit)?;
        let newest_first = self.group.by_order.values().rev();
        let page = newest_first.skip(offset as usize).take(limit as usize);
        let members = page.filter_map(|tiny| self.group.members.get(tiny));
        let members = members.map(|member| member.person.group_member(self.is_host(member.person.tiny)));
        let reply = wire::GroupMembersReply { members: members.collect(), people: self.group.people_count() };
        Ok(Answer::ready(Ok(wire::reply::Result::GroupMembers(reply))))
    }

    pub(super) fn may_send(&self, tiny: TinyId) -> Result<(), Refusal> {
        if self.group.has(tiny) { Ok(()) } else { Err(Refusal::NotInGroup) }
    }

    pub(super) fn group_users(&self) -> impl Iterator<Item = TinyId> + '_ {
        self.group.users()
    }

    /// Something about `member` for these users.
    pub(super) fn tip_to(&mut self, to: Vec<TinyId>, kind: Kind, member: wire::GroupMember) {
        if to.is_empty() {
            return;
        }
        let tip = wire::GroupTip {
            room: Some(wire::RoomRef::from(&self.id)),
            kind: kind.into(),
            member: Some(member),
            people: self.group.people_count(),
        };
        self.out.push(super::Output::Tip(to, tip));
    }
}
