//! What time alone brings about.

use std::time::Instant;

use ilive_protocol::TinyId;

use super::open::Open;
use super::seat::{Link, Media, Seat};
use super::{Refusal, SessionId};
use crate::Now;

impl Open {
    /// When the room next needs the time, and what for.
    pub(super) fn timeout(&self) -> Option<(Instant, &'static str)> {
        let timers = &self.config.timers;
        let seats = self.seats.values().filter_map(Seat::deadline);
        let kept = self.members.values().filter_map(|member| Some((member.kept?, "seat kept")));
        let empty = self.empty_since.map(|since| (since + timers.room_empty, "room empty"));
        let idle = self.idle_since.map(|since| (since + timers.room_idle, "room idle"));
        let people = self.people_due().map(|at| (at, "people"));
        let links = self.links.deadline();
        let tip = self.left.tip_due().map(|at| (at, "group tip"));
        seats.chain(kept).chain([empty, idle, people, tip, links].into_iter().flatten()).min()
    }

    /// Carries out what was due up to now.
    pub(super) fn expire(&mut self, now: Now) {
        let due: Vec<SessionId> = self
            .seats
            .iter()
            .filter(|(_, seat)| seat.deadline().is_some_and(|(at, _)| at <= now.at))
            .map(|(session, _)| *session)
            .collect();
        for session in due {
            self.expire_seat(now, session);
        }
        let late: Vec<TinyId> = self
            .members
            .iter()
            .filter(|(_, m)| m.kept.is_some_and(|at| at <= now.at))
            .map(|(t, _)| *t)
            .collect();
        for tiny in late {
            self.expire_kept(tiny);
        }
        self.expire_links(now);
        let timers = self.config.timers;
        let long = |since: Option<Instant>, time| since.is_some_and(|since| since + time <= now.at);
        if long(self.empty_since, timers.room_empty) || long(self.idle_since, timers.room_idle) {
            self.end(now, &Refusal::RoomReclaimed);
        }
        self.settle(now);
    }

    fn expire_seat(&mut self, now: Now, session: SessionId) {
        let Some(seat) = self.seats.get_mut(&session) else { return };
        if matches!(seat.link, Link::Lost { until } if until <= now.at) {
            return self.disconnect(session, &Refusal::SeatLost);
        }
        match seat.media {
            Media::Negotiating { deadline, .. } if deadline <= now.at => {
                return self.remove_seat(session, &Refusal::NegotiationTimeout);
            }
            Media::Connecting { deadline } if deadline <= now.at => {
                return self.disconnect(session, &Refusal::IceFailed);
            }
            _ => {}
        }
        if let Some((request, _)) = seat.reoffer.take_if(|(_, deadline)| *deadline <= now.at) {
            self.out.refuse(session, request, Refusal::NegotiationTimeout);
        }
        if self
            .seats
            .get(&session)
            .is_some_and(|s| matches!(s.media, Media::Lost { until } if until <= now.at))
        {
            self.media_dark(session);
        }
    }

    /// Nobody has come for the seat.
    fn expire_kept(&mut self, tiny: TinyId) {
        if let Some(member) = self.members.get_mut(&tiny) {
            member.kept = None;
            if member.sessions.is_empty() {
                self.members.remove(&tiny);
            }
            self.dirty(tiny);
        }
    }
}
