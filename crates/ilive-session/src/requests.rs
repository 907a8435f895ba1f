//! What was asked over the link and has no answer yet: sent again under the same key after a lost link, ended by its
//! deadline. A silence is an answer like any other, only another error.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use ilive_protocol::wire::client_frame::Request;
use ilive_protocol::wire::{ClientFrame, ConversationRef, conversation_ref};

use crate::av::Room;
use crate::io::{LinkCommand, LinkId};
use crate::purpose::Purpose;
use crate::{Client, Output};

#[derive(Debug, Clone)]
enum Deadline {
    At(Instant),
    /// The link is lost, and the time does not count.
    Resting(Duration),
}

#[derive(Debug, Clone)]
struct Unanswered {
    request: Request,
    key: String,
    purpose: Purpose,
    deadline: Deadline,
    /// Not sent before the room is entered again.
    held: bool,
}

/// All of them, by the id on the wire.
#[derive(Debug, Clone, Default)]
pub(crate) struct Requests {
    open: BTreeMap<u32, Unanswered>,
    last: u32,
}

impl Requests {
    pub(crate) fn clear(&mut self) {
        self.open.clear();
    }

    pub(crate) fn deadline(&self) -> Option<Instant> {
        let at = |unanswered: &Unanswered| match unanswered.deadline {
            Deadline::At(at) => Some(at),
            Deadline::Resting(_) => None,
        };
        self.open.values().filter_map(at).min()
    }

    /// Takes those out whose time is over, oldest first.
    pub(crate) fn take_overdue(&mut self, now: Instant) -> Vec<Purpose> {
        let late = |unanswered: &Unanswered| matches!(unanswered.deadline, Deadline::At(at) if at <= now);
        let ids: Vec<u32> = self.open.iter().filter(|(_, u)| late(u)).map(|(id, _)| *id).collect();
        ids.iter().filter_map(|id| self.open.remove(id)).map(|unanswered| unanswered.purpose).collect()
    }

    /// Takes those out that this is true for.
    pub(crate) fn take(&mut self, which: impl Fn(&Purpose) -> bool) -> Vec<Purpose> {
        let ids: Vec<u32> = self.open.iter().filter(|(_, u)| which(&u.purpose)).map(|(id, _)| *id).collect();
        ids.iter().filter_map(|id| self.open.remove(id)).map(|unanswered| unanswered.purpose).collect()
    }

    pub(crate) fn count(&self, which: impl Fn(&Purpose) -> bool) -> usize {
        self.open.values().filter(|unanswered| which(&unanswered.purpose)).count()
    }

    /// The same request goes on for another purpose: its entry has failed.
    pub(crate) fn repurpose(&mut self, from: &Purpose, to: &Purpose) {
        for unanswered in self.open.values_mut().filter(|unanswered| unanswered.purpose == *from) {
            unanswered.purpose = to.clone();
        }
    }

    pub(crate) fn take_answered(&mut self, id: u32) -> Option<Purpose> {
        self.open.remove(&id).map(|unanswered| unanswered.purpose)
    }

    /// The link is lost: messages wait, their time does not count.
    pub(crate) fn rest(&mut self, now: Instant) {
        for unanswered in self.open.values_mut().filter(|unanswered| unanswered.purpose.rests()) {
            if let Deadline::At(at) = unanswered.deadline {
                unanswered.deadline = Deadline::Resting(at.saturating_duration_since(now));
            }
        }
    }

    fn hold(&mut self, id: u32, held: bool) {
        self.open.get_mut(&id).into_iter().for_each(|unanswered| unanswered.held = held);
    }

    /// None of them is held any more.
    fn take_held(&mut self) -> Vec<u32> {
        let held = self.open.iter_mut().filter(|(_, unanswered)| unanswered.held);
        held.map(|(id, unanswered)| {
            unanswered.held = false;
            *id
        })
        .collect()
    }

    fn wake(&mut self, now: Instant) {
        for unanswered in self.open.values_mut() {
            if let Deadline::Resting(left) = unanswered.deadline {
                unanswered.deadline = Deadline::At(now + left);
            }
        }
    }
}

/// Requests that change nothing: a repeat needs no key.
fn reads(request: &Request) -> bool {
    use Request as R;
    matches!(
        request,
        R::Ping(_)
            | R::Login(_)
            | R::Resolve(_)
            | R::ReadMessages(_)
            | R::GroupMembers(_)
            | R::RoomLocate(_)
            | R::RoomRead(_)
            | R::SpeedTest(_)
    )
}

fn is_of_room(conversation: Option<&ConversationRef>) -> bool {
    matches!(conversation.and_then(|to| to.id.as_ref()), Some(conversation_ref::Id::Room(_)))
}

/// Requests that only one who is in a room can make, or in its chat group.
fn needs_seat(request: &Request) -> bool {
    use Request as R;
    match request {
        R::SendMessage(message) => is_of_room(message.conversation.as_ref()),
        R::ReadMessages(read) => is_of_room(read.conversation.as_ref()),
        // Whom the session has not met has no name for it.
        R::Resolve(resolve) => !resolve.tiny_ids.is_empty(),
        R::GroupMembers(_)
        | R::RoomRead(_)
        | R::Negotiate(_)
        | R::SetUplink(_)
        | R::SetViews(_)
        | R::ChangeRole(_)
        | R::SetRoomInfo(_)
        | R::EndRoom(_)
        | R::LinkRoom(_)
        | R::UnlinkRoom(_)
        | R::Push(_)
        | R::Record(_)
        | R::StageRequest(_)
        | R::StageCancel(_)
        | R::StageAnswer(_)
        | R::StageInvite(_)
        | R::StageInviteAnswer(_)
        | R::StageLeave(_)
        | R::MuteMember(_)
        | R::KickMember(_) => true,
        _ => false,
    }
}

impl Client {
    /// Asks the server; while the link is lost, the request waits for it, and its deadline does not.
    pub(crate) fn ask(&mut self, now: Instant, request: Request, purpose: Purpose) {
        self.requests.last = self.requests.last.wrapping_add(1).max(1);
        let id = self.requests.last;
        let key = if reads(&request) { String::new() } else { self.seed.key() };
        let limit = self.limit_of(&purpose);
        let deadline = match (purpose.rests(), self.link.up()) {
            (true, None) => Deadline::Resting(limit),
            _ => Deadline::At(now + limit),
        };
        let first = purpose == Purpose::Login;
        let held = self.holds(&request);
        self.requests.open.insert(id, Unanswered { request, key, purpose, deadline, held });
        if held {
            return;
        }
        if let Some(link) = if first { self.link.greeting() } else { self.link.up() } {
            self.send(link, id);
        }
    }

    fn limit_of(&self, purpose: &Purpose) -> Duration {
        let timers = &self.config.timers;
        match purpose {
            Purpose::Login => timers.request,
            Purpose::Goodbye => timers.goodbye,
            Purpose::OwnId(_) => timers.own_id,
            Purpose::Locate(_) => timers.room_locate,
            Purpose::Enter(_) => timers.room_enter,
            Purpose::Negotiate(_) => timers.ice,
            _ => timers.answer(),
        }
    }

    fn send(&mut self, link: LinkId, id: u32) {
        let Some(unanswered) = self.requests.open.get(&id) else { return };
        let (client_key, request) = (unanswered.key.clone(), unanswered.request.clone());
        let seen = self.login.take_seen();
        let frame = ClientFrame { request_id: id, client_key, seen, request: Some(request) };
        self.outputs.push_back(Output::Link(link, LinkCommand::Send(Box::new(frame))));
    }

    /// The session is up again: all that is unanswered goes out under its old key.
    pub(crate) fn ask_again(&mut self, now: Instant) {
        self.requests.wake(now);
        let Some(link) = self.link.up() else { return };
        for id in self.requests.open.keys().copied().collect::<Vec<_>>() {
            let held = self.requests.open.get(&id).is_some_and(|unanswered| self.holds(&unanswered.request));
            self.requests.hold(id, held);
            if !held {
                self.send(link, id);
            }
        }
    }

    /// The session is another one: what was begun in the old one needs no undoing. Where the room is entered again, what was
    /// said last of a source has to be said there all the same.
    pub(crate) fn forget_undone(&mut self) {
        let returns = matches!(self.room, Room::Entered(_) | Room::Returning { .. });
        self.requests.open.retain(|_, unanswered| {
            let kept = returns && matches!(unanswered.request, Request::SetUplink(_));
            unanswered.purpose != Purpose::Undo || kept
        });
    }

    /// While a room is entered again, what is asked in it waits.
    fn holds(&self, request: &Request) -> bool {
        matches!(self.room, Room::Returning { .. }) && needs_seat(request)
    }

    /// The room is entered again, or lost: what has waited for that goes out.
    pub(crate) fn release_held(&mut self) {
        if matches!(self.room, Room::Returning { .. }) {
            return;
        }
        let Some(link) = self.link.up() else { return };
        for id in self.requests.take_held() {
            self.send(link, id);
        }
    }

    /// Handles those whose time is over as answered, with what their silence is called.
    pub(crate) fn expire_requests(&mut self, now: Instant) {
        for purpose in self.requests.take_overdue(now) {
            let silence = purpose.silence();
            self.answered(now, purpose, Err(silence));
        }
    }
}
