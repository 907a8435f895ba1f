//! What a message and a conversation are, and what a store promises for them.
//!
//! A conversation is an append-only log with its own sequence. A message is checked here, appended by the store, then
//! acknowledged, then told to others: never in another order.

mod ack;
mod conversation;
mod error;
mod message;

pub use ack::{Ack, Append, Appended};
pub use conversation::{Addressee, Conversation};
pub use error::ChatError;
pub use message::{Checked, check_client_id, check_page};
