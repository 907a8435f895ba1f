//! Why a room says no.

use std::time::Duration;

use ilive_protocol::wire::{self, Source};
use ilive_protocol::{BadId, Code, Rights, RoomId};

use crate::Fault;
use crate::chat::ChatError;

/// A room's no; each is one `sub_reason`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// The ticket has not the ENTER bit.
    #[error("this ticket may not enter (bit 0x02)")]
    LackJoin,
    /// The room does not exist and the ticket has not the CREATE bit.
    #[error("the room does not exist and this ticket may not make it (bit 0x01)")]
    LackCreate,
    /// The ticket may not send this.
    #[error("this ticket may not send {0:?}: present a room key with the bit")]
    LackSend(Source),
    /// The rights in force do not allow to receive this.
    #[error("the rights in force do not allow to receive {0:?}")]
    LackReceive(Source),
    /// Under `stage = ask`: neither accepted by the host nor with a key.
    #[error("the host has not taken you on stage: raise your hand, or present a room key with the bits")]
    NotAccepted,
    /// Exclusive, and another user owns the room.
    #[error("the room belongs to another user")]
    RoomTaken,
    /// Kicked, and the ticket is older than the kick.
    #[error("the host has removed you; tickets made before that are refused for another {seconds} s")]
    Kicked {
        /// Until then.
        seconds: u64,
    },
    /// Just now removed by the host.
    #[error("the host has removed you")]
    Removed,
    /// For the host alone.
    #[error("only the room's host may do this")]
    NotHost,
    /// Entry without `create`.
    #[error("the room does not exist")]
    RoomNotExist,
    /// The host has ended it.
    #[error("the host has ended the room")]
    RoomEnded,
    /// Nobody, or nothing to see, for too long.
    #[error("the room was reclaimed: nobody was in it, or neither an uplink nor the host")]
    RoomReclaimed,
    /// Too many people.
    #[error("the room has its {limit} people")]
    RoomFull {
        /// Members and players.
        limit: u32,
    },
    /// Too many WHEP players or sessions of one user.
    #[error("this user is here {limit} times already")]
    TooManySessions {
        /// Of one user.
        limit: u32,
    },
    /// Too many raised hands.
    #[error("{limit} hands are raised already")]
    QueueFull {
        /// Hands.
        limit: usize,
    },
    /// Too much of this happens in the room at once.
    #[error("too many do this in this room at once: again in {} ms", after.as_millis())]
    Throttled {
        /// Until there is room again.
        after: Duration,
    },
    /// ICE or DTLS failed, or did not finish in time.
    #[error("no media connection came about")]
    IceFailed,
    /// The server did not answer the offer in time.
    #[error("the media node did not answer the offer in time")]
    NegotiationTimeout,
    /// The media node's own no: the code and the word are its own.
    #[error("{message}")]
    Media {
        /// 10002 for an offer that cannot be read, 10004 or 10005 for a node that cannot take it, 10001.
        code: Code,
        /// A stable word.
        sub_reason: &'static str,
        /// For people.
        message: String,
    },
    /// Away for longer than the seat is kept.
    #[error("the link was lost for too long: the seat is given up")]
    SeatLost,
    /// The caller is not, or no longer, in the room.
    #[error("you are not in this room")]
    NotInRoom,
    /// The session has entered anew, or its user's WHIP source was posted anew.
    #[error("this session was replaced by a newer entry of the same user")]
    Replaced,
    /// The member named is not in the room.
    #[error("this member is not in the room")]
    MemberGone,
    /// Nobody has invited the caller, or no longer.
    #[error("there is no invitation to answer")]
    NoInvitation,
    /// The hand is raised already.
    #[error("the hand is raised already")]
    AlreadyQueued,
    /// No hand is raised, or it was answered already.
    #[error("no hand is raised")]
    NotQueued,
    /// On stage already.
    #[error("already on stage")]
    OnStage,
    /// Not on stage, or no longer.
    #[error("not on stage")]
    NotOnStage,
    /// Invited already.
    #[error("invited already")]
    AlreadyInvited,
    /// All main videos of the room are taken.
    #[error("{limit} members send video already")]
    MainFull {
        /// Main videos.
        limit: usize,
    },
    /// Auxiliary video without the right to main video.
    #[error("auxiliary video needs the right to send main video")]
    AuxNeedsMain,
    /// Linked already, or being linked, by whichever member.
    #[error("a link with room {0} is there already, or under way")]
    Linked(RoomId),
    /// As many links as there may be, here or there.
    #[error("a room may be linked with {limit} others at a time")]
    LinksFull {
        /// Links.
        limit: usize,
    },
    /// The other room did not answer.
    #[error("the other room did not answer in time")]
    LinkTimeout,
    /// Another member sends the room's auxiliary video.
    #[error("another member shares already")]
    AuxBusy,
    /// Another session of the same user sends this source.
    #[error("another source of yours sends {0:?} already")]
    OwnSource(Source),
    /// A value that is refused; says which.
    #[error("{what}: {why}")]
    BadValue {
        /// The field.
        what: &'static str,
        /// What is wrong with it.
        why: &'static str,
    },
    /// A text that is empty, too long, or has a character that cannot be shown.
    #[error(
        "{what}: {chars} characters; up to {max} are allowed, none of them control or turning the text around"
    )]
    BadText {
        /// The field.
        what: &'static str,
        /// Most characters.
        max: usize,
        /// How many there are.
        chars: usize,
    },
    /// An id that is none.
    #[error(transparent)]
    BadId(#[from] BadId),
    /// IM: the group does not exist.
    #[error("this chat group does not exist")]
    GroupNotExist,
    /// IM: only members may do this.
    #[error("only members of this chat group may do this")]
    NotInGroup,
    /// IM: the group has all the members it can have.
    #[error("this chat group has its {limit} members")]
    GroupFull {
        /// Members.
        limit: u32,
    },
    /// IM: kicked, and the ticket is older than the kick.
    #[error("the host has removed you from this chat group")]
    GroupKicked,
    /// IM: a page that cannot be given.
    #[error(transparent)]
    Chat(#[from] ChatError),
    /// The server stops.
    #[error("the server is going down: enter again, elsewhere or later")]
    Draining,
    /// The room could not be stored.
    #[error("the store is unavailable")]
    StoreUnavailable,
}

impl Refusal {
    /// Module, number and stable word of the contract.
    #[must_use]
    pub fn fault(&self) -> Fault {
        use Refusal as R;
        match self {
            R::LackJoin => Fault::of(Code::ServerNoPermission, "lack_join"),
            R::LackCreate => Fault::of(Code::ServerNoPermission, "lack_create"),
            R::LackSend(source) => Fault::of(Code::ServerNoPermission, lack_send(*source)),
            R::LackReceive(source) => Fault::of(Code::ServerNoPermission, lack_receive(*source)),
            R::NotAccepted => Fault::of(Code::ServerNoPermission, "stage_closed"),
            R::RoomTaken => Fault::of(Code::ServerNoPermission, "room_taken"),
            R::Kicked { .. } | R::Removed => Fault::of(Code::ServerNoPermission, "kicked"),
            R::NotHost => Fault::of(Code::ServerNoPermission, "host_only"),
            R::RoomNotExist => Fault::of(Code::ServerRoomNotExist, "room_not_exist"),
            R::RoomEnded => Fault::of(Code::ServerRoomNotExist, "ended"),
            R::RoomReclaimed => Fault::of(Code::ServerRoomNotExist, "reclaimed"),
            R::RoomFull { .. } => Fault::of(Code::ServerAllocResourceFailed, "room_full"),
            R::TooManySessions { .. } => Fault::of(Code::ServerAllocResourceFailed, "too_many_sessions"),
            R::QueueFull { .. } => Fault::of(Code::ServerAllocResourceFailed, "queue_full"),
            R::Throttled { .. } => Fault::of(Code::ServerAllocResourceFailed, "throttled"),
            R::IceFailed => Fault::of(Code::ServerAllocResourceFailed, "ice_failed"),
            R::NegotiationTimeout => Fault::of(Code::ServerAllocResourceFailed, "negotiation_timeout"),
            R::Media { code, sub_reason, .. } => Fault::of(*code, sub_reason),
            R::SeatLost => Fault::of(Code::AvTimeout, "seat_lost"),
            R::NotInRoom => Fault::of(Code::ServerIdNotInRoom, "not_in_room"),
            R::Replaced => Fault::of(Code::ServerIdNotInRoom, "replaced"),
            R::MemberGone => Fault::of(Code::ServerEndpointNotExist, "member_gone"),
            R::NoInvitation => Fault::of(Code::ServerEndpointNotExist, "no_invitation"),
            R::AlreadyQueued => Fault::of(Code::ServerRepeatedOperation, "already_queued"),
            R::NotQueued => Fault::of(Code::ServerRepeatedOperation, "not_queued"),
            R::OnStage => Fault::of(Code::ServerRepeatedOperation, "on_stage"),
            R::NotOnStage => Fault::of(Code::ServerRepeatedOperation, "not_on_stage"),
            R::AlreadyInvited => Fault::of(Code::ServerRepeatedOperation, "already_invited"),
            R::MainFull { .. } => Fault::of(Code::ServerInvalidAbility, "video_slots_full"),
            R::AuxNeedsMain => Fault::of(Code::ServerInvalidAbility, "aux_needs_main"),
            R::Linked(_) => Fault::of(Code::ServerRepeatedOperation, "linked"),
            R::LinksFull { .. } => Fault::of(Code::ServerAllocResourceFailed, "link_limit"),
            R::LinkTimeout => Fault::of(Code::ServerTimeout, "link_timeout"),
            R::AuxBusy => Fault::of(Code::AvResourceIsOccupied, "aux_taken"),
            R::OwnSource(_) => Fault::of(Code::AvExclusiveOperation, "other_source"),
            R::BadValue { what, .. } | R::BadText { what, .. } => {
                Fault::of(Code::ServerInvalidArgument, what)
            }
            R::BadId(_) => Fault::of(Code::ServerInvalidArgument, "bad_id"),
            R::GroupNotExist => Fault::im(10_010, "group_not_exist"),
            R::NotInGroup => Fault::im(10_007, "not_in_group"),
            R::GroupFull { .. } => Fault::im(10_014, "group_full"),
            R::GroupKicked => Fault::im(10_007, "kicked"),
            R::Chat(error) => error.fault(),
            R::Draining => Fault::of(Code::ServerTimeout, "draining"),
            R::StoreUnavailable => Fault::of(Code::ServerFailed, "store_unavailable"),
        }
    }

    /// As it goes on the wire; the shell adds the trace id.
    #[must_use]
    pub fn to_wire(&self) -> wire::Error {
        match self {
            Self::Chat(error) => error.to_wire(),
            Self::Throttled { after } => self.fault().to_wire_after(self.to_string(), *after),
            _ => self.fault().to_wire(self.to_string()),
        }
    }

    /// The first of these rights that is missing, as a refusal.
    pub(super) fn lacking(wants: Rights) -> Self {
        let sources = [Source::Audio, Source::Main, Source::Aux];
        let send = sources.into_iter().find(|source| wants.has(Rights::send(*source))).map(Self::LackSend);
        let receive = || sources.into_iter().find(|source| wants.has(Rights::receive(*source)));
        send.or_else(|| receive().map(Self::LackReceive)).unwrap_or(Self::LackJoin)
    }
}

fn lack_send(source: Source) -> &'static str {
    match source {
        Source::Unspecified | Source::Audio => "lack_send_audio",
        Source::Main => "lack_send_video",
        Source::Aux => "lack_send_aux",
    }
}

fn lack_receive(source: Source) -> &'static str {
    match source {
        Source::Unspecified | Source::Audio => "lack_recv_audio",
        Source::Main => "lack_recv_video",
        Source::Aux => "lack_recv_aux",
    }
}
