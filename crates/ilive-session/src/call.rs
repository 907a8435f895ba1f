//! Every method of the façade as a value: a call can be kept, replayed and generated.

use ilive_protocol::{RoomId, wire};

use crate::device::DeviceCall;
use crate::{OpId, av, im};

/// A text that no `Debug` shows.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Secret(pub String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

/// A room as the app wrote it; checked by the call (8021).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RoomArg {
    /// 1 to 4294967294.
    Number(u32),
    /// 1 to 64 of `A-Za-z0-9_.@-`.
    Name(String),
}

impl From<u32> for RoomArg {
    fn from(number: u32) -> Self {
        Self::Number(number)
    }
}

impl From<&str> for RoomArg {
    fn from(name: &str) -> Self {
        Self::Name(name.to_owned())
    }
}

impl From<String> for RoomArg {
    fn from(name: String) -> Self {
        Self::Name(name)
    }
}

impl From<&RoomId> for RoomArg {
    fn from(room: &RoomId) -> Self {
        match room.as_number() {
            Some(number) => Self::Number(number),
            None => Self::Name(room.to_string()),
        }
    }
}

/// What a room is entered with. There is no default role: who enters says what for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RoomOption {
    /// A role's name; empty: by `role_type`.
    pub role: String,
    /// Without a name: the app's first role of this type, or its default role.
    pub role_type: wire::RoleType,
    /// A room key; empty: none.
    pub room_key: Secret,
    /// Authority bits (E.1) that are asked for; 0: all that the ticket has.
    pub rights: u8,
    /// Only of a join: make the room when there is none.
    pub create_room: bool,
    /// Enter the AV room only.
    pub without_chat: bool,
    /// See everybody who sends, as many as there are slots, without asking for each.
    pub auto_views: bool,
    /// Only of a create: 1 to 80 characters, or empty.
    pub title: String,
}

impl RoomOption {
    /// Of who opens a room: all rights that the ticket has.
    #[must_use]
    pub fn host() -> Self {
        Self { role_type: wire::RoleType::Host, ..Self::default() }
    }

    /// Of who joins in, and sees everybody who sends.
    #[must_use]
    pub fn cohost() -> Self {
        Self { role_type: wire::RoleType::Cohost, auto_views: true, ..Self::default() }
    }

    /// Of who watches, and sees everybody who sends.
    #[must_use]
    pub fn audience() -> Self {
        Self { role_type: wire::RoleType::Audience, auto_views: true, ..Self::default() }
    }
}

/// Somebody's picture, as a façade user names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Whose.
    pub user_id: String,
    /// Main or auxiliary.
    pub source: wire::Source,
    /// Pixels that are shown; 0: the largest there is.
    pub height: u32,
}

/// The app's name for one of its event handlers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct HandlerId(pub u64);

/// One-to-one calls (E.15). Refused transitions are 8008.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PhoneCall {
    /// Rings at a user.
    Make {
        /// Who is called.
        user_id: String,
        /// With picture.
        video: bool,
        /// Ends the present call first (result 4) instead of 8008.
        end_current: bool,
    },
    /// Takes a call that has come in.
    Accept(u64),
    /// Turns it down.
    Reject(u64),
    /// Takes back one's own call, or hangs up.
    End(u64),
}

/// A method of the façade, or of the layers below it.
#[derive(Debug, Clone, PartialEq)]
pub enum Call {
    /// Adds a handler of events; without one 8005, one that is there 8004.
    AddHandler(Option<HandlerId>),
    /// Takes it away; unknown 8022.
    RemoveHandler(HandlerId),
    /// Logs in and starts the AV context.
    Login {
        /// Who; must be whom the ticket names.
        user_id: String,
        /// The ticket.
        user_sig: Secret,
        /// Profile, never identity; empty keeps what is stored.
        nick: String,
    },
    /// Leaves everything. What is pending ends with 8007.
    Logout,
    /// Logs out where need be; afterwards every call is refused.
    Release,
    /// Puts a new userSig in the place of one that runs out.
    RenewTicket(Secret),
    /// Makes a room and enters it.
    CreateRoom(RoomArg, Option<RoomOption>),
    /// Enters a room.
    JoinRoom(RoomArg, Option<RoomOption>),
    /// Goes over to another room; not for its host.
    SwitchRoom(RoomArg, Option<RoomOption>),
    /// Leaves; out of a room it succeeds.
    QuitRoom {
        /// Ends what is pending with 8007 instead of being refused by it.
        cancel_pending: bool,
    },
    /// Another role; a key makes it never 8024.
    ChangeRole {
        /// Its name.
        role: String,
        /// A room key; empty: none.
        room_key: Secret,
    },
    /// Shows exactly these pictures.
    Show(Vec<Shown>),
    /// Shows none.
    HideAll,
    /// Links the current room with another.
    LinkRoom {
        /// The other room.
        room: RoomArg,
        /// A member there.
        user_id: String,
        /// The key that allows it (E.2.3); empty: none.
        link_key: Secret,
    },
    /// Drops all links.
    UnlinkRoom,
    /// Push of the room to other services, on or off (B.7).
    Push(bool),
    /// Recording on the server, on or off (B.7).
    Record(bool),
    /// Measures the way to the server.
    SpeedTest,
    /// A message to a user.
    SendC2c(String, Vec<wire::Element>),
    /// A message to the current room's group.
    SendGroup(Vec<wire::Element>),
    /// What the stage and its host ask: the request is the server's to judge.
    Stage(StageCall),
    /// Devices.
    Device(DeviceCall),
    /// Calls.
    Phone(PhoneCall),
    /// Gives up what is pending: it ends with 8007. Unknown or ended: nothing happens.
    Cancel(OpId),
    /// The AV layer.
    Av(av::Call),
    /// The IM layer.
    Im(im::Call),
}

/// Requests of the stage, of a host and of a member.
#[derive(Debug, Clone, PartialEq)]
pub enum StageCall {
    /// Raises the hand; completes when queued.
    Request(wire::StageRequest),
    /// Takes it back.
    Cancel,
    /// Host: accepts or refuses somebody in the queue.
    Answer(wire::StageAnswer),
    /// Host: asks somebody on stage.
    Invite(wire::StageInvite),
    /// The invited one's word.
    InviteAnswer(bool),
    /// Leaves the stage, or takes somebody off it.
    Leave(wire::StageLeave),
    /// Host: silences somebody.
    Mute(wire::MuteMember),
    /// Host: removes somebody.
    Kick(wire::KickMember),
    /// Host: another title.
    SetInfo(wire::SetRoomInfo),
    /// Host: ends the room for all.
    EndRoom,
}

impl StageCall {
    pub(crate) fn into_wire(self) -> wire::client_frame::Request {
        use wire::client_frame::Request as R;
        match self {
            Self::Request(body) => R::StageRequest(body),
            Self::Cancel => R::StageCancel(wire::StageCancel {}),
            Self::Answer(body) => R::StageAnswer(body),
            Self::Invite(body) => R::StageInvite(body),
            Self::InviteAnswer(accept) => R::StageInviteAnswer(wire::StageInviteAnswer { accept }),
            Self::Leave(body) => R::StageLeave(body),
            Self::Mute(body) => R::MuteMember(body),
            Self::Kick(body) => R::KickMember(body),
            Self::SetInfo(body) => R::SetRoomInfo(body),
            Self::EndRoom => R::EndRoom(wire::EndRoom {}),
        }
    }
}

/// A call that was not refused.
#[derive(Debug, Clone, PartialEq)]
pub enum Accepted {
    /// One completion follows, under this name.
    Pending(OpId),
    /// All is said: no completion follows.
    Done(Answer),
}

/// What a success brings.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// It is so.
    Done,
    /// In the room, with these authority bits.
    Entered {
        /// The rights in force.
        rights: u32,
    },
    /// On the server's disk.
    Sent {
        /// In its conversation.
        seq: u64,
        /// Unix time in ms.
        time_ms: u64,
    },
    /// Ids and their numbers.
    Identities(Vec<wire::Identity>),
    /// The devices there are.
    Devices(Vec<crate::device::DeviceInfo>),
    /// What the server said, where that is the answer itself.
    Reply(Box<wire::reply::Result>),
    /// What a speed test has measured.
    Speed(crate::SpeedReport),
    /// The call's or the invitation's id.
    Id(u64),
}
