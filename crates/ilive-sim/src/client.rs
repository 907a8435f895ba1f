//! Who wants in, and what becomes of them.

use std::time::Instant;

use ilive_core::room::Follow;
use ilive_protocol::wire::{MemberKind, RoleType};
use ilive_protocol::{PeerId, Rights, TinyId};

use crate::Replica;

/// Who wants in, and how.
#[derive(Debug, Clone)]
pub struct Guest {
    /// The ticket's bits.
    pub ticket: Rights,
    /// A room key comes with it.
    pub key: bool,
    /// The role's type.
    pub role: RoleType,
    /// Make the room when it is not there.
    pub create: bool,
    /// As what.
    pub kind: MemberKind,
    /// WHEP: the only member to be shown.
    pub follow: Follow,
}

impl Guest {
    /// A host with a userSig.
    #[must_use]
    pub fn host() -> Self {
        Self { role: RoleType::Host, create: true, ..Self::viewer() }
    }

    /// A viewer with a userSig.
    #[must_use]
    pub fn viewer() -> Self {
        Self {
            ticket: Rights::ALL,
            key: false,
            role: RoleType::Audience,
            create: false,
            kind: MemberKind::Person,
            follow: Follow::Anybody,
        }
    }
}

/// One session, as its client sees it.
#[derive(Debug)]
pub struct Client {
    /// Whose.
    pub tiny: TinyId,
    /// Its media connection.
    pub peer: PeerId,
    /// As what it entered.
    pub kind: MemberKind,
    /// The bits of the ticket that it entered with.
    pub ticket: Rights,
    /// What it believes; none before it is in and after it is out.
    pub replica: Option<Replica>,
    /// Since when its link is lost, and until when its seat is kept.
    pub away: Option<Instant>,
    /// Its offer waits for an answer.
    pub negotiating: bool,
    /// The slots of its last offer that was answered.
    pub(crate) offered: Vec<String>,
}

impl Client {
    /// WHIP and WHEP sessions have no way to be told of anything.
    #[must_use]
    pub fn hears(&self) -> bool {
        !matches!(self.kind, MemberKind::Whip | MemberKind::Whep)
    }
}
