//! What of a room outlives the server.

use ilive_protocol::{Rights, TinyId};

use serde::{Deserialize, Serialize};

use super::{Person, Role};

/// What the store does for a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Keep {
    /// Write this in the place of what is stored of the room.
    State(Box<Stored>),
    /// The room has ended: what is stored of it goes, and its chat group with its history.
    Gone,
}

/// What is said of the room itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredRoom {
    /// The user who created it: the host.
    pub owner: Person,
    /// When.
    pub created_at_ms: u64,
    /// Shown in lists.
    pub title: String,
    /// For the summary.
    pub tally: Tally,
}

/// What a room's summary counts. Stored now and then: after a crash it may lag by seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tally {
    /// Most people at a time.
    pub peak_people: u32,
    /// People that came, each once since the last start of the server.
    pub total_people: u32,
    /// Messages of the chat group.
    pub messages: u64,
}

/// A member whose seat is worth keeping: on stage, or with a raised hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredMember {
    /// Who.
    pub person: Person,
    /// As what.
    pub role: Role,
    /// The host has taken it on stage: no key is needed.
    pub accepted: bool,
    /// The raised hand.
    pub hand: Option<Hand>,
}

/// A raised hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hand {
    /// When it was raised.
    pub since_ms: u64,
    /// Its place in line: lower is sooner, unique in the room.
    pub order: u64,
    /// For the host to read.
    pub note: String,
}

/// Someone kicked: until `until_ms`, tickets made up to `kicked_at_ms` are refused here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ban {
    /// Who.
    pub tiny: TinyId,
    /// When.
    pub kicked_at_ms: u64,
    /// How long it holds.
    pub until_ms: u64,
}

/// All that is stored of one room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored {
    /// Its own row.
    pub room: StoredRoom,
    /// Its members' rows.
    pub members: Vec<StoredMember>,
    /// What is muted of whom.
    pub muted: Vec<(TinyId, Rights)>,
    /// Who is kept out.
    pub bans: Vec<Ban>,
}

/// What is stored of a room cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("what is stored of the room cannot be read")]
pub struct BadStored(#[from] serde_json::Error);

impl Stored {
    /// As the store has it.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("no map with keys that are not text, no failing writer")
    }

    /// Reads it back.
    ///
    /// # Errors
    /// Bytes that [`Stored::encode`] has not written.
    pub fn decode(bytes: &[u8]) -> Result<Self, BadStored> {
        Ok(serde_json::from_slice(bytes)?)
    }
}
