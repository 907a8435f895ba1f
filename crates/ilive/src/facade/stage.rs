//! The stage: hands, the host's word, mute and kick. Whether it may be so is the server's to judge.

use ilive_protocol::wire::{self, MemberRef, Source, member_ref};
use ilive_session::Call;
use ilive_session::call::StageCall;

use super::Ilive;
use crate::call::{done, pend};
use crate::pending::Pending;

fn member(user_id: &str) -> Option<MemberRef> {
    Some(MemberRef { id: Some(member_ref::Id::UserId(user_id.to_owned())) })
}

impl Ilive {
    /// Raises the hand; completes when queued.
    ///
    /// # Errors
    /// 8003 out of a room, 10008 when queued already.
    pub fn stage_request(&self, note: &str) -> Pending<()> {
        self.stage(StageCall::Request(wire::StageRequest { note: note.to_owned() }))
    }

    /// Takes the hand back.
    ///
    /// # Errors
    /// 8003 out of a room.
    pub fn stage_cancel(&self) -> Pending<()> {
        self.stage(StageCall::Cancel)
    }

    /// Host: takes somebody in the queue on stage, or not.
    ///
    /// # Errors
    /// 8003, 10003 for anybody else, 10010 for who is not there.
    pub fn stage_answer(&self, user_id: &str, accept: bool, reason: &str) -> Pending<()> {
        let answer = wire::StageAnswer { member: member(user_id), accept, reason: reason.to_owned() };
        self.stage(StageCall::Answer(answer))
    }

    /// Host: asks a member to come on stage.
    ///
    /// # Errors
    /// As [`Ilive::stage_answer`].
    pub fn stage_invite(&self, user_id: &str) -> Pending<()> {
        self.stage(StageCall::Invite(wire::StageInvite { member: member(user_id) }))
    }

    /// The invited member's word.
    ///
    /// # Errors
    /// 8003, 10006 without an invitation.
    pub fn stage_invite_answer(&self, accept: bool) -> Pending<()> {
        self.stage(StageCall::InviteAnswer(accept))
    }

    /// Leaves the stage, or takes somebody off it.
    ///
    /// # Errors
    /// As [`Ilive::stage_answer`].
    pub fn stage_leave(&self, user_id: Option<&str>) -> Pending<()> {
        self.stage(StageCall::Leave(wire::StageLeave { member: user_id.and_then(member) }))
    }

    /// Host: silences one source of a member, or lifts that.
    ///
    /// # Errors
    /// As [`Ilive::stage_answer`].
    pub fn mute_member(&self, user_id: &str, source: Source, muted: bool) -> Pending<()> {
        let mute = wire::MuteMember { member: member(user_id), source: source.into(), muted };
        self.stage(StageCall::Mute(mute))
    }

    /// Host: removes a member; `ban_s` 0 is the app's default.
    ///
    /// # Errors
    /// As [`Ilive::stage_answer`].
    pub fn kick_member(&self, user_id: &str, ban_s: u32, reason: &str) -> Pending<()> {
        let kick = wire::KickMember { member: member(user_id), ban_s, reason: reason.to_owned() };
        self.stage(StageCall::Kick(kick))
    }

    /// Host: another title, 1 to 80 characters.
    ///
    /// # Errors
    /// 8003, 10003 for anybody else, 10002.
    pub fn set_room_title(&self, title: &str) -> Pending<()> {
        let info = wire::RoomInfo { title: title.to_owned() };
        self.stage(StageCall::SetInfo(wire::SetRoomInfo { info: Some(info) }))
    }

    /// Host: ends the room for all.
    ///
    /// # Errors
    /// 8003, 10003 for anybody else.
    pub fn end_room(&self) -> Pending<()> {
        self.stage(StageCall::EndRoom)
    }

    fn stage(&self, call: StageCall) -> Pending<()> {
        pend(&self.shared, Call::Stage(call), done)
    }
}
