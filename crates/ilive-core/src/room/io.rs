//! What goes into a room and what comes out.

use std::time::Instant;

use ilive_protocol::wire::{self, MemberKind, Source};
use ilive_protocol::{PeerId, Rights, RoomId, TinyId, UserId};

use super::stored::Keep;
use super::{Refusal, Role};

/// What speaks to a room for a user: a login's session, or a WHIP or WHEP session. Numbered by the shell and never used
/// again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionId(pub u64);

/// Names one request of a session, so that its reply finds the way; the shell's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestId(pub u64);

/// Who somebody is. Always from the session, never from a payload.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Person {
    /// As the app names them.
    pub user: UserId,
    /// As the AV channel does.
    pub tiny: TinyId,
    /// Profile, never identity.
    pub nick: String,
}

/// What a checked ticket says. The shell has verified signature, app, user, room and expiry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grant {
    /// All eight bits for a userSig alone, or those of the room key.
    pub ticket: Rights,
    /// A room key was presented: with its bits, the stage needs no host's accept.
    pub key_presented: bool,
    /// When the ticket was made: what is older than a kick is refused.
    pub issued_at_ms: u64,
}

/// One entry, all checks up to the room key done (R3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enter {
    /// Who enters.
    pub person: Person,
    /// By which ticket.
    pub grant: Grant,
    /// As what.
    pub kind: MemberKind,
    /// The media connection of this entry, numbered by the shell.
    pub peer: PeerId,
    /// Make the room when it does not exist.
    pub create: bool,
    /// With `create`: refuse a room that another user owns.
    pub exclusive: bool,
    /// From the app's list; the shell has put the default in the place of an unknown one.
    pub role: Role,
    /// What the client wants of its rights; none means all.
    pub asked: Rights,
    /// WHIP and WHEP: the rights that the offer's sections would use. When the ticket gives none of them, the entry is
    /// refused. None for others.
    pub wants: Rights,
    /// Title of a room that is made now.
    pub title: String,
    /// WHEP: whom it shows.
    pub follow: Follow,
}

/// Whom a player shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Follow {
    /// The host, else who has published longest.
    #[default]
    Anybody,
    /// This member alone, whenever it publishes.
    Member(TinyId),
    /// A member that nobody has ever heard of: 10010, once the room would have let the player in.
    Unknown,
}

/// What the media side made of an offer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Negotiated {
    /// The receive-only sections, in the offer's order.
    pub slots: Vec<SlotOffer>,
    /// WHIP: what the source sends from now on. Empty for others: they say it by `SetUplink`.
    pub sends: Vec<Source>,
}

/// One receive-only section of an offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotOffer {
    /// Its name in the offer.
    pub mid: String,
    /// Picture, or else sound.
    pub video: bool,
}

/// All that can happen to a room.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// Somebody wants in. Answered by a reply, or by [`Output::Negotiate`] and, after [`Input::Negotiated`], a reply.
    Enter(SessionId, RequestId, Box<Enter>),
    /// The offer that [`Output::Negotiate`] asked for has been answered, or could not be.
    Negotiated(SessionId, Result<Negotiated, Refusal>),
    /// A request; exactly one [`Output::Reply`] follows, now or later.
    Request(SessionId, RequestId, Request),
    /// The media plane saw something.
    Media(PeerId, MediaEvent),
    /// The session's link is lost; its seat is kept until then.
    LinkLost(SessionId, Instant),
    /// The session has a link again.
    LinkBack(SessionId),
    /// The session has ended (logout, 8050, 8051, DELETE, not back in time): its seat goes at once.
    SessionGone(SessionId),
    /// Another room says something.
    Cross(RoomId, Cross),
    /// A message of the chat group is in the store; counted for the summary.
    MessageKept,
    /// Time has passed: [`super::Room::poll_timeout`].
    Tick,
    /// The server stops: all are told this and are out. What is stored stays.
    Stop(Refusal),
}

/// What a session may ask of a room. Group requests need no AV entry, all others do (10006).
#[derive(Debug, Clone, PartialEq)]
pub enum Request {
    /// Leaves the AV room. Out of it already: done.
    Exit,
    /// The state, as this session may see it.
    Read,
    /// A new offer on the same connection; goes on as [`Output::Negotiate`].
    Negotiate,
    /// Publishes, mutes or ends an own source.
    SetUplink(wire::SetUplink),
    /// What the video slots shall show.
    SetViews(wire::SetViews),
    /// Another role; `grant` when a room key came with it.
    ChangeRole {
        /// From the app's list.
        role: Role,
        /// The new key, checked.
        grant: Option<Grant>,
    },
    /// Raises the hand.
    StageRequest(wire::StageRequest),
    /// Lowers it.
    StageCancel,
    /// Host: takes somebody on stage, or not.
    StageAnswer(wire::StageAnswer),
    /// Host: asks somebody on stage.
    StageInvite(wire::StageInvite),
    /// The invited one's word.
    StageInviteAnswer(wire::StageInviteAnswer),
    /// Leaves the stage; the host may name another.
    StageLeave(wire::StageLeave),
    /// Host: silences a source, or lifts it.
    Mute(wire::MuteMember),
    /// Host: removes a member.
    Kick(wire::KickMember),
    /// Host: changes the title.
    SetInfo(wire::RoomInfo),
    /// Host: ends the room for all.
    End,
    /// Links this room with another. Without a key (E.2.3, checked) the host's alone.
    Link {
        /// The other room.
        room: RoomId,
        /// A member there.
        user: UserId,
        /// A key allows it.
        by_key: bool,
    },
    /// Drops all links.
    Unlink,
    /// Joins the chat group. With `create` it waits for the entry that makes the room.
    GroupJoin {
        /// Who joins.
        person: Person,
        /// When the login's ticket was made: what is older than a kick is refused.
        issued_at_ms: u64,
        /// As in `wire::GroupJoin`.
        create: bool,
    },
    /// Leaves the chat group. Out of it already: done.
    GroupLeave,
    /// A page of the group's members.
    GroupMembers {
        /// Members to skip, newest first.
        offset: u32,
        /// 1 to 100.
        limit: u32,
    },
}

/// What the media plane tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MediaEvent {
    /// ICE and DTLS are done, or the path is back.
    Connected,
    /// The path is gone; it may come back. For WHIP and WHEP this is the loss of their link.
    Lost,
    /// ICE or DTLS failed for good, and why.
    Failed(super::Refusal),
    /// A published video has sent nothing for [`crate::Timers::track_silent`]. Told again after each such time.
    Silent(Source),
    /// Packets of a source arrive without the right and are dropped.
    Unauthorised(Source),
    /// An audio slot has another speaker (the media plane gives them to the loudest), or none.
    Heard {
        /// The slot.
        mid: String,
        /// The member who speaks there.
        speaker: Option<TinyId>,
    },
}

/// What two rooms say to each other about a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cross {
    /// Will you be linked with me?
    Ask(LinkAsk),
    /// The answer to that.
    Answer(Result<(), Refusal>),
    /// We are linked no longer.
    Drop,
}

/// Who asks for a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkAsk {
    /// The member of the asking room.
    pub from: UserId,
    /// The number of that user.
    pub tiny: TinyId,
    /// When the ticket of its entry was made: what is older than a kick from the asked room is refused.
    pub issued_at_ms: u64,
    /// The member of the asked one.
    pub to: UserId,
}

/// What the shell does for a room, in this order.
///
/// A [`Output::Keep`] always comes before the reply and the events of the same input: the shell writes it (all of one
/// input may share a commit) before anything behind it leaves the server, so that an acknowledged change survives a
/// crash. When writing fails it answers 10001 in the place of the replies behind it, carries out the rest (what has
/// happened in the room has happened), and writes [`super::Room::stored`] again until that succeeds.
#[derive(Debug, Clone, PartialEq)]
pub enum Output {
    /// To be on disk before anything behind it is carried out.
    Keep(Keep),
    /// Answer the session's offer: these rights say which sections may be active. [`Input::Negotiated`] is the answer.
    Negotiate {
        /// Whose offer.
        session: SessionId,
        /// For which connection.
        peer: PeerId,
        /// In force now.
        rights: Rights,
    },
    /// The one answer to a request. In `RoomEnterReply` the shell fills `answer_sdp` and `room_token`, in
    /// `NegotiateReply` `answer_sdp`, in `GroupJoinReply` `last_seq` and `epoch`.
    Reply(SessionId, RequestId, Result<wire::reply::Result, Refusal>),
    /// The same event for each of these sessions. WHIP and WHEP sessions are never among them.
    Event(Vec<SessionId>, wire::event::Event),
    /// A tip for every login of these users (a `GroupTip` knows identifiers only).
    Tip(Vec<TinyId>, wire::GroupTip),
    /// For the media plane.
    Media(MediaCommand),
    /// For another room of the app: [`Input::Cross`] there. A question to a room that is not open is answered with
    /// [`Refusal::RoomNotExist`].
    Cross(RoomId, Cross),
    /// The session has no seat in the AV room any more, for whatever reason. (What a login is told comes as an event.)
    Out(SessionId),
}

/// What the media plane is told. It forwards a source only when it is published and allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MediaCommand {
    /// What the peer may send and receive; sources muted by the host are taken out. None until told.
    Allow(PeerId, Rights),
    /// Whether a source of the peer has its place in the room. Off until told.
    Publish(PeerId, Source, Published),
    /// What a slot of the peer shows from now on.
    Show {
        /// The viewer's connection.
        peer: PeerId,
        /// Its slot.
        mid: String,
        /// None: nothing.
        track: Option<Track>,
        /// Height in pixels that is shown; 0: the largest there is.
        height: u32,
    },
    /// The connection is over.
    Remove(PeerId),
}

/// A source's place in the room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Published {
    /// None.
    Off,
    /// Held, silent by its sender's wish.
    Muted,
    /// Held and heard.
    On,
}

/// One source of one member, as the media plane finds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Track {
    /// Whose.
    pub tiny: TinyId,
    /// The connection that sends it.
    pub peer: PeerId,
    /// Which.
    pub source: Source,
}

/// What a room list shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    /// The room's title.
    pub title: String,
    /// The user who created it.
    pub host: Person,
    /// Whether it is present.
    pub host_present: bool,
    /// Everybody, viewers included.
    pub people: u32,
    /// When the room was made.
    pub created_at_ms: u64,
    /// It has an uplink.
    pub live: bool,
}
