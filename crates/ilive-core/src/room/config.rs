//! What an app's operator decides about its rooms.

use ilive_protocol::wire::RoleType;

use super::Rates;
use crate::Timers;

/// A role: a name of the app's list and what kind of role it is.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Role {
    /// As the app's list has it.
    pub name: String,
    /// Its type says what the rights can be at most.
    pub kind: RoleType,
}

impl Role {
    /// A role of that name and type.
    #[must_use]
    pub fn new(name: &str, kind: RoleType) -> Self {
        Self { name: name.to_owned(), kind }
    }

    /// Host or co-host: on stage, and told to everybody.
    #[must_use]
    pub fn on_stage(&self) -> bool {
        matches!(self.kind, RoleType::Host | RoleType::Cohost)
    }
}

/// Who comes on stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StagePolicy {
    /// Whom the host accepts, and whoever presents a room key with the bits.
    Ask,
    /// Whoever's ticket has the bits.
    Open,
}

/// An app's settings for its rooms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// All deadlines.
    pub timers: Timers,
    /// Who comes on stage.
    pub stage: StagePolicy,
    /// Members and WHEP players together; then 10005.
    pub people_max: u32,
    /// How much may happen at a time.
    pub rates: Rates,
    /// What another user than the owner gets who asks for a host role, and whom the host takes on stage.
    pub cohost: Role,
    /// What somebody gets who may not be above audience.
    pub audience: Role,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            timers: Timers::default(),
            stage: StagePolicy::Ask,
            people_max: 100_000,
            rates: Rates::default(),
            cohost: Role::new("LiveGuest", RoleType::Cohost),
            audience: Role::new("Guest", RoleType::Audience),
        }
    }
}
