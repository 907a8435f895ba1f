//! Who gets which role.

use ilive_protocol::wire::{self, MemberKind, RoleType, Source};
use ilive_protocol::{Rights, TinyId};

use super::open::Open;
use super::out::Answer;
use super::{Enter, Grant, Refusal, Role, SessionId, StagePolicy};

impl Open {
    /// The role that the user has once this entry is done: what it asks for, as far as it may be, and never less than
    /// what another session of it has, or what the host gave it.
    pub(super) fn role_at_entry(&self, enter: &Enter) -> Role {
        if enter.kind == MemberKind::Whep {
            return self.config.audience.clone();
        }
        let tiny = enter.person.tiny;
        let asked = self.cut_to_owner(tiny, enter.role.clone());
        let granted = if asked.kind == RoleType::Audience || self.stage_open_to(tiny, &enter.grant) {
            asked
        } else {
            self.config.audience.clone()
        };
        match self.members.get(&tiny) {
            Some(member) if rank(member.role.kind) > rank(granted.kind) => member.role.clone(),
            _ => granted,
        }
    }

    pub(super) fn change_role(
        &mut self,
        session: SessionId,
        role: Role,
        key: Option<Grant>,
    ) -> Result<Answer, Refusal> {
        let seat = self.seat(session)?;
        let (tiny, asked, grant) = (seat.tiny(), seat.asked, key.unwrap_or(seat.grant));
        let role = self.cut_to_owner(tiny, role);
        if role.on_stage() {
            may_send_something(grant.ticket, asked)?;
        }
        if role.kind != RoleType::Audience && !self.stage_open_to(tiny, &grant) {
            return Err(Refusal::NotAccepted);
        }
        if let Some(seat) = self.seats.get_mut(&session) {
            seat.grant = grant;
        }
        let member = self.member(tiny)?;
        if role.kind == RoleType::Audience {
            member.accepted = false;
        } else if role.on_stage() {
            member.hand = None;
            member.invited = false;
        }
        member.role = role;
        self.dirty(tiny);
        let rights = u32::from(self.standing(self.seat(session)?).rights().0);
        Ok(Answer::ready(Ok(wire::reply::Result::ChangeRole(wire::ChangeRoleReply { rights }))))
    }

    /// Another user than the owner who asks for a host role is co-host.
    fn cut_to_owner(&self, tiny: TinyId, role: Role) -> Role {
        if role.kind == RoleType::Host && !self.is_host(tiny) { self.config.cohost.clone() } else { role }
    }

    /// Whether this user may be above audience with this ticket.
    pub(super) fn stage_open_to(&self, tiny: TinyId, grant: &Grant) -> bool {
        let accepted = || self.members.get(&tiny).is_some_and(|member| member.accepted);
        self.config.stage == StagePolicy::Open || self.is_host(tiny) || grant.opens_stage() || accepted()
    }
}

/// On stage one sends: a ticket with neither voice nor picture (of what the client wants) has no use for it.
pub(super) fn may_send_something(ticket: Rights, asked: Rights) -> Result<(), Refusal> {
    let wanted = |source: &Source| asked == Rights::NONE || asked.has(Rights::send(*source));
    let sources: Vec<Source> = [Source::Audio, Source::Main].into_iter().filter(wanted).collect();
    match sources.first() {
        Some(first) if !sources.iter().any(|source| ticket.has(Rights::send(*source))) => {
            Err(Refusal::LackSend(*first))
        }
        _ => Ok(()),
    }
}

/// More on stage is higher.
fn rank(kind: RoleType) -> u8 {
    match kind {
        RoleType::Audience => 0,
        RoleType::Default => 1,
        RoleType::Cohost => 2,
        RoleType::Host => 3,
    }
}
