//! The server's side of one login: what has been told and may have to be told again, whether anybody is still there,
//! until when the ticket holds, and which answer a repeated request gets.
//!
//! A session outlives its link by [`crate::Timers::resume_window`]. Events are kept in a bounded outbox until the client
//! says that it has seen them; a client that resumes gets what it missed, in order, or the honest word that it cannot
//! (`recovered: false`). A client too slow to take its frames loses its link, not the others' time.

mod answers;
mod error;
mod io;
mod line;
mod outbox;
mod requests;
mod state;
#[cfg(test)]
mod tests;

pub use error::SessionError;
pub use io::{CloseReason, Config, Ended, Input, LinkId, Opening, Output};
pub use state::Session;
