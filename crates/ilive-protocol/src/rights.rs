//! Authority bits (E.1) and what a role's type may at most have.

use std::fmt;

use crate::wire::{RoleType, Source};

/// A set of the eight authority bits of tickets.
#[derive(Clone, Copy, PartialEq, Eq, Default, Hash, serde::Serialize, serde::Deserialize)]
pub struct Rights(pub u8);

impl Rights {
    /// Nothing.
    pub const NONE: Self = Self(0);
    /// Make the room.
    pub const CREATE: Self = Self(0x01);
    /// Enter it.
    pub const JOIN: Self = Self(0x02);
    /// Send voice.
    pub const SEND_AUDIO: Self = Self(0x04);
    /// Receive voice.
    pub const RECV_AUDIO: Self = Self(0x08);
    /// Send main video.
    pub const SEND_MAIN: Self = Self(0x10);
    /// Receive main video.
    pub const RECV_MAIN: Self = Self(0x20);
    /// Send auxiliary video.
    pub const SEND_AUX: Self = Self(0x40);
    /// Receive auxiliary video.
    pub const RECV_AUX: Self = Self(0x80);
    /// Everything: the host's preset.
    pub const ALL: Self = Self(0xFF);
    /// The co-host's preset: all but making rooms.
    pub const COHOST: Self = Self(0xFE);
    /// The audience's preset: enter and receive.
    pub const AUDIENCE: Self = Self(0xAA);

    /// Whether every bit of `other` is in this set.
    #[must_use]
    pub fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// The bits that both have.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The most that a role of this type may have; the default type leaves the ticket's bits as they are.
    #[must_use]
    pub fn preset(role: RoleType) -> Self {
        match role {
            RoleType::Default | RoleType::Host => Self::ALL,
            RoleType::Cohost => Self::COHOST,
            RoleType::Audience => Self::AUDIENCE,
        }
    }

    /// The bit that sending `source` needs.
    #[must_use]
    pub fn send(source: Source) -> Self {
        match source {
            Source::Unspecified => Self::ALL,
            Source::Audio => Self::SEND_AUDIO,
            Source::Main => Self::SEND_MAIN,
            Source::Aux => Self::SEND_AUX,
        }
    }

    /// The bit that receiving `source` needs.
    #[must_use]
    pub fn receive(source: Source) -> Self {
        match source {
            Source::Unspecified => Self::ALL,
            Source::Audio => Self::RECV_AUDIO,
            Source::Main => Self::RECV_MAIN,
            Source::Aux => Self::RECV_AUX,
        }
    }
}

impl fmt::Debug for Rights {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Rights({:#04x})", self.0)
    }
}
