//! One room: who is in it, as what, what each may send and see, who comes on stage, and the chat group that lives and
//! dies with it (A.2.4).
mod config;
mod io;
mod may;
mod refusal;
mod stored;
pub use config::{Config, Role, StagePolicy};
pub use io::{
    Enter, Grant, Input, Listing, MediaCommand, MediaEvent, Negotiated, Output, Person, Published, Request,
    RequestId, SessionId, SlotOffer, Track,
};
pub use may::{Action, Standing, may};
pub use refusal::Refusal;
pub use stored::{Ban, Hand, Keep, Stored, StoredMember, StoredRoom, Tally};
