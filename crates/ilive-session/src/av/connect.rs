//! The last steps of an entry: the media path comes up, then the chat group, which was asked for beside the room.

use std::time::Instant;

use ilive_protocol::{Code, Module};

use super::entry::{Entry, Step};
use super::room::Room;
use crate::call::Answer;
use crate::io::{Path, PeerNo};
use crate::{Client, Error, OpId, im};

/// The chat group's part of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Group {
    /// Not asked for.
    Without,
    /// Asked for together with the room.
    Wanted,
    Asked,
    Joined,
    /// Told once AV has answered.
    Failed(Error),
}

impl Client {
    /// The way to the media of an entry is there, or is not to be had.
    pub(crate) fn entry_path(&mut self, now: Instant, peer: PeerNo, path: Path) {
        let Some(entry) = self.room.entry_mut().filter(|entry| entry.peer == peer) else { return };
        let op = entry.op;
        let error = match path {
            Path::Connected => return self.connected(now),
            Path::IceFailed => Error::of(Code::ServerAllocResourceFailed, "ice_failed"),
            Path::DtlsFailed { fingerprint: true } => Error::of(Code::AvFailed, "dtls_fingerprint"),
            Path::DtlsFailed { fingerprint: false } => Error::of(Code::AvFailed, "dtls_failed"),
        };
        self.entry_failed(now, op, error);
    }

    fn connected(&mut self, now: Instant) {
        let Some(entry) = self.room.entry_mut() else { return };
        if !matches!(entry.step, Step::Connecting { .. }) {
            return;
        }
        let (old, entry) = match std::mem::take(&mut self.room) {
            Room::Entering(entry) => (None, entry),
            Room::Switching { stay, entry } => (Some(stay), entry),
            room @ Room::Returning { .. } => {
                self.room = room;
                return self.return_connected(now);
            }
            other => return self.room = other,
        };
        let switched = old.is_some();
        if let Some(old) = old {
            self.leave_group(now, &old);
            self.put_away(&old);
        }
        let Entry { op, group, step: Step::Connecting { mut stay, .. }, .. } = *entry else { return };
        stay.group = group.clone();
        self.room = Room::Grouping { op, stay, switched };
        self.grouped(now, group);
    }

    /// What the group has said so far, once the media path is up.
    fn grouped(&mut self, now: Instant, group: Group) {
        let (op, mut stay, switched) = match std::mem::take(&mut self.room) {
            Room::Grouping { op, stay, switched } => (op, stay, switched),
            other => return self.room = other,
        };
        stay.group = group.clone();
        let rights = stay.rights;
        match group {
            Group::Without | Group::Joined => {
                self.room = Room::Entered(stay);
                self.finish(op, Ok(Answer::Entered { rights }));
                self.see_all(now);
                self.tell_rights();
                self.tell_members(now);
            }
            Group::Wanted | Group::Asked => self.room = Room::Grouping { op, stay, switched },
            Group::Failed(error) => {
                self.room = Room::Grouping { op, stay, switched };
                self.entry_failed(now, op, error);
            }
        }
    }

    pub(crate) fn group_answered(&mut self, now: Instant, op: OpId, reply: Result<(), Error>) {
        let group = match reply {
            Err(error) if error.module == Module::Im && error.code == im::ALREADY_MEMBER => Group::Joined,
            Err(error) => Group::Failed(error),
            Ok(()) => Group::Joined,
        };
        if let Some(entry) = self.entry_of(op) {
            entry.group = group;
            return self.returned(now);
        }
        if matches!(&self.room, Room::Grouping { op: grouping, .. } if *grouping == op) {
            self.grouped(now, group);
        }
    }
}
