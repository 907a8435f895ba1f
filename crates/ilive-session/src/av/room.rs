//! The AV room (C.2): exited, entering, entered, exiting, switching. Every failure ends in exited, or in the old room.

use std::time::Instant;

use ilive_protocol::wire::client_frame::Request as R;
use ilive_protocol::{Code, TinyId, wire};

use super::connect::Group;
use super::entry::Entry;
use super::members::Members;
use super::param::EnterParam;
use super::views::Seen;
use crate::call::{Accepted, Answer};
use crate::io::{EngineCommand, PeerNo};
use crate::operations::{Caller, Verb};
use crate::purpose::Purpose;
use crate::{Client, Error, OpId};

/// As the app sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoomState {
    /// `ROOM_STATE_EXITED`.
    Exited,
    /// On the way in.
    Entering,
    /// `ROOM_STATE_ENTERED`.
    Entered,
    /// On the way out.
    Exiting,
    /// In one room, on the way to another.
    Switching,
}

#[derive(Debug, Clone, Default)]
pub(crate) enum Room {
    #[default]
    Exited,
    Entering(Box<Entry>),
    /// The media path is up, and the chat group is still to come. `switched`: from another room.
    Grouping {
        op: OpId,
        stay: Box<Stay>,
        switched: bool,
    },
    Entered(Box<Stay>),
    Exiting {
        op: OpId,
        stay: Box<Stay>,
    },
    /// `stay` is the old room, still in force.
    Switching {
        stay: Box<Stay>,
        entry: Box<Entry>,
    },
    /// The session is another one, and the room is entered again. The app is in it all the while, as `stay` has it.
    Returning {
        stay: Box<Stay>,
        entry: Box<Entry>,
    },
}

/// In a room, as far as this side knows.
#[derive(Debug, Clone)]
pub(crate) struct Stay {
    /// What it was entered with, and would be again.
    pub(crate) param: EnterParam,
    pub(crate) peer: PeerNo,
    /// In force.
    pub(crate) role: String,
    pub(crate) rights: u32,
    pub(crate) seen: Seen,
    /// Sources that the host has muted, as the app was told.
    pub(crate) muted_by_host: Vec<i32>,
    /// What the room is linked with, as the app was told.
    pub(crate) links: Vec<wire::RoomLink>,
    pub(crate) host: TinyId,
    pub(crate) members: Members,
    pub(crate) group: Group,
    /// Another role or other rights, told once the room is entered.
    pub(crate) news: Option<wire::RightsChanged>,
    /// The media path is being repaired until then.
    pub(crate) repair: Option<Instant>,
}

impl Room {
    pub(crate) fn state(&self) -> RoomState {
        match self {
            Self::Exited => RoomState::Exited,
            Self::Entering(_) | Self::Grouping { .. } => RoomState::Entering,
            Self::Entered(_) | Self::Returning { .. } => RoomState::Entered,
            Self::Exiting { .. } => RoomState::Exiting,
            Self::Switching { .. } => RoomState::Switching,
        }
    }

    /// The room that the server has us in, once it has said so.
    pub(crate) fn stay_mut(&mut self) -> Option<&mut Stay> {
        match self {
            Self::Exited => None,
            Self::Entering(entry) => entry.stay_mut(),
            Self::Grouping { stay, .. } | Self::Entered(stay) | Self::Exiting { stay, .. } => Some(stay),
            Self::Switching { stay, entry } => Some(entry.stay_mut().unwrap_or(stay)),
            Self::Returning { entry, .. } => entry.stay_mut(),
        }
    }

    /// The room that the app is in.
    pub(crate) fn stay(&self) -> Option<&Stay> {
        match self {
            Self::Exited | Self::Entering(_) | Self::Grouping { .. } => None,
            Self::Entered(stay)
            | Self::Exiting { stay, .. }
            | Self::Switching { stay, .. }
            | Self::Returning { stay, .. } => Some(stay),
        }
    }

    pub(crate) fn app_stay_mut(&mut self) -> Option<&mut Stay> {
        match self {
            Self::Exited | Self::Entering(_) | Self::Grouping { .. } => None,
            Self::Entered(stay)
            | Self::Exiting { stay, .. }
            | Self::Switching { stay, .. }
            | Self::Returning { stay, .. } => Some(stay),
        }
    }

    /// Who sends what, where the app is told of it.
    pub(crate) fn told_mut(&mut self) -> Option<&mut Members> {
        self.app_stay_mut().map(|stay| &mut stay.members)
    }

    pub(crate) fn entry_mut(&mut self) -> Option<&mut Entry> {
        match self {
            Self::Entering(entry) | Self::Switching { entry, .. } | Self::Returning { entry, .. } => {
                Some(entry)
            }
            Self::Exited | Self::Grouping { .. } | Self::Entered(_) | Self::Exiting { .. } => None,
        }
    }
}

impl Client {
    /// 1101, 1001, 1002, 1003 out of a room; then asks the server.
    pub(crate) fn exit_room(&mut self, now: Instant, caller: Caller) -> Result<Accepted, Error> {
        self.started()?;
        self.free(Verb::Exit)?;
        let stay = match std::mem::take(&mut self.room) {
            Room::Entered(stay) => stay,
            Room::Returning { stay, entry } => {
                self.give_up_return(now, &entry);
                // With the entry its group was left.
                Box::new(Stay { group: Group::Without, ..*stay })
            }
            other => {
                self.room = other;
                return Err(Error::of(Code::AvHasInTheState, "closed").because("no room was entered"));
            }
        };
        let op = self.operations.begin(now, caller, Verb::Exit);
        self.drop_devices();
        self.leave_group(now, &stay);
        self.room = Room::Exiting { op, stay };
        self.ask(now, R::RoomExit(wire::RoomExit {}), Purpose::Exit(op));
        Ok(Accepted::Pending(op))
    }

    /// Out, whatever was said: one who is not listed any more is out as well, one who is not answered tells the server again.
    pub(crate) fn exit_answered(&mut self, now: Instant, op: OpId, reply: Result<(), Error>) {
        if let Room::Exiting { op: exiting, .. } = &self.room
            && *exiting == op
        {
            self.leave_now();
        }
        match reply {
            Err(error) if !error.is(Code::ServerIdNotInRoom) => {
                self.tell_exit(now);
                self.finish(op, Err(error));
            }
            _ => self.finish(op, Ok(Answer::Done)),
        }
    }

    /// The own side of a leave: peers closed, devices put out.
    pub(crate) fn leave_now(&mut self) -> Option<Box<Stay>> {
        self.drop_devices();
        let (stay, entry) = match std::mem::take(&mut self.room) {
            Room::Exited => (None, None),
            Room::Entering(entry) => (None, Some(entry)),
            Room::Grouping { stay, .. } | Room::Entered(stay) | Room::Exiting { stay, .. } => {
                (Some(stay), None)
            }
            Room::Switching { stay, entry } | Room::Returning { stay, entry } => (Some(stay), Some(entry)),
        };
        let peers = stay.iter().map(|stay| stay.peer).chain(entry.iter().map(|entry| entry.peer));
        for peer in peers.collect::<Vec<_>>() {
            self.engine(EngineCommand::ClosePeer(peer));
        }
        self.links.clear();
        stay
    }

    /// The server is told of a leave that nobody waits for.
    pub(crate) fn tell_exit(&mut self, now: Instant) {
        self.ask(now, R::RoomExit(wire::RoomExit {}), Purpose::Undo);
    }

    pub(crate) fn leave_group(&mut self, now: Instant, stay: &Stay) {
        if stay.group == Group::Joined {
            let room = Some(wire::RoomRef::from(&stay.param.room));
            self.ask(now, R::GroupLeave(wire::GroupLeave { room }), Purpose::Undo);
        }
    }
}
