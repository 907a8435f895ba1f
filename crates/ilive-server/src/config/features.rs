//! What of the platform an app uses.

use serde::{Deserialize, Serialize};

/// Each is on unless it is switched off; what is off is answered 10007 `feature_off`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Features {
    /// Calls between two users.
    pub call: bool,
    /// Invitations into rooms.
    pub invite: bool,
    /// Links between rooms.
    pub link: bool,
    /// Push of rooms to other services.
    pub push: bool,
    /// Recording on the server.
    pub record: bool,
    /// Speed tests.
    pub speed_test: bool,
}

impl Default for Features {
    fn default() -> Self {
        Self { call: true, invite: true, link: true, push: true, record: true, speed_test: true }
    }
}
