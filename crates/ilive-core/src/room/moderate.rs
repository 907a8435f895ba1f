//! What the host alone may do to others and to the room.

use std::time::Duration;

use ilive_protocol::wire::{self, event::Event, group_tip::Kind};
use ilive_protocol::{Rights, TinyId, limits};

use super::info::{checked_note, checked_title};
use super::open::Open;
use super::out::Answer;
use super::uplink::known_source;
use super::{Ban, Refusal, SessionId};
use crate::Now;

impl Open {
    /// Silences a source, or lifts it. It holds for the user, whatever it sends from, and when it comes back.
    pub(super) fn mute(&mut self, host: TinyId, mute: &wire::MuteMember) -> Result<(), Refusal> {
        self.host_only(host)?;
        let bit = Rights::send(known_source(mute.source)?);
        let tiny = self.present(mute.member.as_ref())?;
        let before = self.muted_of(tiny);
        let after = if mute.muted { Rights(before.0 | bit.0) } else { Rights(before.0 & !bit.0) };
        if after == Rights::NONE {
            self.muted.remove(&tiny);
        } else {
            if self.muted.len() >= limits::MUTED_MAX && before == Rights::NONE {
                let absent = self.muted.keys().copied().find(|muted| !self.members.contains_key(muted));
                absent.map(|muted| self.muted.remove(&muted));
            }
            self.muted.insert(tiny, after);
        }
        self.dirty(tiny);
        Ok(())
    }

    /// Removes a user, all that feeds it and its players, from room and chat group.
    pub(super) fn kick(&mut self, now: Now, host: TinyId, kick: &wire::KickMember) -> Result<(), Refusal> {
        self.host_only(host)?;
        checked_note(&kick.reason)?;
        let tiny = self.named(kick.member.as_ref())?;
        if self.is_host(tiny) {
            return Err(Refusal::BadValue { what: "bad_member", why: "the host cannot be removed" });
        }
        let sessions: Vec<SessionId> =
            self.seats.iter().filter(|(_, seat)| seat.tiny() == tiny).map(|(id, _)| *id).collect();
        if sessions.is_empty() && !self.members.contains_key(&tiny) && !self.group.has(tiny) {
            return Err(Refusal::MemberGone);
        }
        self.ban(now, tiny, kick.ban_s);
        for session in sessions {
            self.disconnect(session, &Refusal::Removed);
        }
        self.members.remove(&tiny);
        self.dirty(tiny);
        if let Some(person) = self.group.remove(tiny) {
            self.left.forget_tip(tiny);
            let to = self.group.users().chain([tiny]).collect();
            self.tip_to(to, Kind::Kicked, person.group_member(false));
        }
        Ok(())
    }

    fn ban(&mut self, now: Now, tiny: TinyId, ban_s: u32) {
        self.bans.retain(|_, ban| now.unix_ms < ban.until_ms);
        if self.bans.len() >= limits::BANS_MAX {
            let soonest = self.bans.values().min_by_key(|ban| ban.until_ms).map(|ban| ban.tiny);
            soonest.map(|tiny| self.bans.remove(&tiny));
        }
        let time = if ban_s == 0 { self.config.timers.ban } else { Duration::from_secs(ban_s.into()) };
        let until_ms = now.unix_ms.saturating_add(u64::try_from(time.as_millis()).unwrap_or(u64::MAX));
        self.bans.insert(tiny, Ban { tiny, kicked_at_ms: now.unix_ms, until_ms });
    }

    pub(super) fn set_info(&mut self, host: TinyId, info: &wire::RoomInfo) -> Result<(), Refusal> {
        self.host_only(host)?;
        let title = checked_title(&info.title)?;
        if title != self.about.title {
            self.about.title = title;
            self.told.changed = true;
            let version = self.next_version();
            let info = Some(self.info());
            self.out
                .event(self.all_hearing(), Event::RoomInfoChanged(wire::RoomInfoChanged { info, version }));
        }
        Ok(())
    }

    /// The host ends the room for all; the one who asks has the summary as its answer.
    pub(super) fn end_by_host(
        &mut self,
        now: Now,
        session: SessionId,
        host: TinyId,
    ) -> Result<Answer, Refusal> {
        self.host_only(host)?;
        let summary = self.summary(now);
        self.told.fresh.insert(session);
        self.end(now, &Refusal::RoomEnded);
        Ok(Answer::ready(Ok(wire::reply::Result::EndRoom(summary))))
    }
}
