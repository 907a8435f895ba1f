//! Rooms that are lost: by the server's word, with the session, or with the media path.
//!
//! Whoever is in one is told. An entry that the server has not answered yet goes on; a switch does so too, only that there is no
//! old room to keep any more.

use std::time::Instant;

use ilive_protocol::{Code, RoomId, wire};

use super::connect::Group;
use super::room::{Room, Stay};
use crate::call::Answer;
use crate::io::{EngineCommand, PeerNo};
use crate::operations::Verb;
use crate::purpose::Purpose;
use crate::{Client, Error, Event, OldRoom, OpId};

impl Client {
    /// `RoomDisconnected` of the server: out at once. Requests in flight get the server's own answer.
    pub(crate) fn put_out(&mut self, now: Instant, told: wire::RoomDisconnected) {
        let room = told.room.as_ref().and_then(|room| RoomId::try_from(room).ok());
        let error = told.error.map_or_else(|| Error::of(Code::AvTimeout, "seat_lost"), Error::from_wire);
        let here = self.room.stay_mut().map(|stay| stay.param.room.clone());
        // A room that is over is so for one who is on the way back as well.
        let over = match &self.room {
            Room::Returning { stay, .. } => told.summary.is_some() && room.as_ref() == Some(&stay.param.room),
            _ => false,
        };
        if !over && (here.is_none() || here != room) {
            return;
        }
        match self.room {
            Room::Returning { .. } => self.put_out_again(now, error, told.summary),
            _ => self.lose_room(now, error, told.summary),
        }
    }

    /// The room that the server has us in is lost.
    pub(crate) fn lose_room(&mut self, now: Instant, error: Error, summary: Option<wire::RoomSummary>) {
        match std::mem::take(&mut self.room) {
            Room::Exited => {}
            Room::Entering(entry) => {
                self.entry_lost(now, entry.op, entry.peer, (&entry.param.room, &entry.group), error)
            }
            Room::Grouping { op, stay, .. } => {
                self.entry_lost(now, op, stay.peer, (&stay.param.room, &stay.group), error);
            }
            Room::Entered(stay) => self.stay_lost(&stay, error, summary),
            Room::Exiting { op, stay } => {
                self.put_away(&stay);
                self.requests.take(|purpose| *purpose == Purpose::Exit(op));
                self.finish(op, Ok(Answer::Done));
            }
            Room::Switching { stay, entry } => {
                if entry.is_connecting() {
                    self.put_away(&stay);
                    self.entry_lost(now, entry.op, entry.peer, (&entry.param.room, &entry.group), error);
                } else {
                    self.room = Room::Entering(entry);
                    self.stay_lost(&stay, error, summary);
                }
            }
            Room::Returning { stay, entry } => {
                self.give_up_return(now, &entry);
                if entry.let_in(None) {
                    self.tell_exit(now);
                }
                self.stay_lost(&stay, error, summary);
            }
        }
    }

    pub(super) fn stay_lost(&mut self, stay: &Stay, error: Error, summary: Option<wire::RoomSummary>) {
        self.put_away(stay);
        let error = self.as_event(error);
        self.event(Event::RoomDisconnected { room: stay.param.room.clone(), error, summary });
    }

    fn entry_lost(&mut self, now: Instant, op: OpId, peer: PeerNo, group: (&RoomId, &Group), error: Error) {
        self.engine(EngineCommand::ClosePeer(peer));
        self.take_back_group(now, op, group.0, group.1);
        self.forget_entry(op);
        let old_room = self.has_switched(op).then_some(OldRoom::Left);
        self.finish(op, Err(Error { old_room, ..error }));
    }

    /// The own side of a room that is left: devices put out, the peer closed, links gone.
    pub(crate) fn put_away(&mut self, stay: &Stay) {
        self.drop_devices();
        self.links.clear();
        self.engine(EngineCommand::ClosePeer(stay.peer));
    }

    pub(crate) fn has_switched(&self, op: OpId) -> bool {
        self.operations.get(op).is_some_and(|operation| operation.verb == Verb::Switch)
    }

    /// The link was lost for so long that the server has given the seat up. An entry has its own 30 s.
    pub(crate) fn seat_expired(&mut self, now: Instant) {
        match std::mem::take(&mut self.room) {
            Room::Switching { stay, entry } if entry.is_connecting() => {
                self.put_away(&stay);
                self.room = Room::Entering(entry);
            }
            room @ Room::Entering(_) => self.room = room,
            room => {
                self.room = room;
                self.lose_room(now, Error::of(Code::AvTimeout, "seat_lost"), None);
            }
        }
    }

    /// The session is another one: an entry begins again within its time, a room that was entered is entered again.
    pub(crate) fn seat_lost(&mut self, now: Instant) {
        match std::mem::take(&mut self.room) {
            Room::Entered(stay) => self.begin_return(now, stay),
            Room::Returning { stay, entry } => {
                self.drop_return(&entry);
                self.begin_return(now, stay);
            }
            room => {
                self.room = room;
                self.seat_expired(now);
                self.begin_again(now);
            }
        }
    }
}
