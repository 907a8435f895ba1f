//! Who may do what: the one place that decides rights. Asked again whenever something that it looks at changes.

use ilive_protocol::Rights;
use ilive_protocol::wire::{RoleType, Source};

/// All that rights depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The ticket's bits.
    pub ticket: Rights,
    /// What the client wants of them; none means all.
    pub asked: Rights,
    /// The type of the role.
    pub role: RoleType,
    /// Send bits that the host has taken away.
    pub muted: Rights,
    /// The user who created the room.
    pub host: bool,
}

/// What somebody may want to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Make a room.
    Create,
    /// Enter one.
    Join,
    /// Hold a source's place in the room.
    Publish(Source),
    /// Have packets of a source forwarded.
    Send(Source),
    /// Be sent packets of a source.
    Receive(Source),
    /// Mute, kick, accept, invite, retitle, end.
    Moderate,
}

impl Standing {
    /// May do nothing.
    pub const NOBODY: Self = Self {
        ticket: Rights::NONE,
        asked: Rights::NONE,
        role: RoleType::Audience,
        muted: Rights::NONE,
        host: false,
    };

    /// The rights in force: the ticket's bits that the role allows and the client wants.
    #[must_use]
    pub fn rights(&self) -> Rights {
        self.wanted().and(Rights::preset(self.role))
    }

    /// The ticket's bits that the client wants, before any role.
    fn wanted(&self) -> Rights {
        if self.asked == Rights::NONE { self.ticket } else { self.ticket.and(self.asked) }
    }

    /// What the media plane may let through: the rights in force without what the host has muted.
    #[must_use]
    pub fn allowed(&self) -> Rights {
        const MEDIA: u8 = !(Rights::CREATE.0 | Rights::JOIN.0);
        Rights(self.rights().0 & MEDIA & !self.muted.0)
    }
}

/// Whether somebody with this standing may do this. Default: no.
#[must_use]
pub fn may(standing: &Standing, action: Action) -> bool {
    match action {
        // Making and entering a room come before any role in it.
        Action::Create => standing.wanted().has(Rights::CREATE),
        Action::Join => standing.wanted().has(Rights::JOIN),
        Action::Publish(source) => known(source) && standing.rights().has(Rights::send(source)),
        Action::Send(source) => known(source) && standing.allowed().has(Rights::send(source)),
        Action::Receive(source) => known(source) && standing.allowed().has(Rights::receive(source)),
        Action::Moderate => standing.host,
    }
}

fn known(source: Source) -> bool {
    source != Source::Unspecified
}
