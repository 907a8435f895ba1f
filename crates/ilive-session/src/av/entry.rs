//! The way into a room: locate beside the offer, ask, connect; 30 s in all.
//!
//! AV decides: when it fails, the entry ends at once with its code, whatever the chat group has said or not; when only the group
//! fails, its code comes once AV has answered. What fails leaves nothing behind: the server is told where it may have let us in.

use std::time::Instant;

use ilive_protocol::codes::Layer;
use ilive_protocol::wire::client_frame::Request as R;
use ilive_protocol::{Code, TinyId, wire};

use super::connect::Group;
use super::members::{Members, checked};
use super::param::{EnterParam, RoomType};
use super::room::{Room, Stay};
use super::views::Seen;
use crate::call::Accepted;
use crate::io::{EngineCommand, PeerNo};
use crate::operations::{Caller, Verb};
use crate::purpose::Purpose;
use crate::{Client, Error, OpId};

#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) op: OpId,
    pub(crate) peer: PeerNo,
    pub(crate) param: EnterParam,
    role_type: wire::RoleType,
    pub(super) group: Group,
    pub(super) step: Step,
    /// An earlier try of a return was let in, and may be so still.
    pub(super) was_let_in: bool,
    pub(super) until: Instant,
}

#[derive(Debug, Clone)]
pub(super) enum Step {
    Preparing {
        located: bool,
        offer: Option<wire::Offer>,
    },
    Asking,
    /// The server has let us in; given up at `until`.
    Connecting {
        stay: Box<Stay>,
        until: Instant,
    },
    /// Of a return: the media path is up, and the chat group is still to come.
    Connected(Box<Stay>),
    /// Of a return: the server has said no for now, and is asked again at `until`.
    Resting {
        until: Instant,
    },
}

impl Entry {
    /// The server has let us in.
    pub(super) fn is_connecting(&self) -> bool {
        matches!(self.step, Step::Connecting { .. })
    }

    /// Whether the server has let us in, or may have. `refusal` is what it may have answered.
    pub(super) fn let_in(&self, refusal: Option<&Error>) -> bool {
        let refused = refusal.is_some_and(|error| error.raised_by == Layer::Server);
        let by_this = match self.step {
            Step::Preparing { .. } | Step::Resting { .. } => false,
            Step::Asking => !refused,
            Step::Connecting { .. } | Step::Connected(_) => true,
        };
        by_this || self.was_let_in
    }

    /// As it was at its beginning, with another peer.
    pub(super) fn rewind(&mut self, peer: PeerNo) {
        self.peer = peer;
        self.step = Step::Preparing { located: false, offer: None };
        if self.group != Group::Without {
            self.group = Group::Wanted;
        }
    }

    pub(crate) fn stay_mut(&mut self) -> Option<&mut Stay> {
        match &mut self.step {
            Step::Connecting { stay, .. } | Step::Connected(stay) => Some(stay),
            Step::Preparing { .. } | Step::Asking | Step::Resting { .. } => None,
        }
    }
}

impl Client {
    /// 1101, 1001, 1002, 1003 in a room, 1602, 1006 for a pair, 1 `role_not_exists`; then the steps of the entry.
    pub(crate) fn enter_room(
        &mut self,
        now: Instant,
        caller: Caller,
        param: EnterParam,
        with_group: bool,
    ) -> Result<Accepted, Error> {
        self.started()?;
        self.free(Verb::Enter)?;
        if self.room.stay().is_some() {
            return Err(Error::of(Code::AvHasInTheState, "").because("a room is entered"));
        }
        self.test_stopped()?;
        self.begin_entry(now, caller, Verb::Enter, param, with_group)
    }

    /// 1101, 1001, 1002, 1003 for the room that is entered, 1201, 1 `role_not_exists`.
    pub(crate) fn switch_room_av(
        &mut self,
        now: Instant,
        caller: Caller,
        param: EnterParam,
        with_group: bool,
    ) -> Result<Accepted, Error> {
        self.started()?;
        self.free(Verb::Switch)?;
        if self.current_room() == Some(&param.room) {
            return Err(Error::of(Code::AvHasInTheState, "").because("this is the current room"));
        }
        self.room_entered()?;
        self.begin_entry(now, caller, Verb::Switch, param, with_group)
    }

    fn begin_entry(
        &mut self,
        now: Instant,
        caller: Caller,
        verb: Verb,
        mut param: EnterParam,
        with_group: bool,
    ) -> Result<Accepted, Error> {
        if param.room_type == RoomType::Pair {
            return Err(
                Error::of(Code::AvNotImplemented, "").because("rooms of two are not built: use multi")
            );
        }
        let role_type = self.role_of(&mut param)?;
        let op = self.operations.begin(now, caller, verb);
        let entry = self.new_entry(now, op, param, role_type, with_group);
        self.room = match std::mem::take(&mut self.room) {
            Room::Entered(stay) => Room::Switching { stay, entry },
            Room::Returning { stay, entry: returning } => {
                self.switch_instead(now, &stay, &returning);
                Room::Entering(entry)
            }
            _ => Room::Entering(entry),
        };
        self.set_out(now);
        Ok(Accepted::Pending(op))
    }

    pub(super) fn new_entry(
        &mut self,
        now: Instant,
        op: OpId,
        param: EnterParam,
        role_type: wire::RoleType,
        with_group: bool,
    ) -> Box<Entry> {
        let group = if with_group { Group::Wanted } else { Group::Without };
        let step = Step::Preparing { located: false, offer: None };
        let until = now + self.config.timers.room_enter;
        Box::new(Entry { op, peer: self.new_peer(), param, role_type, group, step, was_let_in: false, until })
    }

    /// The first step of the entry that there is: a place beside an offer.
    pub(super) fn set_out(&mut self, now: Instant) {
        let Some(entry) = self.room.entry_mut() else { return };
        let (op, peer) = (entry.op, entry.peer);
        let room = Some(wire::RoomRef::from(&entry.param.room));
        self.engine(EngineCommand::NewPeer(peer));
        self.ask(now, R::RoomLocate(wire::RoomLocate { room }), Purpose::Locate(op));
    }

    /// The session went before the room was entered: from the offer on, within the same time.
    pub(crate) fn begin_again(&mut self, now: Instant) {
        let peer = self.new_peer();
        let Room::Entering(entry) = &mut self.room else { return };
        let (old, op) = (entry.peer, entry.op);
        entry.rewind(peer);
        self.forget_entry(op);
        self.engine(EngineCommand::ClosePeer(old));
        self.set_out(now);
    }

    pub(super) fn entry_of(&mut self, op: OpId) -> Option<&mut Entry> {
        self.room.entry_mut().filter(|entry| entry.op == op)
    }

    pub(crate) fn located(&mut self, now: Instant, op: OpId, reply: Result<wire::RoomLocateReply, Error>) {
        let error = match reply {
            // Rooms are served by the node that is asked; another one's address is of a later protocol.
            Ok(reply) if !reply.url.is_empty() => Error::of(Code::ServerTimeout, "other_node"),
            Ok(_) => {
                if let Some(Step::Preparing { located, .. }) = self.entry_of(op).map(|e| &mut e.step) {
                    *located = true;
                }
                return self.ask_to_enter(now);
            }
            Err(error) => error,
        };
        self.entry_failed(now, op, error);
    }

    /// An offer of the engine: for an entry, or another one of a room that was entered.
    pub(crate) fn offered(&mut self, now: Instant, peer: PeerNo, offer: Result<wire::Offer, String>) {
        let Some(entry) = self.room.entry_mut().filter(|entry| entry.peer == peer) else {
            return self.offered_again(now, peer, offer);
        };
        let op = entry.op;
        match (offer, &mut entry.step) {
            (Ok(made), Step::Preparing { offer, .. }) => {
                *offer = Some(made);
                self.ask_to_enter(now);
            }
            (Err(why), Step::Preparing { .. }) => {
                self.entry_failed(now, op, Error::of(Code::AvFailed, "engine_failed").because(why));
            }
            _ => {}
        }
    }

    /// Located and offered: the server is asked, for the room and beside it for the chat group.
    fn ask_to_enter(&mut self, now: Instant) {
        let from = match &self.room {
            Room::Switching { stay, .. } => Some(wire::RoomRef::from(&stay.param.room)),
            _ => None,
        };
        let Some(entry) = self.room.entry_mut() else { return };
        let Step::Preparing { located: true, offer } = &mut entry.step else { return };
        let Some(offer) = offer.take() else { return };
        entry.step = Step::Asking;
        let request = wire::RoomEnter {
            role_type: entry.role_type.into(),
            offer: Some(offer),
            switch_from: from,
            ..entry.param.to_wire()
        };
        let join = entry.param.to_group();
        let op = entry.op;
        let grouped = entry.group == Group::Wanted;
        if grouped {
            entry.group = Group::Asked;
        }
        self.ask(now, R::RoomEnter(request), Purpose::Enter(op));
        if grouped {
            self.ask(now, R::GroupJoin(join), Purpose::Group(op));
        }
    }

    pub(crate) fn enter_answered(
        &mut self,
        now: Instant,
        op: OpId,
        reply: Result<wire::RoomEnterReply, Error>,
    ) {
        let until = now + self.config.timers.ice;
        let whole = reply.and_then(|mut reply| {
            let state = checked(reply.state.take().unwrap_or_default())?;
            Ok((reply, state))
        });
        let (reply, state) = match whole {
            Ok(whole) => whole,
            Err(error) => return self.entry_failed(now, op, error),
        };
        let news = self.news_of_return(reply.rights, &state);
        let Some(entry) = self.entry_of(op).filter(|entry| matches!(entry.step, Step::Asking)) else {
            return;
        };
        let role = news.as_ref().map_or(&entry.param.role, |news| &news.role).clone();
        let stay = Stay {
            param: entry.param.clone(),
            peer: entry.peer,
            role: role.clone(),
            rights: reply.rights,
            seen: Seen::new(entry.param.auto_views),
            host: TinyId(state.host_tiny_id),
            members: Members::new(&state),
            group: Group::Without,
            muted_by_host: news.iter().flat_map(|news| news.muted_by_host.clone()).collect(),
            links: state.links.clone(),
            news,
            repair: None,
        };
        entry.step = Step::Connecting { stay: Box::new(stay), until };
        let peer = entry.peer;
        self.engine(EngineCommand::Role(peer, role));
        self.engine(EngineCommand::Answer(peer, reply.answer_sdp));
        self.engine(EngineCommand::Slots(peer, state.slots));
    }

    pub(crate) fn entry_deadline(&self) -> Option<(Instant, &'static str)> {
        let (Room::Entering(entry) | Room::Switching { entry, .. } | Room::Returning { entry, .. }) =
            &self.room
        else {
            return None;
        };
        let step = match entry.step {
            Step::Connecting { until, .. } => Some((until, "ice")),
            Step::Resting { until } => Some((until, "entry again")),
            _ => None,
        };
        step.into_iter().chain([(entry.until, "entry")]).min()
    }

    pub(crate) fn expire_entry(&mut self, now: Instant) {
        let Some(entry) = self.room.entry_mut() else { return };
        let op = entry.op;
        if entry.until <= now {
            self.entry_failed(now, op, Error::of(Code::AvTimeout, "entry_timeout"));
        } else if matches!(entry.step, Step::Connecting { until, .. } if until <= now) {
            self.entry_failed(now, op, Error::of(Code::ServerAllocResourceFailed, "ice_timeout"));
        } else if matches!(entry.step, Step::Resting { until } if until <= now) {
            self.return_once_more(now);
        }
    }
}
