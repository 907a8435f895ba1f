//! A room that is entered again: the server knows nothing of the session that was in it, since it was started anew.
//!
//! The app stays in the room all the while. Its devices stay open, what it asks of the room waits, and once the room is entered it
//! is told what has become different. Where the room cannot be entered within the time of an entry, it is lost.

use std::time::{Duration, Instant};

use ilive_protocol::wire::{self, event::Event as Told};
use ilive_protocol::{Code, TinyId};

use super::connect::Group;
use super::entry::{Entry, Step};
use super::param::EnterParam;
use super::room::{Room, Stay};
use crate::io::EngineCommand;
use crate::login::passes;
use crate::purpose::Purpose;
use crate::{Client, Error, Event};

/// Least pause between two tries.
const PAUSE: Duration = Duration::from_millis(500);
/// Left to chance of a pause: all who were in the room come at once.
const PAUSE_SPREAD_MS: u64 = 1_000;

impl Stay {
    /// What the room is entered with once more: as the user is in it now.
    fn to_enter_again(&self) -> EnterParam {
        let role = if self.role.is_empty() { &self.param.role } else { &self.role };
        EnterParam { role: role.clone(), ..self.param.clone() }
    }

    /// Goes on where `last` ended: what was told of it is known, and what was wished for still is.
    fn go_on_from(&mut self, last: Stay) {
        self.members.go_on_from(last.members);
        self.seen = last.seen;
    }
}

impl Client {
    /// The session is another one.
    pub(super) fn begin_return(&mut self, now: Instant, mut stay: Box<Stay>) {
        self.engine(EngineCommand::ClosePeer(stay.peer));
        stay.repair = None;
        let old = |purpose: &Purpose| {
            matches!(
                purpose,
                Purpose::Negotiate(_) | Purpose::ReadRoom | Purpose::StandingViews | Purpose::UplinkAgain(_)
            )
        };
        self.requests.take(old);
        let mut param = stay.to_enter_again();
        let role_type = match self.role_of(&mut param) {
            Ok(role_type) => role_type,
            Err(error) => return self.stay_lost(&stay, error, None),
        };
        // An entry that no call waits for.
        let op = self.operations.nobody();
        let with_group = stay.group != Group::Without;
        let entry = self.new_entry(now, op, param, role_type, with_group);
        self.room = Room::Returning { stay, entry };
        self.set_out(now);
    }

    /// The media path is up.
    pub(super) fn return_connected(&mut self, now: Instant) {
        let Room::Returning { entry, .. } = &mut self.room else { return };
        if let Step::Connecting { stay, .. } = &entry.step {
            entry.step = Step::Connected(stay.clone());
        }
        self.returned(now);
    }

    /// Whether all is there: the media path, and the chat group where there was one.
    pub(super) fn returned(&mut self, now: Instant) {
        let Room::Returning { entry, .. } = &self.room else { return };
        if !matches!(entry.step, Step::Connected(_)) {
            return;
        }
        match entry.group.clone() {
            Group::Without | Group::Joined => self.go_on(now),
            Group::Wanted | Group::Asked => {}
            Group::Failed(error) => self.return_failed(now, error),
        }
    }

    /// In the room again: what is different is told, and what was sent and seen is sent and seen again.
    fn go_on(&mut self, now: Instant) {
        let (last, entry) = match std::mem::take(&mut self.room) {
            Room::Returning { stay, entry } => (stay, entry),
            other => return self.room = other,
        };
        let Entry { group, step: Step::Connected(mut stay), .. } = *entry else { return };
        stay.group = group;
        let last_links = last.links.clone();
        stay.go_on_from(*last);
        self.room = Room::Entered(stay);
        self.tell_rights();
        self.tell_links(last_links);
        self.tell_members(now);
        self.send_again(now);
        self.see_again(now);
    }

    /// A link of two rooms goes with the server that knew it; it may have been made again.
    fn tell_links(&mut self, before: Vec<wire::RoomLink>) {
        let Some(stay) = self.room.stay() else { return };
        let (links, version, own) = (stay.links.clone(), stay.members.version(), self.links.len());
        self.keep_links(&links);
        if links != before || self.links.len() != own {
            self.event(Event::Server(Told::LinksChanged(wire::LinksChanged { links, version })));
        }
    }

    /// What the room says of the user that is different from what the app knows.
    pub(super) fn news_of_return(&self, rights: u32, state: &wire::RoomState) -> Option<wire::RightsChanged> {
        let Room::Returning { stay, .. } = &self.room else { return None };
        let own = state.members.iter().find(|member| Some(TinyId(member.tiny_id)) == self.context.own());
        let is_same = |role: &str| stay.role.is_empty() || stay.role == role;
        let is_same = |own: &wire::Member| is_same(&own.role) && own.muted_by_host == stay.muted_by_host;
        if rights == stay.rights && own.is_none_or(is_same) {
            return None;
        }
        let role = |name: &str, role_type: wire::RoleType, muted: &[i32]| wire::RightsChanged {
            role: name.to_owned(),
            role_type: role_type.into(),
            rights,
            muted_by_host: muted.to_vec(),
        };
        let audience = || self.config.roles.iter().find(|role| role.role_type == wire::RoleType::Audience);
        Some(match own {
            Some(own) => role(&own.role, own.role_type(), &own.muted_by_host),
            // Who is not on stage is one of the audience.
            None => role(audience().map_or("", |role| &role.name), wire::RoleType::Audience, &[]),
        })
    }

    /// Asked again after a pause where that may help, as long as an entry may take; else the room is lost.
    pub(super) fn return_failed(&mut self, now: Instant, error: Error) {
        let (stay, mut entry) = match std::mem::take(&mut self.room) {
            Room::Returning { stay, entry } => (stay, entry),
            other => return self.room = other,
        };
        let until = now + self.pause(&error);
        if (passes(&error) || error.retry_after_ms > 0) && until < entry.until {
            self.drop_return(&entry);
            entry.was_let_in = entry.let_in(Some(&error));
            entry.step = Step::Resting { until };
            self.room = Room::Returning { stay, entry };
            return;
        }
        self.give_up_return(now, &entry);
        if entry.let_in(Some(&error)) {
            self.tell_exit(now);
        }
        self.stay_lost(&stay, error, None);
    }

    fn pause(&mut self, error: &Error) -> Duration {
        let asked = Duration::from_millis(error.retry_after_ms.into());
        PAUSE.max(asked) + Duration::from_millis(self.seed.up_to(PAUSE_SPREAD_MS))
    }

    pub(super) fn return_once_more(&mut self, now: Instant) {
        let peer = self.new_peer();
        if let Room::Returning { entry, .. } = &mut self.room {
            entry.rewind(peer);
            self.set_out(now);
        }
    }

    /// A switch needs no old room.
    pub(super) fn switch_instead(&mut self, now: Instant, stay: &Stay, entry: &Entry) {
        self.give_up_return(now, entry);
        if entry.let_in(None) {
            self.tell_exit(now);
        }
        self.stay_lost(stay, Error::of(Code::AvTimeout, "seat_lost"), None);
    }

    /// The room is left, or lost, before it was entered again.
    pub(super) fn give_up_return(&mut self, now: Instant, entry: &Entry) {
        self.drop_return(entry);
        // This try may have joined it, or one before it.
        if entry.group != Group::Without {
            self.leave_stray_group(now, &entry.param.room);
        }
    }

    /// What was begun of it here is of no use any more.
    pub(super) fn drop_return(&mut self, entry: &Entry) {
        self.engine(EngineCommand::ClosePeer(entry.peer));
        self.forget_entry(entry.op);
        self.requests.take(|purpose| *purpose == Purpose::ReadRoom);
    }

    /// The server has put the user out of the room that is entered again.
    pub(super) fn put_out_again(&mut self, now: Instant, error: Error, summary: Option<wire::RoomSummary>) {
        match summary {
            None => self.return_failed(now, error),
            over => self.lose_room(now, error, over),
        }
    }
}
