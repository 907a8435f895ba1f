//! The media path of a room that was entered: one that fails is repaired by an ICE restart, or the room is lost; one that
//! needs more slots gets them by another offer.

use std::time::Instant;

use ilive_protocol::wire::client_frame::Request as R;
use ilive_protocol::{Code, wire};

use super::room::{Room, Stay};
use crate::io::{EngineCommand, Path, PeerNo};
use crate::purpose::Purpose;
use crate::{Client, Error};

impl Client {
    fn stay_of(&mut self, peer: PeerNo) -> Option<&mut Stay> {
        match &mut self.room {
            Room::Grouping { stay, .. } | Room::Entered(stay) | Room::Switching { stay, .. }
                if stay.peer == peer =>
            {
                Some(stay)
            }
            _ => None,
        }
    }

    pub(crate) fn path_changed(&mut self, now: Instant, peer: PeerNo, path: Path) {
        let ice = self.config.timers.ice;
        let Some(stay) = self.stay_of(peer) else { return self.entry_path(now, peer, path) };
        match (path, stay.repair) {
            (Path::Connected, _) => stay.repair = None,
            (Path::IceFailed, None) => {
                stay.repair = Some(now + ice);
                self.engine(EngineCommand::Restart(peer));
            }
            // The repair has its own deadline.
            (Path::IceFailed, Some(_)) => {}
            (Path::DtlsFailed { .. }, _) => {
                self.path_lost(now, Error::of(Code::AvFailed, "dtls_failed"));
            }
        }
    }

    /// The link is back: a path that failed meanwhile can be repaired only now, and has all the time of a repair.
    pub(crate) fn repair_begins(&mut self, now: Instant) {
        let until = now + self.config.timers.ice;
        if let Some(repair) = self.room.stay_mut().and_then(|stay| stay.repair.as_mut()) {
            *repair = until;
        }
    }

    /// Another offer of the same connection: an ICE restart, or more slots.
    pub(crate) fn offered_again(&mut self, now: Instant, peer: PeerNo, offer: Result<wire::Offer, String>) {
        if self.stay_of(peer).is_none() {
            return;
        }
        match offer {
            Ok(offer) => {
                let negotiate = wire::Negotiate { offer: Some(offer) };
                self.ask(now, R::Negotiate(negotiate), Purpose::Negotiate(peer));
            }
            // The other end has closed the connection, and its word why is on its way over the link. Where none comes, the
            // repair ends at its deadline.
            Err(_) if self.is_repairing(peer) => {}
            Err(why) => {
                self.not_negotiated(now, peer, Error::of(Code::AvFailed, "engine_failed").because(why))
            }
        }
    }

    fn is_repairing(&mut self, peer: PeerNo) -> bool {
        self.stay_of(peer).is_some_and(|stay| stay.repair.is_some())
    }

    pub(crate) fn negotiated(
        &mut self,
        now: Instant,
        peer: PeerNo,
        reply: Result<wire::NegotiateReply, Error>,
    ) {
        match reply {
            Ok(reply) if self.stay_of(peer).is_some() => {
                self.engine(EngineCommand::Answer(peer, reply.answer_sdp));
            }
            Ok(_) => {}
            Err(error) => self.not_negotiated(now, peer, error),
        }
    }

    /// A path that was to be repaired is lost; one that was to carry more goes on as it is.
    fn not_negotiated(&mut self, now: Instant, peer: PeerNo, error: Error) {
        match self.stay_of(peer).map(|stay| stay.repair) {
            Some(Some(_)) => self.path_lost(now, error),
            Some(None) => self.warn(error),
            None => {}
        }
    }

    pub(crate) fn bad_answer(&mut self, now: Instant, peer: PeerNo) {
        let error = Error::of(Code::AvFailed, "bad_answer");
        if self.stay_of(peer).is_some() {
            self.path_lost(now, error);
        } else if let Some(op) = self.room.entry_mut().filter(|entry| entry.peer == peer).map(|e| e.op) {
            self.entry_failed(now, op, error);
        }
    }

    /// It cannot be repaired: the room is left, and the app is told.
    fn path_lost(&mut self, now: Instant, error: Error) {
        if let Room::Grouping { op, .. } = self.room {
            return self.entry_failed(now, op, error);
        }
        if let Some(stay) = self.room.stay().cloned() {
            self.leave_group(now, &stay);
        }
        // A switch on its way leaves this room, or says at its end that it is left.
        if !matches!(self.room, Room::Switching { .. }) {
            self.tell_exit(now);
        }
        self.lose_room(now, error, None);
    }

    /// Without a link nothing can be repaired, and the seat's own time decides.
    pub(crate) fn path_deadline(&self) -> Option<(Instant, &'static str)> {
        self.link.up()?;
        match &self.room {
            Room::Grouping { stay, .. } | Room::Entered(stay) | Room::Switching { stay, .. } => {
                stay.repair.map(|at| (at, "repair"))
            }
            Room::Exited | Room::Entering(_) | Room::Exiting { .. } | Room::Returning { .. } => None,
        }
    }

    pub(crate) fn expire_path(&mut self, now: Instant) {
        if self.path_deadline().is_some_and(|(at, _)| at <= now) {
            self.path_lost(now, Error::of(Code::ServerAllocResourceFailed, "ice_timeout"));
        }
    }
}
