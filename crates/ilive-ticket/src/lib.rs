//! Tickets: who somebody is (userSig), what they may do in which room (privateMapKey, the room key), and which two rooms they
//! may link (the link key).
//!
//! Minting and checking, and nothing else: no clock, no socket, no randomness. A check reads a ticket once, with every
//! limit in [`limits`], and then judges it with the key of the app that it names:
//!
//! ```
//! use ilive_protocol::AppId;
//! use ilive_ticket::{Claims, Secret, Unverified, Verifier, mint_user_sig_v2};
//!
//! let app = AppId::new(1_400_000_001)?;
//! let alice = "alice".parse()?;
//! let secret = Secret::new("ilive-test-key")?;
//! let text = mint_user_sig_v2(&secret, &Claims { app, user: &alice, issued_at: 1_700_000_000, valid_s: 86_400 });
//!
//! let ticket = Unverified::parse(&text)?;
//! let verifier = Verifier::v2(ticket.app_id(), secret); // where the caller looks the app's key up
//! let who = ticket.verify_user_sig(&verifier, 1_700_000_001)?;
//! assert_eq!((who.app, who.user), (app, alice));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The algorithm belongs to the app's key, never to the ticket; the signature is checked before anything it covers
//! is believed. Formats: E.2 (privateMapKey), E.4 (userSig v1 and v2).

mod check;
mod envelope;
mod error;
#[doc(hidden)]
pub mod fuzzing;
pub mod hostile;
mod inflate;
mod key;
pub mod limits;
mod linkbuf;
mod members;
mod mint;
mod ticket;
mod userbuf;
mod v1;
mod v2;

pub use check::Unverified;
pub use error::TicketError;
pub use key::{Algorithm, BadKey, Secret, SigningKeyV1, Verifier};
pub use mint::{
    Claims, Grant, Link, mint_link_key_v2, mint_room_key_v1, mint_room_key_v2, mint_user_sig_v1,
    mint_user_sig_v2,
};
pub use ticket::{LinkKey, RoomKey, Ticket, UserTicket};
