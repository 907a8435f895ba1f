//! Links with other rooms (B.3): asked by a member here, agreed with the other room, and told to everybody in both.
//!
//! Two rooms are two owners, so a link is made by a question and an answer between them. Each keeps its own end and looks
//! after its own member of it: when that one is gone, or drops the link, the other room is told.

use std::collections::BTreeMap;
use std::time::Instant;

use ilive_protocol::wire::{self, event::Event};
use ilive_protocol::{RoomId, TinyId, UserId};

use super::open::Open;
use super::out::done;
use super::{Cross, LinkAsk, Output, Refusal, RequestId, SessionId};
use crate::Now;

/// Other rooms that a room has asked for a link at a time, and as many that have asked it (E.10): each kind has places of its
/// own, so that no other room takes those that this one's host has.
const LINKS_MAX: usize = 3;

/// The links of a room, by the other one.
#[derive(Debug, Default)]
pub(super) struct Links {
    stand: BTreeMap<RoomId, Link>,
    /// Asked of the other room, and not answered.
    asking: BTreeMap<RoomId, Asking>,
}

/// This room's end of a link.
#[derive(Debug)]
struct Link {
    member: TinyId,
    other: UserId,
    asked_here: bool,
}

#[derive(Debug)]
struct Asking {
    session: SessionId,
    request: RequestId,
    member: TinyId,
    other: UserId,
    deadline: Instant,
}

impl Links {
    /// Room for one more with this room.
    fn has_place(&self, room: &RoomId, asked_here: bool) -> Result<(), Refusal> {
        if self.stand.contains_key(room) {
            return Err(Refusal::Linked(room.clone()));
        }
        let asking = if asked_here { self.asking.len() } else { 0 };
        match self.which(|link| link.asked_here == asked_here).len() + asking < LINKS_MAX {
            true => Ok(()),
            false => Err(Refusal::LinksFull { limit: LINKS_MAX }),
        }
    }

    fn which(&self, which: impl Fn(&Link) -> bool) -> Vec<RoomId> {
        self.stand.iter().filter(|(_, link)| which(link)).map(|(room, _)| room.clone()).collect()
    }

    pub(super) fn to_wire(&self) -> Vec<wire::RoomLink> {
        let link = |(room, link): (&RoomId, &Link)| wire::RoomLink {
            room: Some(room.into()),
            user_id: link.other.to_string(),
            tiny_id: link.member.0,
            asked_here: link.asked_here,
        };
        self.stand.iter().map(link).collect()
    }

    pub(super) fn deadline(&self) -> Option<(Instant, &'static str)> {
        self.asking.values().map(|asking| (asking.deadline, "link")).min()
    }
}

impl Open {
    /// The answer comes with the other room's.
    pub(super) fn link_room(
        &mut self,
        now: Now,
        session: SessionId,
        request: RequestId,
        (room, other, by_key): (RoomId, UserId, bool),
    ) -> Result<(), Refusal> {
        let member = self.caller(session)?;
        if room == self.id {
            return Err(Refusal::BadValue { what: "to_self", why: "a link leads to another room" });
        }
        if !by_key {
            self.host_only(member)?;
        }
        if self.links.asking.contains_key(&room) {
            return Err(Refusal::Linked(room));
        }
        self.links.has_place(&room, true)?;
        let seat = self.seat(session)?;
        let (from, issued_at_ms) = (seat.person.user.clone(), seat.grant.issued_at_ms);
        let ask = LinkAsk { from, tiny: member, issued_at_ms, to: other.clone() };
        self.out.push(Output::Cross(room.clone(), Cross::Ask(ask)));
        let deadline = now.at + self.config.timers.request;
        self.links.asking.insert(room, Asking { session, request, member, other, deadline });
        Ok(())
    }

    /// The host drops all of them, others those that they are behind.
    pub(super) fn unlink_room(&mut self, tiny: TinyId) -> Result<(), Refusal> {
        let host = self.is_host(tiny);
        let before = self.links.stand.len();
        self.drop_links(self.links.which(|link| host || link.member == tiny));
        match before > 0 && self.links.stand.len() == before {
            true => Err(Refusal::NotHost),
            false => Ok(()),
        }
    }

    pub(super) fn crossed(&mut self, now: Now, room: RoomId, cross: Cross) {
        match cross {
            Cross::Ask(ask) => {
                let answer = self.asked(now, &room, ask);
                self.out.push(Output::Cross(room, Cross::Answer(answer)));
            }
            Cross::Answer(answer) => self.link_answered(room, answer),
            Cross::Drop => _ = self.links.stand.remove(&room),
        }
    }

    /// Of two rooms that ask each other at once, the question of the lower one stands. Who may not enter learns no more here
    /// than there.
    fn asked(&mut self, now: Now, room: &RoomId, ask: LinkAsk) -> Result<(), Refusal> {
        self.not_banned(now, ask.tiny, ask.issued_at_ms)?;
        if self.links.asking.contains_key(room) && self.id < *room {
            return Err(Refusal::Linked(self.id.clone()));
        }
        let here = self.members.values().find(|member| member.person.user == ask.to);
        let member = here.ok_or(Refusal::MemberGone)?.person.tiny;
        self.links.has_place(room, false)?;
        self.links.stand.insert(room.clone(), Link { member, other: ask.from, asked_here: false });
        Ok(())
    }

    fn link_answered(&mut self, room: RoomId, answer: Result<(), Refusal>) {
        let asking = self.links.asking.remove(&room);
        let Some(Asking { session, request, member, other, .. }) = asking else {
            // Too late: nobody here waits for it.
            if answer.is_ok() {
                self.out.push(Output::Cross(room, Cross::Drop));
            }
            return;
        };
        match answer {
            Ok(()) if !self.members.contains_key(&member) => {
                self.out.push(Output::Cross(room, Cross::Drop));
                self.out.refuse(session, request, Refusal::NotInRoom);
            }
            Ok(()) => {
                self.links.stand.insert(room, Link { member, other, asked_here: true });
                self.out.reply(session, request, done());
            }
            Err(refusal) => self.out.refuse(session, request, refusal),
        }
    }

    fn drop_links(&mut self, rooms: Vec<RoomId>) {
        for room in rooms {
            self.links.stand.remove(&room);
            self.out.push(Output::Cross(room, Cross::Drop));
        }
    }

    /// The room is over: so are its links, and what it has asked for.
    pub(super) fn end_links(&mut self, why: &Refusal) {
        self.drop_links(self.links.which(|_| true));
        for asking in std::mem::take(&mut self.links.asking).into_values() {
            self.out.refuse(asking.session, asking.request, why.clone());
        }
    }

    pub(super) fn expire_links(&mut self, now: Now) {
        let late = |asking: &Asking| asking.deadline <= now.at;
        let rooms: Vec<RoomId> = self
            .links
            .asking
            .iter()
            .filter(|(_, asking)| late(asking))
            .map(|(room, _)| room.clone())
            .collect();
        for room in rooms {
            // Should it agree after all, it is told then that nobody waits.
            self.link_answered(room, Err(Refusal::LinkTimeout));
        }
    }

    /// A link does not outlive its member; what has changed is told.
    pub(super) fn settle_links(&mut self) {
        self.drop_links(self.links.which(|link| !self.members.contains_key(&link.member)));
        let links = self.links.to_wire();
        if links != self.told.links {
            self.told.links.clone_from(&links);
            let version = self.next_version();
            self.out.event(self.all_hearing(), Event::LinksChanged(wire::LinksChanged { links, version }));
        }
    }
}
