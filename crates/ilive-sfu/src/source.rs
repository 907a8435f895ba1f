//! Who and what: peers, rooms, the three sources of a member, and sets of them.

pub use ilive_protocol::PeerId;
use ilive_protocol::{Rights, wire};

/// A room, as the media plane knows it: media never crosses from one to another. Given by the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RoomHandle(pub u64);

/// What a section of an offer carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `m=audio`.
    Audio,
    /// `m=video`.
    Video,
}

/// What a member can send: one of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// Voice.
    Audio,
    /// Camera or external capture.
    Main,
    /// Screen or media file.
    Aux,
}

impl Source {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Audio, Self::Main, Self::Aux];

    /// The kind of section that carries it.
    #[must_use]
    pub fn kind(self) -> Kind {
        match self {
            Self::Audio => Kind::Audio,
            Self::Main | Self::Aux => Kind::Video,
        }
    }
}

impl From<Source> for wire::Source {
    fn from(source: Source) -> Self {
        match source {
            Source::Audio => Self::Audio,
            Source::Main => Self::Main,
            Source::Aux => Self::Aux,
        }
    }
}

impl TryFrom<wire::Source> for Source {
    type Error = NoSource;

    fn try_from(source: wire::Source) -> Result<Self, NoSource> {
        match source {
            wire::Source::Unspecified => Err(NoSource),
            wire::Source::Audio => Ok(Self::Audio),
            wire::Source::Main => Ok(Self::Main),
            wire::Source::Aux => Ok(Self::Aux),
        }
    }
}

/// A message names no source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no source is named: say audio, main or aux")]
pub struct NoSource;

/// A set of sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Sources(u8);

impl Sources {
    /// None of them.
    pub const NONE: Self = Self(0);
    /// All three.
    pub const ALL: Self = Self(7);

    /// What these rights allow to send.
    #[must_use]
    pub fn sendable(rights: Rights) -> Self {
        Source::ALL.into_iter().filter(|source| rights.has(Rights::send((*source).into()))).collect()
    }

    /// What these rights allow to receive.
    #[must_use]
    pub fn receivable(rights: Rights) -> Self {
        Source::ALL.into_iter().filter(|source| rights.has(Rights::receive((*source).into()))).collect()
    }

    /// Whether `source` is in the set.
    #[must_use]
    pub fn has(self, source: Source) -> bool {
        self.0 & Self::bit(source) != 0
    }

    /// Whether there is none in the set.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The set with `source` in it, or out of it.
    #[must_use]
    pub fn with(self, source: Source, within: bool) -> Self {
        if within { Self(self.0 | Self::bit(source)) } else { Self(self.0 & !Self::bit(source)) }
    }

    /// What is in this set and not in `other`.
    #[must_use]
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    fn bit(source: Source) -> u8 {
        match source {
            Source::Audio => 1,
            Source::Main => 2,
            Source::Aux => 4,
        }
    }
}

impl FromIterator<Source> for Sources {
    fn from_iter<I: IntoIterator<Item = Source>>(sources: I) -> Self {
        sources.into_iter().fold(Self::NONE, |set, source| set.with(source, true))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_right_allows_its_own_source_only() {
        for (rights, send, receive) in [
            (Rights::ALL, Sources::ALL, Sources::ALL),
            (Rights::AUDIENCE, Sources::NONE, Sources::ALL),
            (Rights::SEND_AUX, Sources::from_iter([Source::Aux]), Sources::NONE),
            (Rights::RECV_AUDIO, Sources::NONE, Sources::from_iter([Source::Audio])),
            (Rights::NONE, Sources::NONE, Sources::NONE),
        ] {
            assert_eq!(Sources::sendable(rights), send, "{rights:?}");
            assert_eq!(Sources::receivable(rights), receive, "{rights:?}");
        }
    }
}
