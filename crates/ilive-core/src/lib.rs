//! The rules of the platform, pure: no clock, no socket, no task, no randomness; what goes in is all there is.
//!
//! - [`room`]: who is in a room, what each may send and see, the stage, the chat group that lives and dies with it.
//! - [`session`]: the server's side of one login: events kept for a resume, liveness, expiry, repeated requests.
//! - [`call`]: calls between two users, and invitations into rooms.
//! - [`chat`]: what a message and a conversation are, and the promise that a store keeps for them.
//!
//! Each is one object that takes one `Input` at a time together with [`Now`], gives its `Output`s in order, and says when
//! it next needs the time. [`Timers`] are all deadlines in one place.

mod budget;
pub mod call;
pub mod chat;
mod fault;
pub mod room;
pub mod session;
#[cfg(test)]
mod testing;
mod timers;

use std::time::Instant;

pub use budget::Budget;
pub use fault::Fault;
pub use timers::Timers;

/// The two clocks of one moment: `at` for deadlines, `unix_ms` for what is stored or shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// Never goes back.
    pub at: Instant,
    /// Wall clock, in ms since 1970; may jump.
    pub unix_ms: u64,
}
