//! Links that are lost and come back, and what the media plane says of the paths.

use std::time::Instant;

use ilive_protocol::PeerId;
use ilive_protocol::wire::{self, event::Event, media_state::State};

use super::open::Open;
use super::seat::{Link, Media, Seat};
use super::{MediaEvent, Refusal, SessionId};
use crate::Now;

impl Open {
    pub(super) fn link_lost(&mut self, session: SessionId, until: Instant) {
        self.set_link(session, Link::Lost { until });
    }

    pub(super) fn link_back(&mut self, session: SessionId) {
        self.set_link(session, Link::Up);
    }

    fn set_link(&mut self, session: SessionId, link: Link) {
        if let Some(seat) = self.seats.get_mut(&session) {
            seat.link = link;
            let tiny = seat.tiny();
            self.dirty(tiny);
        }
    }

    pub(super) fn media(&mut self, now: Now, peer: PeerId, event: MediaEvent) {
        let Some(session) = self.peers.get(&peer).copied() else { return };
        match event {
            MediaEvent::Connected => self.media_connected(session),
            MediaEvent::Lost => self.media_lost(now, session),
            MediaEvent::Failed(why) => self.media_failed(now, session, &why),
            MediaEvent::Silent(source) => self.silent(session, source),
            MediaEvent::Unauthorised(source) => self.unauthorised(session, source),
            MediaEvent::Heard { mid, speaker } => self.heard(session, &mid, speaker),
        }
    }

    fn media_connected(&mut self, session: SessionId) {
        let Some(seat) = self.seats.get_mut(&session).filter(|seat| seat.is_in()) else { return };
        if std::mem::replace(&mut seat.media, Media::Connected) == Media::Connected {
            return;
        }
        self.media_state(session, State::Connected, None);
        if self.seats.get(&session).is_some_and(Seat::is_whip_or_whep) {
            self.link_back(session);
        }
    }

    fn media_lost(&mut self, now: Now, session: SessionId) {
        let until = now.at + self.config.timers.resume_window;
        let Some(seat) = self.seats.get_mut(&session).filter(|seat| seat.media == Media::Connected) else {
            return;
        };
        seat.media = Media::Lost { until };
        if seat.is_whip_or_whep() {
            self.link_lost(session, until);
        }
        self.media_state(session, State::Lost, None);
    }

    /// Before it ever stood, the entry has failed; later, a member with a link may restart ICE.
    fn media_failed(&mut self, now: Now, session: SessionId, why: &Refusal) {
        let Some(seat) = self.seats.get(&session).filter(|seat| seat.is_in()) else { return };
        if matches!(seat.media, Media::Connecting { .. }) || seat.is_whip_or_whep() {
            self.disconnect(session, why);
        } else {
            self.media_lost(now, session);
        }
    }

    /// The path has been gone for so long that nobody waits for what it sent.
    pub(super) fn media_dark(&mut self, session: SessionId) {
        let Some(seat) = self.seats.get_mut(&session) else { return };
        seat.media = Media::Dark;
        let sources: Vec<_> = seat.uplinks.keys().copied().collect();
        for source in sources {
            self.unpublish(session, source);
        }
        self.media_state(session, State::Lost, Some(&Refusal::IceFailed));
    }

    fn media_state(&mut self, session: SessionId, state: State, error: Option<&Refusal>) {
        if self.seats.get(&session).is_some_and(Seat::hears_events) {
            let event = wire::MediaState { state: state.into(), error: error.map(Refusal::to_wire) };
            self.out.event(vec![session], Event::MediaState(event));
        }
    }
}
