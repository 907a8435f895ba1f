//! The one object (B.1 to B.9). Each file has a part of its methods.

mod chat;
mod devices;
mod login;
mod phone;
mod rooms;
mod stage;

pub use chat::Sent;
pub(crate) use chat::sent;
pub(crate) use phone::id;
pub(crate) use rooms::entered;

use std::sync::Arc;

use ilive_session::av::{ContextState, RoomState, TestState};
use ilive_session::{Error, PhoneState};

use crate::av::Context;
use crate::config::Config;
use crate::engine::Quality;
use crate::events::Events;
use crate::im::Im;
use crate::outlet::{Futures, Outlet};
use crate::shared::Shared;

/// One client of the platform: login, rooms, devices, messages and calls in one object. Clones are the same client; the last
/// one that is dropped releases it.
#[derive(Clone)]
pub struct Ilive {
    pub(crate) shared: Arc<Shared>,
    nick: String,
}

/// What a client is doing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// Of the AV context.
    pub context: ContextState,
    /// Of the AV room.
    pub room: RoomState,
    /// Of the device test.
    pub test: TestState,
    /// Logged in, all the way.
    pub logged_in: bool,
    /// The room that was entered and not left.
    pub current_room: Option<ilive_protocol::RoomId>,
}

impl std::fmt::Debug for Ilive {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Ilive({:?})", self.state())
    }
}

impl Ilive {
    /// Makes a client. Nothing is sent before the login.
    ///
    /// # Errors
    /// 8021 `bad_url`, `bad_sdk_app_id`; 8020 when the system gives no thread or no trust store.
    pub fn init(config: Config) -> Result<Self, Error> {
        let nick = config.nick.clone();
        let shared = Shared::start(config, Outlet::Futures(Futures::default()))?;
        Ok(Self { shared, nick })
    }

    /// The version of this SDK.
    #[must_use]
    pub fn version() -> &'static str {
        env!("CARGO_PKG_VERSION")
    }

    /// The AV layer: its guards and its numbers (1 to 7000) instead of the façade's.
    #[must_use]
    pub fn av(&self) -> Context {
        Context::new(Arc::clone(&self.shared))
    }

    /// The IM layer.
    #[must_use]
    pub fn im(&self) -> Im {
        Im::new(Arc::clone(&self.shared))
    }

    /// Events from now on.
    #[must_use]
    pub fn events(&self) -> Events {
        let (events, mailbox) = Events::new();
        self.shared.subscribe(&mailbox);
        events
    }

    /// What it is doing now.
    #[must_use]
    pub fn state(&self) -> State {
        self.shared.look(|client| State {
            context: client.context_state(),
            room: client.room_state(),
            test: client.test_state(),
            logged_in: client.is_logged_in(),
            current_room: client.current_room().cloned(),
        })
    }

    /// The state of a call; none when there is no such call.
    #[must_use]
    pub fn call_state(&self, call: u64) -> Option<PhoneState> {
        self.shared.look(|client| client.phone_state(call))
    }

    /// What was measured of the connection and its media, anew every two seconds (E.13).
    #[must_use]
    pub fn quality(&self) -> Quality {
        self.shared.engine(crate::engine::Engine::quality)
    }
}
