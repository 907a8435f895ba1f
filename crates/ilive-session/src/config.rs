//! What a client is made with.

use ilive_protocol::wire::{Platform, RoleType};

use crate::Timers;

/// A role of the app: a name with a type (E.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// As the app named it.
    pub name: String,
    /// What its rights are cut by.
    pub role_type: RoleType,
}

/// Settings of one client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// `sdkAppId`; not 0.
    pub sdk_app_id: u32,
    /// Whether messages, groups and calls are loaded. Login and id resolution work either way.
    pub im_support: bool,
    /// Turns the façade's own refusals by state off (R1, steps 6 to 8): the AV layer's codes come through.
    pub raw_codes: bool,
    /// An unknown role is refused with `av` 1 `role_not_exists`; else it is taken as the default role.
    pub strict_roles: bool,
    /// The app's roles as far as they are known; empty: not fetched, so every name is sent as it is.
    pub roles: Vec<Role>,
    /// A second call that comes in is answered as busy by itself.
    pub auto_busy: bool,
    /// The login's class.
    pub platform: Platform,
    /// Name and version of the SDK, for the server's log.
    pub client: String,
    /// All deadlines.
    pub timers: Timers,
    /// Messages that may wait in one conversation; another gets 8053.
    pub outbox: usize,
    /// Calls that may wait for their completion; another gets 8053.
    pub in_flight: usize,
    /// Frames of external capture that may wait for the encoder; another gets 8053.
    pub frame_pool: usize,
}

impl Config {
    /// The defaults for this app.
    #[must_use]
    pub fn new(sdk_app_id: u32) -> Self {
        Self {
            sdk_app_id,
            im_support: true,
            raw_codes: false,
            strict_roles: false,
            roles: Vec::new(),
            auto_busy: true,
            platform: Platform::Desktop,
            client: concat!("ilive-session/", env!("CARGO_PKG_VERSION")).to_owned(),
            timers: Timers::default(),
            outbox: 100,
            in_flight: 256,
            frame_pool: 2,
        }
    }
}
