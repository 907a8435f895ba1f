//! The ways out: by one's own wish, by the room's word, and with the room itself.

use ilive_protocol::wire::{self, event::Event, group_tip::Kind};

use super::open::Open;
use super::out::{Answer, done};
use super::seat::{Media, Seat};
use super::{Keep, MediaCommand, Output, Refusal, SessionId};
use crate::Now;

impl Open {
    pub(super) fn exit(&mut self, session: SessionId) -> Answer {
        self.leave(session);
        done()
    }

    pub(super) fn session_gone(&mut self, session: SessionId) {
        self.leave(session);
        self.group_leave(session);
    }

    /// By the user's own wish: no seat is kept for it.
    fn leave(&mut self, session: SessionId) {
        let tiny = self.seats.get(&session).filter(|seat| !seat.is_player()).map(super::seat::Seat::tiny);
        if let Some(member) = tiny.and_then(|tiny| self.members.get_mut(&tiny)) {
            member.kept = None;
        }
        self.remove_seat(session, &Refusal::NotInRoom);
    }

    /// Out by the room's word: told, then removed.
    pub(super) fn disconnect(&mut self, session: SessionId, why: &Refusal) {
        self.tell_out(session, why, None);
        self.remove_seat(session, why);
    }

    /// Takes a seat away, and its member with the last one. What still waited for an answer is refused with `why`.
    pub(super) fn remove_seat(&mut self, session: SessionId, why: &Refusal) {
        let Some(seat) = self.seats.remove(&session) else { return };
        let (tiny, player) = (seat.tiny(), seat.is_player());
        self.peers.remove(&seat.peer);
        self.release(session, &seat, why);
        if player {
            self.players -= 1;
            self.told.here_players.remove(&session);
        } else if let Some(member) = self.members.get_mut(&tiny) {
            member.sessions.remove(&session);
            if member.sessions.is_empty() && member.kept.is_none() {
                self.members.remove(&tiny);
            }
        }
        self.dirty(tiny);
        if !seat.uplinks.is_empty() {
            self.tracks_changed(tiny);
        }
    }

    fn release(&mut self, session: SessionId, seat: &Seat, why: &Refusal) {
        if let Media::Negotiating { request, .. } = seat.media {
            self.out.refuse(session, request, why.clone());
        }
        if let Some((request, _)) = seat.reoffer {
            self.out.refuse(session, request, why.clone());
        }
        self.out.media(MediaCommand::Remove(seat.peer));
        self.out.push(Output::Out(session));
    }

    /// The room is over for good: nothing of it stays.
    pub(super) fn end(&mut self, now: Now, why: &Refusal) {
        let owner = self.about.owner.group_member(true);
        let summary = self.summary(now);
        for session in self.seats.keys().copied().collect::<Vec<_>>() {
            self.tell_out(session, why, Some(&summary));
        }
        self.all_out(why);
        self.told.stored = None;
        self.out.keep = vec![Keep::Gone];
        self.tip_to(self.group.users().collect(), Kind::Deleted, owner);
    }

    /// The server stops: what is stored comes back with it, and so do those who are here. Nobody is told that the room is over
    /// for it; that the session is, each login hears by itself.
    pub(super) fn stop(&mut self, why: &Refusal) {
        self.all_out(why);
        self.out.keep.clear();
    }

    fn all_out(&mut self, why: &Refusal) {
        for session in self.seats.keys().copied().collect::<Vec<_>>() {
            self.remove_seat(session, why);
        }
        self.end_links(why);
        self.over = true;
    }

    fn tell_out(&mut self, session: SessionId, why: &Refusal, summary: Option<&wire::RoomSummary>) {
        let hears = self.seats.get(&session).is_some_and(Seat::hears_events);
        if hears && !self.told.fresh.contains(&session) {
            let room = Some(wire::RoomRef::from(&self.id));
            let out = wire::RoomDisconnected { room, error: Some(why.to_wire()), summary: summary.copied() };
            self.out.event(vec![session], Event::RoomDisconnected(out));
        }
    }
}
