//! A room that exists: its facts, and which rule takes which input.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use ilive_protocol::wire::{MemberRef, RoleType, member_ref};
use ilive_protocol::{PeerId, Rights, RoomId, TinyId, UserId};

use super::cross::Links;
use super::group::Group;
use super::info::checked_title;
use super::out::{Answer, Out, done};
use super::rates::Left;
use super::seat::{Member, Seat};
use super::settle::Told;
use super::{
    Action, Ban, Config, Input, Output, Person, Refusal, Request, RequestId, SessionId, Standing, Stored,
    StoredRoom, Tally, may,
};
use crate::Now;

/// The facts of a room.
#[derive(Debug)]
pub(super) struct Open {
    pub(super) id: RoomId,
    pub(super) config: Config,
    pub(super) about: StoredRoom,
    pub(super) members: BTreeMap<TinyId, Member>,
    pub(super) seats: BTreeMap<SessionId, Seat>,
    pub(super) peers: BTreeMap<PeerId, SessionId>,
    /// Seats of WHEP players.
    pub(super) players: usize,
    /// Send bits taken away by the host, present or not.
    pub(super) muted: BTreeMap<TinyId, Rights>,
    pub(super) bans: BTreeMap<TinyId, Ban>,
    pub(super) group: Group,
    pub(super) links: Links,
    pub(super) left: Left,
    /// The next place in line, of hands and of uplinks.
    pub(super) next_order: u64,
    /// Members that were counted for the summary.
    pub(super) came: BTreeSet<TinyId>,
    /// Since when nobody is here.
    pub(super) empty_since: Option<Instant>,
    /// Since when there is neither an uplink nor the host.
    pub(super) idle_since: Option<Instant>,
    /// Somebody was in it.
    pub(super) lived: bool,
    pub(super) over: bool,
    pub(super) told: Told,
    pub(super) out: Out,
}

impl Open {
    /// A room that `owner` makes now.
    pub(super) fn new(
        now: Now,
        id: RoomId,
        config: Config,
        owner: Person,
        title: &str,
    ) -> Result<Self, Refusal> {
        let fallback = if owner.nick.is_empty() { owner.user.as_str() } else { &owner.nick };
        let title = checked_title(if title.is_empty() { fallback } else { title })?;
        let tally = Tally::default();
        let about = StoredRoom { owner, created_at_ms: now.unix_ms, title, tally };
        Ok(Self::bare(now, id, config, about))
    }

    /// A room as it was stored.
    pub(super) fn restore(now: Now, id: RoomId, config: Config, stored: Stored) -> Self {
        let until = now.at + config.timers.resume_window;
        let mut open = Self::bare(now, id, config, stored.room);
        for row in stored.members {
            let order = row.hand.as_ref().map_or(0, |hand| hand.order + 1);
            open.next_order = open.next_order.max(order);
            open.dirty(row.person.tiny);
            open.came.insert(row.person.tiny);
            open.members.insert(row.person.tiny, Member::kept(row, until));
        }
        open.muted = stored.muted.into_iter().collect();
        open.bans = stored.bans.into_iter().map(|ban| (ban.tiny, ban)).collect();
        open.lived = true;
        open.told.stored = Some(open.stored());
        open.settle(now);
        open
    }

    fn bare(now: Now, id: RoomId, config: Config, about: StoredRoom) -> Self {
        Self {
            id,
            left: Left::new(&config.rates),
            config,
            about,
            members: BTreeMap::new(),
            seats: BTreeMap::new(),
            peers: BTreeMap::new(),
            players: 0,
            muted: BTreeMap::new(),
            bans: BTreeMap::new(),
            group: Group::default(),
            links: Links::default(),
            next_order: 0,
            came: BTreeSet::new(),
            empty_since: Some(now.at),
            idle_since: Some(now.at),
            lived: false,
            over: false,
            told: Told::default(),
            out: Out::default(),
        }
    }

    pub(super) fn handle(&mut self, now: Now, input: Input) {
        match input {
            Input::Enter(session, request, enter) => self.enter(now, session, request, *enter),
            Input::Negotiated(session, result) => self.negotiated(now, session, result),
            Input::Request(session, request, what) => {
                let answer = self.request(now, session, request, what);
                if let Some(answer) = answer.unwrap_or_else(|refusal| Some(Answer::ready(Err(refusal)))) {
                    self.out.reply(session, request, answer);
                }
            }
            Input::Media(peer, event) => self.media(now, peer, event),
            Input::LinkLost(session, until) => self.link_lost(session, until),
            Input::LinkBack(session) => self.link_back(session),
            Input::SessionGone(session) => self.session_gone(session),
            Input::Cross(room, cross) => self.crossed(now, room, cross),
            Input::MessageKept => self.about.tally.messages += 1,
            Input::Tick => {}
            Input::Stop(refusal) => self.stop(&refusal),
        }
        self.settle(now);
    }

    /// None when the answer comes later.
    fn request(
        &mut self,
        now: Now,
        session: SessionId,
        request: RequestId,
        what: Request,
    ) -> Result<Option<Answer>, Refusal> {
        let caller = self.caller(session);
        let nothing_to_say = match what {
            Request::Exit => return Ok(Some(self.exit(session))),
            Request::GroupJoin { person, issued_at_ms, .. } => {
                return self.group_join(now, session, person, issued_at_ms).map(Some);
            }
            Request::GroupLeave => return Ok(Some(self.group_leave(session))),
            Request::GroupMembers { offset, limit } => {
                return self.group_page(session, offset, limit).map(Some);
            }
            Request::Read => return self.seat(session).map(|_| Some(Answer::State)),
            Request::Negotiate => return self.negotiate(now, session, request).map(|()| None),
            Request::ChangeRole { role, grant } => {
                return caller.and_then(|_| self.change_role(session, role, grant)).map(Some);
            }
            Request::Link { room, user, by_key } => {
                return self.link_room(now, session, request, (room, user, by_key)).map(|()| None);
            }
            Request::Unlink => self.unlink_room(caller?),
            Request::End => return self.end_by_host(now, session, caller?).map(Some),
            Request::SetUplink(set) => caller.and_then(|_| self.set_uplink(session, &set)),
            Request::SetViews(set) => self.set_views(session, &set),
            Request::StageRequest(ask) => self.stage_request(now, caller?, ask.note),
            Request::StageCancel => self.stage_cancel(caller?),
            Request::StageAnswer(answer) => self.stage_answer(caller?, &answer),
            Request::StageInvite(invite) => self.stage_invite(caller?, &invite),
            Request::StageInviteAnswer(answer) => self.stage_invite_answer(session, caller?, answer.accept),
            Request::StageLeave(leave) => self.stage_leave(caller?, leave.member.as_ref()),
            Request::Mute(mute) => self.mute(caller?, &mute),
            Request::Kick(kick) => self.kick(now, caller?, &kick),
            Request::SetInfo(info) => self.set_info(caller?, &info),
        };
        nothing_to_say.map(|()| Some(done()))
    }

    // ---- what the rules ask of the facts

    /// The caller's seat, once it is in.
    pub(super) fn seat(&self, session: SessionId) -> Result<&Seat, Refusal> {
        self.seats.get(&session).filter(|seat| seat.is_in()).ok_or(Refusal::NotInRoom)
    }

    /// Who asks: a member, not a player.
    pub(super) fn caller(&self, session: SessionId) -> Result<TinyId, Refusal> {
        let seat = self.seat(session)?;
        if seat.is_player() { Err(Refusal::NotInRoom) } else { Ok(seat.tiny()) }
    }

    pub(super) fn member(&mut self, tiny: TinyId) -> Result<&mut Member, Refusal> {
        self.members.get_mut(&tiny).ok_or(Refusal::MemberGone)
    }

    pub(super) fn host_only(&self, tiny: TinyId) -> Result<(), Refusal> {
        let standing = Standing { host: self.is_host(tiny), ..Standing::NOBODY };
        if may(&standing, Action::Moderate) { Ok(()) } else { Err(Refusal::NotHost) }
    }

    /// The user who made the room.
    pub(super) fn is_host(&self, tiny: TinyId) -> bool {
        self.about.owner.tiny == tiny
    }

    /// All that the rights of a seat depend on.
    pub(super) fn standing(&self, seat: &Seat) -> Standing {
        let tiny = seat.tiny();
        let member = self.members.get(&tiny).filter(|_| !seat.is_player());
        Standing {
            ticket: seat.grant.ticket,
            asked: seat.asked,
            role: member.map_or(RoleType::Audience, |member| member.role.kind),
            muted: self.muted_of(tiny),
            host: member.is_some() && self.is_host(tiny),
        }
    }

    pub(super) fn muted_of(&self, tiny: TinyId) -> Rights {
        self.muted.get(&tiny).copied().unwrap_or_default()
    }

    /// The member that a request names.
    pub(super) fn named(&self, reference: Option<&MemberRef>) -> Result<TinyId, Refusal> {
        match reference.and_then(|reference| reference.id.as_ref()) {
            Some(member_ref::Id::TinyId(tiny)) => Ok(TinyId(*tiny)),
            Some(member_ref::Id::UserId(user)) => {
                let user: UserId = user.parse()?;
                self.by_name(&user).ok_or(Refusal::MemberGone)
            }
            None => Err(Refusal::BadValue { what: "bad_member", why: "no member is named" }),
        }
    }

    /// In the room or in its chat group.
    pub(super) fn is_among(&self, tiny: TinyId) -> bool {
        self.members.contains_key(&tiny) || self.group.has(tiny)
    }

    fn by_name(&self, user: &UserId) -> Option<TinyId> {
        let members = self.members.values().map(|member| &member.person);
        let seats = self.seats.values().map(|seat| &seat.person);
        members.chain(seats).chain(self.group.people()).find(|p| p.user == *user).map(|p| p.tiny)
    }

    /// The sessions of a user that can be told something.
    pub(super) fn hearing(&self, tiny: TinyId) -> Vec<SessionId> {
        let sessions = self.members.get(&tiny).into_iter().flat_map(|member| &member.sessions);
        sessions.copied().filter(|session| self.seats.get(session).is_some_and(Seat::hears_events)).collect()
    }

    pub(super) fn next_order(&mut self) -> u64 {
        self.next_order += 1;
        self.next_order
    }

    pub(super) fn is_over(&self) -> bool {
        self.over
    }

    /// Everything in the order of [`Output`].
    pub(super) fn take_outputs(&mut self) -> Vec<Output> {
        let keep = self.out.take_keep().into_iter().map(Output::Keep);
        let rest = self.out.take_rest();
        let replies = std::mem::take(&mut self.out.replies);
        let mut outputs: Vec<Output> = keep.collect();
        for (session, request, answer) in replies {
            outputs.push(Output::Reply(session, request, self.finish(session, answer)));
        }
        outputs.extend(rest);
        outputs
    }
}
