//! Taking an entry back: what fails, or is given up, leaves nothing behind.

use std::time::Instant;

use ilive_protocol::wire::client_frame::Request as R;
use ilive_protocol::{RoomId, wire};

use super::connect::Group;
use super::room::{Room, Stay};
use crate::io::EngineCommand;
use crate::purpose::Purpose;
use crate::{Client, Error, OldRoom, OpId};

/// What became of the room that was switched from; none: there was none.
pub(crate) struct OldRoomOf(pub(crate) Option<OldRoom>);

impl Client {
    /// What was asked for this entry is not awaited any more.
    pub(crate) fn forget_entry(&mut self, op: OpId) {
        self.requests.take(|purpose| {
            matches!(purpose, Purpose::Locate(o) | Purpose::Enter(o) | Purpose::Group(o) if *o == op)
        });
    }

    pub(crate) fn entry_failed(&mut self, now: Instant, op: OpId, mut error: Error) {
        if matches!(&self.room, Room::Returning { entry, .. } if entry.op == op) {
            return self.return_failed(now, error);
        }
        let Some(old_room) = self.fold_entry(now, op, Some(&error)) else { return };
        error.old_room = old_room.0;
        self.finish(op, Err(error));
    }

    /// Takes an entry back: the peer is closed, the server is told where it may have let us in, the group is left. None: there is
    /// no such entry. `refusal` is what the server may have answered.
    pub(crate) fn fold_entry(
        &mut self,
        now: Instant,
        op: OpId,
        refusal: Option<&Error>,
    ) -> Option<OldRoomOf> {
        let (entry, old) = match std::mem::take(&mut self.room) {
            Room::Entering(entry) if entry.op == op => (entry, None),
            Room::Switching { stay, entry } if entry.op == op => (entry, Some(stay)),
            Room::Grouping { op: grouping, stay, switched } if grouping == op => {
                return Some(self.fold_grouping(now, op, &stay, switched));
            }
            other => {
                self.room = other;
                return None;
            }
        };
        let let_in = entry.let_in(refusal);
        self.engine(EngineCommand::ClosePeer(entry.peer));
        self.take_back_group(now, op, &entry.param.room, &entry.group);
        self.forget_entry(op);
        Some(OldRoomOf(self.fold_rooms(now, op, old, let_in)))
    }

    /// A room that was switched from is kept where the server cannot have let us into the new one.
    fn fold_rooms(
        &mut self,
        now: Instant,
        op: OpId,
        old: Option<Box<Stay>>,
        let_in: bool,
    ) -> Option<OldRoom> {
        // One that was lost meanwhile is not to be kept; whether the server knows is not known.
        let lost = old.is_none() && self.has_switched(op);
        match old {
            Some(stay) if !let_in => {
                self.room = Room::Entered(stay);
                return Some(OldRoom::Kept);
            }
            Some(stay) => {
                self.leave_group(now, &stay);
                self.put_away(&stay);
                self.tell_exit(now);
                return Some(OldRoom::Left);
            }
            None if let_in || lost => self.tell_exit(now),
            None => {}
        }
        lost.then_some(OldRoom::Left)
    }

    /// The media path is up, and the group does not come.
    fn fold_grouping(&mut self, now: Instant, op: OpId, stay: &Stay, switched: bool) -> OldRoomOf {
        self.engine(EngineCommand::ClosePeer(stay.peer));
        self.take_back_group(now, op, &stay.param.room, &stay.group);
        self.forget_entry(op);
        self.tell_exit(now);
        OldRoomOf(switched.then_some(OldRoom::Left))
    }

    pub(super) fn take_back_group(&mut self, now: Instant, op: OpId, room: &RoomId, group: &Group) {
        match group {
            Group::Asked => self.requests.repurpose(&Purpose::Group(op), &Purpose::StrayGroup(room.clone())),
            Group::Joined => self.leave_stray_group(now, room),
            Group::Without | Group::Wanted | Group::Failed(_) => {}
        }
    }

    /// A group that let us in after its entry had failed; unless we are there again.
    pub(crate) fn leave_stray_group(&mut self, now: Instant, room: &RoomId) {
        let wanted = self.room.stay().map(|stay| &stay.param.room) == Some(room)
            || self.room.entry_mut().is_some_and(|entry| entry.param.room == *room);
        if !wanted {
            let room = Some(wire::RoomRef::from(room));
            self.ask(now, R::GroupLeave(wire::GroupLeave { room }), Purpose::Undo);
        }
    }
}
