//! What members send: who holds which source's place.

use ilive_protocol::wire::{self, Source, UplinkKind, event::Event};
use ilive_protocol::{Rights, TinyId, limits};

use super::open::Open;
use super::seat::Uplink;
use super::{Action, MediaCommand, Published, Refusal, SessionId, may};

/// What a session wants to send.
#[derive(Debug, Clone, Copy)]
pub(super) struct Claim {
    pub(super) source: Source,
    pub(super) kind: UplinkKind,
    pub(super) muted: bool,
}

impl Open {
    pub(super) fn set_uplink(&mut self, session: SessionId, set: &wire::SetUplink) -> Result<(), Refusal> {
        self.seat(session)?;
        let source = known_source(set.source)?;
        let kind = UplinkKind::try_from(set.kind)
            .map_err(|_| Refusal::BadValue { what: "bad_kind", why: "no such kind of uplink" })?;
        if set.on {
            self.publish(session, Claim { source, kind, muted: set.muted })
        } else {
            self.unpublish(session, source);
            Ok(())
        }
    }

    /// Gives the source its place in the room, or says that its media is dropped for want of the right.
    pub(super) fn publish(&mut self, session: SessionId, claim: Claim) -> Result<(), Refusal> {
        let seat = self.seat(session)?;
        let (tiny, peer, standing) = (seat.tiny(), seat.peer, self.standing(seat));
        if !may(&standing, Action::Publish(claim.source)) {
            self.privilege_diff(session, claim.source);
            return Ok(());
        }
        if claim.source == Source::Aux && !may(&standing, Action::Publish(Source::Main)) {
            return Err(Refusal::AuxNeedsMain);
        }
        let held = self.seats.get(&session).and_then(|seat| seat.uplinks.get(&claim.source)).copied();
        if held.is_none() {
            self.place_for(session, tiny, claim.source)?;
        }
        let order = held.map_or_else(|| self.next_order(), |uplink| uplink.order);
        let uplink = Uplink { kind: claim.kind, muted: claim.muted, order };
        if let Some(seat) = self.seats.get_mut(&session) {
            seat.uplinks.insert(claim.source, uplink);
        }
        let published = if claim.muted { Published::Muted } else { Published::On };
        self.out.media(MediaCommand::Publish(peer, claim.source, published));
        self.tracks_changed(tiny);
        Ok(())
    }

    /// One of each source a user, so many main videos and one auxiliary a room.
    fn place_for(&self, session: SessionId, tiny: TinyId, source: Source) -> Result<(), Refusal> {
        let holders = || self.seats.iter().filter(|(_, seat)| seat.uplinks.contains_key(&source));
        if holders().any(|(id, seat)| *id != session && seat.tiny() == tiny) {
            return Err(Refusal::OwnSource(source));
        }
        let (taken, limit) = match source {
            Source::Unspecified | Source::Audio => return Ok(()),
            Source::Main => (holders().count(), limits::MAIN_VIDEOS),
            Source::Aux => (holders().count(), limits::AUX_VIDEOS),
        };
        match source {
            _ if taken < limit => Ok(()),
            Source::Aux => Err(Refusal::AuxBusy),
            _ => Err(Refusal::MainFull { limit }),
        }
    }

    pub(super) fn unpublish(&mut self, session: SessionId, source: Source) {
        let Some(seat) = self.seats.get_mut(&session) else { return };
        if seat.uplinks.remove(&source).is_some() {
            let (tiny, peer) = (seat.tiny(), seat.peer);
            self.out.media(MediaCommand::Publish(peer, source, Published::Off));
            self.tracks_changed(tiny);
        }
    }

    /// A video that has sent nothing for long loses its place; one that is muted may be silent.
    pub(super) fn silent(&mut self, session: SessionId, source: Source) {
        let Some(seat) = self.seats.get(&session) else { return };
        let muted_by_host = self.muted_of(seat.tiny()).has(Rights::send(source));
        let sends = seat.uplinks.get(&source).is_some_and(|uplink| !uplink.muted) && !muted_by_host;
        if sends && matches!(source, Source::Main | Source::Aux) {
            self.unpublish(session, source);
        }
    }

    /// The media plane drops this source: said once, until the rights change or the client tries anew.
    pub(super) fn unauthorised(&mut self, session: SessionId, source: Source) {
        let Some(seat) = self.seats.get(&session) else { return };
        // What the host has muted is dropped as well: that was told, and is no lack of rights.
        let allowed = may(&self.standing(seat), Action::Publish(source));
        if !allowed && !seat.told.diffed.has(Rights::send(source)) {
            self.privilege_diff(session, source);
        }
    }

    fn privilege_diff(&mut self, session: SessionId, source: Source) {
        let Some(seat) = self.seats.get_mut(&session).filter(|seat| seat.hears_events()) else { return };
        seat.told.diffed = Rights(seat.told.diffed.0 | Rights::send(source).0);
        let diff = wire::PrivilegeDiff { source: source.into() };
        self.out.event(vec![session], Event::PrivilegeDiff(diff));
    }
}

/// # Errors
/// A number that is no source, or none.
pub(super) fn known_source(number: i32) -> Result<Source, Refusal> {
    match Source::try_from(number) {
        Ok(Source::Unspecified) | Err(_) => {
            Err(Refusal::BadValue { what: "bad_source", why: "no such source" })
        }
        Ok(source) => Ok(source),
    }
}
