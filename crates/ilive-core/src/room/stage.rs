//! Who comes on stage and how: raised hands, invitations, and the way down.

use ilive_protocol::wire::{self, MemberRef, event::Event};
use ilive_protocol::{TinyId, limits};

use super::info::checked_note;
use super::open::Open;
use super::roles::may_send_something;
use super::{Hand, Refusal, SessionId};
use crate::Now;

impl Open {
    pub(super) fn stage_request(&mut self, now: Now, tiny: TinyId, note: String) -> Result<(), Refusal> {
        checked_note(&note)?;
        let limit = limits::STAGE_QUEUE_MAX;
        let queued = self.members.values().filter(|member| member.hand.is_some()).count();
        let member = self.members.get(&tiny).ok_or(Refusal::NotInRoom)?;
        if member.role.on_stage() {
            return Err(Refusal::OnStage);
        }
        if member.hand.is_some() {
            return Err(Refusal::AlreadyQueued);
        }
        if queued >= limit {
            return Err(Refusal::QueueFull { limit });
        }
        self.left.hand(now.at)?;
        let order = self.next_order();
        self.member(tiny)?.hand = Some(Hand { since_ms: now.unix_ms, order, note });
        self.told.changed = true;
        Ok(())
    }

    pub(super) fn stage_cancel(&mut self, tiny: TinyId) -> Result<(), Refusal> {
        self.lower_hand(tiny)
    }

    /// The host's word on a raised hand.
    pub(super) fn stage_answer(&mut self, host: TinyId, answer: &wire::StageAnswer) -> Result<(), Refusal> {
        self.host_only(host)?;
        checked_note(&answer.reason)?;
        let tiny = self.present(answer.member.as_ref())?;
        if self.member(tiny)?.role.on_stage() {
            return Err(Refusal::OnStage);
        }
        self.lower_hand(tiny)?;
        if answer.accept {
            self.take_on_stage(tiny)?;
        }
        let answered = wire::StageAnswered { accepted: answer.accept, reason: answer.reason.clone() };
        self.out.event(self.hearing(tiny), Event::StageAnswered(answered));
        Ok(())
    }

    pub(super) fn stage_invite(&mut self, host: TinyId, invite: &wire::StageInvite) -> Result<(), Refusal> {
        self.host_only(host)?;
        let tiny = self.present(invite.member.as_ref())?;
        let member = self.member(tiny)?;
        if member.role.on_stage() {
            return Err(Refusal::OnStage);
        }
        if std::mem::replace(&mut member.invited, true) {
            return Err(Refusal::AlreadyInvited);
        }
        self.out.event(self.hearing(tiny), Event::StageInvited(wire::StageInvited {}));
        Ok(())
    }

    /// The invited member's word. Without the rights the invitation stays open: a new room key may bring them.
    pub(super) fn stage_invite_answer(
        &mut self,
        session: SessionId,
        tiny: TinyId,
        accept: bool,
    ) -> Result<(), Refusal> {
        let seat = self.seat(session)?;
        let (ticket, asked) = (seat.grant.ticket, seat.asked);
        if !self.members.get(&tiny).is_some_and(|member| member.invited) {
            return Err(Refusal::NoInvitation);
        }
        if accept {
            may_send_something(ticket, asked)?;
            self.take_on_stage(tiny)?;
        }
        self.member(tiny)?.invited = false;
        let answered = wire::StageInviteAnswered { tiny_id: tiny.0, accepted: accept };
        self.out.event(self.hearing(self.about.owner.tiny), Event::StageInviteAnswered(answered));
        Ok(())
    }

    /// Off stage: one's own wish, or the host's.
    pub(super) fn stage_leave(&mut self, caller: TinyId, member: Option<&MemberRef>) -> Result<(), Refusal> {
        let tiny = match member {
            None => caller,
            some => self.present(some)?,
        };
        if tiny != caller {
            self.host_only(caller)?;
        }
        if self.is_host(tiny) {
            return Err(Refusal::BadValue { what: "bad_member", why: "the host's place is the stage" });
        }
        let audience = self.config.audience.clone();
        let member = self.member(tiny)?;
        if !member.role.on_stage() {
            return Err(Refusal::NotOnStage);
        }
        member.role = audience;
        member.accepted = false;
        self.dirty(tiny);
        Ok(())
    }

    /// By the host's accept: the role changes, the ticket does not.
    fn take_on_stage(&mut self, tiny: TinyId) -> Result<(), Refusal> {
        let cohost = self.config.cohost.clone();
        let member = self.member(tiny)?;
        member.role = cohost;
        member.accepted = true;
        member.invited = false;
        member.hand = None;
        self.dirty(tiny);
        Ok(())
    }

    fn lower_hand(&mut self, tiny: TinyId) -> Result<(), Refusal> {
        self.member(tiny)?.hand.take().ok_or(Refusal::NotQueued)?;
        self.told.changed = true;
        Ok(())
    }

    /// The member that a request names, when it is in the room.
    pub(super) fn present(&self, reference: Option<&MemberRef>) -> Result<TinyId, Refusal> {
        let tiny = self.named(reference)?;
        if self.members.contains_key(&tiny) { Ok(tiny) } else { Err(Refusal::MemberGone) }
    }

    /// Raised hands, first come first.
    pub(super) fn queue(&self) -> Vec<wire::StageEntry> {
        let mut hands: Vec<(&TinyId, &Hand)> =
            self.members.iter().filter_map(|(tiny, member)| Some((tiny, member.hand.as_ref()?))).collect();
        hands.sort_by_key(|(_, hand)| hand.order);
        let entry = |(place, (tiny, hand)): (u32, (&TinyId, &Hand))| wire::StageEntry {
            tiny_id: tiny.0,
            since_ms: hand.since_ms,
            place,
            note: hand.note.clone(),
        };
        (1..).zip(hands).map(entry).collect()
    }

    /// Of these, what this user may see: the host all, others their own.
    pub(super) fn queue_of(&self, tiny: TinyId, queue: &[wire::StageEntry]) -> Vec<wire::StageEntry> {
        queue.iter().filter(|entry| self.is_host(tiny) || entry.tiny_id == tiny.0).cloned().collect()
    }
}
