//! What nobody asked for, as C sees it.

mod server;

use std::time::Instant;

use ilive_session::Event;

use crate::answer::{ilive_group_member, ilive_summary};
use crate::error::ilive_error;
use crate::keep::Keep;
use crate::message::ilive_message;
use crate::numbers::{self, ilive_device_kind, ilive_role_type, ilive_source, ilive_uplink, uplink_number};
use crate::room::ilive_room;
use crate::text::ilive_text;
pub use server::{ilive_room_link, ilive_stage_entry};

/// What has happened.
pub type ilive_event_kind = u32;
/// The link is lost. `count`: which try is next, from 1; `ms`: until then.
pub const ILIVE_EVENT_LINK_DOWN: ilive_event_kind = 1;
/// The link is back. `on`: no event was lost; else read messages again. After a restart of the server the room is entered
/// again by itself, and what is different there is told.
pub const ILIVE_EVENT_LINK_UP: ilive_event_kind = 2;
/// Something is wrong and fails nothing: `error` is 8012, 1501 or 8052.
pub const ILIVE_EVENT_WARNING: ilive_event_kind = 3;
/// The userSig has run out: renew it within `ms`, or be logged out. `error`: 8051.
pub const ILIVE_EVENT_TICKET_EXPIRED: ilive_event_kind = 4;
/// Logged out by the server's word. `error`: 8050, 8051.
pub const ILIVE_EVENT_FORCED_OFFLINE: ilive_event_kind = 5;
/// Out of `room` by the server's word, or because the seat or its media was lost. `error`: why; `summary`: when it has ended.
pub const ILIVE_EVENT_ROOM_DISCONNECT: ilive_event_kind = 6;
/// AV layer: the member `tiny_id` begins (`on`) or ends to send `source`, fed by `uplink`.
pub const ILIVE_EVENT_ENDPOINT: ilive_event_kind = 7;
/// The same of the user `user_id`; comes once the id is known.
pub const ILIVE_EVENT_MEMBER: ilive_event_kind = 8;
/// The own media of `source` is dropped for want of a right.
pub const ILIVE_EVENT_PRIVILEGE_DIFF: ilive_event_kind = 9;
/// The own role or rights have changed: `text` is the role, `how` its `ilive_role_type`, `rights` the bits, `muted` what the
/// host has muted.
pub const ILIVE_EVENT_RIGHTS: ilive_event_kind = 10;
/// A device (`device`) has gone by itself, or was put out with the room. `error`: why, where it is known.
pub const ILIVE_EVENT_DEVICE_CLOSED: ilive_event_kind = 11;
/// The list of a kind of `device` has changed.
pub const ILIVE_EVENT_DEVICE_LIST: ilive_event_kind = 12;
/// A message: `message`.
pub const ILIVE_EVENT_MESSAGE: ilive_event_kind = 20;
/// Somebody (`member`) came to the chat group of `room`, or went: `how` is an `ilive_tip`. `count`: people.
pub const ILIVE_EVENT_GROUP_TIP: ilive_event_kind = 21;
/// There are `count` people in the room; `on`: the host is one of them.
pub const ILIVE_EVENT_PEOPLE: ilive_event_kind = 30;
/// The room has another title: `text`.
pub const ILIVE_EVENT_ROOM_INFO: ilive_event_kind = 31;
/// The way of sound and picture is there (`on`), or lost: `error`, where it is known.
pub const ILIVE_EVENT_MEDIA_STATE: ilive_event_kind = 32;
/// The rooms that this one is linked with, all of them: `links`.
pub const ILIVE_EVENT_LINKS: ilive_event_kind = 33;
/// Who waits for the stage: `queue`.
pub const ILIVE_EVENT_STAGE_QUEUE: ilive_event_kind = 40;
/// The host has said yes (`on`) or no to the own hand. `text`: why.
pub const ILIVE_EVENT_STAGE_ANSWERED: ilive_event_kind = 41;
/// The host asks this user on stage: `ilive_stage_invite_answer`.
pub const ILIVE_EVENT_STAGE_INVITED: ilive_event_kind = 42;
/// The invited member `tiny_id` has said yes (`on`) or no.
pub const ILIVE_EVENT_STAGE_INVITE_ANSWERED: ilive_event_kind = 43;
/// `user_id` (`text`: its nick) invites this user into `room`: `id`.
pub const ILIVE_EVENT_INVITATION: ilive_event_kind = 50;
/// The own invitation `id` was taken.
pub const ILIVE_EVENT_INVITATION_ACCEPTED: ilive_event_kind = 51;
/// The invitation `id`, own or other, stands no longer: `how` is an `ilive_invitation_end`.
pub const ILIVE_EVENT_INVITATION_ENDED: ilive_event_kind = 52;
/// `user_id` (`text`: its nick) calls: `id`; `on`: with picture.
pub const ILIVE_EVENT_CALL_INCOMING: ilive_event_kind = 60;
/// Both are in the call `id`.
pub const ILIVE_EVENT_CALL_ESTABLISHED: ilive_event_kind = 61;
/// The call `id` has ended: `how` is an `ilive_call_result`.
pub const ILIVE_EVENT_CALL_ENDED: ilive_event_kind = 62;

/// What has happened; the kind says which fields it fills, all others are 0 or NULL. Kinds may be added: ignore those that
/// you do not know.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct ilive_event {
    /// What.
    pub kind: ilive_event_kind,
    /// Begins, yes, there.
    pub on: bool,
    /// Main, auxiliary or voice.
    pub source: ilive_source,
    /// How it is fed.
    pub uplink: ilive_uplink,
    /// Which kind of device.
    pub device: ilive_device_kind,
    /// How it has ended, or which role it is: what the number is says the kind.
    pub how: u32,
    /// Authority bits.
    pub rights: u32,
    /// What the host has muted: bit `1 << ILIVE_SOURCE_…` each.
    pub muted: u32,
    /// How many.
    pub count: u32,
    /// How long, in ms.
    pub ms: u32,
    /// A call's or an invitation's id.
    pub id: u64,
    /// Which member.
    pub tiny_id: u64,
    /// Which user.
    pub user_id: ilive_text,
    /// A role, a title, a nick, a reason: what it is says the kind.
    pub text: ilive_text,
    /// Which room.
    pub room: ilive_room,
    /// Why.
    pub error: *const ilive_error,
    /// The message.
    pub message: *const ilive_message,
    /// Who came or went.
    pub member: *const ilive_group_member,
    /// What the room was.
    pub summary: *const ilive_summary,
    /// Links with other rooms.
    pub links: *const ilive_room_link,
    /// How many.
    pub link_count: usize,
    /// Who waits, first come first.
    pub queue: *const ilive_stage_entry,
    /// How many.
    pub queue_count: usize,
}

impl ilive_event {
    const NOTHING: Self = Self {
        kind: 0,
        on: false,
        source: 0,
        uplink: 0,
        device: 0,
        how: 0,
        rights: 0,
        muted: 0,
        count: 0,
        ms: 0,
        id: 0,
        tiny_id: 0,
        user_id: ilive_text::NONE,
        text: ilive_text::NONE,
        room: ilive_room::NONE,
        error: std::ptr::null(),
        message: std::ptr::null(),
        member: std::ptr::null(),
        summary: std::ptr::null(),
        links: std::ptr::null(),
        link_count: 0,
        queue: std::ptr::null(),
        queue_count: 0,
    };

    fn new(kind: ilive_event_kind) -> Self {
        Self { kind, ..Self::NOTHING }
    }

    /// None: what the server tells is for the SDK alone.
    pub(crate) fn of(event: &Event, keep: &mut Keep) -> Option<Self> {
        Some(match event {
            Event::LinkDown { attempt, next_at } => {
                let ms = next_at.saturating_duration_since(Instant::now()).as_millis();
                let ms = u32::try_from(ms).unwrap_or(u32::MAX);
                Self { count: *attempt, ms, ..Self::new(ILIVE_EVENT_LINK_DOWN) }
            }
            Event::LinkUp { recovered } => Self { on: *recovered, ..Self::new(ILIVE_EVENT_LINK_UP) },
            Event::Warning(error) => Self { error: why(error, keep), ..Self::new(ILIVE_EVENT_WARNING) },
            Event::TicketExpired(ms, error) => {
                Self { ms: *ms, error: why(error, keep), ..Self::new(ILIVE_EVENT_TICKET_EXPIRED) }
            }
            Event::ForcedOffline(error) => {
                Self { error: why(error, keep), ..Self::new(ILIVE_EVENT_FORCED_OFFLINE) }
            }
            Event::RoomDisconnected { room, error, summary } => Self {
                room: ilive_room::of(room, keep),
                error: why(error, keep),
                summary: summary.as_ref().map_or(std::ptr::null(), |summary| keep.one(summary.into())),
                ..Self::new(ILIVE_EVENT_ROOM_DISCONNECT)
            },
            Event::Rights(rights) => Self::of_rights(rights, keep),
            Event::Server(event) => return Self::of_server(event, keep),
            of_media => return Self::of_media(of_media, keep),
        })
    }

    /// Members and devices.
    fn of_media(event: &Event, keep: &mut Keep) -> Option<Self> {
        let sends = |kind, source, uplink, on: &bool| Self {
            source: numbers::source_number(source),
            uplink: uplink_number(uplink),
            on: *on,
            ..Self::new(kind)
        };
        Some(match event {
            Event::Endpoint { tiny_id, source, kind, on } => {
                Self { tiny_id: tiny_id.0, ..sends(ILIVE_EVENT_ENDPOINT, *source, *kind, on) }
            }
            Event::Member { user, source, kind, on } => {
                Self { user_id: keep.text(user.as_str()), ..sends(ILIVE_EVENT_MEMBER, *source, *kind, on) }
            }
            Event::PrivilegeDiff(source) => {
                Self { source: numbers::source_number(*source), ..Self::new(ILIVE_EVENT_PRIVILEGE_DIFF) }
            }
            Event::DeviceClosed(kind, error) => Self {
                device: numbers::device_number(*kind),
                error: error.as_ref().map_or(std::ptr::null(), |error| why(error, keep)),
                ..Self::new(ILIVE_EVENT_DEVICE_CLOSED)
            },
            Event::DeviceList(kind) => {
                Self { device: numbers::device_number(*kind), ..Self::new(ILIVE_EVENT_DEVICE_LIST) }
            }
            _ => return None,
        })
    }

    fn of_rights(rights: &ilive_protocol::wire::RightsChanged, keep: &mut Keep) -> Self {
        let bit = |source: &i32| 1_u32.checked_shl(numbers::wire_number(*source)).unwrap_or_default();
        let how: ilive_role_type = numbers::wire_number(rights.role_type);
        Self {
            text: keep.text(&rights.role),
            how,
            rights: rights.rights,
            muted: rights.muted_by_host.iter().map(bit).fold(0, |all, one| all | one),
            ..Self::new(ILIVE_EVENT_RIGHTS)
        }
    }
}

fn why(error: &ilive_session::Error, keep: &mut Keep) -> *const ilive_error {
    let told = ilive_error::of(error, keep);
    keep.one(told)
}
