//! Entry: who is let in (R3, from the ENTER bit on), and what happens once the offer is answered.

use std::collections::{BTreeMap, BTreeSet};

use ilive_protocol::wire::{self, MemberKind, RoleType, UplinkKind};
use ilive_protocol::{Rights, TinyId, limits};

use super::open::Open;
use super::out::Answer;
use super::seat::{Link, Media, Member, Seat, ToldRights};
use super::uplink::Claim;
use super::views::{Slot, Wish};
use super::{
    Action, Enter, Follow, Grant, Negotiated, Output, Refusal, RequestId, Role, SessionId, Standing,
    StoredMember, may,
};
use crate::Now;

impl Open {
    pub(super) fn enter(&mut self, now: Now, session: SessionId, request: RequestId, enter: Enter) {
        let role = match self.admit(now, session, &enter) {
            Ok(role) => role,
            Err(refusal) => return self.out.refuse(session, request, refusal),
        };
        let (peer, tiny, player) = (enter.peer, enter.person.tiny, enter.kind == MemberKind::Whep);
        self.replace_entry(now, session);
        if !player {
            self.seat_member(session, &enter, role);
        }
        let seat = Seat::new(now, self.config.timers.negotiate, request, enter);
        let rights = self.standing(&seat).rights();
        self.players += usize::from(player);
        self.peers.insert(peer, session);
        self.seats.insert(session, seat);
        self.dirty(tiny);
        self.out.push(Output::Negotiate { session, peer, rights });
    }

    /// The order of R3, from the ENTER bit on. The role is what the user will have.
    fn admit(&self, now: Now, session: SessionId, enter: &Enter) -> Result<Role, Refusal> {
        if !may(&enter.standing(), Action::Join) {
            return Err(Refusal::LackJoin);
        }
        let tiny = enter.person.tiny;
        if enter.create && enter.exclusive && !self.is_host(tiny) {
            return Err(Refusal::RoomTaken);
        }
        self.has_place(session, enter)?;
        self.not_banned(now, tiny, enter.grant.issued_at_ms)?;
        let role = self.role_at_entry(enter);
        self.uses_something(enter, role.kind)?;
        match enter.follow {
            Follow::Unknown => Err(Refusal::MemberGone),
            Follow::Anybody | Follow::Member(_) => Ok(role),
        }
    }

    fn has_place(&self, session: SessionId, enter: &Enter) -> Result<(), Refusal> {
        let tiny = enter.person.tiny;
        let limit = self.config.people_max;
        let people = self.members.len() + self.players;
        // Who is here takes no further place, and nobody can lock the host out of its room.
        let newcomer = enter.kind == MemberKind::Whep || !self.members.contains_key(&tiny);
        if newcomer && people >= limit as usize && !self.is_host(tiny) && !self.seats.contains_key(&session) {
            return Err(Refusal::RoomFull { limit });
        }
        // Players are counted where they come in, over all rooms.
        let sessions = self.members.get(&tiny).map_or(0, |member| member.sessions.len());
        let limit = limits::SESSIONS_PER_MEMBER;
        if enter.kind != MemberKind::Whep && sessions >= limit && !self.seats.contains_key(&session) {
            return Err(Refusal::TooManySessions { limit: limit as u32 });
        }
        Ok(())
    }

    /// # Errors
    /// [`Refusal::Kicked`] for a ticket that is not younger than the kick.
    pub(super) fn not_banned(&self, now: Now, tiny: TinyId, issued_at_ms: u64) -> Result<(), Refusal> {
        match self.bans.get(&tiny) {
            Some(ban) if now.unix_ms < ban.until_ms && issued_at_ms <= ban.kicked_at_ms => {
                Err(Refusal::Kicked { seconds: (ban.until_ms - now.unix_ms).div_ceil(1000) })
            }
            _ => Ok(()),
        }
    }

    /// A WHIP source that may send none of its sections, a WHEP player that may receive none.
    fn uses_something(&self, enter: &Enter, role: RoleType) -> Result<(), Refusal> {
        let Enter { wants, grant, asked, .. } = enter;
        let standing = Standing { ticket: grant.ticket, asked: *asked, role, ..Standing::NOBODY };
        if *wants == Rights::NONE || standing.rights().and(*wants) != Rights::NONE {
            Ok(())
        } else if grant.ticket.and(*wants) == Rights::NONE {
            Err(Refusal::lacking(*wants))
        } else {
            Err(Refusal::NotAccepted)
        }
    }

    /// The same session again (a page that was loaded anew): its older entry goes, its member stays.
    fn replace_entry(&mut self, now: Now, session: SessionId) {
        let Some(seat) = self.seats.get(&session) else { return };
        let tiny = seat.tiny();
        let until = now.at + self.config.timers.resume_window;
        if let Some(member) = self.members.get_mut(&tiny).filter(|_| seat.is_in() && !seat.is_player()) {
            member.kept = Some(until);
        }
        self.remove_seat(session, &Refusal::Replaced);
    }

    fn seat_member(&mut self, session: SessionId, enter: &Enter, role: Role) {
        let newcomer = || Member {
            person: enter.person.clone(),
            role: role.clone(),
            accepted: false,
            invited: false,
            hand: None,
            sessions: BTreeSet::new(),
            kept: None,
        };
        let member = self.members.entry(enter.person.tiny).or_insert_with(newcomer);
        member.sessions.insert(session);
        member.role = role;
    }

    pub(super) fn negotiated(&mut self, now: Now, session: SessionId, result: Result<Negotiated, Refusal>) {
        let Some(seat) = self.seats.get_mut(&session) else { return };
        let answered = match result {
            Ok(answered) if answered.slots.len() <= limits::SLOTS_MAX => Ok(answered),
            Ok(_) => Err(Refusal::BadValue { what: "bad_offer", why: "it has too many sections" }),
            Err(refusal) => Err(refusal),
        };
        match (seat.media, seat.reoffer.take()) {
            (Media::Negotiating { request, .. }, _) => match answered {
                Ok(answered) => self.seated(now, session, request, answered),
                Err(refusal) => self.remove_seat(session, &refusal),
            },
            (_, Some((request, _))) => self.reoffered(session, request, answered),
            (_, None) => {}
        }
    }

    /// The offer of an entry is answered: from here on the session is in.
    fn seated(&mut self, now: Now, session: SessionId, request: RequestId, answered: Negotiated) {
        let deadline = now.at + self.config.timers.ice;
        let Some(seat) = self.seats.get_mut(&session) else { return };
        seat.media = Media::Connecting { deadline };
        seat.slots = answered.slots.into_iter().map(Slot::from).collect();
        let (tiny, kind) = (seat.tiny(), seat.kind);
        if kind == MemberKind::Whip {
            self.remove_older_whip(session, tiny);
        }
        for source in answered.sends {
            let claim = Claim { source, kind: UplinkKind::External, muted: false };
            if let Err(refusal) = self.publish(session, claim) {
                self.out.refuse(session, request, refusal.clone());
                return self.remove_seat(session, &refusal);
            }
        }
        if let Some(member) = self.members.get_mut(&tiny).filter(|_| kind != MemberKind::Whep) {
            member.kept = None;
        }
        if kind == MemberKind::Whep {
            self.told.here_players.insert(session);
            self.about.tally.total_people += 1;
        }
        self.lived = true;
        self.dirty(tiny);
        self.relayout(session);
        self.told.fresh.insert(session);
        self.out.reply(session, request, Answer::Entered);
    }

    fn reoffered(&mut self, session: SessionId, request: RequestId, answered: Result<Negotiated, Refusal>) {
        let answer = answered.map(|answered| {
            self.take_slots(session, answered.slots);
            self.relayout(session);
            wire::reply::Result::Negotiate(wire::NegotiateReply::default())
        });
        self.out.reply(session, request, Answer::ready(answer));
    }

    /// A new offer on the same connection; one at a time.
    pub(super) fn negotiate(
        &mut self,
        now: Now,
        session: SessionId,
        request: RequestId,
    ) -> Result<(), Refusal> {
        let seat = self.seat(session)?;
        let (peer, rights) = (seat.peer, self.standing(seat).rights());
        let deadline = now.at + self.config.timers.negotiate;
        let seat = self.seats.get_mut(&session).ok_or(Refusal::NotInRoom)?;
        if let Some((older, _)) = seat.reoffer.replace((request, deadline)) {
            self.out.refuse(session, older, Refusal::Replaced);
        }
        self.out.push(Output::Negotiate { session, peer, rights });
        Ok(())
    }

    /// Its user has posted a WHIP source anew.
    fn remove_older_whip(&mut self, session: SessionId, tiny: TinyId) {
        let is_older = |id: &SessionId, seat: &Seat| {
            *id != session && seat.tiny() == tiny && seat.kind == MemberKind::Whip
        };
        let older: Vec<_> =
            self.seats.iter().filter(|(id, seat)| is_older(id, seat)).map(|(id, _)| *id).collect();
        for session in older {
            self.remove_seat(session, &Refusal::Replaced);
        }
    }

    /// # Errors
    /// [`Refusal::GroupKicked`] for a login whose ticket is not younger than the kick.
    pub(super) fn not_banned_from_group(&self, now: Now, tiny: TinyId, issued: u64) -> Result<(), Refusal> {
        self.not_banned(now, tiny, issued).map_err(|_| Refusal::GroupKicked)
    }
}

impl Seat {
    fn new(now: Now, negotiate: std::time::Duration, request: RequestId, enter: Enter) -> Self {
        let wish = match (enter.kind, enter.follow) {
            (MemberKind::Whep, Follow::Member(tiny)) => Wish::Follow(tiny),
            (MemberKind::Whep, _) => Wish::Auto(BTreeMap::new()),
            _ => Wish::Views(Vec::new()),
        };
        Self {
            person: enter.person,
            kind: enter.kind,
            peer: enter.peer,
            grant: enter.grant,
            asked: enter.asked,
            media: Media::Negotiating { request, deadline: now.at + negotiate },
            link: Link::Up,
            reoffer: None,
            uplinks: BTreeMap::new(),
            slots: Vec::new(),
            wish,
            told: ToldRights { own: None, allowed: Rights::NONE, diffed: Rights::NONE },
        }
    }
}

impl Member {
    /// A seat from before a restart.
    pub(super) fn kept(row: StoredMember, until: std::time::Instant) -> Self {
        let StoredMember { person, role, accepted, hand } = row;
        Self { person, role, accepted, invited: false, hand, sessions: BTreeSet::new(), kept: Some(until) }
    }
}

impl Grant {
    /// A room key that allows to send something.
    pub(super) fn opens_stage(&self) -> bool {
        const SEND: u8 = Rights::SEND_AUDIO.0 | Rights::SEND_MAIN.0 | Rights::SEND_AUX.0;
        self.key_presented && self.ticket.and(Rights(SEND)) != Rights::NONE
    }
}
