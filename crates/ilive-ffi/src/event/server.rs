//! What the server tells and the SDK hands on.

use ilive_protocol::wire::event::Event as Told;
use ilive_protocol::wire::{self, CallType, media_state};

use super::*;
use crate::numbers::wire_number;

/// This room is linked with another.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct ilive_room_link {
    /// The other one.
    pub room: ilive_room,
    /// Its member behind the link.
    pub user_id: ilive_text,
    /// This room's member behind the link.
    pub tiny_id: u64,
    /// Made from here.
    pub asked_here: bool,
}

/// A raised hand.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct ilive_stage_entry {
    /// Whose.
    pub tiny_id: u64,
    /// Since when, Unix ms.
    pub since_ms: u64,
    /// 1 is next.
    pub place: u32,
    /// What was said with it.
    pub note: ilive_text,
}

impl ilive_event {
    pub(super) fn of_server(event: &Told, keep: &mut Keep) -> Option<Self> {
        Some(match event {
            Told::MessageArrived(arrived) => {
                let message = ilive_message::of(arrived.message.as_ref()?, keep);
                Self { message: keep.one(message), ..Self::new(ILIVE_EVENT_MESSAGE) }
            }
            Told::GroupTip(tip) => Self::of_tip(tip, keep),
            Told::PeopleChanged(people) => {
                Self { count: people.people, on: people.host_present, ..Self::new(ILIVE_EVENT_PEOPLE) }
            }
            Told::RoomInfoChanged(changed) => {
                let title = changed.info.as_ref().map_or("", |info| info.title.as_str());
                Self { text: keep.text(title), ..Self::new(ILIVE_EVENT_ROOM_INFO) }
            }
            Told::MediaState(state) => Self {
                on: state.state() == media_state::State::Connected,
                error: state
                    .error
                    .clone()
                    .map_or(std::ptr::null(), |error| why(&ilive_session::Error::from_wire(error), keep)),
                ..Self::new(ILIVE_EVENT_MEDIA_STATE)
            },
            Told::LinksChanged(changed) => Self::of_links(&changed.links, keep),
            Told::StageQueueChanged(queue) => Self::of_queue(&queue.entries, keep),
            Told::StageAnswered(answer) => Self {
                on: answer.accepted,
                text: keep.text(&answer.reason),
                ..Self::new(ILIVE_EVENT_STAGE_ANSWERED)
            },
            Told::StageInvited(_) => Self::new(ILIVE_EVENT_STAGE_INVITED),
            Told::StageInviteAnswered(answer) => Self {
                tiny_id: answer.tiny_id,
                on: answer.accepted,
                ..Self::new(ILIVE_EVENT_STAGE_INVITE_ANSWERED)
            },
            of_people => return Self::of_people(of_people, keep),
        })
    }

    /// Invitations and calls.
    fn of_people(event: &Told, keep: &mut Keep) -> Option<Self> {
        Some(match event {
            Told::InviteArrived(invite) => Self {
                id: invite.invite_id,
                user_id: keep.text(&invite.user_id),
                text: keep.text(&invite.nick),
                room: ilive_room::of_wire(invite.room.as_ref(), keep),
                ..Self::new(ILIVE_EVENT_INVITATION)
            },
            Told::InviteAccepted(accepted) => {
                Self { id: accepted.invite_id, ..Self::new(ILIVE_EVENT_INVITATION_ACCEPTED) }
            }
            Told::InviteEnded(ended) => Self {
                id: ended.invite_id,
                how: wire_number(ended.how),
                ..Self::new(ILIVE_EVENT_INVITATION_ENDED)
            },
            Told::CallIncoming(call) => Self {
                id: call.call_id,
                user_id: keep.text(&call.user_id),
                text: keep.text(&call.nick),
                on: call.r#type() == CallType::Video,
                ..Self::new(ILIVE_EVENT_CALL_INCOMING)
            },
            Told::CallEstablished(call) => {
                Self { id: call.call_id, ..Self::new(ILIVE_EVENT_CALL_ESTABLISHED) }
            }
            Told::CallEnded(call) => {
                Self { id: call.call_id, how: wire_number(call.result), ..Self::new(ILIVE_EVENT_CALL_ENDED) }
            }
            _ => return None,
        })
    }

    fn of_tip(tip: &wire::GroupTip, keep: &mut Keep) -> Self {
        let member = tip.member.as_ref().map(|member| ilive_group_member::of(member, keep));
        Self {
            room: ilive_room::of_wire(tip.room.as_ref(), keep),
            how: wire_number(tip.kind),
            member: member.map_or(std::ptr::null(), |member| keep.one(member)),
            count: tip.people,
            ..Self::new(ILIVE_EVENT_GROUP_TIP)
        }
    }

    fn of_links(links: &[wire::RoomLink], keep: &mut Keep) -> Self {
        let link = |link: &wire::RoomLink| ilive_room_link {
            room: ilive_room::of_wire(link.room.as_ref(), keep),
            user_id: keep.text(&link.user_id),
            tiny_id: link.tiny_id,
            asked_here: link.asked_here,
        };
        let links = links.iter().map(link).collect();
        let (links, link_count) = keep.list(links);
        Self { links, link_count, ..Self::new(ILIVE_EVENT_LINKS) }
    }

    fn of_queue(entries: &[wire::StageEntry], keep: &mut Keep) -> Self {
        let entry = |entry: &wire::StageEntry| ilive_stage_entry {
            tiny_id: entry.tiny_id,
            since_ms: entry.since_ms,
            place: entry.place,
            note: keep.text(&entry.note),
        };
        let entries = entries.iter().map(entry).collect();
        let (queue, queue_count) = keep.list(entries);
        Self { queue, queue_count, ..Self::new(ILIVE_EVENT_STAGE_QUEUE) }
    }
}
