//! All that is true now, as one session may see it.

use ilive_protocol::TinyId;
use ilive_protocol::wire::{self, Source};

use super::open::Open;
use super::out::Answer;
use super::{Refusal, SessionId};

impl Open {
    /// The answer, now that everything else is settled.
    pub(super) fn finish(
        &mut self,
        session: SessionId,
        answer: Answer,
    ) -> Result<wire::reply::Result, Refusal> {
        match answer {
            Answer::Ready(result) => *result,
            Answer::State => Ok(wire::reply::Result::RoomRead(self.state(session)?)),
            Answer::Entered => {
                let state = Some(self.state(session)?);
                let seat = self.seat(session)?;
                Ok(wire::reply::Result::RoomEnter(wire::RoomEnterReply {
                    answer_sdp: String::new(),
                    tiny_id: seat.tiny().0,
                    state,
                    rights: self.standing(seat).rights().0.into(),
                    room_token: String::new(),
                }))
            }
        }
    }

    fn state(&mut self, session: SessionId) -> Result<wire::RoomState, Refusal> {
        let (people, host_present) = self.give_people();
        let seat = self.seat(session)?;
        Ok(wire::RoomState {
            room: Some(wire::RoomRef::from(&self.id)),
            info: Some(self.info()),
            created_at_ms: self.about.created_at_ms,
            host_tiny_id: self.about.owner.tiny.0,
            host_present,
            members: self.told.members.values().cloned().collect(),
            people,
            stage_queue: self.queue_of(seat.tiny(), &self.queue()),
            slots: seat.slots.iter().map(super::views::Slot::to_wire).collect(),
            version: self.told.version,
            links: self.told.links.clone(),
        })
    }

    /// What others are told of a member; none while it is a mere viewer.
    pub(super) fn shown(&self, tiny: TinyId) -> Option<wire::Member> {
        let member = self.members.get(&tiny)?;
        let seats: Vec<_> = member.sessions.iter().filter_map(|session| self.seats.get(session)).collect();
        let here: Vec<_> = seats.into_iter().filter(|seat| seat.is_in()).collect();
        let mut uplinks: Vec<wire::Uplink> = Vec::new();
        for (source, uplink) in here.iter().flat_map(|seat| &seat.uplinks) {
            let (source, kind) = ((*source).into(), uplink.kind.into());
            uplinks.push(wire::Uplink { source, kind, muted: uplink.muted });
        }
        uplinks.sort_by_key(|uplink| uplink.source);
        let present = !here.is_empty() || member.kept.is_some();
        let told = member.role.on_stage() || !uplinks.is_empty();
        if !(present && told) {
            return None;
        }
        Some(wire::Member {
            tiny_id: tiny.0,
            role: member.role.name.clone(),
            role_type: member.role.kind.into(),
            uplinks,
            kind: here.iter().map(|seat| seat.kind).min().unwrap_or_default().into(),
            away: here.iter().all(|seat| seat.is_away()),
            muted_by_host: self.muted_sources(tiny),
        })
    }

    /// Sources that the host has muted, as the wire names them.
    pub(super) fn muted_sources(&self, tiny: TinyId) -> Vec<i32> {
        let muted = self.muted_of(tiny);
        let sources = [Source::Audio, Source::Main, Source::Aux];
        sources.into_iter().filter(|s| muted.has(ilive_protocol::Rights::send(*s))).map(i32::from).collect()
    }
}
