//! What a success brings.

use ilive_protocol::wire::{self, reply};
use ilive_session::{Answer, SpeedReport};

use crate::keep::Keep;
use crate::message::ilive_message;
use crate::text::ilive_text;

/// What a success brings; the function says which fields it fills, all others are 0 or NULL. It lives until `ilive_done`
/// returns.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct ilive_answer {
    /// Of an entry: the authority bits in force.
    pub rights: u32,
    /// Of a call or an invitation: its id.
    pub id: u64,
    /// Of a message: its place in the conversation. Of a page of messages: the conversation's newest.
    pub seq: u64,
    /// Of a message: the server's time, Unix ms.
    pub time_ms: u64,
    /// User ids and their numbers.
    pub identities: *const ilive_identity,
    /// How many.
    pub identity_count: usize,
    /// Messages, oldest first.
    pub messages: *const ilive_message,
    /// How many.
    pub message_count: usize,
    /// Of a page of messages: changes only when the log was lost or restored.
    pub epoch: u32,
    /// Of a page of messages: there are older ones; read on with `before` = the first one's `seq`.
    pub more: bool,
    /// Members of a group.
    pub members: *const ilive_group_member,
    /// How many are here.
    pub member_count: usize,
    /// How many there are.
    pub people: u32,
    /// Of a speed test.
    pub speed: *const ilive_speed,
    /// Of a room that was ended.
    pub summary: *const ilive_summary,
}

/// A user and the number that the AV layer knows it by.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct ilive_identity {
    /// The app's name for it.
    pub user_id: ilive_text,
    /// The number.
    pub tiny_id: u64,
    /// What others see; may be empty.
    pub nick: ilive_text,
}

/// A member of a chat group.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct ilive_group_member {
    /// Who.
    pub user_id: ilive_text,
    /// What others see; may be empty.
    pub nick: ilive_text,
    /// Whose room it is.
    pub host: bool,
}

/// What a speed test has measured; what could not be measured is -1.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct ilive_speed {
    /// There and back, in microseconds: the median.
    pub rtt_us: i64,
    /// The mean of how much one round trip differs from the one before, in microseconds.
    pub jitter_us: i64,
    /// Datagrams that did not arrive at the server, of 10,000.
    pub up_loss: i64,
    /// Datagrams that did not come back of those that had arrived, of 10,000.
    pub down_loss: i64,
    /// Bits a second to the server.
    pub up_bps: i64,
    /// Bits a second from the server.
    pub down_bps: i64,
}

/// What a room was, in the end.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct ilive_summary {
    /// From its making to its end.
    pub duration_ms: u64,
    /// The most people at a time.
    pub peak_people: u32,
    /// All that were ever there.
    pub total_people: u32,
    /// Messages in its group.
    pub messages: u64,
}

impl ilive_answer {
    const NOTHING: Self = Self {
        rights: 0,
        id: 0,
        seq: 0,
        time_ms: 0,
        identities: std::ptr::null(),
        identity_count: 0,
        messages: std::ptr::null(),
        message_count: 0,
        epoch: 0,
        more: false,
        members: std::ptr::null(),
        member_count: 0,
        people: 0,
        speed: std::ptr::null(),
        summary: std::ptr::null(),
    };

    pub(crate) fn of(answer: &Answer, keep: &mut Keep) -> Self {
        match answer {
            // Devices are answered at once, by a list of their own.
            Answer::Done | Answer::Devices(_) => Self::NOTHING,
            Answer::Entered { rights } => Self { rights: *rights, ..Self::NOTHING },
            Answer::Sent { seq, time_ms } => Self { seq: *seq, time_ms: *time_ms, ..Self::NOTHING },
            Answer::Id(id) => Self { id: *id, ..Self::NOTHING },
            Answer::Identities(identities) => {
                let all = identities.iter().map(|identity| ilive_identity::of(identity, keep)).collect();
                let (identities, identity_count) = keep.list(all);
                Self { identities, identity_count, ..Self::NOTHING }
            }
            Answer::Speed(speed) => Self { speed: keep.one(speed.into()), ..Self::NOTHING },
            Answer::Reply(reply) => Self::of_reply(reply, keep),
        }
    }

    fn of_reply(reply: &reply::Result, keep: &mut Keep) -> Self {
        match reply {
            reply::Result::ReadMessages(page) => {
                let all = page.messages.iter().map(|message| ilive_message::of(message, keep)).collect();
                let (messages, message_count) = keep.list(all);
                let (seq, epoch, more) = (page.last_seq, page.epoch, page.more);
                Self { messages, message_count, seq, epoch, more, ..Self::NOTHING }
            }
            reply::Result::GroupMembers(page) => {
                let all = page.members.iter().map(|member| ilive_group_member::of(member, keep)).collect();
                let (members, member_count) = keep.list(all);
                Self { members, member_count, people: page.people, ..Self::NOTHING }
            }
            reply::Result::EndRoom(summary) => Self { summary: keep.one(summary.into()), ..Self::NOTHING },
            // What others say is that it is so.
            _ => Self::NOTHING,
        }
    }
}

impl ilive_identity {
    fn of(identity: &wire::Identity, keep: &mut Keep) -> Self {
        Self {
            user_id: keep.text(&identity.user_id),
            tiny_id: identity.tiny_id,
            nick: keep.text(&identity.nick),
        }
    }
}

impl ilive_group_member {
    pub(crate) fn of(member: &wire::GroupMember, keep: &mut Keep) -> Self {
        Self { user_id: keep.text(&member.user_id), nick: keep.text(&member.nick), host: member.host }
    }
}

impl From<&wire::RoomSummary> for ilive_summary {
    fn from(summary: &wire::RoomSummary) -> Self {
        let wire::RoomSummary { duration_ms, peak_people, total_people, messages } = *summary;
        Self { duration_ms, peak_people, total_people, messages }
    }
}

impl From<&SpeedReport> for ilive_speed {
    fn from(report: &SpeedReport) -> Self {
        let small = |value: Option<u32>| value.map_or(-1, i64::from);
        let large = |value: Option<u64>| value.map_or(-1, |value| i64::try_from(value).unwrap_or(i64::MAX));
        Self {
            rtt_us: small(report.rtt_us),
            jitter_us: small(report.jitter_us),
            up_loss: small(report.up_loss),
            down_loss: small(report.down_loss),
            up_bps: large(report.up_bps),
            down_bps: large(report.down_bps),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_messages_is_told_whole() {
        let message = wire::Message {
            seq: 7,
            sender: "ann".into(),
            elements: crate::message::text("hello".into()),
            ..wire::Message::default()
        };
        let page = wire::ReadMessagesReply { messages: vec![message], last_seq: 9, epoch: 2, more: true };
        let mut keep = Keep::default();

        let answer = ilive_answer::of(&Answer::Reply(Box::new(reply::Result::ReadMessages(page))), &mut keep);

        assert_eq!((answer.seq, answer.epoch, answer.more, answer.message_count), (9, 2, true, 1));
        let message = crate::list::read(answer.messages, answer.message_count)[0];
        let element = crate::list::read(message.elements, message.element_count)[0];
        assert_eq!((message.seq, message.sender.read().as_deref()), (7, Ok("ann")));
        assert_eq!(element.text.read().as_deref(), Ok("hello"));
    }

    #[test]
    fn what_was_not_measured_is_no_zero() {
        let report = SpeedReport { rtt_us: Some(0), ..SpeedReport::default() };

        let speed = ilive_speed::from(&report);

        assert_eq!((speed.rtt_us, speed.jitter_us, speed.up_bps), (0, -1, -1));
    }
}
