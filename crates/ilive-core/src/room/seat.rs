//! A member, and the seats by which its sessions feed it.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use ilive_protocol::wire::{MemberKind, Source, UplinkKind};
use ilive_protocol::{PeerId, Rights, TinyId};

use super::views::{Slot, Wish};
use super::{Grant, Hand, Person, RequestId, Role, SessionId};

/// A user in the room: one endpoint, whatever feeds it.
#[derive(Debug)]
pub(super) struct Member {
    pub(super) person: Person,
    pub(super) role: Role,
    /// The host has taken it on stage.
    pub(super) accepted: bool,
    /// The host has asked it on stage and it has not answered.
    pub(super) invited: bool,
    pub(super) hand: Option<Hand>,
    pub(super) sessions: BTreeSet<SessionId>,
    /// A seat without a session (after a restart) or between two entries of one, kept until then.
    pub(super) kept: Option<Instant>,
}

/// One session's place in the room.
#[derive(Debug)]
pub(super) struct Seat {
    pub(super) person: Person,
    pub(super) kind: MemberKind,
    pub(super) peer: PeerId,
    pub(super) grant: Grant,
    pub(super) asked: Rights,
    pub(super) media: Media,
    pub(super) link: Link,
    /// A later offer that is being answered.
    pub(super) reoffer: Option<(RequestId, Instant)>,
    pub(super) uplinks: BTreeMap<Source, Uplink>,
    pub(super) slots: Vec<Slot>,
    pub(super) wish: Wish,
    pub(super) told: ToldRights,
}

/// The way of a media connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Media {
    /// The room has let it in; its offer is being answered.
    Negotiating {
        request: RequestId,
        deadline: Instant,
    },
    /// Answered and counted; ICE and DTLS are to be done by then.
    Connecting {
        deadline: Instant,
    },
    Connected,
    /// The path is gone; when it is not back by then, its uplinks go.
    Lost {
        until: Instant,
    },
    /// Gone for long.
    Dark,
}

/// Whether the session can hear us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Link {
    Up,
    /// The seat is kept until then.
    Lost {
        until: Instant,
    },
}

/// A source that has its place in the room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Uplink {
    pub(super) kind: UplinkKind,
    pub(super) muted: bool,
    /// Counts up in the room: who published first.
    pub(super) order: u64,
}

/// What the session and the media plane were last told of its rights.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ToldRights {
    pub(super) own: Option<(Role, Rights, Rights)>,
    pub(super) allowed: Rights,
    /// Sources of which a `PrivilegeDiff` was told since.
    pub(super) diffed: Rights,
}

impl Seat {
    /// Past its negotiation: counted, told of things, fed with media.
    pub(super) fn is_in(&self) -> bool {
        !matches!(self.media, Media::Negotiating { .. })
    }

    pub(super) fn is_away(&self) -> bool {
        matches!(self.link, Link::Lost { .. })
    }

    /// WHIP and WHEP sessions have no way to be told of anything.
    pub(super) fn hears_events(&self) -> bool {
        self.is_in() && !self.is_whip_or_whep()
    }

    /// Its media path is its only link.
    pub(super) fn is_whip_or_whep(&self) -> bool {
        matches!(self.kind, MemberKind::Whip | MemberKind::Whep)
    }

    /// A WHEP player is a viewer and no member.
    pub(super) fn is_player(&self) -> bool {
        self.kind == MemberKind::Whep
    }

    pub(super) fn tiny(&self) -> TinyId {
        self.person.tiny
    }

    /// When it next needs the time, and what for.
    pub(super) fn deadline(&self) -> Option<(Instant, &'static str)> {
        let media = match self.media {
            Media::Negotiating { deadline, .. } => Some((deadline, "negotiation")),
            Media::Connecting { deadline } => Some((deadline, "ice")),
            Media::Lost { until } => Some((until, "media lost")),
            Media::Connected | Media::Dark => None,
        };
        let link = match self.link {
            Link::Up => None,
            Link::Lost { until } => Some((until, "seat kept")),
        };
        let reoffer = self.reoffer.map(|(_, deadline)| (deadline, "negotiation"));
        [media, link, reoffer].into_iter().flatten().min()
    }
}
