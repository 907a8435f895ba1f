//! The media path of a room that was entered: one that fails is repaired by an ICE restart, or the room is lost.

use std::time::Instant;

use ilive_protocol::wire::client_frame::Request as R;
use ilive_protocol::{Code, wire};

use super::room::{Room, Stay};
use crate::io::{EngineCommand, Path, PeerNo};
use crate::requests::Purpose;
use crate::{Client, Error};

impl Client {
    fn stay_of(&mut self, peer: PeerNo) -> Option<&mut Stay> {
        match &mut self.room {
            Room::Entered(stay) | Room::Switching { stay, .. } if stay.peer == peer => Some(stay),
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

    pub(crate) fn repair_offered(&mut self, now: Instant, peer: PeerNo, offer: Result<wire::Offer, String>) {
        if self.stay_of(peer).is_none_or(|stay| stay.repair.is_none()) {
            return;
        }
        match offer {
            Ok(offer) => {
                let negotiate = wire::Negotiate { offer: Some(offer) };
                self.ask(now, R::Negotiate(negotiate), Purpose::Repair);
            }
            Err(why) => self.path_lost(now, Error::of(Code::AvFailed, "engine_failed").because(why)),
        }
    }

    pub(crate) fn repair_answered(&mut self, now: Instant, reply: Result<wire::NegotiateReply, Error>) {
        let Some(stay) = self.room.stay().filter(|stay| stay.repair.is_some()) else { return };
        let peer = stay.peer;
        match reply {
            Ok(reply) => self.engine(EngineCommand::Answer(peer, reply.answer_sdp)),
            Err(error) => self.path_lost(now, error),
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
        if let Some(stay) = self.room.stay().cloned() {
            self.leave_group(now, &stay);
        }
        self.tell_exit(now);
        self.lose_room(error, None);
    }

    pub(crate) fn path_deadline(&self) -> Option<(Instant, &'static str)> {
        self.room.stay().and_then(|stay| stay.repair).map(|at| (at, "repair"))
    }

    pub(crate) fn expire_path(&mut self, now: Instant) {
        if self.path_deadline().is_some_and(|(at, _)| at <= now) {
            self.path_lost(now, Error::of(Code::ServerAllocResourceFailed, "ice_timeout"));
        }
    }
}
